"""Many rows into a table by the fastest way each database has: COPY on PostgreSQL, executemany on SQLite.

`bulk_create` builds an expression for each value of each row; with the short acts of a large corpus that alone takes
longer than everything else together (docs/adr/0108-bulk-loads.md).
"""

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date
from io import BytesIO
from typing import Any, cast

from django.core.serializers.json import DjangoJSONEncoder
from django.db import connection, models

from laws.importers.rows import COLUMNS
from laws.models import Provision

COPY_BLOCK = 1024 * 1024
NULL = r"\N"
Column = Iterable[Any]
# Rows as the driver of the database takes them: lines of COPY on PostgreSQL, tuples on SQLite.
Rows = bytes | list[tuple[Any, ...]]


def as_stored(columns: Sequence[Column]) -> Rows:
    """Columns (laws.importers.rows) as rows of this database. Asks it nothing, so it may be done beforehand."""
    if connection.vendor == "postgresql":
        return "".join(_lines(columns)).encode()
    return list(zip(*columns, strict=True))


def insert_provisions(texts: Sequence[tuple[int, Rows]]) -> None:
    """Store the provisions of texts: of each the key of its version and its rows (`as_stored`). Raises
    DatabaseError."""
    rows: Rows
    if connection.vendor == "postgresql":
        rows = b"".join(_owned(key, lines) for key, lines in texts if isinstance(lines, bytes))
    else:
        rows = [(key, *row) for key, found in texts if isinstance(found, list) for row in found]
    _store(Provision._meta.db_table, ["version_id", *COLUMNS], rows)


def _owned(version: int, lines: bytes) -> bytes:
    """Lines of COPY with the key of their version before each."""
    mark = b"%d\t" % version
    return mark + lines[:-1].replace(b"\n", b"\n" + mark) + b"\n"


def insert_rows(model: type[models.Model], names: Sequence[str], rows: Sequence[tuple[Any, ...]]) -> None:
    """Store plain rows of a model nobody needs the keys of; `names` are their columns. Raises DatabaseError."""
    if rows:
        _store(model._meta.db_table, names, as_stored(list(zip(*rows, strict=True))))


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
    _store(meta.db_table, [str(field.column) for field in fields], as_stored(columns))


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


def _store(table: str, names: Sequence[str], rows: Rows) -> None:
    listed = ", ".join(f'"{name}"' for name in names)
    with connection.cursor() as cursor:
        if isinstance(rows, bytes):
            with connection.wrap_database_errors:
                cursor.copy_expert(f'COPY "{table}" ({listed}) FROM STDIN', BytesIO(rows), COPY_BLOCK)
        else:
            marks = ", ".join(["%s"] * len(names))
            cursor.executemany(f'INSERT INTO "{table}" ({listed}) VALUES ({marks})', rows)  # noqa: S608  # names of our own columns


def _lines(columns: Sequence[Column]) -> Iterator[str]:
    for cells in zip(*map(_copied, columns), strict=True):
        yield "\t".join(cells) + "\n"


def _copied(column: Column) -> Iterable[str]:
    """The values of a column in COPY's text format. Text is escaped all at once: stored text holds no NUL."""
    values = list(column)
    types = set(map(type, values))
    if types == {str}:
        joined = "\0".join(values)
        escaped = _escaped(joined)
        return values if escaped == joined else escaped.split("\0")
    if types == {int}:
        return map(str, values)
    return list(map(_plain, values))


def _escaped(text: str) -> str:
    text = text.replace("\\", r"\\").replace("\n", r"\n")
    return text.replace("\t", r"\t").replace("\r", r"\r")


def _plain(value: Any) -> str:
    if value is None:
        return NULL
    if isinstance(value, bool):
        return "t" if value else "f"
    return str(value.isoformat()) if isinstance(value, date) else _escaped(str(value))
