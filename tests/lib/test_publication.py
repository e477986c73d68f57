"""The one publication workflow: every pair of states, the hands rule under both settings, stale decisions."""

from itertools import product

import pytest
from pytest_django import Settings

from laws.models import GuideRevision
from portal.lib import publication
from portal.lib.errors import Conflict, NotAllowed
from portal.lib.publication import TRANSITIONS, PublicationState
from tests.factories.accounts import UserFactory
from tests.factories.guides import DraftFactory

pytestmark = pytest.mark.django_db
S = PublicationState

# Which function makes which move. Whatever is in neither list has no function and cannot happen.
MOVES = {
    S.IN_REVIEW: lambda item, by: publication.submit_for_review(item, by_id=by),
    S.DRAFT: lambda item, by: publication.return_to_draft(item, by_id=by),
    S.APPROVED: lambda item, by: publication.approve(item, by_id=by),
    S.PUBLISHED: lambda item, by: publication.publish(item, by_id=by),
    S.SUPERSEDED: lambda item, by: publication.end(item, into=S.SUPERSEDED, by_id=by),
    S.WITHDRAWN: lambda item, by: publication.end(item, into=S.WITHDRAWN, by_id=by),
    S.EXPIRED: lambda item, by: publication.end(item, into=S.EXPIRED, by_id=by),
    S.RECALLED: lambda item, by: publication.end(item, into=S.RECALLED, by_id=by),
}


def in_state(state: PublicationState) -> GuideRevision:
    return DraftFactory.create(state=state)


@pytest.mark.parametrize(("old", "new"), list(product(S, MOVES)), ids=lambda state: str(state.value))
def test_every_pair_of_states_moves_or_is_refused(old: PublicationState, new: PublicationState) -> None:
    item, somebody = in_state(old), UserFactory.create()
    version = item.version
    if new in TRANSITIONS[old]:
        assert MOVES[new](item, somebody.pk) == old
        assert (item.state, item.version) == (new, version + 1)
    else:
        with pytest.raises(Conflict):
            MOVES[new](item, somebody.pk)
        item.refresh_from_db()
        assert (item.state, item.version) == (old, version)


def test_every_state_is_in_the_table_and_only_ends_lead_nowhere() -> None:
    assert set(TRANSITIONS) == set(S)
    assert {state for state in S if not TRANSITIONS[state]} == {S.SUPERSEDED, S.WITHDRAWN, S.RECALLED}


def test_nothing_leads_to_publication_but_an_approval() -> None:
    assert {state for state in S if S.PUBLISHED in TRANSITIONS[state]} == {S.APPROVED, S.SCHEDULED}
    assert {state for state in S if S.SCHEDULED in TRANSITIONS[state]} == {S.APPROVED}
    assert {state for state in S if S.APPROVED in TRANSITIONS[state]} == {S.IN_REVIEW, S.SCHEDULED}


@pytest.mark.parametrize("hands", [2, 3])
def test_one_person_never_publishes_alone(settings: Settings, hands: int) -> None:
    settings.PUBLICATION_HANDS = hands
    item = in_state(S.IN_REVIEW)
    author = item.author_id
    assert author is not None
    with pytest.raises(NotAllowed):
        publication.approve(item, by_id=author)
    publication.approve(item, by_id=UserFactory.create().pk)
    with pytest.raises(NotAllowed):
        publication.publish(item, by_id=author)


@pytest.mark.parametrize(("hands", "may"), [(2, True), (3, False)])
def test_whether_the_approver_may_publish_is_a_setting(settings: Settings, hands: int, may: bool) -> None:
    settings.PUBLICATION_HANDS = hands
    item, second = in_state(S.IN_REVIEW), UserFactory.create()
    publication.approve(item, by_id=second.pk)
    if may:
        publication.publish(item, by_id=second.pk)
    else:
        with pytest.raises(NotAllowed):
            publication.publish(item, by_id=second.pk)
        publication.publish(item, by_id=UserFactory.create().pk)
    assert item.state == S.PUBLISHED


def test_two_hands_are_the_least_even_where_the_setting_says_one(settings: Settings) -> None:
    settings.PUBLICATION_HANDS = 1
    item, second = DraftFactory.create(state=S.IN_REVIEW, author=None), UserFactory.create()
    publication.approve(item, by_id=second.pk)
    with pytest.raises(NotAllowed):
        publication.publish(item, by_id=second.pk)


def test_an_editor_added_later_counts_as_an_author() -> None:
    item, second = in_state(S.APPROVED), UserFactory.create()
    item.editors.add(second)
    with pytest.raises(NotAllowed):
        publication.publish(item, by_id=second.pk)


def test_a_return_takes_the_approval_back() -> None:
    item = in_state(S.IN_REVIEW)
    publication.approve(item, by_id=UserFactory.create().pk)
    publication.return_to_draft(item, by_id=UserFactory.create().pk)
    assert (item.approved_by, item.approved_at, item.submitted_at) == (None, None, None)


def test_a_decision_on_an_older_version_is_refused() -> None:
    item = in_state(S.IN_REVIEW)
    with pytest.raises(Conflict):
        publication.approve(item, by_id=UserFactory.create().pk, version=item.version - 1)
    item.refresh_from_db()
    assert item.state == S.IN_REVIEW
