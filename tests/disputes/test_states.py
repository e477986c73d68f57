"""Every pair of states, through the actions: what the table allows happens, everything else is refused."""

from collections.abc import Callable

import pytest

from disputes.actions.answering import answer_case, ask_back, refuse_case
from disputes.actions.ending import close_case, reopen_case, withdraw_case
from disputes.actions.holding import take_case, transfer_case
from disputes.choices import RefusalReason
from disputes.models import CaseEvent
from disputes.states import CONSULTATION_TRANSITIONS, CaseState
from portal.lib.errors import ActionError, Conflict
from tests.factories.disputes import Cast, DraftFactory

pytestmark = pytest.mark.django_db
S = CaseState


def _take(cast: Cast) -> None:
    take_case(case=cast.case, by=cast.officer)


def _reopen(cast: Cast) -> None:
    reopen_case(case=cast.case, by=cast.owner, reason="又收到一封信")


def _answer(cast: Cast) -> None:
    answer_case(case=cast.case, by=cast.officer, text="建议提出异议。")


def _refuse(cast: Cast) -> None:
    refuse_case(case=cast.case, by=cast.officer, reason=RefusalReason.NOT_IP, text="不属于知识产权。")


def _withdraw(cast: Cast) -> None:
    withdraw_case(case=cast.case, by=cast.owner)


def _close(cast: Cast) -> None:
    close_case(case=cast.case, by=cast.owner)


def _transfer(cast: Cast) -> None:
    transfer_case(case=cast.case, by=cast.officer, centre=cast.other_centre, reason="由省中心办理")


# The act that leads into a state. Nothing leads back to a draft; filing is tested with the intake.
INTO: dict[CaseState, list[Callable[[Cast], None]]] = {
    S.SUBMITTED: [_transfer],
    S.IN_CONSULTATION: [_take, _reopen],
    S.ANSWERED: [_answer],
    S.REFUSED: [_refuse],
    S.WITHDRAWN: [_withdraw],
    S.CLOSED: [_close],
}
FILED_STATES = [state for state in CaseState if state in CONSULTATION_TRANSITIONS and state != S.DRAFT]
# Acts that keep the state: a transfer of a case nobody has taken, an addition to an answer.
STAYS = {(S.SUBMITTED, _transfer), (S.ANSWERED, _answer)}


def cast_in(state: CaseState) -> Cast:
    """A case in `state`; held, except where somebody has yet to take it."""
    return Cast(state=state, held=state not in {S.SUBMITTED})


@pytest.mark.parametrize("old", FILED_STATES)
@pytest.mark.parametrize("new", FILED_STATES)
def test_a_pair_of_states(old: CaseState, new: CaseState) -> None:
    moved = False
    for act in INTO[new]:
        cast = cast_in(old)
        try:
            act(cast)
        except ActionError:
            cast.case.refresh_from_db()
            assert cast.case.state == old
            assert not CaseEvent.objects.filter(subject=cast.case).exists()
        else:
            cast.case.refresh_from_db()
            assert cast.case.state == new
            event = CaseEvent.objects.get(subject=cast.case)
            assert (event.old_state, event.new_state) == (old, new)
            moved = moved or (old, act) not in STAYS
    assert moved == (new in CONSULTATION_TRANSITIONS[old])


@pytest.mark.parametrize("state", FILED_STATES)
def test_a_refused_move_says_in_which_state_the_case_is(state: CaseState) -> None:
    cast = cast_in(state)
    allowed = {act for new in FILED_STATES for act in INTO[new] if new in CONSULTATION_TRANSITIONS[state]}
    for act in (_close, _withdraw):
        if act not in allowed:
            with pytest.raises(Conflict) as refusal:
                act(cast)
            assert str(cast.case.get_state_display()) in str(refusal.value.message)


def test_a_draft_can_only_be_given_up_by_its_filer() -> None:
    cast = Cast()
    draft = DraftFactory.create(filer=cast.owner)
    with pytest.raises(ActionError):
        withdraw_case(case=draft, by=cast.stranger)
    withdraw_case(case=draft, by=cast.owner)
    draft.refresh_from_db()
    assert draft.state == S.WITHDRAWN


def test_asking_back_keeps_the_state() -> None:
    cast = cast_in(S.IN_CONSULTATION)
    ask_back(case=cast.case, by=cast.officer, text="请提供注册证。")
    cast.case.refresh_from_db()
    assert cast.case.state == S.IN_CONSULTATION
    assert cast.case.waiting_on == "enterprise"
