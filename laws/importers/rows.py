"""A parsed text as the rows it becomes: numbers, anchors, tree, parts, and the hash that says whether it is new."""

import hashlib
import re
from collections.abc import Sequence
from typing import Any

from laws.importers.numbers import number_pieces
from laws.importers.types import ParsedLaw, Piece

# A part is what the reading page loads at once: enough for a short act, a moment's reading of a code.
PART_CHARACTERS = 40_000
SEPARATOR = "\x1f"
# Line breaks with nothing but blanks between them. The separator is a blank to Python; it must not be eaten.
BLANK_LINES = re.compile(rf"\n(?:[^\S\n{SEPARATOR}]*\n)+")
# How a blank line begins; few texts have any, so that most are not searched by the expression.
BLANK_STARTS = ("\n\n", "\n ", "\n\u3000")


def digest(pieces: Sequence[Piece]) -> str:
    """SHA-256 of what the text says: unit, number, heading and text of every piece in order, whatever the format.

    Blank lines say nothing: a publisher that sets its paragraphs further apart has not changed its law.
    """
    said = "".join(
        f"{piece.unit}{SEPARATOR}{piece.depth}{SEPARATOR}{piece.number_raw}{SEPARATOR}{piece.heading}{SEPARATOR}"
        f"{piece.text}{SEPARATOR}\n"
        for piece in pieces
    )
    if any(start in said for start in BLANK_STARTS):
        said = BLANK_LINES.sub("\n", said)
    return hashlib.sha256(said.encode()).hexdigest()


def part_starts(pieces: Sequence[Piece]) -> list[int]:
    """The positions at which the parts of the reading page begin; the first is 0.

    A new part begins at the first heading after half of PART_CHARACTERS, else where the next piece would exceed it:
    a chapter is not torn where it need not be. One piece is never torn, however long.
    """
    starts, filled = [0], 0
    for position, piece in enumerate(pieces):
        size = len(piece.text) + len(piece.heading)
        at_heading = piece.kind == "container" and filled > PART_CHARACTERS // 2
        if position and filled and (at_heading or filled + size > PART_CHARACTERS):
            starts.append(position)
            filled = 0
        filled += size
    return starts


# The columns of Provision that a text gives, in the order of `provision_columns`.
COLUMNS = (
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


def provision_columns(pieces: Sequence[Piece]) -> list[list[Any]]:
    """The values of COLUMNS for every Provision of a text: column by column, as they are stored."""
    numbered = number_pieces(pieces)
    parents: list[int | None] = []
    depths: list[int] = []
    path: list[tuple[int, int]] = []
    for position, piece in enumerate(pieces):
        while path and path[-1][0] >= piece.depth:
            path.pop()
        parents.append(path[-1][1] if path else None)
        depths.append(len(path))
        if piece.kind == "container":
            path.append((piece.depth, position))
    return [
        list(range(len(pieces))),
        parents,
        depths,
        [piece.kind for piece in pieces],
        [piece.unit for piece in pieces],
        [piece.number_raw for piece in pieces],
        [one.number for one in numbered],
        [one.number_sort for one in numbered],
        [piece.heading for piece in pieces],
        [piece.text for piece in pieces],
        [one.anchor for one in numbered],
    ]


def version_columns(parsed: ParsedLaw) -> dict[str, Any]:
    """What a LawVersion counts of its own text, its hash apart (`digest`)."""
    return {
        "articles": parsed.articles,
        "containers": parsed.containers,
        "characters": sum(len(piece.text) + len(piece.heading) for piece in parsed.pieces),
        "part_starts": part_starts(parsed.pieces),
    }
