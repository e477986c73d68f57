"""Slots that upper apps fill."""

import pytest

from portal.lib import panels
from portal.lib.panels import Panel


@pytest.fixture(autouse=True)
def empty_slots(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(panels, "_slots", {})


def first(who: str) -> Panel:
    return Panel("one.html", {"who": who})


def second(who: str) -> Panel:
    return Panel("two.html")


def silent(who: str) -> None:
    return None


def test_panels_come_in_their_order_and_silent_ones_stay_away() -> None:
    panels.register("home", second, order=20)
    panels.register("home", silent, order=1)
    panels.register("home", first, order=10)
    assert panels.fill("home", "Li") == [Panel("one.html", {"who": "Li"}), Panel("two.html")]


def test_registering_twice_changes_nothing() -> None:
    panels.register("home", first)
    panels.register("home", first)
    assert len(panels.fill("home", "Li")) == 1


def test_a_slot_nobody_fills_is_empty() -> None:
    assert panels.fill("nowhere") == []
