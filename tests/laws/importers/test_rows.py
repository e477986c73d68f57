"""What a text says, as one hash: what changes it and what does not."""

import pytest

from laws.importers.rows import digest
from laws.importers.types import Piece


def said(*texts: str) -> str:
    return digest([Piece("article", f"Art. {number}", "", text) for number, text in enumerate(texts, start=1)])


@pytest.mark.parametrize("apart", ["Uno.\n\nDos.", "Uno.\n\n\n\nDos.", "Uno.\n \t\nDos.", "Uno.\n\u3000\nDos."])
def test_blank_lines_say_nothing(apart: str) -> None:
    assert said(apart, "Tres.") == said("Uno.\nDos.", "Tres.")


@pytest.mark.parametrize("other", ["Uno. Dos.", "Uno.\n Dos.", "Uno.\nDos", "Dos.\nUno."])
def test_everything_else_does(other: str) -> None:
    assert said(other) != said("Uno.\nDos.")


def test_what_stands_in_which_piece_stays_told_apart() -> None:
    assert said("Uno.\n\n", "Dos.") != said("Uno.", "\n\nDos.")
    assert said("", "", "Uno.") != said("", "Uno.", "")
