"""Differences within a line: what is marked, and that nothing of either text is lost."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.lib.textdiff import ChangedLine, words

pytestmark = pytest.mark.once

TEXTS = st.text(alphabet="ab 专利\n.", max_size=60)


def said(line: ChangedLine) -> list[tuple[str, str]]:
    return [(piece.kind, piece.text) for piece in line.pieces]


def test_only_the_words_that_differ_are_marked() -> None:
    [line] = words("The fee is 20 dollars.", "The fee is 30 dollars.")
    assert said(line) == [("same", "The fee is "), ("removed", "20"), ("added", "30"), ("same", " dollars.")]


def test_chinese_is_compared_sign_by_sign() -> None:
    [line] = words("期限为二十年。", "期限为十五年。")
    assert ("removed", "二") in said(line)
    assert ("added", "五") in said(line)


def test_a_line_that_stayed_is_not_changed() -> None:
    first, second = words("One\nTwo", "One\nThree")
    assert not first.changed
    assert second.changed


def test_an_empty_line_leaves_no_empty_mark() -> None:
    assert [said(line) for line in words("One", "One\n\nTwo")] == [[("same", "One")], [], [("added", "Two")]]


def test_two_very_long_lines_are_shown_as_a_whole() -> None:
    old, new = "a b " * 2000, "c d " * 2000
    [line] = words(old, new)
    assert said(line)[0][0] == "removed"
    assert said(line)[1][0] == "added"


@given(TEXTS, TEXTS)
def test_both_texts_can_be_read_back_from_the_marks(old: str, new: str) -> None:
    lines = words(old, new)

    def read(left_out: str) -> str:
        return "".join(piece.text for line in lines for piece in line.pieces if piece.kind != left_out)

    assert read("added") == "".join(old.splitlines())
    assert read("removed") == "".join(new.splitlines())
