"""Every pair of states of an engagement, from the table, through the actions."""

from collections.abc import Callable
from typing import Any

import pytest

from disputes.actions import engaging
from disputes.expertise import names_of
from disputes.models import Case
from experts.models import Engagement, Expert
from experts.states import ADVISING, ENGAGEMENT_TRANSITIONS, EngagementState
from portal.accounts.models import User
from portal.lib import clock
from portal.lib.errors import ActionError, Conflict
from tests.factories.disputes import Cast
from tests.factories.experts import EngagementFactory, an_expert

pytestmark = pytest.mark.django_db
CLEAR: dict[str, Any] = {"parties": False, "affiliates": False, "counsel": False, "prior_advice": False}


def account(expert: Expert) -> User:
    assert expert.user is not None
    return expert.user


def _accept_after_new_names(engagement: Engagement, user: User) -> None:
    """The names change; to accept then leads back to the declaration, and says so."""
    Case.objects.filter(pk=engagement.case_id).update(counterparty="Beta Semiconductor LLC")
    try:
        engaging.accept(engagement=engagement, by=user)
    except Conflict:
        engagement.refresh_from_db()
        if engagement.state != EngagementState.INVITED:
            raise


STEPS: dict[str, Callable[[Engagement, User], object]] = {
    "invited": lambda one, user: _accept_after_new_names(one, user),
    "declared_clear": lambda one, user: engaging.declare(engagement=one, by=user, **CLEAR),
    "conflicted": lambda one, user: engaging.declare(engagement=one, by=user, **{**CLEAR, "parties": True}),
    "accepted": lambda one, user: engaging.accept(engagement=one, by=user),
    "declined": lambda one, user: engaging.decline(engagement=one, by=user),
    "closed": lambda one, user: engaging.resign(engagement=one, by=user),
    "opinion": lambda one, user: engaging.note_opinion(engagement=one, by=user),
}


@pytest.fixture
def cast() -> Cast:
    return Cast(held=True, kind="guidance", state="in_guidance", right="patent")


@pytest.mark.parametrize("to", list(EngagementState))
@pytest.mark.parametrize("start", list(EngagementState))
def test_every_pair_of_states_of_an_engagement(start: EngagementState, to: EngagementState, cast: Cast) -> None:
    expert = an_expert(("US", "patent"))
    engagement = EngagementFactory.create(
        expert=expert,
        case_id=cast.case.pk,
        reference=cast.case.reference,
        centre=cast.centre,
        state=start,
        names_shown_at=clock.now(),
        names=[{"role": one.role, "name": one.name} for one in names_of(cast.case)],
    )
    allowed = to in ENGAGEMENT_TRANSITIONS[start]
    # An undecided engagement is closed by the centre alone, worked-on ones by the expert too.
    by_centre = to == EngagementState.CLOSED and start not in ADVISING
    try:
        if by_centre:
            engaging.end_engagement(case=cast.case, engagement=engagement, by=cast.officer)
        else:
            STEPS[to](engagement, account(expert))
    except ActionError:
        moved = False
    else:
        engagement.refresh_from_db()
        moved = engagement.state == to and start != to
    assert moved == allowed
