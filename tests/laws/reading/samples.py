"""Texts for the tests of the reading page: invented words in the shape of real laws."""

from collections.abc import Sequence
from typing import Any

from laws.importers.types import Piece
from laws.models import Law, LawVersion
from tests.factories.laws import LawFactory
from tests.factories.texts import a_text


def a_law(slug: str = "act", **facts: Any) -> Law:
    return LawFactory.create(slug=slug, **facts)


def articles(numbers: Sequence[int | str], text: str = "Words of {}.", heading: str = "Title {}") -> list[Piece]:
    return [
        Piece("article", f"Article {number}", heading.format(number), text.format(number), depth=1)
        for number in numbers
    ]


def a_code(count: int, *, chapters: int = 10, text: str = "Words of {0}. " * 20) -> list[Piece]:
    """`count` articles in chapters of equal size."""
    pieces: list[Piece] = []
    size = max(count // chapters, 1)
    for start in range(1, count + 1, size):
        pieces.append(Piece("chapter", f"Chapter {start // size + 1}", f"On matter {start // size + 1}"))
        pieces += articles(range(start, min(start + size, count + 1)), text)
    return pieces


def in_two_languages(slug: str = "act") -> tuple[LawVersion, LawVersion]:
    """A Japanese original and its English translation, which lacks the last article."""
    law = a_law(slug, jurisdiction__code="JP")
    original = a_text(
        law,
        [
            Piece("chapter", "第一章", "総則"),
            *(Piece("article", f"第{n}条", f"目的{n}", f"第{n}条の文。", depth=1) for n in ("一", "二", "三")),
        ],
        language="ja",
        title="特許法",
    )
    translation = a_text(
        law,
        [
            Piece("chapter", "Chapter I", "General provisions"),
            *(Piece("article", f"Article {n}", f"Purpose {n}", f"Words {n}.", depth=1) for n in (1, 2)),
        ],
        language="en",
        is_translation=True,
        translation_note="Unofficial translation",
    )
    return original, translation
