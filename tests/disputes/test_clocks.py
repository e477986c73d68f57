"""Clocks through the actions: settings rewrite nothing, raising never lengthens, warnings and breaches come once."""

from collections.abc import Callable
from datetime import date, datetime, time

import pytest

from disputes.actions.answering import ask_back, reply
from disputes.actions.deciding import accept_case, request_supplement
from disputes.actions.priority import raise_by_rule, set_priority
from disputes.actions.watching import watch
from disputes.choices import CaseKind, ClockKind, Measure, Priority
from disputes.clocks import started
from disputes.models import Case, CaseClock, CaseEvent, ServiceTime
from disputes.reckoning import reckon
from disputes.states import CaseState
from disputes.tasks import watch_clocks
from portal.accounts.models import CentreHours
from portal.notices.models import Notice
from portal.reference.models import CalendarYear
from tests.factories.disputes import Cast
from tests.factories.webhooks import WebhookEndpointFactory

pytestmark = pytest.mark.django_db
SetClock = Callable[[str], datetime]
MONDAY = "2026-11-23T10:00+08:00"


def with_clocks(cast: Cast, *kinds: ClockKind) -> Case:
    """The case with real clocks from now on instead of the factory's."""
    CaseClock.objects.filter(case=cast.case).delete()
    columns = started(cast.case, *(kinds or (ClockKind.FIRST_ANSWER,)))
    Case.objects.filter(pk=cast.case.pk).update(**columns)
    cast.case.refresh_from_db()
    return cast.case


def the_clock(case: Case, kind: ClockKind = ClockKind.FIRST_ANSWER) -> CaseClock:
    return CaseClock.objects.get(case=case, kind=kind, ended_at=None)


def other_settings(cast: Cast) -> None:
    """Another promise, other hours and another holiday, all published while the clock runs."""
    ServiceTime.objects.create(priority="P3", quantity=1, unit="working_day", valid_from=date(2026, 11, 24))
    CentreHours.objects.create(centre=cast.centre, valid_from=date(2026, 11, 24), opens=time(6), closes=time(23))
    CalendarYear.objects.create(calendar="CN", year=2026, extra_holidays=["2026-11-25", "2026-11-26"])


def test_a_change_of_settings_rewrites_no_clock_that_runs(clock_at: SetClock) -> None:
    clock_at(MONDAY)
    cast = Cast()
    case = with_clocks(cast)
    row = the_clock(case)
    before = (row.due_at, row.snapshot, reckon(row).lines, reckon(row).promised)
    other_settings(cast)
    row.refresh_from_db()
    assert (row.due_at, row.snapshot, reckon(row).lines, reckon(row).promised) == before


def test_a_pause_during_which_settings_change_gives_and_takes_no_hour(clock_at: SetClock) -> None:
    clock_at(MONDAY)
    cast = Cast(state=CaseState.IN_CONSULTATION, held=True)
    case = with_clocks(cast)
    promised = reckon(the_clock(case)).promised
    clock_at("2026-11-24T11:00+08:00")
    ask_back(case=case, by=cast.officer, text="请补充")
    used = reckon(the_clock(case)).used
    other_settings(cast)
    clock_at("2026-11-27T15:00+08:00")
    reply(case=case, by=cast.owner, text="补充如下")
    row = the_clock(case)
    assert reckon(row).promised == promised
    assert reckon(row).used == used
    assert row.snapshot["service_time"] is None, "the promise is still the one it began with"


@pytest.mark.parametrize("kind", list(CaseKind))
@pytest.mark.parametrize("level", [Priority.P0, Priority.P1, Priority.P2])
def test_raising_the_priority_never_lengthens(clock_at: SetClock, kind: CaseKind, level: Priority) -> None:
    clock_at(MONDAY)
    guidance = kind == CaseKind.GUIDANCE
    cast = Cast(kind=kind, state=CaseState.IN_GUIDANCE if guidance else CaseState.SUBMITTED)
    case = with_clocks(cast, ClockKind.OPINION if guidance else ClockKind.FIRST_ANSWER)
    for moment in ("2026-11-23T16:00+08:00", "2026-11-27T17:00+08:00", "2026-12-04T17:00+08:00"):
        clock_at(moment)
        before = case.due_at
        assert before is not None
        if case.priority == level:
            set_priority(case=case, by=cast.head, priority=Priority.P3, reason="下调")
            assert case.due_at == before, "lowering gives nothing back"
        set_priority(case=case, by=cast.head, priority=level, reason="上调")
        assert case.due_at is not None
        assert case.due_at <= before


@pytest.mark.parametrize(
    "state", [CaseState.SUBMITTED, CaseState.SUPPLEMENT_REQUESTED, CaseState.ACCEPTED, CaseState.IN_GUIDANCE]
)
def test_a_rule_raises_a_guidance_case_in_every_state_that_owes_something(state: CaseState) -> None:
    cast = Cast(kind=CaseKind.GUIDANCE, state=state, measures=[Measure.FREEZE])
    assert raise_by_rule(case=cast.case)
    assert cast.case.priority == Priority.P0
    set_priority(case=cast.case, by=cast.head, priority=Priority.P2, reason="账户已解冻")
    assert not raise_by_rule(case=cast.case), "a reason that a person has seen does not raise it again"


def mails(kind: str) -> set[str]:
    return set(Notice.objects.filter(kind=f"disputes.{kind}", endpoint=None).values_list("address", flat=True))


def test_the_holder_is_warned_once_before_the_breach_and_the_head_told_once_after_it(clock_at: SetClock) -> None:
    clock_at(MONDAY)
    cast = Cast(state=CaseState.IN_CONSULTATION, held=True)
    endpoint = WebhookEndpointFactory.create(centre=cast.centre, topics=["clocks"])
    case = with_clocks(cast)  # five working days: until 30 November 17:30
    clock_at("2026-11-26T09:00+08:00")
    assert watch()["warned"] == 0
    clock_at("2026-11-27T16:00+08:00")  # 85 per cent are used
    assert watch_clocks() == {"warned": 1, "escalated": 0, "deemed_withdrawn": 0}
    assert watch()["warned"] == 0
    assert mails("clock_warning") == {cast.officer.email}
    clock_at("2026-11-30T17:31+08:00")
    assert watch() == {"warned": 0, "escalated": 1, "deemed_withdrawn": 0}
    assert watch()["escalated"] == 0
    assert mails("clock_broken") == {cast.officer.email, cast.head.email}
    assert CaseEvent.objects.filter(subject=case, kind="clock_broken").count() == 1
    posted = Notice.objects.filter(endpoint=endpoint).order_by("pk").values_list("kind", flat=True)
    assert list(posted) == ["disputes.clock_warning", "disputes.clock_broken"]


def test_the_last_of_several_working_days_warns_whatever_was_used(clock_at: SetClock) -> None:
    clock_at("2026-11-23T17:00+08:00")
    cast = Cast(priority=Priority.P2)
    with_clocks(cast)
    clock_at("2026-11-25T09:00+08:00")
    assert watch()["warned"] == 1
    assert cast.head.email in mails("clock_warning"), "nobody holds it: everybody is told"


def test_a_clock_that_stands_still_warns_and_breaks_nothing(clock_at: SetClock) -> None:
    clock_at(MONDAY)
    cast = Cast(state=CaseState.IN_CONSULTATION, held=True)
    case = with_clocks(cast)
    ask_back(case=case, by=cast.officer, text="请补充")
    clock_at("2026-12-30T10:00+08:00")
    assert watch() == {"warned": 0, "escalated": 0, "deemed_withdrawn": 0}


def test_a_demonstration_owes_nobody_anything(clock_at: SetClock) -> None:
    clock_at(MONDAY)
    with_clocks(Cast(is_demo=True))
    clock_at("2026-12-30T10:00+08:00")
    assert watch() == {"warned": 0, "escalated": 0, "deemed_withdrawn": 0}


def test_an_overdue_supplement_is_announced_and_then_counts_as_withdrawal(clock_at: SetClock) -> None:
    clock_at(MONDAY)
    cast = Cast(kind=CaseKind.GUIDANCE, held=True)
    case = with_clocks(cast, ClockKind.FIRST_ANSWER, ClockKind.DECISION)
    request_supplement(case=case, by=cast.officer, text="请补正")
    clock_at("2026-12-07T09:00+08:00")
    assert watch() == {"warned": 1, "escalated": 0, "deemed_withdrawn": 0}
    assert mails("supplement_due") == {cast.owner.email}
    clock_at("2026-12-07T17:31+08:00")
    assert watch() == {"warned": 0, "escalated": 0, "deemed_withdrawn": 1}
    case.refresh_from_db()
    assert case.state == CaseState.DEEMED_WITHDRAWN
    assert watch()["deemed_withdrawn"] == 0


def test_of_a_restricted_case_the_warning_says_only_that_there_is_a_message(clock_at: SetClock) -> None:
    clock_at(MONDAY)
    cast = Cast(restricted=True)
    endpoint = WebhookEndpointFactory.create(centre=cast.centre)
    case = with_clocks(cast)
    clock_at("2026-11-30T17:31+08:00")
    assert watch()["escalated"] == 1
    rows = Notice.objects.filter(key__startswith="clock:")
    assert rows.filter(endpoint=endpoint).exists()
    assert {row.kind for row in rows} == {"disputes.restricted"}
    assert all(str(case.reference) not in str(row.payload) for row in rows)


def test_each_clock_of_a_case_is_judged_by_itself(clock_at: SetClock) -> None:
    clock_at(MONDAY)
    cast = Cast(kind=CaseKind.GUIDANCE, held=True)
    case = with_clocks(cast, ClockKind.FIRST_ANSWER, ClockKind.DECISION)
    accept_case(case=case, by=cast.reviewer, text="予以受理")
    judged = dict(CaseClock.objects.filter(case=case).values_list("kind", "in_time"))
    assert judged == {"first_answer": True, "decision": True, "opinion": None}
