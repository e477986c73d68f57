"""Markdown as blocks, and its marks as plain text. Linear in the length of the text: every pattern is bounded."""

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _

from laws.importers.types import Rejected

# Longer than any line of a law; what exceeds it is data, or a text whose line breaks were lost.
LONGEST_LINE = 1_000_000
HEADING = re.compile(r"(#{1,6})[ \t\u00a0]+(\S.*)")
SPACES = re.compile("[ \t\u00a0]{2,}")
SUPERSCRIPT = re.compile(r"<sup>\s{0,3}\(?(\d{1,4}|[a-z]{1,8})\)?\s{0,3}</sup>", re.IGNORECASE)
FOOTNOTE_MARK = re.compile(r"\[\^([^\[\]\s]{1,20})\]")
FOOTNOTE = re.compile(r"\[\^([^\[\]\s]{1,20})\]:\s?(.*)", re.DOTALL)
RAISED = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
LINK = re.compile(r'!?\[([^\[\]\n]{0,500})\]\((?:[^()\s]|\([^()\s]{0,200}\)){0,1000}(?: "[^"\n]{0,300}")?\)')
BREAK = re.compile(r"<(?:br|/p|/div|/li|/tr|/h[1-6])\s?/?>", re.IGNORECASE)
CELL = re.compile(r"</t[dh]>\s{0,20}<t[dh][^<>]{0,200}>", re.IGNORECASE)
TAG = re.compile(
    r"</?(?:sup|sub|b|i|em|strong|u|s|span|p|div|a|table|thead|tbody|tr|td|th|font|small|center|ins|del|mark|code|pre|q|"
    r"ul|ol|li|img|hr|br|blockquote|h[1-6]|section|article)(?:\s[^<>]{0,500})?/?>",
    re.IGNORECASE,
)
STRONG = re.compile(r"\*\*|(?<![\w_])__(?=\S)|(?<=\S)__(?![\w_])|~~|`")
EMPHASIS = re.compile(
    r"(?<![\w*])\*(?=[^\s*])([^*\n]{1,1000})(?<=\S)\*(?![\w*])|(?<![\w_])_(?=[^\s_])([^_\n]{1,1000})(?<=\S)_(?![\w_])"
)
ESCAPE = re.compile(r"\\([\\`*_{}\[\]()#+\-.!|>~<§])")
ITEM = re.compile(
    r"[ \t]{0,8}(?:[-*+•–—][ \t]|\(?[0-9]{1,3}[a-z]{0,2}[.)°][)\-]?[ \t]|"
    r"\(?[a-zA-ZñÑ]{1,2}[.)][ \t]|\([0-9a-zA-Z]{1,5}\)"
    r"|[ivxIVX]{1,6}[.)][ \t]|[\u2460-\u2473]|"
    r"[（(][〇一二三四五六七八九十]{1,3}[）)]|[〇一二三四五六七八九十]{1,3}[、．])"
)
BULLET = re.compile(r"[ \t]{0,8}[-+][ \t]{1,4}(?=\S{1,6}[.)°])|[ \t]{0,8}\*(?:[ \t]{1,4}|$)")
RULE = re.compile(r"[ \t|:\-=_*]{3,}")
DEFINITION = re.compile(r":[ \t]{1,4}(\S.*)")
CJK_END = re.compile("[\u3000-\u303f\u3400-\u9fff\uff00-\uffef]")


@dataclass(frozen=True, slots=True)
class Block:
    """A heading (`level` 1 … 6) or a paragraph (`level` 0) as it stands in the file, marks and all."""

    level: int
    text: str


def lines_of(text: str) -> list[str]:
    """The lines of a text, whatever ends them. Raises Rejected where one is longer than any line of a law."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").replace("\u2028", "\n").replace("\x0c", "\n").split("\n")
    longest = max(map(len, lines))
    if longest > LONGEST_LINE:
        raise Rejected(
            _("A line of %(length)d characters: this is no law text, or its line breaks are lost.")
            % {"length": longest}
        )
    return lines


def blocks(body: str) -> Iterator[Block]:
    """Headings and paragraphs in their order. A line of `=` or `-` below a line makes that line a heading."""
    lines = lines_of(without_comments(body))
    paragraph: list[str] = []
    for line in lines:
        found = HEADING.fullmatch(line.rstrip()) if line.startswith("#") else None
        if found or not line.strip():
            if paragraph:
                yield Block(0, "\n".join(paragraph))
                paragraph = []
            if found:
                yield Block(len(found[1]), found[2].rstrip("# \t"))
        elif len(paragraph) == 1 and RULE.fullmatch(line) and line.strip()[0] in "=-" and len(set(line.strip())) == 1:
            yield Block(1 if line.strip()[0] == "=" else 2, paragraph.pop())
        else:
            paragraph.append(line)
    if paragraph:
        yield Block(0, "\n".join(paragraph))


def without_comments(body: str) -> str:
    """A text without `<!-- … -->`. One that is never closed is text: nobody knows where it should have ended."""
    kept: list[str] = []
    place = 0
    while (start := body.find("<!--", place)) >= 0:
        end = body.find("-->", start + 4)
        if end < 0:
            break
        kept.append(body[place:start])
        place = end + 3
    return "".join((*kept, body[place:])) if place else body


def inline(text: str, *, notes: bool = True) -> str:
    """A line without its marks. Numbers of paragraphs and notes set high stay, set high; headings go without them."""
    if "<" in text:
        text = SUPERSCRIPT.sub(lambda found: _raised(found[1]) if notes else "", text)
        text = BREAK.sub("\n", CELL.sub(" | ", text))
        text = TAG.sub("", text)
    if "[" in text:
        text = FOOTNOTE_MARK.sub(lambda found: _raised(found[1]) if notes else "", text)
        text = LINK.sub(r"\1", text)
    if "*" in text or "_" in text or "~" in text or "`" in text:
        text = STRONG.sub("", text)
        text = EMPHASIS.sub(lambda found: found[1] or found[2], text)
    if "\\" in text:
        text = ESCAPE.sub(r"\1", text)
    return html.unescape(text) if "&" in text else text


def _raised(mark: str) -> str:
    return mark.translate(RAISED) if mark.isdigit() else mark


def heading_text(text: str) -> str:
    """The words of a heading in one line, without marks and notes."""
    return " ".join(inline(text, notes=False).split())


def plain(paragraph: str) -> str:
    """A paragraph as plain text: wrapped lines joined, list items and table rows on lines of their own."""
    found: list[list[str]] = []
    kept = False
    for line in paragraph.split("\n"):
        if line.lstrip().startswith("|"):
            if not RULE.fullmatch(line):
                cells = [" ".join(inline(cell).split()) for cell in line.strip().strip("|").split("|")]
                found.append([" | ".join(cells)])
            kept = True
            continue
        definition = DEFINITION.match(line)
        text = inline(definition[1] if definition else _unbulleted(line)).strip(" \t>")
        text = SPACES.sub(" ", text)
        if not text:
            continue
        own = ITEM.match(line) or (line[:1] == " " and line[1:2].isupper()) or definition or kept or not found
        if own:
            found.append([text])
        else:
            last = found[-1]
            last.append(text if CJK_END.match(last[-1][-1]) and CJK_END.match(text) else f" {text}")
        kept = line.endswith(("  ", "\\")) or "<br" in line[-8:]
    return "\n".join("".join(parts) for parts in found)


def _unbulleted(line: str) -> str:
    """A line without the mark of its list, where the item has a number of its own or the mark is a star."""
    if RULE.fullmatch(line):
        return ""
    for _depth in range(4):
        bullet = BULLET.match(line)
        if not bullet:
            break
        line = line[bullet.end() :]
    return line
