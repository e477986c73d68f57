"""Numbers in every spelling laws print, their order, and the anchors made of them."""

import re
import string
import time

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from laws.importers.numbers import ABBREVIATIONS, normalise, number_pieces, sort_key
from laws.importers.types import ARTICLES, CONTAINERS, TEXTS, Piece

SEGMENT = r"[a-z]+(?:_[a-z0-9.\-]+)?(?:_\d+)?"
EID = re.compile(rf"{SEGMENT}(?:__{SEGMENT})*")

PRINTED = [
    ("Artículo 15 bis°", "15bis"),
    ("第十八条之一", "18-1"),
    ("第百二十六条の二", "126-2"),
    ("第 18-1 条", "18-1"),
    ("第98-1條", "98-1"),
    ("第９８－１條", "98-1"),
    ("第一百零五条", "105"),
    ("第千二百条", "1200"),
    ("第一章 总则", "1"),
    ("第二章之一", "2-1"),
    ("제12조의2", "12-2"),
    ("Art. 5 bis", "5bis"),
    ("Art. 5 ter", "5ter"),
    ("Art. 5quater", "5quater"),
    ("Artículo 53-BIS", "53bis"),
    ("Artículo 17 bis A", "17bis-a"),
    ("Artículo 53 Bis 1", "53bis-1"),
    ("Artículo 71 Ñ", "71nn"),
    ("Artículo 1º", "1"),
    ("1.º", "1"),
    ("Artículo único", "unico"),
    ("Artículo vigésimo primero", "21"),
    ("Artículo 9 TRANSITORIO", "t9"),
    ("Disposición transitoria primera", "dt1"),
    ("§ 4a", "4a"),
    ("§\u202f4 a.", "4a"),
    ("§&nbsp;4a", "4a"),
    ("16 d §", "16d"),
    ("§§ 12 bis 16", "12-16"),
    ("§ 12 Inkrafttreten", "12"),
    ("L111-1", "l111-1"),
    ("Article\u202fL.\u00a0111-1", "l111-1"),
    ("R*111-2", "r111-2"),
    ("Art. 1<sup>er</sup>.", "1"),
    ("Art. 25a[^13]", "25a"),
    ("2000a–1", "2000a-1"),
    ("*12.1", "12.1"),
    ("2:3", "2-3"),
    ("Άρθρο 5Α", "5a"),
    ("Статья 15", "15"),
    ("CAPITULO IV", "4"),
    ("Livre Ier", "1"),
    ("Part IVa", "4a"),
    ("FIRST SCHEDULE", "1"),
    ("Erster Abschnitt", "1"),
    ("6 a kap.", "6a"),
    ("PART C", "c"),
    ("[Art 20.", "20"),
    ("Annexe de la loi", ""),
    ("附 則", ""),
    ("", ""),
]


@pytest.mark.parametrize(("printed", "number"), PRINTED)
def test_a_printed_number_is_read_as_one_spelling(printed: str, number: str) -> None:
    assert normalise(printed) == number
    assert normalise(number) == number


def test_the_order_of_the_law_is_the_order_of_the_keys() -> None:
    law = "1 2 4 4a 5 9 15 15bis 15ter 15quater 15quinquies 16 17bis 17bis-a 17bis-b 17ter 18 18-1 18-2 19 71n 71nn 71o"
    numbers = law.split()
    assert sorted(numbers, key=sort_key) == numbers


@pytest.mark.parametrize("raw", ["9" * 10, "9" * 60, "Article " + "9" * 10_000, "1-" + "9" * 60, "12.34567890123"])
def test_a_number_that_does_not_fit_is_no_number(raw: str) -> None:
    assert normalise(raw) == ""


@example('"N')
@example("–S")
@given(st.text(max_size=60))
def test_normalising_twice_changes_nothing(raw: str) -> None:
    number = normalise(raw)
    assert normalise(number) == number
    assert number.isascii()
    assert len(number) <= 60
    assert re.fullmatch(r"[a-z0-9.\-]*", number)


@given(st.text(alphabet=string.ascii_letters + string.digits + " .-–°º§*[]()第条之の一十百千ñáαб\u202f", max_size=40))
def test_normalising_what_looks_like_a_number_twice_changes_nothing(raw: str) -> None:
    assert normalise(normalise(raw)) == normalise(raw)


@given(st.integers(1, 99_998), st.sampled_from(["", "a", "bis", "ter", "-1", "-12", "bis-a"]))
def test_what_is_inserted_stands_before_the_next_number(number: int, suffix: str) -> None:
    assert sort_key(str(number)) <= sort_key(f"{number}{suffix}") < sort_key(str(number + 1))


PIECES = st.builds(
    Piece,
    unit=st.sampled_from(sorted(CONTAINERS | ARTICLES | TEXTS)),
    number_raw=st.one_of(
        st.just(""), st.integers(1, 5).map(str), st.sampled_from([raw for raw, _ in PRINTED]), st.text()
    ),
    heading=st.one_of(st.just(""), st.text(max_size=20)),
    depth=st.integers(0, 12),
)


@given(st.lists(PIECES, max_size=60))
def test_anchors_are_unique_ascii_bounded_and_shaped_as_an_eid(pieces: list[Piece]) -> None:
    anchors = [numbered.anchor for numbered in number_pieces(pieces)]
    assert len(set(anchors)) == len(anchors)
    assert all(anchor.isascii() and len(anchor) <= 120 and EID.fullmatch(anchor) for anchor in anchors)
    assert anchors == [numbered.anchor for numbered in number_pieces(pieces)]


def anchors(*pieces: Piece) -> list[str]:
    return [numbered.anchor for numbered in number_pieces(pieces)]


def act(*, chapters: int = 2, each: int = 3) -> list[Piece]:
    pieces: list[Piece] = []
    for chapter in range(1, chapters + 1):
        pieces.append(Piece("chapter", f"Chapter {chapter}", "Of things"))
        first = (chapter - 1) * each + 1
        pieces += [Piece("article", f"Article {number}", depth=1) for number in range(first, first + each)]
    return pieces


def schedule(number: str, *, articles: int = 2) -> list[Piece]:
    return [
        Piece("attachment", number, "Transition"),
        *(Piece("article", f"Article {place}", depth=1) for place in range(1, articles + 1)),
    ]


def test_anchors_of_articles_survive_a_new_chapter() -> None:
    before = set(anchors(*act()))
    more = [
        Piece("part", "Part 1", "All of it"),
        *(Piece(p.unit, p.number_raw, p.heading, depth=p.depth + 1) for p in act()),
    ]
    assert {anchor for anchor in before if anchor.startswith("art_")} <= set(anchors(*more))
    assert anchors(*act())[:2] == ["chp_1", "art_1"]


def test_numbers_of_a_schedule_stand_under_its_name() -> None:
    assert anchors(*act(), *schedule("First Schedule"))[-2:] == ["att_1__art_1", "att_1__art_2"]


def test_another_attachment_renames_nothing_that_stays() -> None:
    unnamed = [Piece("attachment", "", "附則（平成五年）"), Piece("article", "第一条", depth=1)]
    newer = [Piece("attachment", "", "附則（令和六年）"), Piece("article", "第一条", depth=1)]
    before = anchors(*act(), *schedule("Schedule 2"), *unnamed)
    after = anchors(*act(), *newer, *schedule("Schedule 1"), *schedule("Schedule 2"), *unnamed)
    assert set(before) < set(after)


def test_a_law_that_counts_anew_in_each_chapter_names_all_articles_with_it() -> None:
    pieces = [
        piece
        for chapter in (1, 2, 3)
        for piece in (
            Piece("chapter", f"{chapter} kap."),
            Piece("hcontainer", "", "A group", depth=1),
            Piece("section", "1 §", depth=2),
            Piece("section", "2 §", depth=2),
        )
    ]
    assert "sec_1" not in anchors(*pieces)
    assert [anchor for anchor in anchors(*pieces) if "sec" in anchor][:3] == [
        "chp_1__sec_1",
        "chp_1__sec_2",
        "chp_2__sec_1",
    ]


def test_every_unit_has_an_abbreviation() -> None:
    assert set(ABBREVIATIONS) == CONTAINERS | ARTICLES | TEXTS


def test_numbering_costs_little_and_grows_with_the_text() -> None:
    pieces = [Piece("article", f"Article {number}") for number in range(20_000)]
    same = [Piece("article", "Article 1") for _ in range(20_000)]
    begun = time.perf_counter()
    number_pieces(pieces)
    number_pieces(same)
    # Ten times what it takes on a slow machine: it fails on quadratic growth, not on a busy one.
    assert time.perf_counter() - begun < 4
