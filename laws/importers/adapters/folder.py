"""A folder that holds one law, one article a file: `LawFile.siblings` are the files in order.

    act/
      00-preamble.md
      chapter-1/article-1.md
      chapter-1/article-2.md

A file's own words name its article; where it has none, its name does. Folders inside are containers.
"""

import re
from collections.abc import Iterator
from pathlib import PurePosixPath

from django.utils.translation import gettext as _

from laws.importers.adapters.lawrefbook import script
from laws.importers.adapters.plaintext import language_of
from laws.importers.facts import from_front_matter
from laws.importers.frontmatter import split
from laws.importers.headings import container_of
from laws.importers.markdown import blocks, heading_text, plain
from laws.importers.markdown_law import finished, pieces_of
from laws.importers.numbers import normalise, sort_key
from laws.importers.types import LawFile, ParsedLaw, Piece, Rejected

NAMED = re.compile(
    r"(?:(?P<unit>article|articulo|artículo|artikel|art|section|sec|rule|regulation|第|§)?[\s._-]{0,3})?"
    r"(?P<number>[LRD]?\d{1,5}(?:[-.]\d{1,4}){0,4}[a-z]?(?:[\s_-]?(?:bis|ter|quater))?|[〇零一二三四五六七八九十百千]{1,8})"
    r"(?:[条條](?:之[一二三四五六七八九十]{1,3})?)?",
    re.IGNORECASE,
)
SECTIONS = frozenset(("section", "sec", "§"))


class Folder:
    """Any file that comes with its siblings."""

    name = "folder"

    def sniff(self, file: LawFile) -> int:
        return 97 if len(file.siblings) > 1 else 0

    def parse(self, file: LawFile) -> Iterator[ParsedLaw]:
        parsed = ParsedLaw([])
        files = sorted(file.siblings or (file,), key=lambda one: _place(one.path))
        top = _common([PurePosixPath(one.path).parts[:-1] for one in files])
        here: tuple[str, ...] = ()
        unread: list[str] = []
        for one in files:
            folders = PurePosixPath(one.path).parts[len(top) : -1]
            kept = len(_common([here, folders]))
            for depth, name in enumerate(folders[kept:], start=kept):
                parsed.pieces.append(_container(name, depth))
            here = folders
            try:
                parsed.pieces += _pieces(one, parsed, len(folders))
            except Rejected as refused:
                unread.append(f"{one.path}: {refused}")
        if unread:
            raise Rejected(
                _("%(count)d files of the folder cannot be read, so the law would have gaps: %(first)s")
                % {"count": len(unread), "first": unread[0][:300]}
            )
        text = "\n".join(piece.text for piece in parsed.pieces[:50])
        if not file.meta.get("language"):
            parsed.language = parsed.language or language_of(text) or (script(text) if "条" in text else "")
        parsed.title = parsed.title or ("" if file.meta.get("title") else (top[-1] if top else ""))
        yield finished(parsed, file)


def _place(path: str) -> tuple[tuple[str, str], ...]:
    """The order of files: by the numbers in their names, so that article 10 comes after article 9."""
    return tuple(
        (sort_key(normalise(_stem(part).replace("_", " "))) or "0", part) for part in PurePosixPath(path).parts
    )


def _stem(name: str) -> str:
    return re.sub(r"\.(?:md|markdown|txt|text)$", "", name, flags=re.IGNORECASE)


def _common(paths: list[tuple[str, ...]]) -> tuple[str, ...]:
    shortest = min(paths, key=len)
    for place, part in enumerate(shortest):
        if any(path[place] != part for path in paths):
            return shortest[:place]
    return shortest


def _container(name: str, depth: int) -> Piece:
    found = container_of(re.sub(r"[_-]+", " ", name).strip().title()) or container_of(name)
    if found:
        return Piece(found.unit, found.number, found.rest, depth=depth)
    return Piece("hcontainer", "", name, depth=depth)


def _pieces(one: LawFile, parsed: ParsedLaw, depth: int) -> list[Piece]:
    """The pieces of one file: those its text names, else one article named by the file, else text."""
    data, body = split(one.text)
    if data and not parsed.jurisdiction:
        from_front_matter(parsed, data)
    pieces = pieces_of(body)
    if not any(piece.kind == "article" for piece in pieces):
        named = NAMED.fullmatch(re.sub(r"^\d{1,4}[-_ ](?=[A-Za-z第§])", "", _stem(PurePosixPath(one.path).name)))
        held = list(blocks(body))
        heading = heading_text(held[0].text) if held and held[0].level else ""
        text = "\n".join(plain(block.text) for block in held if not block.level)
        if named:
            unit = "section" if (named["unit"] or "").lower() in SECTIONS else "article"
            pieces = [Piece(unit, named[0].replace("_", " "), heading, text)]
        else:
            pieces = [Piece("preamble" if not parsed.pieces else "intro", "", heading, text)] if text else []
            parsed.title = parsed.title or heading
    for piece in pieces:
        piece.depth += depth
    return pieces


ADAPTER = Folder()
