"""Many rows into a table by the fastest way each database has: COPY on PostgreSQL, executemany on SQLite.

`bulk_create` builds an expression for each value of each row; with the short acts of a large corpus that alone takes
longer than everything else together (docs/adr/0108-bulk-loads.md).
"""

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date
from io import StringIO
from itertools import chain
from typing import Any, cast

from django.core.serializers.json import DjangoJSONEncoder
from django.db import connection, models

from laws.models import Provision

# Of Provision all but its key, in the order of `laws.importers.rows`.
PROVISION = (
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
COPY_BLOCK = 1024 * 1024
NULL = r"\N"
Column = Iterable[Any]


def insert_provisions(versions: Iterable[tuple[int, list[dict[str, Any]]]]) -> None:
    """Store the rows (laws.importers.rows) of each version. Raises DatabaseError."""
    found = list(versions)
    owners: list[int] = list(chain.from_iterable([key] * len(rows) for key, rows in found))
    rows = list(chain.from_iterable(rows for _, rows in found))
    columns: list[Column] = [owners, *([row[name] for row in rows] for name in PROVISION)]
    _insert(Provision._meta.db_table, ["version_id", *PROVISION], columns)


def insert_new(rows: Sequence[models.Model]) -> None:
    """Store new rows of one model and give them their keys, in their order. Raises DatabaseError."""
    if not rows:
        return
    meta = type(rows[0])._meta
    for row, key in zip(rows, _new_keys(meta, len(rows)), strict=True):
        row.pk = key
        row._state.adding = False
    fields = meta.local_concrete_fields
    columns = [_adapted(field, [row.__dict__[field.attname] for row in rows]) for field in fields]
    _insert(meta.db_table, [str(field.column) for field in fields], columns)


def _new_keys(meta: Any, count: int) -> Iterable[int]:
    """Keys nobody else will use: from the sequence, or on SQLite, where one transaction writes at a time, the next."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            name = f"pg_get_serial_sequence('{meta.db_table}', '{meta.pk.column}')"
            cursor.execute(f"SELECT nextval({name}) FROM generate_series(1, %s)", [count])  # noqa: S608  # our own names
            return [key for (key,) in cursor.fetchall()]
        cursor.execute("SELECT COALESCE(MAX(seq), 0) FROM sqlite_sequence WHERE name = %s", [meta.db_table])
        last = int(cursor.fetchone()[0])
        return range(last + 1, last + 1 + count)


def _adapted(field: "models.Field[Any, Any]", values: list[Any]) -> Column:
    """The values of a column as the driver takes them."""
    if isinstance(field, models.JSONField):
        return [json.dumps(value, cls=DjangoJSONEncoder, ensure_ascii=False) for value in values]
    if isinstance(field, models.DateField) and connection.vendor == "sqlite":
        adapt = cast("Callable[[date | None], Any]", connection.ops.adapt_datefield_value)
        if isinstance(field, models.DateTimeField):
            adapt = cast("Callable[[date | None], Any]", connection.ops.adapt_datetimefield_value)
        return [adapt(value) for value in values]
    return values


def _insert(table: str, names: Sequence[str], columns: Sequence[Column]) -> None:
    listed = ", ".join(f'"{name}"' for name in names)
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            lines = StringIO()
            lines.writelines(_lines(columns))
            lines.seek(0)
            with connection.wrap_database_errors:
                cursor.copy_expert(f'COPY "{table}" ({listed}) FROM STDIN', lines, COPY_BLOCK)
            return
        marks = ", ".join(["%s"] * len(names))
        cursor.executemany(
            f'INSERT INTO "{table}" ({listed}) VALUES ({marks})',  # noqa: S608  # names of our own columns
            list(zip(*columns, strict=True)),
        )


def _lines(columns: Sequence[Column]) -> Iterator[str]:
    for cells in zip(*map(_copied, columns), strict=True):
        yield "\t".join(cells) + "\n"


def _copied(column: Column) -> Iterable[str]:
    """The values of a column in COPY's text format. Text is escaped all at once: stored text holds no NUL."""
    values = list(column)
    if not values:
        return []
    if not all(type(value) is str for value in values):
        return [_escaped(value) if isinstance(value, str) else _plain(value) for value in values]
    return _escaped("\0".join(values)).split("\0")


def _escaped(text: str) -> str:
    text = text.replace("\\", r"\\").replace("\n", r"\n")
    return text.replace("\t", r"\t").replace("\r", r"\r")


def _plain(value: Any) -> str:
    if value is None:
        return NULL
    if isinstance(value, bool):
        return "t" if value else "f"
    return str(value.isoformat()) if isinstance(value, date) else str(value)
