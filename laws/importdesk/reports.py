"""The report of an import in words, as rows and as files: what DESIGN calls the contract of `import_laws`."""

import csv
import json
from collections.abc import Iterator, Mapping
from io import StringIO
from typing import Any

from django.db.models import Q, QuerySet
from django.utils import translation
from django.utils.translation import get_language, gettext

from laws.models import ImportRow, ImportRun

COLUMNS = (
    "path",
    "jurisdiction",
    "ref",
    "title",
    "language",
    "adapter",
    "articles",
    "containers",
    "warnings",
    "outcome",
    "reason",
)


def filtered(run: ImportRun, wanted: Mapping[str, Any]) -> QuerySet[ImportRow]:
    """The lines a reader asked for, in the order of the import."""
    rows = run.rows.order_by("pk")
    if outcome := wanted.get("outcome"):
        rows = rows.filter(outcome=outcome)
    if text := wanted.get("q"):
        rows = rows.filter(
            Q(path__icontains=text) | Q(title__icontains=text) | Q(ref__icontains=text) | Q(reason__icontains=text)
        )
    if wanted.get("warned"):
        rows = rows.exclude(warnings=[])
    return rows


def as_record(row: ImportRow) -> dict[str, Any]:
    return {name: getattr(row, name) for name in COLUMNS}


def json_lines(rows: QuerySet[ImportRow]) -> Iterator[str]:
    for row in rows.iterator(chunk_size=500):
        yield json.dumps(as_record(row), ensure_ascii=False) + "\n"


def csv_lines(rows: QuerySet[ImportRow]) -> Iterator[str]:
    """With a byte order mark, so that spreadsheets read Chinese; cells that a spreadsheet would run are quoted.

    Reasons are said in the language of whoever asked, as on the page; JSON Lines keep what is stored, for programs.
    """
    language = get_language()
    yield "\ufeff" + _line(COLUMNS)
    for row in rows.iterator(chunk_size=500):
        with translation.override(language):  # nothing promises that it is still active while lines are sent
            words = {"reason": said(row.reason), "warnings": "\n".join(said(str(one)) for one in row.warnings)}
        record = as_record(row) | words
        yield _line([_harmless(record[name]) for name in COLUMNS])


def _line(cells: Any) -> str:
    out = StringIO()
    csv.writer(out).writerow(cells)
    return out.getvalue()


def _harmless(value: Any) -> Any:
    """A file name or a title comes from outside: a cell that begins like a formula is made text."""
    return f"'{value}" if isinstance(value, str) and value[:1] in ("=", "+", "-", "@", "\t", "\r") else value


def said(reason: str) -> str:
    """A stored reason in the reader's language: a fixed sentence, and what varies in brackets behind it."""
    if not reason:
        return ""
    whole = gettext(reason)
    sentence, bracket, detail = reason.partition(" (")
    if whole != reason or not bracket:
        return whole
    # What varies may be a sentence as well: why the last of many documents could not be fetched.
    detail = f"{said(detail[:-1])})" if detail.endswith(")") else detail
    return f"{gettext(sentence)}{bracket}{detail}"
