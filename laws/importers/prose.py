"""Lines of a page or a plain text as the pieces of a law.

A line that names an article begins one, unless it only cites it: the words behind the number decide. Headings and
captions are recognised by their words; contents at the top, which name everything twice, are left out.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from laws.importers.headings import RANKS, Heading, article_of, container_of
from laws.importers.numbers import normalise
from laws.importers.outline import Event, outline
from laws.importers.types import Piece

SHORT = 160
# Behind the number of an article that is only cited: "第二条の規定", "Section 5 of this Act", "Article 3, paragraph 2".
CITED = re.compile(
    r"[，,、；;及又或和の至に第项項款所的)）〕】」》]|规定|規定|から|まで|ただし書|의\s|에\s|부터|까지|\s[a-zà-ÿ]"
)
CAPTION = re.compile(r"\s?[（(]([^（）()]{1,120})[)）]\s?")
ALONE = re.compile(r"[（(〔【\[]([^（）()]{1,120})[)）〕】\]]")
ENDS = (".", "。", "।", ";", "；", ":", "：", ",", "、")
# Behind a heading in a table of contents: （第一条―第十条）
RANGE = re.compile(r"[（(][^（）()]{1,60}[)）]$")
CONTENTS = re.compile(r"目\s?[录錄次]|(?:table of )?contents|arrangement of sections|index|목차", re.IGNORECASE)
HAN_START = re.compile("[第제]")
# "1. The text", "3.(1) The text", "১। …": only where no line names an article by a word.
DOTTED = re.compile(r"\s?(\d{1,4}[A-Zক-হ]{0,3})\s?[.।]\s?(?=[^\d\s])(.*)", re.DOTALL)
STEP = 4
# The outline reads paragraphs as Markdown; in a page these signs are signs, and are kept from it.
SIGNS = r"\`*_[]<>~&#|"
SHIELD = {ord(sign): 0xF8A0 + place for place, sign in enumerate(SIGNS)}
UNSHIELD = {0xF8A0 + place: sign for place, sign in enumerate(SIGNS)}


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a page. `strong`: the page sets all of it as a heading or in bold."""

    text: str
    strong: bool = False


def article_at(line: Line) -> tuple[Heading, str] | None:
    """The article a line begins, with what follows its number as heading or as text; None where it begins none."""
    found = article_of(line.text)
    if found is None or not found.rest:
        return (found, "") if found else None
    place = line.text.find(found.rest)
    behind = line.text[place - 1 :] if place and line.text[place - 1].isspace() else found.rest
    if CITED.match(behind) and not line.strong:
        return None
    if caption := CAPTION.match(found.rest):
        return Heading(found.unit, found.number, caption[1].strip()), found.rest[caption.end() :].strip()
    if HAN_START.match(line.text):
        title = line.strong and len(found.rest) <= SHORT and not found.rest.endswith(ENDS)
    else:
        title = len(found.rest) <= SHORT and not found.rest.endswith(ENDS)
    return (found, "") if title else (Heading(found.unit, found.number, ""), found.rest)


def container_at(line: Line) -> Heading | None:
    """The heading that a line is, if it is one."""
    text = line.text
    if len(text) > SHORT or text.endswith((".", "。", ";", "；", ",")):
        return None
    found = container_of(text)
    if found is None or (CITED.match(f" {found.rest}") and found.rest and not line.strong):
        return None
    return found


def events_of(lines: Sequence[Line]) -> list[Event]:
    """What each line is, in the words of laws.importers.outline."""
    found: list[Event] = []
    waiting = ""
    for line in lines:
        article = article_at(line)
        container = None if article else container_at(line)
        if waiting and not article:
            found.append(Event("text", waiting))
            waiting = ""
        if article:
            heading, text = article
            if waiting:
                heading = Heading(heading.unit, heading.number, heading.rest or waiting)
                waiting = ""
            found.append(Event("article", line.text, heading))
            found += [Event("text", text)] if text else []
        elif container:
            found.append(Event("container", line.text, container))
        elif alone := ALONE.fullmatch(line.text):
            waiting = alone[1].strip()
        else:
            found.append(Event("text", line.text))
    return [*found, Event("text", waiting)] if waiting else found


def dotted(lines: Sequence[Line]) -> list[Event]:
    """The same for texts whose articles begin with nothing but a number and a stop, in rising order."""
    found: list[Event] = []
    last = 0
    for line in lines:
        begun = DOTTED.fullmatch(line.text[:20_000])
        number = int(re.match(r"\d+", begun[1])[0]) if begun else 0  # type: ignore[index]  # it begins with a digit
        if begun and (last < number <= last + STEP or (number == last and not begun[1].isdecimal())):
            before = found.pop().text if found and heads(found[-1]) else ""
            found.append(Event("article", line.text, Heading("section", begun[1], before)))
            rest = line.text[begun.start(2) :].strip()
            found += [Event("text", rest)] if rest else []
            last = number
        elif container := container_at(line):
            found.append(Event("container", line.text, container))
        else:
            found.append(Event("text", line.text))
    return found


def heads(event: Event) -> bool:
    """Whether a line can be the heading of the article below it."""
    return event.what == "text" and len(event.text) <= SHORT and not event.text.rstrip("]").endswith(ENDS[:6])


def without_contents(events: Sequence[Event]) -> list[Event]:
    """`events` without a table of contents: headings before the first text of an article that come again later."""

    def key(event: Event) -> str:
        return RANGE.sub("", "".join(event.text.split()))

    later = {key(event): place for place, event in enumerate(events) if event.what in ("container", "article")}
    kept: list[Event] = []
    for place, event in enumerate(events):
        following = events[place + 1].what if place + 1 < len(events) else "end"
        if event.what == "text" and CONTENTS.fullmatch(event.text):
            continue
        empty = event.what == "container" or (event.what == "article" and following != "text")
        again = later.get(key(event), place) > place
        if not (empty and again and event.what in ("container", "article")):
            kept.append(event)
    return kept


def number_in(text: str) -> int:
    """The first run of figures of a number, by its normalised spelling; 0 where it has none."""
    found = re.match(r"\D{0,3}(\d{1,6})", normalise(text))
    return int(found[1]) if found else 0


def continued(events: Sequence[Event]) -> list[Event]:
    """Supplementary provisions that count on from the law are a chapter of it; those that begin anew are attached."""
    kept: list[Event] = []
    last = 0
    for place, event in enumerate(events):
        if event.what == "article":
            last = number_in(event.heading.number) or last
        elif event.what == "container" and event.heading.unit == "attachment":
            after = next((item for item in events[place + 1 :] if item.what == "article"), None)
            if after is not None and 0 < last < number_in(after.heading.number):
                heading = Heading("hcontainer", event.heading.number, event.heading.rest, RANKS["hcontainer"])
                kept.append(Event("container", event.text, heading))
                continue
            last = 0
        kept.append(event)
    return kept


def pieces_of(lines: Sequence[Line]) -> list[Piece]:
    """The pieces that lines make up. There may be no article among them."""
    events = events_of(lines)
    if sum(event.what == "article" for event in events) < 2:
        other = dotted(lines)
        if sum(event.what == "article" for event in other) >= 2:
            events = other
    shielded = [
        Event("text", event.text.translate(SHIELD)) if event.what == "text" else event
        for event in continued(without_contents(events))
    ]
    pieces = outline(shielded)
    for piece in pieces:
        piece.heading, piece.text = piece.heading.translate(UNSHIELD), piece.text.translate(UNSHIELD)
    return pieces
