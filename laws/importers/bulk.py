"""Provisions into their table by the fastest way each database has: COPY on PostgreSQL, executemany on SQLite."""

from collections.abc import Iterable, Iterator
from io import StringIO
from typing import Any

from django.db import connection

from laws.models import Provision

COLUMNS = (
    "version_id",
    "position",
    "parent",
    "depth",
    "kind",
    "unit",
    "number_raw",
    "number",
    "number_sort",
    "heading",
    "text",
    "anchor",
)


def insert_provisions(versions: Iterable[tuple[int, list[dict[str, Any]]]]) -> None:
    """Store the rows (laws.importers.rows) of each version. Raises DatabaseError."""
    table, columns = Provision._meta.db_table, ", ".join(COLUMNS)
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            lines = StringIO()
            lines.writelines(_lines(versions))
            lines.seek(0)
            with connection.wrap_database_errors:
                cursor.copy_expert(f"COPY {table} ({columns}) FROM STDIN", lines)
            return
        marks = ", ".join(["%s"] * len(COLUMNS))
        names = COLUMNS[1:]
        cursor.executemany(
            f"INSERT INTO {table} ({columns}) VALUES ({marks})",  # noqa: S608  # names of our own columns
            [(version, *(row[name] for name in names)) for version, rows in versions for row in rows],
        )


def _lines(versions: Iterable[tuple[int, list[dict[str, Any]]]]) -> Iterator[str]:
    for version, rows in versions:
        for row in rows:
            parent = row["parent"]
            cells = (
                str(version),
                str(row["position"]),
                r"\N" if parent is None else str(parent),
                str(row["depth"]),
                row["kind"],
                row["unit"],
                _escaped(row["number_raw"]),
                row["number"],
                row["number_sort"],
                _escaped(row["heading"]),
                _escaped(row["text"]),
                row["anchor"],
            )
            yield "\t".join(cells) + "\n"


def _escaped(text: str) -> str:
    """How COPY's text format writes the characters that would end a value or a row."""
    if "\\" in text:
        text = text.replace("\\", r"\\")
    if "\n" in text:
        text = text.replace("\n", r"\n")
    return text.replace("\t", r"\t") if "\t" in text else text  # stored text has no carriage returns (clean_text)
