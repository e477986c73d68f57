"""Captures of laws as JSON under whatever keys: found by their shape.

    {"title": …, "sections": [{"section_no": "1", "section_title": …, "section_content": …}]}
    {"chapters": [{"number": "I", "title": …, "articles": [{"num": "1", "text": …}]}]}
    {"법령": {"기본정보": {…}, "조문": {"조문단위": [{"조문번호": "1", "조문제목": …, "조문내용": …, "항": […]}]}}}
    {"title_raw": …, "content_raw": "1. The text\\n2. …"}

A list under a name for articles holds articles, unless its members hold articles themselves; a list under a name for
parts of an article gives its lines. Where there is only one long text, its lines are read as those of a page.
"""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _

from laws.importers.adapters.jsonkeys import (
    ABOUT,
    ANNEXES,
    ARTICLES,
    BRANCHES,
    CONTAINERS,
    HEADINGS,
    LISTS,
    LONGEST,
    MARKS,
    NUMBERS,
    PARTS,
    TEXTS,
    WHOLE,
    facts_of,
    plain,
    say,
)
from laws.importers.broken import place_of
from laws.importers.headings import RANKS, article_of, container_of
from laws.importers.meta import with_meta
from laws.importers.prose import CAPTION, Line, pieces_of
from laws.importers.types import LawFile, ParsedLaw, Piece, Rejected
from laws.importers.xmlsafe import head

MAX_DEPTH = 40
LABEL = re.compile(r"[\d.()\[\]a-zA-Z①-⑳가-하・、．.]{1,8}")
Node = Mapping[str, Any]


def lists_of(node: Node) -> Iterator[tuple[str, Sequence[Any]]]:
    """The lists of objects below a node, with the names they stand under. One object alone is a list of one."""
    for key, value in node.items():
        if isinstance(value, Mapping) and key in ARTICLES | CONTAINERS | PARTS | LISTS | ANNEXES:
            yield key, by_number(value) or [value]
        elif key in ARTICLES and isinstance(value, list) and all(isinstance(item, str) for item in value):
            yield key, [{"text": item} for item in value]
        elif isinstance(value, list) and any(isinstance(item, Mapping) for item in value):
            yield key, value


def by_number(node: Node) -> list[Node]:
    """The members of an object whose keys are their numbers: {"1": {…}, "2": "…"}; nothing for any other object."""
    if not node or not all(LABEL.fullmatch(key) and any(char.isdigit() for char in key) for key in node):
        return []
    return [
        {"number": key, **value} if isinstance(value, Mapping) else {"number": key, "text": value}
        for key, value in node.items()
    ]


def holds_articles(node: Node, depth: int = 0) -> bool:
    """Whether articles stand below a node, so that it is a heading above them."""
    if depth > MAX_DEPTH:
        raise Rejected(_("The JSON is nested deeper than any law."))
    return any(
        key in ARTICLES | CONTAINERS
        or (key in LISTS and any(isinstance(item, Mapping) and names_article(item) for item in value))
        or (key in LISTS and any(isinstance(item, Mapping) and holds_articles(item, depth + 1) for item in value))
        for key, value in lists_of(node)
    )


def names_article(node: Node) -> bool:
    """Whether a node says of itself that it is an article, by its type or by the word before its number."""
    kind = say(node, MARKS).lower()
    if kind:
        return kind in ("article", "section", "rule", "a", "조문", "条", "條")
    return article_of(say(node, NUMBERS) or say(node, HEADINGS)) is not None


def lines_of(node: object, depth: int = 0) -> list[str]:
    """Everything a part of an article says, line by line, its number before it."""
    if depth > MAX_DEPTH:
        raise Rejected(_("The JSON is nested deeper than any law."))
    if isinstance(node, str):
        return [line for line in plain(node).split("\n") if line]
    if isinstance(node, list):
        return [line for item in node for line in lines_of(item, depth + 1)]
    if not isinstance(node, Mapping):
        return []
    number, heading = say(node, NUMBERS), say(node, HEADINGS)
    found = [heading] if heading else []
    for key, value in node.items():
        if key in TEXTS or key in PARTS or key in LISTS:
            found += lines_of(value, depth + 1)
    if number and found and LABEL.fullmatch(number) and not found[0].startswith(number):
        found[0] = f"{number} {found[0]}"
    return found


class Reader:
    """The pieces of one capture, in order."""

    def __init__(self) -> None:
        self.pieces: list[Piece] = []

    def article(self, node: Node, depth: int) -> None:
        number, heading, text = say(node, NUMBERS), say(node, HEADINGS), "\n".join(lines_of(without(node)))
        if not number and not heading and not text:
            return
        if branch := say(node, BRANCHES):
            number = f"제{number}조의{branch}"
        for place in (heading, text):
            found = article_of(place[:400])
            if found and (not number or place.startswith(found.number)):
                rest = place[place.find(found.number) + len(found.number) :].lstrip(" .:-–—\t　")
                number = found.number if not number or not article_of(number) else number
                if place is heading:
                    heading = rest
                elif caption := CAPTION.match(rest):
                    heading, text = heading or caption[1].strip(), rest[caption.end() :].strip()
                else:
                    text = rest
                break
        dotted = re.match(rf"{re.escape(number)}\s?[.।]\s?", text) if number else None
        text = text[dotted.end() :] if dotted else text
        sections = say(node, MARKS).lower() == "section" or any(key.lower().startswith("section") for key in node)
        unit = "section" if sections else "article"
        named = article_of(number)
        self.pieces.append(Piece(named.unit if named else unit, number, heading, text, depth))

    def container(self, node: Node, depth: int, under: str) -> None:
        number, heading = say(node, NUMBERS), say(node, HEADINGS)
        if not number and not heading:
            self.below(node, depth)
            return
        found = container_of(f"{number} {heading}".strip()) or container_of(heading)
        kind = say(node, MARKS).lower()
        unit = under or (kind if kind in RANKS and kind != "attachment" else "hcontainer")
        if found and found.unit != "attachment":
            unit, number, heading = found.unit, found.number, found.rest
        loose = [line for key in TEXTS if isinstance(node.get(key), str) for line in lines_of(node[key])]
        self.pieces.append(Piece(unit, number, heading, "\n".join(loose), depth))
        self.below(node, depth + 1)

    def below(self, node: Node, depth: int) -> None:
        if depth > MAX_DEPTH:
            raise Rejected(_("The JSON is nested deeper than any law."))
        for key, value in lists_of(node):
            if key in PARTS:
                continue
            level: list[int] = []
            for item in value:
                if not isinstance(item, Mapping):
                    continue
                here = depth + len(level)
                if key in ANNEXES:
                    text = "\n".join(lines_of(without(item)))
                    self.pieces.append(Piece("annex", say(item, NUMBERS), say(item, HEADINGS), text, depth))
                    continue
                if holds_articles(item) or key in CONTAINERS:
                    self.container(item, depth, CONTAINERS_UNIT.get(key, ""))
                elif title := self.title_of(item):
                    rank = title.depth
                    while level and level[-1] >= rank:
                        level.pop()
                    title.depth = depth + len(level)
                    level.append(rank)
                    self.pieces.append(title)
                elif key in ARTICLES or names_article(item) or (key in LISTS and say(item, NUMBERS)):
                    self.article(item, here)

    @staticmethod
    def title_of(node: Node) -> Piece | None:
        """A heading among articles (a row of its own in flat lists), with its rank as depth."""
        if say(node, MARKS).lower() in ("article", "section", "조문", "a"):
            return None
        if say(node, NUMBERS) and say(node, HEADINGS) and say(node, TEXTS):
            return None
        text = "\n".join(lines_of(without(node)))
        whole = " ".join(part for part in (say(node, HEADINGS), text) if part)[:300]
        found = container_of(whole)
        if found is None or article_of(say(node, NUMBERS)) or len(whole) > 200 or found.unit == "attachment":
            return None
        return Piece(found.unit, found.number, found.rest, depth=found.rank)


def without(node: Node) -> Node:
    """A node without its own number and heading."""
    return {key: value for key, value in node.items() if key not in NUMBERS and key not in HEADINGS}


CONTAINERS_UNIT = {"parts": "part", "chapters": "chapter", "books": "book", "titles": "title", "divisions": "division"}


def whole_text(node: Node) -> str:
    """The longest of the texts that hold the whole law in one string."""
    found = [str(node[key]) for key in WHOLE if isinstance(node.get(key), str)]
    return found[0] if found else ""


def unwrapped(node: Node) -> Node:
    """What stands inside a wrapper of one object around everything: {"law": {…}}, {"법령": {…}}."""
    for _level in range(4):
        nested = [key for key, value in node.items() if isinstance(value, Mapping)]
        lists = any(isinstance(value, list) and value for value in node.values())
        if len(nested) != 1 or lists or nested[0] in ARTICLES | CONTAINERS | LISTS or nested[0] in ABOUT:
            break
        node = node[nested[0]]
    return node


def law_of(node: Node) -> ParsedLaw:
    """One object as a law. It may turn out to have no articles."""
    reader = Reader()
    inner = unwrapped(node)
    reader.below(inner, 0)
    for value in inner.values():
        if not any(piece.kind == "article" for piece in reader.pieces) and isinstance(value, Mapping):
            reader.below(value, 0)
    if not any(piece.kind == "article" for piece in reader.pieces):
        text = whole_text(inner)
        if len(text) > LONGEST:
            raise Rejected(_("The JSON holds a text longer than any law in one string: it was not read."))
        reader.pieces = pieces_of([Line(line) for line in plain(text).split("\n") if line]) if text else []
    parsed = ParsedLaw(reader.pieces)
    facts_of(parsed, inner)
    return parsed


class JsonLaw:
    """Any JSON object, or list of objects, with articles in it."""

    name = "json"

    def sniff(self, file: LawFile) -> int:
        beginning = head(file)
        if not beginning.startswith(("{", "[")):
            return 0
        return 50 if re.match(r'[\[{]\s{0,200}[\[{"\]}]', beginning) else 0

    def parse(self, file: LawFile) -> Iterator[ParsedLaw]:
        try:
            data: Any = json.loads(file.text)
        except (ValueError, RecursionError) as error:
            raise Rejected(_("The JSON is cut off or broken: %(where)s") % {"where": place_of(error)}) from error
        if isinstance(data, list):
            flat = all(isinstance(item, Mapping) and not any(lists_of(item)) for item in data)
            data = {"articles": data} if flat else data
        many = data if isinstance(data, list) else [data]
        empty: list[str] = []
        for node in many:
            parsed = law_of(node) if isinstance(node, Mapping) else ParsedLaw([])
            if parsed.articles:
                yield with_meta(parsed, file.meta if len(many) == 1 else {})
            else:
                empty.append(parsed.title or "?")
        if empty or not many:
            names = ", ".join(empty[:20])[:300]
            raise Rejected(_("0 articles found in %(count)d laws: %(names)s") % {"count": len(empty), "names": names})


ADAPTER = JsonLaw()
