"""JSON Lines, one provision a line: `jurisdiction, law, law_id, language, article, heading, text`.

The file is read twice. The first look takes only the keys of the laws, to count the lines and to learn which laws come
back after another one: these few are held until their last line, so that each law becomes one text; of all others one
at a time is in memory. Lines of a law stand in the order of its text.
"""

import json
import re
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

from laws.importers.files import LineFile
from laws.importers.types import ParsedLaw, Piece, Rejected

ADAPTER_NAME = "jsonl"
MAX_LINE = 8 * 1024 * 1024
KEYS = ("jurisdiction", "law", "language", "article", "text")
NAMED = re.compile(rb'"(jurisdiction|law_id|law|language)"\s*:\s*"((?:[^"\\]|\\.)*)"')
PROGRESS_EVERY = 2000
# "§ 11 Vertretung", "Art. 5 bis Scope": the number, then the heading. Chinese numbers hold spaces of their own.
NUMBER_AND_HEADING = re.compile(r"(\D{0,20}?\d[\w.\-:/]*(?: (?:bis|ter|quater|[a-z]))?\.?)\s+(\S.*)", re.DOTALL)
BETWEEN = " \t—–-:."

# A text of one date carries it in the name of its file: "专利法(2020-10-17).md".
VERSION_DATE = re.compile(r"\((\d{4}-\d{2}-\d{2})\)")
NAMES = (b"jurisdiction", b"law_id", b"law", b"language")
UNREADABLE = (OSError, EOFError, zlib.error)

Key = tuple[str, str, str]
OnProgress = Callable[[int, int | None], None]


@dataclass(frozen=True)
class BadLine:
    """A line that is no provision, and the sentence that says why."""

    line: int
    reason: str


@dataclass
class LawLines:
    """A law of the file; `line` is its first, `damaged` are bad lines between its others."""

    line: int
    parsed: ParsedLaw
    damaged: list[int] = field(default_factory=list)


def read_laws(file: LineFile, on_progress: OnProgress | None = None) -> Iterator[LawLines | BadLine]:
    """The laws of the file, each when its last line has been read. Raises Rejected when it cannot be read to its end;
    the laws before that place have been given."""
    last_lines, total = _first_look(file)
    open_laws: dict[Key, LawLines] = {}
    latest: LawLines | None = None
    try:
        for number, line in _lines(file):
            if on_progress is not None and number % PROGRESS_EVERY == 0:
                on_progress(number, total)
            found = _provision(number, line)
            if isinstance(found, BadLine):
                if latest is not None:
                    latest.damaged.append(number)
                yield found
                continue
            key = _key(found)
            law = open_laws.get(key)
            if law is None:
                for done in [other for other in open_laws if last_lines.get(other, 0) < number]:
                    yield _whole(open_laws.pop(done))
                law = open_laws[key] = LawLines(number, _law(found))
            law.parsed.pieces.append(_piece(found))
            latest = law
    except UNREADABLE as error:
        # What is still open may lack its end, so it is not given.
        raise Rejected(f"The file breaks off and was read to that place only: {error}") from error
    for law in open_laws.values():
        yield _whole(law)
    if on_progress is not None:
        on_progress(total, total)


def _first_look(file: LineFile) -> tuple[dict[Key, int], int]:
    """The last line of each law, and how many lines there are."""
    found: dict[Key, int] = {}
    number = 0
    try:
        for number, line in _lines(file):
            if isinstance(line, bytes):
                said = dict(reversed([(name, value) for name, value in NAMED.findall(line)]))
                found[_raw_key(said)] = number
    except UNREADABLE:
        pass  # said at the second look, after what can be read
    return found, number


def _raw_key(said: dict[bytes, bytes]) -> Key:
    jurisdiction, law_id, law, language = (_unescaped(said.get(name, b"")) for name in NAMES)
    return (jurisdiction, law_id or law, language)


def _unescaped(raw: bytes) -> str:
    if b"\\" not in raw:
        return raw.decode("utf-8", "replace")
    try:
        return str(json.loads(b'"' + raw + b'"'))
    except ValueError:
        return ""


def _key(found: dict[str, str]) -> Key:
    return (found["jurisdiction"], found["law_id"] or found["law"], found["language"])


def _lines(file: LineFile) -> Iterator[tuple[int, bytes | BadLine]]:
    """Lines that are not empty, with their number; one that is too long is passed without being held."""
    number = 0
    with file.open() as stream:
        while line := stream.readline(MAX_LINE):
            number += 1
            if len(line) == MAX_LINE and not line.endswith(b"\n"):
                while (more := stream.readline(MAX_LINE)) and not more.endswith(b"\n"):
                    pass
                yield number, BadLine(number, f"The line is longer than {MAX_LINE // 1024 // 1024} MB.")
            elif not line.isspace():
                yield number, line


def _provision(number: int, line: bytes | BadLine) -> dict[str, str] | BadLine:
    if isinstance(line, BadLine):
        return line
    try:
        found: Any = json.loads(line)
    except (ValueError, RecursionError) as error:
        return BadLine(number, f"The line is not JSON: {str(error)[:200]}.")
    if not isinstance(found, dict):
        return BadLine(number, "The line is not an object with the keys of a provision.")
    missing = [key for key in KEYS if not isinstance(found.get(key), str)]
    if missing:
        return BadLine(number, f"The line lacks {', '.join(missing)}.")
    for key in ("law_id", "heading"):
        if not isinstance(found.get(key), str):
            found[key] = ""
    return found


def _law(found: dict[str, str]) -> ParsedLaw:
    dated = VERSION_DATE.search(found["law_id"])
    return ParsedLaw(
        [],
        jurisdiction=found["jurisdiction"],
        language=found["language"],
        title=found["law"],
        identifiers=[found["law_id"]] if found["law_id"] else [],
        dated=dated[1] if dated else "",
    )


def _piece(found: dict[str, str]) -> Piece:
    """The heading of a line often holds those above it and the number as well, which stands in a column of its own."""
    number, heading = found["article"], found["heading"]
    if heading.endswith(number):
        heading = heading[: len(heading) - len(number)].rstrip(BETWEEN)
    elif number and heading.lstrip("§ ").startswith(number):
        heading = heading.lstrip("§ ")[len(number) :].lstrip(BETWEEN)
    divided = NUMBER_AND_HEADING.fullmatch(number)
    if divided and divided[2][0] not in "条條の":
        number = divided[1]
        heading = f"{heading} — {divided[2]}" if heading else divided[2]
    return Piece("article", number, heading, found["text"])


def _whole(law: LawLines) -> LawLines:
    if law.damaged:
        lines = ", ".join(map(str, law.damaged[:10]))
        law.parsed.warnings.append(f"A line after one of this law could not be read ({lines}): the text may lack it.")
    return law
