"""Which text is the current one: a wording that comes back, and a text whose day has not come."""

from datetime import timedelta
from pathlib import Path

import pytest

from laws.importers import commencing
from laws.models import LawVersion
from portal.lib import clock
from tests.factories.reference import JurisdictionFactory
from tests.laws.importers.bringing import ARTICLES, a_line, a_ministry_file, imported, lines, outcomes

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def places() -> None:
    JurisdictionFactory.create(code="TW", kind="region")
    JurisdictionFactory.create(code="CA")


def a_text(tmp_path: Path, said: str, **facts: str) -> list[str]:
    path = tmp_path / "x.jsonl"
    path.write_text(lines([a_line(text=said, **facts)]))
    return outcomes(imported(path)[0])


def current() -> str:
    return LawVersion.objects.get(current=True).provisions.get().text


def test_a_text_that_goes_back_to_an_earlier_wording_is_current_again(tmp_path: Path) -> None:
    told = [a_text(tmp_path, said) for said in ("One.", "Two.", "One.", "One.")]
    assert told == [["new"], ["changed"], ["changed"], ["unchanged"]]
    assert current() == "One."
    assert LawVersion.objects.count() == 2


def test_an_older_text_that_comes_again_does_not_become_current(tmp_path: Path) -> None:
    a_text(tmp_path, "One.", dated="2020-01-01")
    a_text(tmp_path, "Two.", dated="2021-01-01")
    assert a_text(tmp_path, "One.", dated="2020-01-01") == ["unchanged"]
    assert current() == "Two."


def test_two_texts_that_come_together_do_not_change_places_each_time(tmp_path: Path) -> None:
    (tmp_path / "1.json").write_text(a_ministry_file())
    (tmp_path / "2.json").write_text(a_ministry_file(articles=ARTICLES | {"第 2 條": "燈芯二根。"}))
    imported(tmp_path)
    before = LawVersion.objects.get(current=True).pk
    assert outcomes(imported(tmp_path)[0]) == ["unchanged", "unchanged"]
    assert LawVersion.objects.get(current=True).pk == before


def test_a_text_of_a_day_to_come_waits_for_its_day(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    day = clock.today() + timedelta(days=3)
    a_text(tmp_path, "One.", dated="2020-01-01")
    assert a_text(tmp_path, "Two.", dated=day.isoformat()) == ["changed"]
    assert current() == "One."
    assert commencing.make_current() == 0
    monkeypatch.setattr(clock, "today", lambda: day)
    assert (commencing.make_current(), commencing.make_current()) == (1, 0)
    assert current() == "Two."


def test_a_text_of_today_takes_the_place_of_one_that_is_to_come(tmp_path: Path) -> None:
    a_text(tmp_path, "Two.", dated=(clock.today() + timedelta(days=3)).isoformat())
    a_text(tmp_path, "One.", dated="2020-01-01")
    assert current() == "One."


def test_of_two_texts_of_one_date_the_one_that_names_its_source_stays(tmp_path: Path) -> None:
    a_text(tmp_path, "One.", dated="2020-01-01", source="Gazette")
    path = tmp_path / "y.jsonl"
    path.write_text(lines([a_line(text="Two.", dated="2020-01-01")]))
    (row,) = imported(path)[0]
    assert (row["outcome"], current()) == ("changed", "One.")
    assert "names its source" in row["warnings"][0]
    a_text(tmp_path, "Three.", dated="2020-01-01", source="Gazette")
    assert current() == "Three."
    a_text(tmp_path, "Four.", dated="2021-01-01")
    assert current() == "Four.", "a later text counts, whoever brings it"
