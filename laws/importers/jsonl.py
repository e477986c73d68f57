"""JSON Lines, one provision a line: `jurisdiction, law, law_id, language, article, heading, text`.

The file is read twice. The first look takes only the keys of the laws, to count the lines and to learn which laws come
back after another one: these few are held until their last line, so that each law becomes one text; of all others one
at a time is in memory. Lines of a law stand in the order of its text.
"""

import json
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from laws.importers.files import UNREADABLE, LineFile
from laws.importers.gaps import say_gaps
from laws.importers.numbers import ABBREVIATIONS
from laws.importers.types import ParsedLaw, Piece, Rejected

ADAPTER_NAME = "jsonl"
MAX_LINE = 8 * 1024 * 1024
KEYS = ("jurisdiction", "law", "language", "article", "text")
MAY_BE_MISSING = ("law_id", "heading")
ALL_KEYS = KEYS + MAY_BE_MISSING
TEXT_ONLY = {str}
NAMED = re.compile(rb'"(jurisdiction|law_id|law|language)"\s*:\s*"((?:[^"\\]|\\.)*)"')
TOO_LONG = gettext_lazy("The line is longer than 8 MB.")
BLOCK = 1024 * 1024
# "§ 11 Vertretung", "Art. 5 bis Scope": the number, then the heading. Chinese numbers hold spaces of their own.
NUMBER_AND_HEADING = re.compile(r"(\D{0,20}?\d[\w.\-:/]*(?: (?:bis|ter|quater|[a-z]))?\.?)\s+(\S.*)", re.DOTALL)
MARKS = "条條"
BETWEEN = " \t—–-:."

# A text of one date carries it in the name of its file: "专利法(2020-10-17).md".
VERSION_DATE = re.compile(r"\((\d{4}-\d{2}-\d{2})\)")
NAMES = (b"jurisdiction", b"law_id", b"law", b"language")
# What the API's own export says beyond these keys (laws/api/lines.py), so that the text becomes the same again.
OWN = ("dated", "source", "tier", "licence")
DEEPEST = 50


class BrokenOff(Exception):
    """The file gives no more bytes before its end. What else fails while it is read is a fault of the program."""


@dataclass(frozen=True)
class BadLine:
    """A line that is no provision, and the sentence that says why."""

    line: int
    reason: str


# Parts of one object on several lines are no provisions, though they are read well once they are joined.
OBJECT = re.compile(rb"\s*\{.*\}\s*\Z", re.DOTALL).match
Key = tuple[str, str, str]
Look = tuple[dict[Key, int], int]
Numbered = tuple[int, bytes | BadLine]
Checked = dict[str, str] | BadLine
OnProgress = Callable[[int, int | None], None]


@dataclass
class LawLines:
    """A law of the file; `line` is its first, `damaged` are bad lines between its others."""

    line: int
    parsed: ParsedLaw
    damaged: list[int] = field(default_factory=list)


def read_laws(
    file: LineFile, on_progress: OnProgress | None = None, *, look: Look | None = None
) -> Iterator[LawLines | BadLine]:
    """The laws of the file, each when its last line has been read. Raises Rejected when it cannot be read to its end;
    the laws before that place have been given. `look` is what `first_look` gave where it was done already."""
    last_lines, total = look or first_look(file)
    number = 0
    open_laws: dict[Key, LawLines] = {}
    latest: LawLines | None = None
    latest_key: Key = ("", "", "")
    try:
        for number, found in _lines(file, total, on_progress):
            if number > total:
                break
            if isinstance(found, BadLine):
                if latest is not None:
                    latest.damaged.append(number)
                yield found
                continue
            key = (found["jurisdiction"], found["law_id"] or found["law"], found["language"])
            if latest is None or key != latest_key:
                for done in [other for other in open_laws if last_lines.get(other, 0) < number]:
                    yield _whole(open_laws.pop(done))
                latest_key, latest = key, open_laws.get(key)
                if latest is None:
                    latest = open_laws[key] = LawLines(number, _law(found))
            latest.parsed.pieces.append(_piece(found))
    except BrokenOff as error:
        # What is still open may lack its end, so it is not given.
        raise Rejected(_("The file breaks off: the laws before that place were read.")) from error
    if number < total:
        raise Rejected(changed_meanwhile())
    for law in open_laws.values():
        yield _whole(law)
    if number > total:
        raise Rejected(changed_meanwhile())
    if on_progress is not None:
        on_progress(total, total)


def changed_meanwhile() -> str:
    """What is said of a file that is not the one the first look saw."""
    return _("The file changed while it was read. The laws read before are stored; import it again.")


def first_look(file: LineFile) -> Look:
    """The last line of each law, and how many lines there are."""
    found: dict[Key, int] = {}
    number = 0
    key: Key = ("", "", "")
    before = b""
    try:
        for block in _blocks(file):
            for number, line in block:
                if isinstance(line, BadLine):
                    continue
                # Nearly every line begins as the one before, up to the number of its article.
                facts = line[: max(line.find(b'"article"'), 0)]
                start = facts.find(b'"jurisdiction"')
                facts = facts[start:] if start >= 0 else b""
                if not facts or facts != before:
                    key = _raw_key(line)
                    before = facts if all(b'"%b"' % name in facts for name in NAMES) else b""
                found[key] = number
    except BrokenOff:
        pass  # said at the second look, after what can be read
    return found, number


def _raw_key(line: bytes) -> Key:
    said: dict[bytes, bytes] = {}
    for name, value in NAMED.findall(line):
        said.setdefault(name, value)
    jurisdiction, law_id, law, language = (_unescaped(said.get(name, b"")) for name in NAMES)
    return (jurisdiction, law_id or law, language)


def _unescaped(raw: bytes) -> str:
    if b"\\" not in raw:
        return raw.decode("utf-8", "replace")
    try:
        return str(json.loads(b'"' + raw + b'"'))
    except ValueError:
        return ""


def _blocks(file: LineFile) -> Iterator[list[Numbered]]:
    """The lines that are not empty with their numbers, many at once; one that is too long is passed unheld."""
    number, rest, too_long = 0, b"", False
    for block in _bytes(file):
        *lines, rest = (rest + block).split(b"\n")
        found: list[Numbered] = []
        for line in lines:
            number += 1
            if too_long or len(line) > MAX_LINE:
                found.append((number, BadLine(number, str(TOO_LONG))))
                too_long = False
            elif line and not line.isspace():
                found.append((number, line))
        if len(rest) > MAX_LINE or too_long:
            rest, too_long = b"", True
        if found:
            yield found
    if too_long:
        yield [(number + 1, BadLine(number + 1, str(TOO_LONG)))]
    elif rest and not rest.isspace():
        yield [(number + 1, rest)]


def _bytes(file: LineFile) -> Iterator[bytes]:
    try:
        with file.open() as stream:
            # What a damaged archive still gives is given before it fails.
            read = getattr(stream, "read1", stream.read)
            while block := read(BLOCK):
                yield block
    except UNREADABLE as error:
        raise BrokenOff from error


def _lines(file: LineFile, total: int, on_progress: OnProgress | None) -> Iterator[tuple[int, Checked]]:
    """The lines that are not empty with their numbers; before each block `on_progress` hears how far of `total`."""
    for block in _blocks(file):
        if on_progress is not None:
            on_progress(block[-1][0], total)
        yield from _provisions(block)


def _provisions(block: list[Numbered]) -> Iterator[tuple[int, Checked]]:
    """Each line of a block as a provision; all of them are read as one array where they allow it, which is faster."""
    lines = [line for _, line in block if isinstance(line, bytes)]
    try:
        found = json.loads(b"[%b]" % b",".join(lines)) if all(map(OBJECT, lines)) else []
    except (ValueError, RecursionError):
        found = []
    if len(found) != len(block):
        for number, line in block:
            yield number, line if isinstance(line, BadLine) else _alone(number, line)
        return
    for (number, _line), one in zip(block, found, strict=True):
        yield number, _checked(number, one)


def _alone(number: int, line: bytes) -> Checked:
    try:
        return _checked(number, json.loads(line))
    except (ValueError, RecursionError):
        return BadLine(number, _("The line is not JSON."))


def _checked(number: int, found: Any) -> Checked:
    if not isinstance(found, dict):
        return BadLine(number, _("The line is not an object with the keys of a provision."))
    if {type(found.get(key)) for key in ALL_KEYS} == TEXT_ONLY:  # nearly every line, so asked at once
        return found
    missing = [key for key in KEYS if type(found.get(key)) is not str]
    if missing:
        return BadLine(number, _("The line lacks %(keys)s.") % {"keys": ", ".join(missing)})
    for key in MAY_BE_MISSING:
        if type(found.get(key)) is not str:
            found[key] = ""
    return found


def _law(found: dict[str, Any]) -> ParsedLaw:
    dated = VERSION_DATE.search(found["law_id"])
    own = {name: found[name] if type(found.get(name)) is str else "" for name in OWN}
    return ParsedLaw(
        [],
        jurisdiction=found["jurisdiction"],
        language=found["language"],
        title=found["law"],
        identifiers=[found["law_id"]] if found["law_id"] else [],
        dated=own["dated"] or (dated[1] if dated else ""),
        is_translation=found.get("is_translation") is True,
        source=own["source"],
        tier=own["tier"],
        licence=own["licence"],
    )


def _piece(found: dict[str, Any]) -> Piece:
    """The heading of a line often holds those above it and the number as well, which stands in a column of its own."""
    number, heading = found["article"], found["heading"]
    unit, depth = found.get("unit"), found.get("depth")
    if type(unit) is str and unit in ABBREVIATIONS and type(depth) is int and 0 <= depth < DEEPEST:
        return Piece(unit, number, heading, found["text"], depth)
    if heading.endswith(number):
        heading = heading[: len(heading) - len(number)].rstrip(BETWEEN)
    elif number and heading.lstrip("§ ").startswith(number):
        heading = heading.lstrip("§ ")[len(number) :].lstrip(BETWEEN)
    divided = NUMBER_AND_HEADING.fullmatch(number) if " " in number and number[-1] not in MARKS else None
    if divided and divided[2][0] not in "条條の":
        number = divided[1]
        heading = f"{heading} — {divided[2]}" if heading else divided[2]
    return Piece("article", number, heading, found["text"])


def _whole(law: LawLines) -> LawLines:
    say_gaps(law.parsed)
    if law.damaged:
        lines = ", ".join(map(str, law.damaged[:10]))
        words = _("A line after one of this law could not be read (%(lines)s): the text may lack it.")
        law.parsed.warnings.append(words % {"lines": lines})
    return law
