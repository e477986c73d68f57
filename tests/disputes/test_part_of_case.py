"""An expert stands outside the case: whoever has a part in it already is neither invited nor let in."""

from typing import Any

import pytest

from disputes.actions import engaging
from disputes.actions.inviting import invite_counsel
from disputes.expertise import facts_of, names_of, taking_part
from disputes.models import Case
from experts.finding import suggest
from experts.matching import BLOCKS, Block
from experts.models import Engagement
from experts.states import EngagementState
from portal.lib.errors import Conflict
from tests.factories.accounts import a_member
from tests.factories.disputes import Cast
from tests.factories.experts import EngagementFactory, an_expert

pytestmark = pytest.mark.django_db
PARTS = ("owner", "member", "counsel", "officer", "colleague", "head")


@pytest.fixture
def cast() -> Cast:
    return Cast(held=True, kind="guidance", state="in_guidance", right="patent")


@pytest.mark.parametrize("who", PARTS)
def test_whoever_has_a_part_in_the_case_is_not_invited_to_advise_on_it(who: str, cast: Cast) -> None:
    user = a_member("expert", user=getattr(cast, who))
    expert = an_expert(("US", "patent"), user=user)
    case = cast.case
    found = suggest(
        case=facts_of(case), case_id=case.pk, names=names_of(case), demo=False, taking_part=taking_part(case)
    )
    assert [one.blocks for one in found] == [[str(BLOCKS[Block.TAKES_PART])]]
    with pytest.raises(Conflict, match=str(BLOCKS[Block.TAKES_PART])):
        engaging.invite_expert(case=case, by=cast.officer, expert=expert)
    assert not Engagement.objects.exists()


def test_a_part_taken_since_the_invitation_stands_in_the_way_of_accepting(cast: Cast) -> None:
    engagement = _cleared(cast)
    a_member("counsel", user=engagement.expert.user, case_id=cast.case.pk)
    with pytest.raises(Conflict):
        engaging.accept(engagement=engagement, by=engagement.expert.user)
    engagement.refresh_from_db()
    assert engagement.state == EngagementState.DECLARED_CLEAR


def test_an_expert_of_the_case_is_not_invited_as_its_counsel(cast: Cast) -> None:
    engagement = _cleared(cast)
    with pytest.raises(Conflict):
        invite_counsel(case=cast.case, by=cast.owner, email=engagement.expert.user.email.upper())
    engaging.decline(engagement=engagement, by=engagement.expert.user)
    cast.case.refresh_from_db()
    assert invite_counsel(case=cast.case, by=cast.owner, email=engagement.expert.user.email).pk


def test_names_that_changed_since_the_declaration_lead_back_to_it(cast: Cast) -> None:
    engagement = _cleared(cast)
    user = engagement.expert.user
    Case.objects.filter(pk=cast.case.pk).update(counterparty="Beta Semiconductor LLC")
    with pytest.raises(Conflict):
        engaging.accept(engagement=engagement, by=user)
    engagement.refresh_from_db()
    assert (engagement.state, engagement.names_shown_at) == (EngagementState.INVITED, None)
    engaging.show_names(engagement=engagement, by=user)
    clear: dict[str, Any] = dict.fromkeys(engaging.QUESTIONS, False)
    engaging.declare(engagement=engagement, by=user, **clear)
    engaging.accept(engagement=engagement, by=user)
    assert engagement.state == EngagementState.ACCEPTED


def _cleared(cast: Cast) -> Any:
    names = [{"role": one.role, "name": one.name} for one in names_of(cast.case)]
    return EngagementFactory.create(
        case_id=cast.case.pk, reference=cast.case.reference, state="declared_clear", names=names
    )
