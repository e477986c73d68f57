"""Article numbers as they are printed, normalised; and the anchors made of them.

    "Artículo 15 bis°"  15bis      "第十八条之一"  18-1       "§ 4a"  4a
    "Article L111-1"    l111-1     "第 98-1 條"    98-1       "Art. 5 ter"  5ter

The anchor is the eId of Akoma Ntoso Naming Convention 1.0: an abbreviation of the unit and the number, `art_15bis`.
An article's number is unique in most laws, so that its anchor names no container and survives a new chapter; where a
number comes again (supplementary provisions, schedules) the anchor begins with that of the container it stands in.
"""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from laws.importers.types import Piece

ABBREVIATIONS = {
    "article": "art",
    "section": "sec",
    "rule": "rule",
    "regulation": "reg",
    "book": "book",
    "part": "part",
    "title": "title",
    "subtitle": "subtitle",
    "chapter": "chp",
    "subchapter": "subchp",
    "division": "dvs",
    "section_group": "secgrp",
    "hcontainer": "hcontainer",
    "attachment": "att",
    "annex": "annex",
    "preface": "preface",
    "preamble": "preamble",
    "intro": "intro",
    "conclusions": "conclusions",
    "note": "note",
}
DIGITS = {char: value for value, char in enumerate("〇一二三四五六七八九")} | {
    "零": 0,
    "两": 2,
    "壹": 1,
    "贰": 2,
    "叁": 3,
}
SCALES = {"十": 10, "百": 100, "千": 1000, "万": 10000, "萬": 10000}
HAN_NUMBER = re.compile("[〇零一二三四五六七八九十百千万萬两壹贰叁]+")
# Words that introduce a number and are no part of it.
LEAD = re.compile(
    r"^(?:第|articles?|art[íi]culos?|artigos?|articolo|artikel|artikkel|art|arts|sections?|sec|paragraf|paragraph|"
    r"rule|regulation|reg|kapitel|kapittel|chapter|chap|capítulo|capitulo|chapitre|part|parte|partie|title|título|"
    r"titulo|titre|book|livre|libro|schedule|anexo|annex|annexe|anlage|§+|s)(?![a-z])[\s.:°º]*",
    re.IGNORECASE,
)
MARK = re.compile("[條条章節节編编篇款項项目号號]")
PLACE = 6


@dataclass(frozen=True)
class Numbered:
    """What `number_pieces` works out for one piece."""

    number: str
    number_sort: str
    anchor: str


def han_to_int(text: str) -> int:
    """`text` of Chinese or Japanese numerals as a number: 二十三 → 23, 一〇五 → 105, 千二百 → 1200."""
    if not any(char in SCALES for char in text):
        return int("".join(str(DIGITS[char]) for char in text))
    total = section = digit = 0
    for char in text:
        if char in DIGITS:
            digit = DIGITS[char]
        elif SCALES[char] == 10000:
            total, section, digit = total + (section + digit or 1) * 10000, 0, 0
        else:
            section, digit = section + (digit or 1) * SCALES[char], 0
    return total + section + digit


def normalise(raw: str) -> str:
    """A printed number in one spelling: ASCII digits, lower case, no spaces, Chinese 之 and Japanese の as a hyphen.

    Empty when nothing of it looks like a number. Normalising twice changes nothing.
    """
    text = unicodedata.normalize("NFKC", raw).strip().lower()
    text = LEAD.sub("", text, count=1)
    text = HAN_NUMBER.sub(lambda found: str(han_to_int(found[0])), text)
    text = MARK.sub("", text)
    text = re.sub("[のノ之‐‑‒–—−]", "-", text)
    text = re.sub(r"[\s°º.ª,;:()\[\]*_]+$", "", text)
    text = re.sub(r"[\s°º*_]", "", text)
    return re.sub(r"[^0-9a-z.\-]", "", unicodedata.normalize("NFKD", text))[:60].strip("-.")


def sort_key(number: str) -> str:
    """A normalised number so that plain text order is the order of the law: each run of digits padded."""
    return re.sub(r"\d+", lambda found: found[0][-PLACE:].zfill(PLACE), number)[:80]


def number_pieces(pieces: Sequence[Piece]) -> list[Numbered]:
    """Number, order and unique anchor of every piece of a text. Deterministic: the same pieces, the same anchors."""
    found: list[Numbered] = []
    taken: set[str] = set()
    path: list[tuple[int, str]] = []
    for piece in pieces:
        while path and path[-1][0] >= piece.depth:
            path.pop()
        number = normalise(piece.number_raw)
        local = ABBREVIATIONS[piece.unit] + (f"_{number}" if number else "")
        above = path[-1][1] if path else ""
        nested = f"{above}__{local}" if above else local
        wanted = nested if piece.kind == "container" else local
        if wanted in taken or not number:
            wanted = nested
        anchor, again = wanted[:110], 1
        while anchor in taken:
            again += 1
            anchor = f"{wanted[:110]}_{again}"
        taken.add(anchor)
        found.append(Numbered(number, sort_key(number), anchor))
        if piece.kind == "container":
            path.append((piece.depth, anchor[:80]))
    return found
