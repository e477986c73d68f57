from collections.abc import Iterator

import pytest
from django.utils import translation


@pytest.fixture(autouse=True)
def in_english() -> Iterator[None]:
    """Sentences of actions are compared in English; pages speak the language of their address."""
    with translation.override("en"):
        yield
