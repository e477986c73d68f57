"""The language a form is written in: a list of blocks, each a small JSON object.

The same list becomes the page, the PDF and the DOCX, so that nothing can stand in one and not in another. Only texts
are in it: what a code or a date meant when the form was issued is kept as it read then.
"""

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from laws.citations import Cited

Block = dict[str, Any]
Content = dict[str, Any]
Rows = Iterable[tuple[str, str]]


def heading(text: str) -> Block:
    return {"type": "heading", "text": text}


def facts(caption: str, rows: Rows) -> Block:
    """Names and values; a row without a value is left out, so that no form shows an empty line."""
    return {"type": "facts", "caption": caption, "rows": [[name, value] for name, value in rows if value]}


def paragraphs(text: str) -> Block:
    """A text as a person typed it: each of its lines is a paragraph."""
    return {"type": "paragraphs", "items": [line.strip() for line in text.splitlines() if line.strip()]}


def items(entries: Iterable[str], *, numbered: bool = False) -> Block:
    return {"type": "list", "numbered": numbered, "items": [entry for entry in entries if entry]}


def table(caption: str, columns: Sequence[str], rows: Iterable[Sequence[str]]) -> Block:
    """A table with a header row; the first column names the row."""
    return {"type": "table", "caption": caption, "columns": list(columns), "rows": [list(row) for row in rows]}


def note(text: str) -> Block:
    """A sentence the reader must not miss."""
    return {"type": "note", "text": text}


def citations(caption: str, cited: Iterable[Cited]) -> Block:
    """What a text rests on, with the standing it had that day."""
    entries = [{"label": one.label, "notation": one.notation, "status": one.status} for one in cited]
    return {"type": "citations", "caption": caption, "items": entries}


def signatures(parties: Sequence[Mapping[str, str]]) -> Block:
    """Places to sign and to seal. A party has `label`; `name`, `date` and `seal` (the words in the ring) if known."""
    return {"type": "signatures", "parties": [dict(party) for party in parties]}


def content_hash(content: Content) -> str:
    """The hash printed at the foot of the form: of the content in one fixed writing."""
    text = json.dumps(content, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()
