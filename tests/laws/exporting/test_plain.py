"""Texts as plain text."""

import pytest

from laws.exporting import to_text
from laws.importers.types import Piece
from tests.factories.laws import LawFactory
from tests.factories.texts import a_text

pytestmark = pytest.mark.django_db


def test_a_text_begins_with_what_it_is_and_has_a_line_for_each_heading() -> None:
    law = LawFactory.create(title_en="Lantern Act", number="c. L-1")
    pieces = [
        Piece("chapter", "Chapter I", "Light"),
        Piece("article", "Article 1", "Aim", "Light.\nAlways.", depth=1),
        Piece("annex", "Annex", "", ""),
    ]
    version = a_text(law, pieces, licence="CC0", publisher="Gazette")
    text = "".join(to_text(version))
    head, _, body = text.partition("\n\n")
    assert head.splitlines()[:2] == ["Lantern Act", "c. L-1"]
    assert version.expression in head
    assert "CC0" in head
    assert body == "Chapter I Light\n\nArticle 1 Aim\nLight.\nAlways.\n\nAnnex\n"


def test_unknown_facts_leave_no_empty_lines() -> None:
    version = a_text(LawFactory.create(number=""))
    assert "\n\n\n" not in "".join(to_text(version))
