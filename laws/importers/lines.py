"""Articles that begin in the middle of the text: `第一条 …`, `Article 5.`, `§ 3`, `**12.**—`, one line each.

A sentence may begin with a reference, so that a line is an article only where a sign sets its number off and, in plain
text, where the number goes on from the one before or begins again at 1.
"""

import re
from collections.abc import Iterable, Iterator

from laws.importers.headings import HAN_ARTICLE, Heading, article_of, container_of
from laws.importers.markdown import Block, inline
from laws.importers.numbers import normalise, sort_key
from laws.importers.outline import Event

BOLD_NUMBER = re.compile(r"\*\*(?P<number>\d{1,4}[A-Z]{0,2})\.?\*\*\.?\s?(?:[—–-]\s?)?(?P<rest>.*)", re.DOTALL)
MARKS = re.compile(r"[ \t\u3000\u00a0]{0,12}(?:#{1,6}[ \t])?(?:\*\*|__)?[ \t\u3000]{0,4}")
STARTS = re.compile(
    r"第|제|§|\[?(?i:art|čl|άρθρ|стат|член|madde|pasal|section|sec\.|rule|regulation|disposici)|\d{1,4}\s?[a-z]?\s?§"
)
SET_OFF = re.compile(r"\s?(?:$|[.:：—–\-(（\[«\"“【°º)]|\s[A-ZÀ-ÞА-ЯΑ-Ω§(（\[«\"“\d【])")
# Headings set in brackets behind the number (China, Korea) or on the line before it (Japan).
TITLED = re.compile(r"(?:【(?P<title>[^【】\n]{1,80})】|\((?P<named>[\uac00-\ud7af][^()\n]{0,60})\))\s{0,2}")
CAPTION = re.compile(r"[（(][^（）()\n]{1,60}[）)]")
LONGEST_HEADING = 110


class Reader:
    """Goes through the lines of a text and remembers the number it stands at."""

    def __init__(self, *, marked: bool) -> None:
        self.marked = marked  # Markdown: headings carry marks, and a wrapped line is no line of its own
        self.last = ""

    def article(self, line: str) -> Heading | None:
        """The article that begins with this line, if one does."""
        bare = line[MARKS.match(line).end() :]  # type: ignore[union-attr]  # every part of the pattern may be empty
        bold = BOLD_NUMBER.match(line)
        if bold and self.marked:
            return self.follows(Heading("section", bold["number"], bold["rest"]))
        if not STARTS.match(bare):
            return None
        bare = inline(bare).strip()
        if bare.startswith("第"):
            return self.chinese(bare)
        found = article_of(bare)
        if not found:
            return None
        # Where the rest of the line begins: a number is set off by a sign, a space and a capital letter, or the end.
        after = bare[len(found.number) :] if bare.startswith(found.number) else f" {found.rest}"
        if found.rest and not SET_OFF.match(after):
            return None
        return self.follows(found)

    def chinese(self, line: str) -> Heading | None:
        found = HAN_ARTICLE.match(line)
        if not found:
            return None
        number, rest = " ".join(found["number"].split()), found["rest"]
        if not rest or rest[0] in " \u3000\t\n：:【（(":
            return self.remember(Heading("article", number, rest.lstrip(" \u3000\t：:").rstrip()))
        value, last = normalise(number), self.last
        before = last.split("-")[0] or "0"
        if value.isdigit() and before.isdigit() and int(value) == int(before) + 1:
            return self.remember(Heading("article", number, rest))
        return None

    def follows(self, heading: Heading) -> Heading | None:
        """`heading` where its number goes on from the last one or begins again, else none."""
        number = normalise(heading.number)
        if not number or (self.last and number not in ("1", "unico") and sort_key(number) <= sort_key(self.last)):
            return None
        return self.remember(heading)

    def remember(self, heading: Heading) -> Heading:
        self.last = normalise(heading.number)
        return heading


def line_events(blocks: Iterable[Block], *, marked: bool) -> Iterator[Event]:
    """Events of a text whose articles are lines. `marked`: it is Markdown, where only headings are containers."""
    reader = Reader(marked=marked)
    for block in blocks:
        if block.level:
            found = reader.article(block.text)
            if block.level == 1 and not found and not container_of(block.text):
                continue  # the title
            yield _article(found, block.level) if found else _container(block)
            if found and found.rest and not is_heading(found.rest):
                yield Event("text", found.rest)
            continue
        rest: list[str] = []
        for line in block.text.split("\n"):
            article = reader.article(line)
            heading = None if article or marked else _heading_line(line)
            if not article and not heading:
                rest.append(line)
                continue
            caption = ""
            if article and rest and CAPTION.fullmatch(rest[-1].strip()):
                caption = rest.pop().strip()[1:-1]
            if rest:
                yield Event("text", "\n".join(rest) if marked else "  \n".join(rest))
                rest = []
            if article:
                yield _article(article, 0, caption)
                _title, text = _split(article.rest)
                if text:
                    rest.append(text)
            elif heading:
                yield Event("container", line, heading, 1)
        if rest:
            yield Event("text", "\n".join(rest) if marked else "  \n".join(rest))


def _article(found: Heading, level: int, caption: str = "") -> Event:
    title, _text = _split(found.rest)
    return Event("article", found.rest, Heading(found.unit, found.number, caption or title), level)


def _split(rest: str) -> tuple[str, str]:
    """What stands behind the number of an article: its heading and the beginning of its text."""
    titled = TITLED.match(rest)
    if titled:
        return titled["title"] or titled["named"], rest[titled.end() :].strip()
    return (rest, "") if is_heading(rest) else ("", rest)


def is_heading(rest: str) -> bool:
    """Whether the words behind a number are a heading: few, in one line, and no Chinese sentence."""
    return (
        0 < len(rest) <= LONGEST_HEADING
        and "\n" not in rest
        and rest[-1] not in ",;:。；：，"
        and (rest[0].isascii() or rest[0].isupper())
        and rest.count(". ") == 0
        and not (rest[-1] == "." and len(rest.split()) > 6)
    )


def _heading_line(line: str) -> Heading | None:
    """A line of plain text that is the heading of a container."""
    text = line.strip(" \t\u3000#*")
    if not 2 <= len(text) <= LONGEST_HEADING or text[-1] in ".,;。；，" or (len(text) > 60 and text[-1] == ":"):
        return None
    found = container_of(text)
    if found and found.unit == "attachment" and found.rest and text == text.lower():
        return None
    return found


def _container(block: Block) -> Event:
    text = " ".join(inline(block.text, notes=False).split())
    found = container_of(text)
    if found:
        return Event("container", text, found, block.level)
    return Event("group", text, Heading("hcontainer", "", text, 9), block.level)
