"""Loading centres and their default hours: what administrators entered or corrected is left alone."""

from datetime import date, time
from pathlib import Path
from typing import Any

import pytest

from portal.accounts.models import CentreHours, GuidanceCentre
from portal.accounts.seeds import TABLES
from portal.reference.seeding.loading import load
from portal.reference.seeding.registry import Seed
from portal.reference.seeding.reports import Outcome
from tests.factories.reference import JurisdictionFactory

pytestmark = pytest.mark.django_db

CENTRES = (
    "key,kind,official_name_zh,name_en,name_en_origin,province,city_code,city_zh,industry,jurisdiction,"
    "host_organisation_zh,batch_no,batch_year,approved_on,phone,address,source,as_of,status,note,time_zone\n"
    "outpost-de,overseas_outpost,,Outpost Germany,own,,,,,DE,,,2023,,,,page: example,2024,reported,,Europe/Berlin\n"
    "national,national,国家中心,National centre,own,,,,,CN,,,2019,,,,page: example,2019,reported,,\n"
)
HOURS = (
    "centre,valid_from,weekdays,opens,closes,time_zone,calendar,source\n"
    ",2025-05-01,12345,09:00,17:30,Asia/Shanghai,CN,own\n"
)


@pytest.fixture
def seeds(tmp_path: Path, settings: Any) -> dict[str, Seed]:
    settings.BASE_DIR = tmp_path
    for code in ("CN", "DE"):
        JurisdictionFactory.create(code=code)
    (tmp_path / "centres.csv").write_text(CENTRES, encoding="utf-8")
    (tmp_path / "centre_hours.csv").write_text(HOURS, encoding="utf-8")
    return {table.file: Seed(table, tmp_path / table.file, code="1") for table in TABLES}


def test_a_centre_without_a_chinese_name_keeps_none(seeds: dict[str, Seed]) -> None:
    load(seeds["centres.csv"])
    outpost = GuidanceCentre.objects.get(slug="outpost-de")
    assert (outpost.name_zh, outpost.name, outpost.time_zone) == ("", "Outpost Germany", "Europe/Berlin")


def test_an_empty_time_zone_means_the_default(seeds: dict[str, Seed]) -> None:
    load(seeds["centres.csv"])
    assert GuidanceCentre.objects.get(slug="national").time_zone == "Asia/Shanghai"


def test_a_changed_fact_makes_open_forms_stale(seeds: dict[str, Seed]) -> None:
    load(seeds["centres.csv"])
    seeds["centres.csv"].path.write_text(CENTRES.replace("国家中心", "国家指导中心"), encoding="utf-8")
    report = load(seeds["centres.csv"])
    assert report.counts[Outcome.CHANGED] == 1
    national = GuidanceCentre.objects.get(slug="national")
    assert (national.name_zh, national.version) == ("国家指导中心", 2)


def test_an_address_name_that_an_administrator_gave_away_is_not_taken_over(seeds: dict[str, Seed]) -> None:
    other = GuidanceCentre.objects.create(slug="national", kind="local", name_zh="某分中心", jurisdiction_id="CN")
    report = load(seeds["centres.csv"])
    assert (report.counts[Outcome.NEW], report.counts[Outcome.REJECTED]) == (1, 1)
    assert [(note.line, note.key) for note in report.notes] == [(3, "national")]
    other.refresh_from_db()
    assert other.name_zh == "某分中心"


def test_published_hours_are_added_once_and_never_changed(seeds: dict[str, Seed]) -> None:
    assert load(seeds["centre_hours.csv"]).counts[Outcome.NEW] == 1
    hours = CentreHours.objects.get()
    assert (hours.centre, hours.valid_from, hours.opens) == (None, date(2025, 5, 1), time(9, 0))
    assert load(seeds["centre_hours.csv"]).counts[Outcome.UNCHANGED] == 1

    seeds["centre_hours.csv"].path.write_text(HOURS.replace("09:00", "08:30"), encoding="utf-8")
    report = load(seeds["centre_hours.csv"])
    assert report.counts[Outcome.KEPT] == 1
    hours.refresh_from_db()
    assert hours.opens == time(9, 0)


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("2025-05-01", "2025-02-30", "valid_from “2025-02-30” is not in the calendar."),
        ("2025-05-01", "1.5.2025", "valid_from “1.5.2025” is not a date as YYYY-MM-DD."),
        ("09:00", "9 am", "opens “9 am” is not a time as HH:MM."),
        (",2025", "nowhere,2025", "centre “nowhere” is not known (guidance centre)."),
    ],
)
def test_hours_that_cannot_be_are_refused(seeds: dict[str, Seed], old: str, new: str, said: str) -> None:
    seeds["centre_hours.csv"].path.write_text(HOURS.replace(old, new), encoding="utf-8")
    assert [note.reason for note in load(seeds["centre_hours.csv"]).notes] == [said]
    assert not CentreHours.objects.exists()
