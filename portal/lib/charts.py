"""Numbers as geometry for charts drawn on the server: no script, no style attribute."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

WIDTH = 100


@dataclass(frozen=True)
class Bar:
    label: str
    value: float
    url: str
    width: float


def bars(rows: Iterable[Sequence[Any]]) -> list[Bar]:
    """Bars on a scale of 0 to 100 where the largest value fills it."""
    listed = [(row[0], row[1] or 0, row[2] if len(row) > 2 else "") for row in rows]
    largest = max((value for _, value, _ in listed), default=0)
    return [
        Bar(str(label), value, str(url or ""), round(WIDTH * value / largest, 2) if largest else 0)
        for label, value, url in listed
    ]


@dataclass(frozen=True)
class Line:
    points: str
    largest: float
    first: str
    last: str


def line(rows: Sequence[Sequence[Any]]) -> Line:
    """The points of a polyline in a box of 100 x 40 that starts at zero."""
    values = [row[1] or 0 for row in rows]
    largest = max(values, default=0)
    step = WIDTH / max(len(values) - 1, 1)
    points = " ".join(
        f"{i * step:.2f},{40 - (40 * value / largest if largest else 0):.2f}" for i, value in enumerate(values)
    )
    return Line(points, largest, str(rows[0][0]) if rows else "", str(rows[-1][0]) if rows else "")


@dataclass(frozen=True)
class Stack:
    label: str
    values: list[float]
    total: float
    parts: list[tuple[int, float, float]]


def stacks(rows: Iterable[Sequence[Any]]) -> list[Stack]:
    """Bars of several parts on a common scale of 0 to 100. Each part is (number of the series from 1, start, width)."""
    listed = [(str(label), [value or 0 for value in values]) for label, values in rows]
    largest = max((sum(values) for _, values in listed), default=0)
    found = []
    for label, values in listed:
        parts, start = [], 0.0
        for number, value in enumerate(values, start=1):
            width = round(WIDTH * value / largest, 2) if largest else 0.0
            if width:
                parts.append((number, start, width))
            start = round(start + width, 2)
        found.append(Stack(label, values, sum(values), parts))
    return found
