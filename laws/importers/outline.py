"""From headings and paragraphs to the pieces of a law: which contains which, and whose text a paragraph is.

An article stands in the containers open before it. A container closes those of its own rank and below; its rank is the
level of its heading and, where a publisher flattens all headings to one level, its word (a part holds a title, a title
a chapter). What a law's annexes number again is held and has an address, but is not counted twice.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from laws.importers.headings import (
    ANNEX,
    GONE,
    NOTES,
    RANKS,
    Heading,
    article_of,
    container_of,
)
from laws.importers.markdown import FOOTNOTE, Block, heading_text, inline, plain
from laws.importers.numbers import normalise
from laws.importers.types import Piece

# A heading whose words stand in the line below it.
SHORT = 160
GROUP = re.compile(r"(?P<number>(?:\d{1,2}|[IVX]{1,6})[.)]?)\s(?:[-–—]\s)?(?P<rest>[^\d\s].*)", re.DOTALL)
BOLD_LETTER = re.compile(r"\*\*(Art\.?\s?\d{1,4})\*\*\s([a-z]{1,2}|bis|ter|quater)(?=\s|$)")
INSERTED = re.compile(r"(§\s?\d{1,4})\s?<sup>(\d{1,3})</sup>")
GLUED_NOTE = re.compile(r"(?<=[^\W\d])\d{1,2}$|^\.?\d{1,2}$")
ARTICLE_ANNEX = re.compile(r"(?:article\s)?annexe\b", re.IGNORECASE)
NUMBERED = re.compile(r"(\d{1,3}[A-Z]?)\.\s")
COUNTED = re.compile(
    r"((?:primer|segund|tercer|cuart|quint|sext|s[ée]ptim|octav|noven|d[ée]cim|[úu]nic)[ao](?: \w{4,9}[ao])?)"
    r"\s?[.:\-–—]+(.*)",
    re.IGNORECASE | re.DOTALL,
)
LABEL = re.compile(r"(\d{1,4}[A-Z]{0,3})\.?\s?[—–-]{1,2}\s?")


@dataclass(frozen=True)
class Dialect:
    """What a family of files does differently."""

    bare: bool = False  # a heading of a number and words is a section (Ireland)
    notes_glued: bool = False  # marks of notes stand as digits right behind words (Norway)
    raised_inserts: bool = False  # a number set high after § counts inserted paragraphs (Estonia)


@dataclass
class Event:
    """A heading understood, or a paragraph: what the outline is built of."""

    what: str  # article, container, annex, note, gone, group, text
    text: str = ""
    heading: Heading = field(default_factory=lambda: Heading("", "", ""))
    level: int = 0


@dataclass
class Open:
    """A container that is open: its level and rank, its piece, and the level of the articles in it."""

    level: int
    rank: int
    piece: Piece
    articles: int = 0


def heading_events(blocks: Iterable[Block], dialect: Dialect) -> Iterator[Event]:
    """What each heading of a Markdown text is; paragraphs as they are. The title at its head is left out."""
    held = list(blocks)
    words = [_words(block, dialect) if block.level else "" for block in held]
    sections = not any(
        article_of(text, sections=False) for block, text in zip(held, words, strict=True) if block.level > 1
    )
    first = True
    for block, text in zip(held, words, strict=True):
        if not block.level:
            yield Event("text", block.text)
            continue
        if first and block.level == 1 and not article_of(text, sections=sections):
            first = False
            continue
        first = False
        yield _event(text, block.level, dialect, sections=sections)


def _words(block: Block, dialect: Dialect) -> str:
    raw = BOLD_LETTER.sub(r"**\1\2**", block.text)
    if dialect.raised_inserts:
        raw = INSERTED.sub(r"\1-\2", raw)
    text = heading_text(raw)
    if dialect.notes_glued:
        text = re.sub(r"^((?:Art(?:ikkel)?|§)\s\d{1,4})\.\d(?=\s|$)", r"\1.", text)
    return text


def _event(text: str, level: int, dialect: Dialect, *, sections: bool) -> Event:
    if gone := GONE.fullmatch(text):
        return Event("gone", text, Heading("note", gone["number"].strip(), gone["rest"].strip()), level)
    if NOTES.fullmatch(text):
        return Event("note", text, Heading("note", "", text), level)
    if ARTICLE_ANNEX.match(text) and text.lower().startswith("article"):
        return Event("annex", text, Heading("annex", "", text), level)
    found = article_of(text, bare=dialect.bare, sections=sections)
    if found:
        if dialect.notes_glued:
            found = Heading(found.unit, found.number, GLUED_NOTE.sub("", found.rest).strip())
        return Event("article", text, found, level)
    found = container_of(text)
    if found:
        return Event("container", text, found, level)
    if dialect.notes_glued:
        text = GLUED_NOTE.sub("", text).strip() or text
    group = GROUP.fullmatch(text)
    heading = Heading("hcontainer", group["number"], group["rest"], 9) if group else Heading("hcontainer", "", text, 9)
    return Event("group", text, heading, level)


class Outline:
    """Collects the pieces of one law from its events."""

    def __init__(self, events: Sequence[Event]) -> None:
        self.pieces: list[Piece] = []
        self.open: list[Open] = []
        self.current: Piece | None = None
        self.lines: list[str] = []
        self.notes: list[str] = []
        self.paragraph = 0
        levels = Counter(event.level for event in events if event.what == "article")
        self.article_level = levels.most_common(1)[0][0] if levels else 0
        self.top = min((event.level for event in events if event.what == "container" and event.level), default=0)
        for event in events:
            self.take(event)
        self.flush()
        if self.notes:
            self.pieces.append(Piece("note", text="\n".join(self.notes)))
        count_once(self.pieces)
        for piece in self.pieces:
            if piece.kind == "article":
                piece.text = without_label(piece)

    def take(self, event: Event) -> None:
        if event.what == "text":
            self.text(event.text)
        elif event.what == "article":
            self.article(event)
        elif event.what == "container":
            self.container(event)
        elif event.what == "group":
            self.group(event)
        else:
            self.flush()
            while self.open and self.open[-1].level >= event.level:
                self.open.pop()
            self.start(Piece(event.heading.unit, event.heading.number, event.heading.rest, depth=len(self.open)))

    def start(self, piece: Piece) -> None:
        self.current = piece
        self.pieces.append(piece)

    def flush(self) -> None:
        """Give the lines read so far to the piece they belong to."""
        lines, self.lines = self.lines, []
        if not lines:
            return
        if self.current is not None:
            text = "\n".join(lines)
            self.current.text = f"{self.current.text}\n{text}" if self.current.text else text
            return
        if self.open:
            piece = self.open[-1].piece
            if not piece.heading and len(lines) == 1 and _is_title(lines[0]):
                piece.heading = lines[0]
                return
        unit = "intro" if self.open else "preamble"
        self.pieces.append(Piece(unit, text="\n".join(lines), depth=len(self.open)))

    def text(self, paragraph: str) -> None:
        if paragraph.startswith("[^") and FOOTNOTE.fullmatch(paragraph):
            for line in paragraph.split("\n"):
                found = FOOTNOTE.fullmatch(line)
                self.notes.append(f"{found[1]} {plain(found[2])}" if found else plain(line))
            return
        text = plain(paragraph)
        if not text:
            return
        numbered = NUMBERED.match(text) if self.attached and (self.current is None or self.paragraph) else None
        if numbered:
            number = int(re.match(r"\d+", numbered[1])[0])  # type: ignore[index]  # the pattern begins with a figure
            if number in (1, self.paragraph, self.paragraph + 1):
                self.flush()
                self.paragraph = number
                self.start(Piece("paragraph", numbered[1], depth=len(self.open)))
                text = text[numbered.end() :]
        self.lines.append(text)

    @property
    def attached(self) -> bool:
        return any(item.piece.unit == "attachment" for item in self.open)

    def article(self, event: Event) -> None:
        self.flush()
        level = event.level
        while level and self.open and (self.open[-1].level > level or level < self.open[-1].articles):
            self.open.pop()
        if self.open and not self.open[-1].articles:
            self.open[-1].articles = level
        heading = event.heading
        self.paragraph = 0
        self.start(Piece(heading.unit, heading.number, heading.rest, depth=len(self.open)))

    def container(self, event: Event) -> None:
        self.flush()
        heading, level = event.heading, event.level
        unit, rank = heading.unit, heading.rank
        if unit == "attachment":
            if level and level == self.article_level:
                # An annex beside the articles is one text; what follows at its level is not in it.
                while self.open and self.open[-1].level >= level:
                    self.open.pop()
                self.start(Piece("annex", heading.number, heading.rest, depth=len(self.open)))
                return
            if self.top and level > self.top:
                unit, rank = "hcontainer", RANKS["hcontainer"]
        self.push(Piece(unit, heading.number, heading.rest), level, rank)

    def group(self, event: Event) -> None:
        deeper = self.current is not None and event.level > self.article_level > 0
        if deeper:
            self.lines.append(event.text)
            return
        # "Primera. Vigencia" among the closing provisions: counted by the word alone.
        counted = COUNTED.fullmatch(event.text)
        if counted and event.level == self.article_level:
            self.article(Event("article", event.text, Heading("article", counted[1], counted[2].strip()), event.level))
            return
        self.flush()
        # Beside the chapters it is none of theirs; further down the words of the headings around it say what it is in.
        while event.level == self.top and self.open and self.open[-1].level >= event.level:
            self.open.pop()
        self.push(Piece("hcontainer", event.heading.number, event.heading.rest), event.level, RANKS["hcontainer"])

    def push(self, piece: Piece, level: int, rank: int) -> None:
        while self.open and (self.open[-1].level, self.open[-1].rank) >= (level, rank):
            self.open.pop()
        piece.depth = len(self.open)
        self.pieces.append(piece)
        self.open.append(Open(level, rank, piece))
        self.current = None
        if piece.unit == "attachment":
            self.paragraph = 0


def _is_title(line: str) -> bool:
    return len(line) <= SHORT and "\n" not in line and " | " not in line and line[-1] not in ".;:。；："


def outline(events: Iterable[Event]) -> list[Piece]:
    """The pieces of a law in their order."""
    return Outline(list(events)).pieces


def count_once(pieces: Sequence[Piece]) -> None:
    """Make paragraphs of what an annexed instrument numbers again (its other languages, a second regulation).

    A law counts its articles by one word, § or article; those under the other word are of an annexed instrument.
    """
    units = Counter(piece.unit for piece in pieces if piece.kind == "article")
    if len(units) < 2:
        return
    main = units.most_common(1)[0][0]
    seen: set[tuple[str, str]] = set()
    for piece in pieces:
        if piece.kind == "article" and piece.unit != main:
            key = (piece.unit, normalise(piece.number_raw))
            if key in seen:
                piece.unit = "paragraph"
            seen.add(key)


def without_label(piece: Piece) -> str:
    """The text of an article without its own number where the publisher prints it again before the text."""
    text = piece.text
    line = text[:120].replace("\ufffd", "í").split("\n")[0]
    number = normalise(piece.number_raw)
    found = LABEL.match(line)
    if found and normalise(found[1]) == number:
        return text[found.end() :]
    again = article_of(line) if line[:1].isalpha() or line[:1] == "§" else None
    if again and normalise(again.number) == number and again.rest:
        place = line.find(again.rest)
        before = line[:place].rstrip()
        # A sentence may begin with the words: only what is set off by a sign is a label.
        if place > 0 and before[-1:] in ".-–—:°º)":
            after = text[place:]
            # The heading is printed again with the number.
            if piece.heading and after.split("\n")[0].rstrip(". ") == piece.heading.rstrip(". "):
                return after.partition("\n")[2] or after
            return after
    return text


def marks_of(text: str) -> str:
    """A line of plain text without the marks of Markdown it may carry."""
    return inline(text) if any(mark in text for mark in "*_[<\\&") else text


__all__ = ["ANNEX", "Dialect", "Event", "heading_events", "marks_of", "outline"]
