"""What the `meta.json` beside a text adds to what the text says of itself.

The text comes first: `meta.json` fills what is empty. A title and numbers of its own are kept beside those of the text,
because the catalogue may know the law by either.
"""

from collections.abc import Mapping
from typing import Any

from laws.importers.languages import language_code
from laws.importers.types import ParsedLaw

# Fields of ParsedLaw by the key of meta.json that may fill them.
FIELDS = {
    "jurisdiction": "jurisdiction",
    "number": "number",
    "language": "language",
    "kind": "kind",
    "licence": "licence",
    "retrieved": "retrieved",
    "publisher": "publisher",
    "tier": "tier",
    "dated": "dated",
    "in_force_from": "in_force_from",
    "adopted": "adopted",
    "translation_note": "translation_note",
    "url": "url",
    "official_url": "url",
}


def add_description(parsed: ParsedLaw, meta: Mapping[str, Any]) -> None:
    """Fill what `parsed` does not know from `meta`, whatever shape that has."""
    for key, name in FIELDS.items():
        said = _text(meta, key)
        if said and not getattr(parsed, name):
            setattr(parsed, name, said)
    _titles(parsed, _text(meta, "title"), _text(meta, "title_original"))
    number = _text(meta, "number")
    if number and number not in parsed.identifiers and number != parsed.number:
        parsed.identifiers.append(number)
    if meta.get("is_translation") is True:
        parsed.is_translation = True
    source = meta.get("source")
    if isinstance(source, Mapping):
        parsed.url = parsed.url or _text(source, "official_url")
        parsed.source = parsed.source or " ".join(
            said for said in (_text(source, "repository"), _text(source, "commit")[:12], _text(source, "path")) if said
        )
    elif isinstance(source, str):
        parsed.source = parsed.source or source
    if not parsed.tier and (parsed.source or parsed.url):
        parsed.tier = "R"


def _titles(parsed: ParsedLaw, title: str, original: str) -> None:
    parsed.title = parsed.title or original or title
    if original and parsed.language:
        parsed.titles.setdefault(language_code(parsed.language), original)
    if title and title != original:
        parsed.titles.setdefault("en", title)


def _text(meta: Mapping[str, Any], key: str) -> str:
    found = meta.get(key)
    return found.strip() if isinstance(found, str) else ""
