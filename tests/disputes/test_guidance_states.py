"""Every pair of states of a guidance case, through the actions: what the table allows happens, all else is refused."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from disputes.actions.answering import refuse_case
from disputes.actions.archiving import archive_case
from disputes.actions.deciding import accept_case, deem_withdrawn, request_supplement, supplement_case
from disputes.actions.ending import close_case, reopen_case, terminate_case, withdraw_case
from disputes.actions.guiding import begin_guidance, follow_up
from disputes.actions.opinions import acknowledge_opinion, issue_opinion
from disputes.choices import CaseKind, RefusalReason, TerminationReason
from disputes.models import ArchiveClass, CaseEvent
from disputes.states import GUIDANCE_TRANSITIONS, CaseState, OpinionState
from portal.lib import clock
from portal.lib.errors import ActionError
from tests.factories.disputes import Cast
from tests.factories.results import OutcomeFactory, an_opinion

pytestmark = pytest.mark.django_db
S = CaseState


def _request(cast: Cast) -> None:
    request_supplement(case=cast.case, by=cast.officer, text="请补充送达日期。")


def _supplement(cast: Cast) -> None:
    supplement_case(case=cast.case, by=cast.owner, text="送达日期是 11 月 2 日。")


def _deem(cast: Cast) -> None:
    with clock.set_to(clock.now() + timedelta(days=60)):
        if not deem_withdrawn(case=cast.case):
            raise ActionError("nothing to do")


def _accept(cast: Cast) -> None:
    accept_case(case=cast.case, by=cast.reviewer, text="予以受理。")


def _refuse(cast: Cast) -> None:
    refuse_case(case=cast.case, by=cast.reviewer, reason=RefusalReason.NOT_IP, text="不属于知识产权。")


def _begin(cast: Cast) -> None:
    begin_guidance(case=cast.case, by=cast.officer)


def _reopen(cast: Cast) -> None:
    reopen_case(case=cast.case, by=cast.owner, reason="又收到传票")


def _follow(cast: Cast) -> None:
    follow_up(case=cast.case, by=cast.officer, text="法院定于下月开庭。")


def _issue(cast: Cast) -> None:
    opinion = an_opinion(cast.case, OpinionState.SIGNED, signed_by=cast.reviewer, issued_by=cast.officer)
    issue_opinion(opinion=opinion, by=cast.officer, version=opinion.version)


def _acknowledge(cast: Cast) -> None:
    opinion = an_opinion(cast.case, OpinionState.ISSUED, signed_by=cast.reviewer, issued_by=cast.officer)
    acknowledge_opinion(opinion=opinion, by=cast.owner)


def _archive(cast: Cast) -> None:
    retention, _made = ArchiveClass.objects.get_or_create(code="ten", defaults={"years": 10})
    archive_case(case=cast.case, by=cast.archivist, retention=retention)


def _close(cast: Cast) -> None:
    OutcomeFactory.create(case=cast.case)
    close_case(case=cast.case, by=cast.officer)


def _withdraw(cast: Cast) -> None:
    withdraw_case(case=cast.case, by=cast.owner)


def _terminate(cast: Cast) -> None:
    terminate_case(case=cast.case, by=cast.officer, reason=TerminationReason.SETTLED, text="双方已和解。")


# The acts that lead into a state. Nothing leads back to a draft; filing is tested with the intake.
INTO: dict[CaseState, list[Callable[[Cast], None]]] = {
    S.SUBMITTED: [_supplement],
    S.SUPPLEMENT_REQUESTED: [_request],
    S.DEEMED_WITHDRAWN: [_deem],
    S.REFUSED: [_refuse],
    S.ACCEPTED: [_accept],
    S.IN_GUIDANCE: [_begin, _reopen],
    S.OPINION_ISSUED: [_issue],
    S.TRACKING: [_follow, _acknowledge],
    S.CLOSED: [_close],
    S.ARCHIVED: [_archive],
    S.WITHDRAWN: [_withdraw],
    S.TERMINATED: [_terminate],
}
FILED_STATES = [state for state in CaseState if state in GUIDANCE_TRANSITIONS and state != S.DRAFT]
# Acts that keep the state: a second follow-up, a later version of the opinion and its acknowledgement.
STAYS = {(S.TRACKING, _follow), (S.OPINION_ISSUED, _issue), (S.TRACKING, _acknowledge), (S.TRACKING, _issue)}


@pytest.mark.parametrize("old", FILED_STATES)
@pytest.mark.parametrize("new", list(INTO))
def test_a_pair_of_states(old: CaseState, new: CaseState) -> None:
    moved = False
    for act in INTO[new]:
        cast = Cast(kind=CaseKind.GUIDANCE, state=old, held=True)
        try:
            act(cast)
        except ActionError:
            cast.case.refresh_from_db()
            assert cast.case.state == old
            assert not CaseEvent.objects.filter(subject=cast.case).exists()
        else:
            cast.case.refresh_from_db()
            reached = old if (old, act) in STAYS else new
            assert cast.case.state == reached
            # The first event is the act's own; a form that it issues is noted after it.
            event = CaseEvent.objects.filter(subject=cast.case).order_by("seq")[0]
            assert (event.old_state, event.new_state) == (old, reached)
            moved = moved or (old, act) not in STAYS
    assert moved == (new in GUIDANCE_TRANSITIONS[old])
