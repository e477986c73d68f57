"""The promise on the receipt: published times over published hours, with what it rests on."""

from datetime import date, datetime, time

import pytest

from disputes.models import ServiceTime
from disputes.servicetimes import due_for
from portal.reference.models import CalendarYear
from tests.factories.accounts import CentreHoursFactory, GuidanceCentreFactory

pytestmark = pytest.mark.django_db
MONDAY = datetime.fromisoformat("2026-11-23T10:00+08:00")


def due(priority: str, start: datetime = MONDAY, centre_id: int | None = None) -> str:
    at = due_for(kind="first_answer", priority=priority, centre_id=centre_id, start=start).at
    return at.astimezone(MONDAY.tzinfo).strftime("%m-%d %H:%M")


@pytest.mark.parametrize(
    ("priority", "expected"),
    [("P0", "11-23 12:00"), ("P1", "11-23 17:30"), ("P2", "11-25 17:30"), ("P3", "11-30 17:30")],
)
def test_without_settings_the_standard_holds(priority: str, expected: str) -> None:
    assert due(priority) == expected


def test_a_published_time_takes_the_place_of_the_standard_from_its_day_on() -> None:
    ServiceTime.objects.create(priority="P2", quantity=1, unit="working_day", valid_from=date(2026, 11, 24))
    assert due("P2") == "11-25 17:30"
    assert due("P2", datetime.fromisoformat("2026-11-24T10:00+08:00")) == "11-25 17:30"


def test_a_centres_own_time_goes_before_the_networks() -> None:
    centre = GuidanceCentreFactory.create()
    ServiceTime.objects.create(priority="P3", quantity=4, unit="working_day", valid_from=date(2026, 1, 1))
    ServiceTime.objects.create(
        priority="P3", quantity=3, unit="working_day", valid_from=date(2025, 1, 1), centre=centre
    )
    assert due("P3", centre_id=centre.pk) == "11-26 17:30"
    assert due("P3") == "11-27 17:30"


def test_a_centre_keeps_its_own_hours() -> None:
    centre = GuidanceCentreFactory.create()
    CentreHoursFactory.create(centre=None)
    CentreHoursFactory.create(centre=centre, opens=time(13), closes=time(15), valid_from=date(2026, 1, 1))
    assert due("P0", centre_id=centre.pk) == "11-23 15:00"
    assert due("P0") == "11-23 12:00"


def test_national_day_and_its_make_up_day_are_known() -> None:
    before = datetime.fromisoformat("2026-09-30T10:00+08:00")
    assert due("P2", before) == "10-09 17:30"
    assert due("P3", before) == "10-13 17:30"  # Saturday the 10th is worked in exchange


def test_a_year_counts_as_confirmed_only_when_somebody_confirmed_it() -> None:
    assert not due_for(kind="first_answer", priority="P0", centre_id=None, start=MONDAY).calendar_confirmed
    year = CalendarYear.objects.create(calendar="CN", year=2026, source="国办发明电")
    assert not due_for(kind="first_answer", priority="P0", centre_id=None, start=MONDAY).calendar_confirmed
    year.confirmed_on = date(2026, 11, 1)
    year.save()
    assert due_for(kind="first_answer", priority="P0", centre_id=None, start=MONDAY).calendar_confirmed


def test_a_persons_correction_wins_over_the_computed_calendar() -> None:
    CalendarYear.objects.create(calendar="CN", year=2026, extra_holidays=["2026-11-24"], extra_workdays=["2026-11-28"])
    assert due("P2") == "11-26 17:30"
    assert due("P3") == "11-30 17:30"


def test_the_snapshot_explains_the_time() -> None:
    snapshot = due_for(kind="first_answer", priority="P2", centre_id=None, start=MONDAY).snapshot
    assert (snapshot["quantity"], snapshot["unit"], snapshot["years"]) == (2, "working_day", ["CN 2026"])
