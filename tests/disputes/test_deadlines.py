"""The deadlines of a case through their actions."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.utils import translation

from disputes.actions.deadlines import (
    add_deadline,
    add_paper_date,
    confirm_deadline,
    drop_deadline,
    grant_extension,
    mark_done,
    order_overrides,
    reopen_deadline,
)
from disputes.actions.priority import raise_by_rule
from disputes.choices import CaseKind, Priority
from disputes.models import Case, CaseEvent, Deadline, DeadlineState
from disputes.states import CaseState
from portal.lib import clock
from portal.lib.errors import ActionError, Conflict, Invalid, NotAllowed
from tests.factories.deadlines import a_deadline, a_forum, a_rule
from tests.factories.disputes import Cast
from tests.factories.results import EvidenceFactory

pytestmark = pytest.mark.django_db
S = DeadlineState
MONDAY = date(2026, 3, 2)


def kinds(case: Case) -> list[str]:
    return [event.kind for event in CaseEvent.objects.filter(subject=case).order_by("seq")]


@pytest.fixture
def cast() -> Cast:
    return Cast(held=True, kind=CaseKind.GUIDANCE, state=CaseState.IN_GUIDANCE)


def test_three_dates_the_inputs_and_the_version_of_the_rule_are_kept(cast: Cast) -> None:
    row = a_deadline(cast, trigger=MONDAY)
    assert (row.raw_on, row.rolled_on, row.act_by) == (date(2026, 3, 23),) * 3
    assert row.inputs == {"triggers": ["2026-03-02"], "used": "2026-03-02", "forum": "", "keys": {}}
    assert (row.rule_version, row.added_by, row.state) == (1, cast.owner, S.RUNNING)
    assert row.act_by_at.isoformat() == "2026-03-23T23:59:00-04:00"
    assert (cast.case.next_deadline, cast.case.next_act_by) == (row, row.act_by)
    assert kinds(cast.case)[0] == "deadline_added"


def test_of_several_triggers_the_earliest_end_counts_and_all_are_kept(cast: Cast) -> None:
    row = add_deadline(
        case=cast.case, by=cast.owner, rule=a_rule(), triggers=[date(2026, 3, 9), MONDAY, date(2026, 3, 9)]
    )
    assert row.act_by == date(2026, 3, 23)
    assert row.inputs["triggers"] == ["2026-03-02", "2026-03-09"]
    assert row.inputs["used"] == "2026-03-02"


def test_the_same_thing_sent_twice_is_one_deadline(cast: Cast) -> None:
    rule = a_rule()
    first = a_deadline(cast, rule=rule, trigger=MONDAY)
    assert a_deadline(cast, rule=rule, trigger=MONDAY) == first
    assert a_deadline(cast, rule=rule, trigger=MONDAY + timedelta(days=1)) != first
    assert kinds(cast.case).count("deadline_added") == 2


@pytest.mark.parametrize(
    ("columns", "said"),
    [
        ({"withdrawn_on": date(2026, 1, 1), "withdrawn_why": "repealed"}, "withdrawn"),
        ({"effective_from": date(2026, 6, 1), "effective_keyed_on": "none"}, "applies from 2026-06-01 on only"),
        ({"effective_from": date(2026, 1, 1), "effective_keyed_on": "filing"}, "An old and a new law differ"),
        ({"quantity": 0}, "no fixed length"),
    ],
)
def test_where_no_date_may_be_told_the_reason_is(cast: Cast, columns: dict[str, Any], said: str) -> None:
    with translation.override("en"), pytest.raises(Invalid, match=said):
        a_deadline(cast, rule=a_rule(**columns), trigger=MONDAY)
    assert not Deadline.objects.exists()


def test_the_deciding_date_makes_the_new_law_computable(cast: Cast) -> None:
    rule = a_rule(effective_from=date(2026, 1, 1), effective_keyed_on="filing")
    row = a_deadline(cast, rule=rule, trigger=MONDAY, keys={"filing": date(2026, 1, 5)})
    assert row.inputs["keys"] == {"filing": "2026-01-05"}


@pytest.mark.parametrize("triggers", [[], [date(2026, 3, day) for day in range(1, 8)]])
def test_no_day_or_too_many_are_refused(cast: Cast, triggers: list[date]) -> None:
    with pytest.raises(Invalid) as refusal:
        add_deadline(case=cast.case, by=cast.owner, rule=a_rule(), triggers=triggers)
    assert "trigger" in refusal.value.fields


def test_a_trigger_in_the_future_is_refused(cast: Cast) -> None:
    with translation.override("en"), pytest.raises(Invalid, match="This day lies in the future"):
        a_deadline(cast, trigger=clock.today() + timedelta(days=2))


def test_a_strangers_forum_is_refused(cast: Cast) -> None:
    other = a_forum("de-lg")
    with pytest.raises(Invalid):
        a_deadline(cast, trigger=MONDAY, forum=other)


def test_an_order_needs_its_paper_and_decides_whether_earlier_or_later(cast: Cast) -> None:
    row = a_deadline(cast, trigger=MONDAY)
    with pytest.raises(Invalid) as refusal:
        order_overrides(deadline=row, by=cast.officer, on=date(2026, 3, 13), document=None)
    assert "document" in refusal.value.fields
    stranger = EvidenceFactory.create(case=Cast().case)
    with pytest.raises(Invalid):
        order_overrides(deadline=row, by=cast.officer, on=date(2026, 3, 13), document=stranger)
    paper = EvidenceFactory.create(case=cast.case)
    earlier = order_overrides(deadline=row, by=cast.officer, on=date(2026, 3, 14), document=paper)
    assert (earlier.act_by, earlier.raw_on) == (date(2026, 3, 13), date(2026, 3, 23))  # the 14th is a Saturday
    later = order_overrides(deadline=earlier, by=cast.officer, on=date(2026, 4, 15), document=paper)
    assert later.act_by == date(2026, 4, 15)
    row.refresh_from_db()
    assert (row.state, row.ended_why, row.replaced_by, later.replaces) == (S.SUPERSEDED, "order", earlier, earlier)
    cast.case.refresh_from_db()
    assert cast.case.next_act_by == date(2026, 4, 15)


def test_an_extension_that_the_rule_knows_replaces_the_date_once(cast: Cast) -> None:
    row = a_deadline(cast, rule=a_rule(extension_quantity=14, extension_unit="calendar_day"), trigger=MONDAY)
    longer = grant_extension(deadline=row, by=cast.counsel)
    assert (longer.act_by, longer.is_extended, longer.replaces) == (date(2026, 4, 6), True, row)
    with pytest.raises(Conflict):
        grant_extension(deadline=longer, by=cast.counsel)
    with pytest.raises(Conflict):
        grant_extension(deadline=row, by=cast.counsel)


def test_an_extension_of_no_known_length_is_entered_as_an_order(cast: Cast) -> None:
    with pytest.raises(Invalid):
        grant_extension(deadline=a_deadline(cast, trigger=MONDAY), by=cast.owner)


def test_a_printed_date_is_kept_with_its_words_and_acted_on_before_a_day_off(cast: Cast) -> None:
    row = add_paper_date(case=cast.case, by=cast.owner, on=date(2026, 3, 15), what="听证会\x00", forum=a_forum())
    assert (row.act, row.raw_on, row.act_by) == ("听证会", date(2026, 3, 15), date(2026, 3, 13))
    assert add_paper_date(case=cast.case, by=cast.owner, on=date(2026, 3, 15), what="听证会") == row
    with pytest.raises(Invalid):
        add_paper_date(case=cast.case, by=cast.owner, on=MONDAY, what="  ")


def test_done_dropped_and_reopened_say_who_when_and_why(cast: Cast) -> None:
    rule = a_rule()
    first, second = (a_deadline(cast, rule=rule, trigger=MONDAY + timedelta(days=days)) for days in (0, 7))
    mark_done(deadline=first, by=cast.officer, note="已提交答辩")
    assert (first.state, first.ended_by, first.ended_why) == (S.DONE, cast.officer, "已提交答辩")
    cast.case.refresh_from_db()
    assert cast.case.next_deadline == second
    with pytest.raises(Invalid):
        drop_deadline(deadline=second, by=cast.owner, reason=" ")
    drop_deadline(deadline=second, by=cast.owner, reason="对方撤诉")
    nothing = Case.objects.filter(next_deadline=None, next_act_by=None, next_act_by_at=None)
    assert nothing.filter(pk=cast.case.pk).exists()
    reopen_deadline(deadline=first, by=cast.owner)
    assert (first.state, first.ended_at, first.ended_why) == (S.RUNNING, None, "")
    with pytest.raises(Conflict):
        reopen_deadline(deadline=first, by=cast.owner)
    assert kinds(cast.case)[-3:] == ["deadline_done", "deadline_dropped", "deadline_reopened"]


def test_a_page_that_is_no_longer_fresh_changes_nothing(cast: Cast) -> None:
    row = a_deadline(cast, trigger=MONDAY)
    seen = row.version
    mark_done(deadline=row, by=cast.owner)
    reopen_deadline(deadline=row, by=cast.owner)
    with pytest.raises(Conflict):
        mark_done(deadline=row, by=cast.officer, version=seen)


@pytest.mark.parametrize("who", ["colleague", "hotline", "head", "archivist", "stranger", "other_officer"])
def test_whoever_does_not_hold_the_case_changes_no_deadline(cast: Cast, who: str) -> None:
    row, person = a_deadline(cast, trigger=MONDAY), getattr(cast, who)
    with pytest.raises(NotAllowed):
        a_deadline(cast, by=person, rule=row.rule, trigger=MONDAY)
    with pytest.raises(NotAllowed):
        mark_done(deadline=row, by=person)
    with pytest.raises(NotAllowed):
        confirm_deadline(deadline=row, by=person)


def test_counsel_adds_and_orders_but_does_not_end(cast: Cast) -> None:
    row = a_deadline(cast, by=cast.counsel, trigger=MONDAY)
    with pytest.raises(NotAllowed):
        mark_done(deadline=row, by=cast.counsel)


@pytest.mark.parametrize("state", [CaseState.WITHDRAWN, CaseState.CLOSED, CaseState.ARCHIVED])
def test_an_ended_case_takes_no_deadline(state: CaseState) -> None:
    cast = Cast(held=True, kind=CaseKind.GUIDANCE, state=state)
    with pytest.raises(ActionError):
        a_deadline(cast, trigger=MONDAY)


def test_a_near_deadline_raises_the_priority_and_a_coming_one_later(cast: Cast, clock_at: Any) -> None:
    clock_at("2026-03-02T10:00+08:00")
    cast = Cast(held=True, state=CaseState.IN_CONSULTATION)
    a_deadline(cast, trigger=MONDAY, rule=a_rule(quantity=60))
    assert cast.case.priority == Priority.P2
    clock_at("2026-04-22T10:00+08:00")
    assert raise_by_rule(case=cast.case)
    assert (cast.case.priority, cast.case.priority_reasons) == (Priority.P1, ["act_10"])
    clock_at("2026-04-29T10:00+08:00")
    assert raise_by_rule(case=cast.case)
    assert cast.case.priority == Priority.P0
