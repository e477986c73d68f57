"""Reading ahead keeps order, passes errors on and ends its thread with whoever asked."""

import threading
from collections.abc import Iterator

import pytest
from django.utils import translation

from laws.importers.ahead import read_ahead


def threads() -> list[threading.Thread]:
    return [one for one in threading.enumerate() if one.name == "read-ahead"]


def test_items_come_in_their_order() -> None:
    assert list(read_ahead(iter(range(1000)), 3)) == list(range(1000))
    assert threads() == []


def test_an_error_is_raised_after_what_came_before_it() -> None:
    def broken() -> Iterator[int]:
        yield 1
        raise ValueError("broken")

    items = read_ahead(broken(), 3)
    assert next(items) == 1
    with pytest.raises(ValueError, match="broken"):
        next(items)
    assert threads() == []


def test_whoever_stops_asking_stops_the_reading() -> None:
    made = []

    def endless() -> Iterator[int]:
        number = 0
        while True:
            number += 1
            made.append(number)
            yield number

    items = read_ahead(endless(), 2)
    assert next(items) == 1
    items.close()
    assert threads() == []
    assert len(made) < 20


def test_sentences_are_made_in_the_language_of_whoever_asked() -> None:
    def language() -> Iterator[str | None]:
        yield translation.get_language()

    with translation.override("en"):
        assert list(read_ahead(language(), 1)) == ["en"]
