"""Who comes into the pool, by how many hands, and how they leave it."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection

from experts.actions import keeping, standing
from experts.actions.records import nominate
from experts.models import Expert, ExpertEvent
from experts.querysets import serving_on
from experts.states import EXPERT_TRANSITIONS, ExpertState
from experts.tasks import tidy_pool
from portal.accounts.models import GuidanceCentre, User
from portal.lib import clock, events
from portal.lib.appendonly import is_protected
from portal.lib.errors import ActionError, Conflict, Invalid, NotAllowed
from portal.notices.models import Notice
from tests.factories.accounts import GuidanceCentreFactory, a_member
from tests.factories.experts import ExpertFactory, a_record
from tests.factories.reference import JurisdictionFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def centre() -> GuidanceCentre:
    JurisdictionFactory.create()
    return GuidanceCentreFactory.create()


@pytest.fixture
def officer(centre: GuidanceCentre) -> User:
    return a_member("centre_officer", centre=centre)


@pytest.fixture
def reviewer(centre: GuidanceCentre) -> User:
    return a_member("centre_reviewer", centre=centre)


@pytest.fixture
def head(centre: GuidanceCentre) -> User:
    return a_member("centre_head", centre=centre)


def term() -> dict[str, Any]:
    today = clock.today()
    return {"term_from": today, "term_to": clock.months_after(today, 36)}


def test_three_people_bring_an_expert_into_the_pool(
    centre: GuidanceCentre, officer: User, reviewer: User, head: User
) -> None:
    expert = nominate(centre=centre, by=officer, record=a_record())
    standing.check(expert=expert, by=reviewer)
    standing.appoint(expert=expert, by=head, **term())
    assert expert.serves_on(clock.today())
    assert [event.kind for event in expert.events.all()] == ["nominated", "checked", "appointed"]
    assert not events.verify(ExpertEvent, expert)
    assert Notice.objects.filter(kind="experts.appointed", address=expert.email).exists()


def test_nobody_checks_what_they_nominated_or_appoints_what_they_checked(
    centre: GuidanceCentre, reviewer: User, head: User
) -> None:
    expert = nominate(centre=centre, by=reviewer, record=a_record())
    with pytest.raises(NotAllowed):
        standing.check(expert=expert, by=reviewer)
    standing.check(expert=expert, by=head)
    with pytest.raises(NotAllowed):
        standing.appoint(expert=expert, by=head, **term())
    standing.appoint(expert=expert, by=a_member("centre_head", centre=centre), **term())
    assert expert.state == ExpertState.APPOINTED


def test_nobody_decides_about_themselves(centre: GuidanceCentre, head: User) -> None:
    expert = ExpertFactory.create(centre=centre, email=head.email)
    with pytest.raises(NotAllowed):
        standing.suspend(expert=expert, by=head, reason="自己")


def test_another_centre_and_a_lower_role_decide_nothing(centre: GuidanceCentre, officer: User) -> None:
    expert = ExpertFactory.create(centre=centre, state="nominated")
    for person in (officer, a_member("centre_head", centre=GuidanceCentreFactory.create())):
        with pytest.raises(NotAllowed):
            standing.check(expert=expert, by=person)


@pytest.mark.parametrize(
    "change",
    [
        {"term_to": clock.today() - timedelta(days=1)},
        {"term_from": clock.today() + timedelta(days=9), "term_to": clock.today() + timedelta(days=8)},
        {"term_to": clock.months_after(clock.today(), 61)},
        {"term_from": clock.months_after(clock.today(), 13), "term_to": clock.months_after(clock.today(), 14)},
    ],
    ids=["past", "backwards", "too-long", "too-far"],
)
def test_a_wrong_term_is_refused(change: dict[str, Any], centre: GuidanceCentre, head: User) -> None:
    expert = ExpertFactory.create(centre=centre, state="checked")
    with pytest.raises(Invalid):
        standing.appoint(expert=expert, by=head, **{**term(), **change})
    expert.refresh_from_db()
    assert expert.state == ExpertState.CHECKED


def test_nobody_is_appointed_without_signed_confidentiality(centre: GuidanceCentre, head: User) -> None:
    expert = ExpertFactory.create(centre=centre, state="checked", confidentiality_signed_on=None)
    with pytest.raises(Invalid):
        standing.appoint(expert=expert, by=head, **term())


def test_a_stale_page_changes_nothing(centre: GuidanceCentre, head: User) -> None:
    expert = ExpertFactory.create(centre=centre)
    standing.suspend(expert=expert, by=head, reason="核实中", version=expert.version)
    with pytest.raises(Conflict):
        standing.remove(expert=expert, by=head, reason="重复", version=1)
    assert expert.state == ExpertState.SUSPENDED


def test_a_reason_is_needed_to_suspend_or_remove(centre: GuidanceCentre, head: User) -> None:
    expert = ExpertFactory.create(centre=centre)
    for act in (standing.suspend, standing.remove):
        with pytest.raises(Invalid):
            act(expert=expert, by=head, reason=" \u202e ")
        with pytest.raises(Invalid):
            act(expert=expert, by=head, reason="长" * 501)


Step = Callable[[Expert, User], object]
STEPS: dict[str, list[Step]] = {
    "checked": [lambda e, by: standing.check(expert=e, by=by)],
    "appointed": [
        lambda e, by: standing.appoint(expert=e, by=by, **term()),
        lambda e, by: standing.renew(expert=e, by=by, **term()),
        lambda e, by: standing.reinstate(expert=e, by=by),
    ],
    "suspended": [lambda e, by: standing.suspend(expert=e, by=by, reason="核实中")],
    "expired": [lambda e, by: standing.expire(expert=e)],
    "removed": [lambda e, by: standing.remove(expert=e, by=by, reason="本人请求")],
    "nominated": [],
}


@pytest.mark.parametrize("to", list(ExpertState))
@pytest.mark.parametrize("start", list(ExpertState))
def test_every_pair_of_states_of_an_expert(start: ExpertState, to: ExpertState, centre: GuidanceCentre) -> None:
    head = a_member("centre_head", centre=centre)
    moved = False
    for step in STEPS[to]:
        expert = ExpertFactory.create(centre=centre, state=start)
        try:
            step(expert, head)
        except ActionError:
            continue
        moved = moved or expert.state == to
    assert moved == (to in EXPERT_TRANSITIONS[start])


def test_the_night_ends_terms_and_tells_of_reviews_once(centre: GuidanceCentre, reviewer: User, head: User) -> None:
    today = clock.today()
    yesterday = today - timedelta(days=1)
    over = ExpertFactory.create(centre=centre, term_to=yesterday)
    suspended = ExpertFactory.create(centre=centre, state="suspended", term_to=yesterday)
    last_day = ExpertFactory.create(centre=centre, term_to=today, review_due_on=today)
    assert tidy_pool() == {"expired": 2, "reviews_due": 1, "dropped_sheets": 0}
    for expert, state in ((over, "expired"), (suspended, "expired"), (last_day, "appointed")):
        expert.refresh_from_db()
        assert expert.state == state
    assert tidy_pool()["reviews_due"] == 0
    assert set(Notice.objects.filter(kind="experts.review_due").values_list("recipient", flat=True)) == {
        reviewer.pk,
        head.pk,
    }


def test_a_term_that_has_passed_counts_no_more_before_the_night_has_run(centre: GuidanceCentre) -> None:
    expert = ExpertFactory.create(centre=centre, term_to=clock.today() - timedelta(days=1))
    assert not expert.serves_on(clock.today())
    assert not Expert.objects.filter(serving_on(clock.today())).exists()


def test_a_review_is_written_once_a_year_and_sets_the_next(centre: GuidanceCentre, reviewer: User) -> None:
    expert = ExpertFactory.create(centre=centre)
    keeping.review(expert=expert, by=reviewer, verdict="keep")
    assert expert.review_due_on == clock.months_after(clock.today(), 12)
    with pytest.raises(Conflict):
        keeping.review(expert=expert, by=reviewer, verdict="keep")
    with pytest.raises(Invalid):
        keeping.review(expert=ExpertFactory.create(centre=centre), by=reviewer, verdict="remove")
    with pytest.raises(Conflict):
        keeping.review(expert=ExpertFactory.create(centre=centre, state="nominated"), by=reviewer, verdict="keep")


def test_an_absence_that_is_over_needs_nobody_to_end_it(clock_at: Callable[[str], Any], officer: User) -> None:
    clock_at("2026-11-23T09:00+08:00")
    expert = ExpertFactory.create(centre=officer.memberships.get().centre)
    keeping.set_availability(expert=expert, by=officer, availability="away", away_until=clock.today())
    assert not Expert.objects.usable().exists()
    clock_at("2026-11-24T09:00+08:00")
    assert expert.present_availability == "available"
    assert Expert.objects.usable().get() == expert


def test_a_wrong_availability_is_refused(officer: User) -> None:
    expert = ExpertFactory.create(centre=officer.memberships.get().centre)
    for wrong in (
        {"availability": "sometimes"},
        {"availability": "away", "away_until": clock.today() - timedelta(days=1)},
        {"availability": "available", "max_open_cases": 0},
    ):
        with pytest.raises(Invalid):
            keeping.set_availability(expert=expert, by=officer, **wrong)
    with pytest.raises(NotAllowed):
        keeping.set_availability(expert=expert, by=a_member("expert"), availability="away")


@pytest.mark.parametrize("table", ["experts_expertevent", "experts_engagementevent"])
def test_the_events_of_the_pool_are_only_added(table: str) -> None:
    assert is_protected(connection, table)
