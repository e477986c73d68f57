"""Reads a reference file strictly: UTF-8 without a mark, line feeds, a known header, full rows.

A file that is not so was usually saved by a spreadsheet. Guessing at its encoding could damage names without a
word, so it is refused with the line and what to do.
"""

import csv
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from portal.lib.fields import clean_text

BOM = b"\xef\xbb\xbf"


class UnreadableFile(Exception):
    """The file as a whole cannot be used. `line` is where that shows."""

    def __init__(self, line: int, reason: str) -> None:
        self.line = line
        self.reason = reason
        super().__init__(f"line {line}: {reason}")


@dataclass(frozen=True)
class Line:
    """One row of the file with the number of its first line. `problem` is set when it has too few or many cells."""

    number: int
    cells: dict[str, str]
    problem: str = ""


def read(path: Path, columns: Sequence[str]) -> list[Line]:
    """All rows of the file, cells cleaned. Raises UnreadableFile."""
    return list(_lines(_text(path), columns))


def _text(path: Path) -> str:
    try:
        content = path.read_bytes()
    except OSError as problem:
        raise UnreadableFile(0, f"The file cannot be opened: {problem.strerror}.") from problem
    if content.startswith(BOM):
        raise UnreadableFile(1, "The file starts with a byte order mark. Save it as UTF-8 without one.")
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError as problem:
        line = content.count(b"\n", 0, problem.start) + 1
        raise UnreadableFile(line, "The file is not UTF-8. Save it as UTF-8.") from problem
    if "\r" in text:
        line = text.count("\n", 0, text.index("\r")) + 1
        raise UnreadableFile(line, "The file has Windows line ends (CR). Save it with line feeds only.")
    return text


def _lines(text: str, columns: Sequence[str]) -> Iterator[Line]:
    rows = csv.reader(io.StringIO(text, newline=""), strict=True)
    try:
        header = next(rows, [])
        _check_header(header, columns)
        before = rows.line_num
        for cells in rows:
            number, before = before + 1, rows.line_num
            if not cells:
                continue  # an empty line
            problem = ""
            if len(cells) != len(header):
                problem = f"The row has {len(cells)} cells, the header has {len(header)}."
            yield Line(number, {name: clean_text(cell) for name, cell in zip(header, cells, strict=False)}, problem)
    except csv.Error as problem:
        raise UnreadableFile(rows.line_num, f"This is not CSV: {problem}.") from problem


def _check_header(header: list[str], columns: Sequence[str]) -> None:
    missing = [name for name in columns if name not in header]
    unknown = [name for name in header if name not in columns]
    twice = sorted({name for name in header if header.count(name) > 1})
    said = [
        f"{what}: {', '.join(names)}."
        for what, names in (
            ("Columns missing", missing),
            ("Columns not known", unknown),
            ("Columns given twice", twice),
        )
        if names
    ]
    if said:
        raise UnreadableFile(1, " ".join(said))
