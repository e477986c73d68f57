"""Tests of readers look for the words of a refusal, which are written in English."""

from collections.abc import Iterator

import pytest
from django.utils import translation


@pytest.fixture(autouse=True)
def in_english(chinese: None) -> Iterator[None]:
    with translation.override("en"):
        yield
