"""Confirming years of holiday calendars: who may, what is refused, what it changes and what it does not."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from laws.deadlines.asking import Question, ask
from laws.models import DeadlineRule
from laws.ruledesk import years
from portal.accounts.models import AuditEvent, User
from portal.lib import clock
from portal.lib.errors import Conflict, Invalid, NotAllowed
from portal.reference.calendars import Calendars, computed_year
from portal.reference.models import CalendarYear
from tests.factories.accounts import a_member
from tests.factories.laws import DeadlineRuleFactory
from tests.factories.reference import ForumFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor() -> User:
    return a_member("editor", name="Xu Editor")


@pytest.fixture
def rule() -> DeadlineRule:
    """Thirty days at a forum that counts by the federal calendar of the United States."""
    found: DeadlineRule = DeadlineRuleFactory.create(
        roll_rule="next_working_day", quantity=30, forum__calendar="US", forum__fact_status="verified"
    )
    return found


def next_year() -> int:
    return clock.today().year + 1


def a_working_day(after: date) -> date:
    days = Calendars().of("US")
    return next(day for number in range(1, 20) if days.why_off(day := after + timedelta(number)) is None)


def confirm(by: User, *, year: int = 0, version: int = 0, calendar: str = "US", **lists: Any) -> CalendarYear:
    row = years.get_year(calendar, year or next_year())
    given = {"days_off": [], "workdays": [], "source": "OPM notice"} | lists
    years.confirm_year(row=row, by=by, version=version, **given)
    return CalendarYear.objects.get(calendar=row.calendar, year=row.year)


@pytest.mark.usefixtures("rule")
def test_an_editor_confirms_a_year_with_its_source(editor: User) -> None:
    row = confirm(editor)
    assert (row.confirmed_on, row.source, row.version) == (clock.today(), "OPM notice", 1)
    assert Calendars().is_confirmed("US", next_year())
    event = AuditEvent.objects.get(verb="calendar.confirmed")
    assert (event.actor_id, event.data["source"]) == (editor.pk, "OPM notice")


def test_confirming_takes_the_mark_away_and_leaves_act_by_alone(editor: User, rule: DeadlineRule) -> None:
    trigger = date(next_year(), 6, 1)
    before = ask(Question(rule, trigger)).computed
    confirm(editor)
    after = ask(Question(rule, trigger)).computed
    assert before.unconfirmed == (next_year(),)
    assert after.unconfirmed == ()
    assert (before.raw, before.rolled, before.act_by) == (after.raw, after.rolled, after.act_by)


def test_an_added_day_off_is_counted_from_then_on(editor: User, rule: DeadlineRule) -> None:
    end = a_working_day(date(next_year(), 6, 1))
    row = confirm(editor, days_off=[end])
    assert ask(Question(rule, end - timedelta(30))).computed.rolled > end
    assert row.changed_at == clock.now() or row.changed_at is not None


@pytest.mark.usefixtures("rule")
def test_a_correction_keeps_the_history_and_says_when_the_days_changed(editor: User) -> None:
    first = confirm(editor)
    assert first.changed_at is None, "no day was different"
    day = date(next_year(), 6, 1)
    second = confirm(editor, version=1, days_off=[day], source="OPM correction")
    assert second.version == 2
    assert second.changed_at is not None
    newest, oldest = years.history(second)
    assert newest.data["before"] == {"days_off": [], "workdays": []}
    assert (newest.data["days_off"], oldest.data["source"]) == ([day.isoformat()], "OPM notice")


@pytest.mark.usefixtures("rule")
def test_a_stale_page_corrects_nothing(editor: User) -> None:
    confirm(editor)
    for stale in (0, 7):
        with pytest.raises(Conflict):
            confirm(editor, version=stale, source="later")
    assert CalendarYear.objects.get().source == "OPM notice"


@pytest.mark.usefixtures("rule")
@pytest.mark.parametrize("role", ["legal_reviewer", "publisher", "centre_head"])
def test_nobody_but_an_editor_confirms(role: str) -> None:
    with pytest.raises(NotAllowed):
        confirm(a_member(role))
    assert not CalendarYear.objects.exists()


@pytest.mark.usefixtures("rule")
def test_days_of_another_year_contradictions_and_no_source_are_refused(editor: User) -> None:
    year, day = next_year(), date(next_year(), 6, 1)
    refused: list[tuple[dict[str, Any], str]] = [
        ({"days_off": [date(year + 1, 1, 1)]}, "days_off"),
        ({"workdays": [date(year - 1, 12, 31)]}, "workdays"),
        ({"days_off": [day], "workdays": [day]}, "workdays"),
        ({"source": " "}, "source"),
    ]
    for lists, field in refused:
        with pytest.raises(Invalid) as said:
            confirm(editor, **lists)
        assert list(said.value.fields) == [field]
    assert not CalendarYear.objects.exists()


def test_a_year_without_a_calendar_cannot_be_confirmed(editor: User) -> None:
    ForumFactory.create(code="zz-court", calendar="ZZ")
    assert computed_year("ZZ", next_year()) is None
    with pytest.raises(Conflict, match="No calendar"):
        confirm(editor, calendar="ZZ")


def test_the_list_puts_the_calendar_with_most_rules_first(
    client: Client, editor: User, rule: DeadlineRule, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for code in ("JP", "KR", "DE:BY", "XECB", "ZZ"):
        ForumFactory.create(code=f"court-{code[:2].lower()}", calendar=code)
    confirm(editor)
    client.force_login(editor)
    with django_assert_max_num_queries(9):
        page = client.get("/en/editorial/calendars/")
    found = {line.calendar: line for line in page.context["lines"]}
    assert page.context["lines"][0].calendar == "US"
    assert [cell.confirmed_on is not None for cell in found["US"].cells] == [False, True, False]
    assert not any(cell.is_known for cell in found["ZZ"].cells)
    assert "no calendar" in page.text
    assert "not confirmed" in page.text


@pytest.mark.usefixtures("rule")
def test_a_year_is_confirmed_on_its_page(client: Client, editor: User) -> None:
    client.force_login(editor)
    address = f"/en/editorial/calendars/US/{next_year()}/"
    assert "Christmas Day" in client.get(address).text
    day = f"{next_year()}-06-01"
    page = client.post(
        address, {"version": 0, "days_off": f"{day}, {day}", "workdays": "", "source": "OPM"}, follow=True
    )
    assert "Xu Editor" in page.text
    assert CalendarYear.objects.get().extra_holidays == [day]


@pytest.mark.usefixtures("rule")
def test_what_is_no_day_is_named_and_nothing_typed_is_lost(client: Client, editor: User) -> None:
    client.force_login(editor)
    page = client.post(
        f"/en/editorial/calendars/US/{next_year()}/",
        {"version": 0, "days_off": "2027-02-30\nsoon", "workdays": "", "source": "OPM of today"},
    )
    assert page.status_code == 400
    for kept in ("2027-02-30, soon: no day of the calendar", "OPM of today"):
        assert kept in page.text


@pytest.mark.usefixtures("rule")
def test_a_reviewer_looks_and_has_no_form(client: Client) -> None:
    client.force_login(a_member("legal_reviewer"))
    address = f"/en/editorial/calendars/US/{next_year()}/"
    page = client.get(address).text
    assert "Confirm this year" not in page
    assert "Only an editor of the reference data can confirm" in page
    assert client.post(address, {"version": 0, "source": "x"}).status_code == 403


@pytest.mark.usefixtures("rule")
def test_calendars_nobody_counts_by_and_far_years_are_not_found(client: Client, editor: User) -> None:
    client.force_login(editor)
    for address in (f"FR/{next_year()}", "US/1999", f"US/{next_year() + 5}", "US/99999999999999999999"):
        assert client.get(f"/en/editorial/calendars/{address}/").status_code == 404


def test_the_chinese_calendar_names_its_make_up_days() -> None:
    found = computed_year("CN", 2025)
    assert found is not None
    holidays, worked = found
    assert {off.zh for off in holidays} >= {"春节", "国庆节"}
    assert worked, "2025 has make-up Saturdays and Sundays"
    assert all(day.weekday() >= 5 for day in worked)
