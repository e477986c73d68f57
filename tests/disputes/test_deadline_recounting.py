"""Deadlines after a rule or a calendar changed: the old date beside the new one, and people told."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.db.models import F

from disputes.actions import recounting
from disputes.actions.deadlines import mark_done, order_overrides
from disputes.actions.recounting import recount_due
from disputes.choices import CaseKind
from disputes.models import CaseEvent, Deadline, DeadlineState, Look
from disputes.states import CaseState
from laws.models import DeadlineRule
from portal.accounts.models import User
from portal.lib import clock
from portal.notices.models import Notice
from portal.reference.models import CalendarYear
from tests.factories.deadlines import a_deadline
from tests.factories.disputes import Cast
from tests.factories.results import EvidenceFactory

pytestmark = pytest.mark.django_db
NOTHING = {"changed": 0, "same": 0, "to_look_at": 0}


@pytest.fixture
def cast() -> Cast:
    return Cast(held=True, kind=CaseKind.GUIDANCE, state=CaseState.IN_GUIDANCE)


def rewritten(rule: DeadlineRule | None, **columns: Any) -> None:
    """The rule as it says from now on, one version later."""
    assert rule is not None
    DeadlineRule.objects.filter(pk=rule.pk).update(version=F("version") + 1, **columns)


def told(kind: str) -> set[User | None]:
    return {notice.recipient for notice in Notice.objects.filter(kind=f"disputes.{kind}")}


def test_a_rule_that_says_something_else_makes_a_new_row_and_tells_both_dates(cast: Cast) -> None:
    row = a_deadline(cast, trigger=clock.today() - timedelta(days=5))
    rewritten(row.rule, quantity=60)
    assert recount_due() == NOTHING | {"changed": 1}
    row.refresh_from_db()
    new = row.replaced_by
    assert (row.state, row.ended_why, new.state) == (DeadlineState.SUPERSEDED, "counted_again", DeadlineState.RUNNING)
    assert (new.rule_version, new.added_by) == (2, cast.owner)
    cast.case.refresh_from_db()
    assert cast.case.next_deadline == new
    assert told("deadline_changed") == {cast.owner, cast.officer, cast.head}
    payload = Notice.objects.get(kind="disputes.deadline_changed", recipient=cast.owner).payload
    assert row.act_by.isoformat() in payload["old"]
    assert new.act_by.isoformat() in payload["act_by"]
    event = CaseEvent.objects.get(subject=cast.case, kind="deadline_recomputed")
    assert event.data["old_act_by"] == row.act_by.isoformat()


def test_a_second_round_finds_nothing_to_do(cast: Cast) -> None:
    rewritten(a_deadline(cast).rule, quantity=60)
    recount_due()
    before = Notice.objects.count()
    assert recount_due() == NOTHING
    assert (Notice.objects.count(), Deadline.objects.count()) == (before, 2)


def test_the_same_dates_only_note_the_version(cast: Cast) -> None:
    row = a_deadline(cast)
    rewritten(row.rule, citation="FRCP 12(a)(1)(A)(i)")
    assert recount_due() == NOTHING | {"same": 1}
    row.refresh_from_db()
    assert (row.rule_version, row.state, row.version) == (2, DeadlineState.RUNNING, 1)
    assert not Notice.objects.exists()
    assert recount_due() == NOTHING


@pytest.mark.parametrize(
    ("columns", "look"),
    [
        ({"withdrawn_on": date(2026, 5, 1), "withdrawn_why": "repealed"}, Look.WITHDRAWN),
        ({"effective_from": date(2099, 1, 1), "effective_keyed_on": "none"}, Look.NOT_IN_FORCE),
        ({"quantity": 0}, Look.NO_DATE),
        ({"effective_from": date(2020, 1, 1), "effective_keyed_on": "filing"}, Look.NO_DATE),
    ],
)
def test_where_no_date_is_given_any_more_the_row_stays_and_a_person_must_look(
    cast: Cast, columns: dict[str, Any], look: Look
) -> None:
    row = a_deadline(cast)
    rewritten(row.rule, **columns)
    assert recount_due() == NOTHING | {"to_look_at": 1}
    before = row.act_by
    row.refresh_from_db()
    assert (row.state, row.look, row.act_by) == (DeadlineState.RUNNING, look, before)
    assert told("deadline_to_look_at") == {cast.owner, cast.officer}
    assert recount_due() == NOTHING
    cast.case.refresh_from_db()
    assert cast.case.next_deadline == row


def test_a_rule_that_gives_a_date_again_takes_the_mark_off(cast: Cast) -> None:
    row = a_deadline(cast)
    rewritten(row.rule, quantity=0)
    recount_due()
    rewritten(row.rule, quantity=21)
    assert recount_due() == NOTHING | {"same": 1}
    row.refresh_from_db()
    assert row.look == Look.NONE


def test_a_day_off_that_a_person_adds_moves_the_date_and_a_confirmation_alone_does_not(cast: Cast) -> None:
    row = a_deadline(cast, trigger=date(2026, 3, 2))
    assert row.act_by == date(2026, 3, 23)
    year = CalendarYear.objects.create(calendar="US", year=2026, confirmed_on=date(2026, 1, 1))
    assert recount_due() == NOTHING | {"same": 1}
    row.refresh_from_db()
    assert row.computed["unconfirmed"] == []
    CalendarYear.objects.filter(pk=year.pk).update(extra_holidays=["2026-03-23"])
    assert recount_due() == NOTHING | {"changed": 1}
    assert Deadline.objects.get(replaces=row).act_by == date(2026, 3, 24)
    year.delete()
    assert recount_due() == NOTHING | {"changed": 1}


def test_another_calendar_moves_nothing(cast: Cast) -> None:
    a_deadline(cast)
    CalendarYear.objects.create(calendar="CN", year=2026, extra_holidays=["2026-03-23"])
    assert recount_due() == NOTHING


def test_an_order_stands_whatever_the_rule_says(cast: Cast) -> None:
    row = a_deadline(cast, trigger=date(2026, 3, 2))
    paper = EvidenceFactory.create(case=cast.case)
    ordered = order_overrides(deadline=row, by=cast.officer, on=date(2026, 4, 15), document=paper)
    rewritten(row.rule, quantity=30)
    assert recount_due() == NOTHING | {"changed": 1}
    newest = Deadline.objects.get(replaces=ordered)
    assert (newest.act_by, newest.raw_on) == (date(2026, 4, 15), date(2026, 4, 1))
    assert newest.order_document_id == paper.pk


def test_what_ended_is_left_alone(cast: Cast) -> None:
    row = a_deadline(cast)
    mark_done(deadline=row, by=cast.owner)
    closed = Cast(kind=CaseKind.GUIDANCE, state=CaseState.IN_GUIDANCE, held=True)
    a_deadline(closed, rule=row.rule)
    type(closed.case).objects.filter(pk=closed.case.pk).update(state=CaseState.WITHDRAWN)
    rewritten(row.rule, quantity=60)
    assert recount_due() == NOTHING


def test_a_kill_in_the_middle_leaves_the_old_date(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    row = a_deadline(cast)
    rewritten(row.rule, quantity=60)

    def killed(*args: Any) -> None:
        raise SystemExit

    with monkeypatch.context() as patched:
        patched.setattr(recounting, "tell_changed", killed)
        with pytest.raises(SystemExit):
            recount_due()
    assert Deadline.objects.get().state == DeadlineState.RUNNING
    assert recount_due() == NOTHING | {"changed": 1}


def test_a_demonstration_is_counted_again_and_nobody_is_mailed() -> None:
    cast = Cast(held=True, kind=CaseKind.GUIDANCE, state=CaseState.IN_GUIDANCE, is_demo=True)
    rewritten(a_deadline(cast).rule, quantity=60)
    assert recount_due()["changed"] == 1
    assert not Notice.objects.filter(kind="disputes.deadline_changed").exists()
