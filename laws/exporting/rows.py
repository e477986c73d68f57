"""The rows of a text as they are written out."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from django.db.models import Max

from laws.models import LawVersion

# What follows the body of an act, where nothing but these stands behind it.
ATTACHED = ("attachment", "annex")
CHUNK = 500

Row = Mapping[str, Any]


def rows_of(version: LawVersion) -> Iterator[Row]:
    """The provisions of a version in order, read in chunks."""
    columns = ("position", "depth", "kind", "unit", "number_raw", "heading", "text", "anchor")
    yield from version.provisions.order_by("position").values(*columns).iterator(chunk_size=CHUNK)


def last_of_the_body(version: LawVersion) -> int:
    """The position of the last piece at the top that is no attachment; -1 where there is none."""
    top = version.provisions.filter(depth=0).exclude(unit__in=ATTACHED)
    found = top.aggregate(last=Max("position"))["last"]
    return -1 if found is None else int(found)


def with_next(rows: Iterable[Row]) -> Iterator[tuple[Row, Row | None]]:
    """Each row with the one after it."""
    before: Row | None = None
    for row in rows:
        if before is not None:
            yield before, row
        before = row
    if before is not None:
        yield before, None
