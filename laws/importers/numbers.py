"""Article numbers as they are printed, normalised; and the anchors made of them.

    "Artículo 15 bis°"  15bis      "第十八条之一"  18-1       "§ 4a"  4a          "CAPITULO IV"     4
    "Article L111-1"    l111-1     "第 98-1 條"    98-1       "Art. 5 ter"  5ter  "Artículo 17 bis A"  17bis-a

Reading the number: laws.importers.numerals. The anchor is the eId of Akoma Ntoso Naming Convention 1.0: an
abbreviation of the unit and the number, `art_15bis`. How anchors stay: docs/adr/0100-anchors-of-provisions.md.
"""

import hashlib
import re
import unicodedata
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from laws.importers.numerals import LATIN, PLAIN, read_number
from laws.importers.numerals import han_to_int as han_to_int
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
    "paragraph": "para",
    "conclusions": "conclusions",
    "note": "note",
}
PLACE = 6
# `bis` comes before `ter` and both before 16, whatever the alphabet says.
SORTED_LATIN = {word: f"x{place:02}" for place, word in enumerate(LATIN, start=2)}
RUN = re.compile(rf"\d+|(?<=\d)-?(?:{'|'.join(sorted(LATIN, key=len, reverse=True))})(?![a-z])")
PATH = 80
ANCHOR = 110
NAMED = 24
# From this share of repeated numbers on, a law begins to count anew in each chapter, and all its articles are named
# with their chapter; below it, the few that repeat are.
RESTARTS = 0.25


@dataclass(frozen=True, slots=True)
class Numbered:
    """What `number_pieces` works out for one piece."""

    number: str
    number_sort: str
    anchor: str


@lru_cache(maxsize=65_536)
def normalise(raw: str) -> str:
    """A printed number in one spelling: ASCII digits, lower case, no spaces, Chinese 之 and Japanese の as a hyphen.

    Empty when nothing of it looks like a number. Normalising twice changes nothing.
    """
    number = read_number(raw)
    # What is left of a word that introduces numbers ("n" of '"N') reads as nothing the next time.
    for _again in range(3):
        before, number = number, number if PLAIN.fullmatch(number) else read_number(number)
        if number == before:
            return number
    return ""


@lru_cache(maxsize=65_536)
def sort_key(number: str) -> str:
    """A normalised number so that plain text order is the order of the law: each run of digits padded, 15 < 15bis <
    15ter < 15quater < 16 and 4 < 4a < 5."""
    return RUN.sub(_padded, number)[:80]


def _padded(found: re.Match[str]) -> str:
    run = found[0]
    return SORTED_LATIN[run.lstrip("-")] if not run[0].isdigit() else run[-PLACE:].zfill(PLACE)


@lru_cache(maxsize=65_536)
def _heading_name(heading: str) -> str:
    """A short ASCII name for a heading without a number, so that its anchor does not hang on how many stand before."""
    folded = unicodedata.normalize("NFKD", heading[:200]).encode("ascii", "ignore").decode().lower()
    words = "-".join(re.findall(r"[a-z]{2,}", folded))[:NAMED].strip("-")
    if len(words) >= 6 and len(heading) <= 60:
        return words
    return "h" + hashlib.sha256(heading.encode(errors="replace")).hexdigest()[:8]


def number_pieces(pieces: Sequence[Piece]) -> list[Numbered]:
    """Number, order and unique anchor of every piece of a text. Deterministic: the same pieces, the same anchors."""
    numbers = [normalise(piece.number_raw) if piece.number_raw else "" for piece in pieces]
    restarts = _restarts(pieces, numbers)
    found: list[Numbered] = []
    taken: set[str] = set()
    again: dict[str, int] = {}
    # Of the containers a piece stands in: depth, anchor, anchor of the nearest numbered one, of the attachment.
    path: list[tuple[int, str, str, str]] = []
    for piece, number in zip(pieces, numbers, strict=True):
        depth = piece.depth
        while path and path[-1][0] >= depth:
            path.pop()
        above, numbered, attached = path[-1][1:] if path else ("", "", "")
        unit = ABBREVIATIONS[piece.unit]
        kind = piece.kind
        if kind == "container":
            local = f"{unit}_{number or _heading_name(piece.heading)}" if number or piece.heading else unit
            wanted = f"{numbered}__{local}" if numbered else local
        elif number:
            local = wanted = f"{unit}_{number}"
            home = attached or (numbered if restarts and kind == "article" else "")
            if home:
                wanted = f"{home}__{local}"
            if wanted in taken and (numbered or above):
                wanted = f"{numbered or above}__{local}"
        else:
            wanted = f"{above}__{unit}" if above else unit
        anchor = wanted = wanted[:ANCHOR]
        if wanted in taken:
            times = again.get(wanted, 1)
            while anchor in taken:
                times += 1
                anchor = f"{wanted}_{times}"
            again[wanted] = times
        taken.add(anchor)
        found.append(Numbered(number, sort_key(number) if number else "", anchor))
        if kind == "container":
            short = anchor if len(anchor) <= PATH else anchor[:PATH].rsplit("__", 1)[0]
            # Rows without a number and group headings come and go: names are built on chapters, not on them.
            firm = short if number or piece.unit == "attachment" or not numbered else numbered
            path.append((depth, short, firm, attached or (short if piece.unit == "attachment" else "")))
    return found


def _restarts(pieces: Sequence[Piece], numbers: Sequence[str]) -> bool:
    """Whether the law itself (not its attachments) counts its articles anew in each chapter."""
    seen: Counter[tuple[str, str]] = Counter()
    attached = -1
    for piece, number in zip(pieces, numbers, strict=True):
        if attached >= 0 and piece.depth <= attached:
            attached = -1
        if attached < 0:
            if piece.unit == "attachment":
                attached = piece.depth
            elif number and piece.kind == "article":
                seen[piece.unit, number] += 1
    total = seen.total()
    return total - len(seen) > RESTARTS * total
