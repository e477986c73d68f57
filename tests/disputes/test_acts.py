"""Who may do what in which state: one table for each kind of case, walked for every person, state and act.

The case is held by `officer`. The table is written by hand, apart from the one in the code.
"""

import pytest

from disputes.access import allows, need, standing_of
from disputes.acts import ACTS, Act
from disputes.choices import CaseKind
from disputes.states import TRANSITIONS, CaseState
from portal.lib.errors import ActionError
from tests.factories.disputes import Cast

pytestmark = pytest.mark.django_db

PEOPLE = (
    "owner", "member", "counsel", "stranger", "officer", "colleague", "hotline", "reviewer", "head", "archivist",
    "supervisor", "other_officer", "administrator",
)  # fmt: skip
READERS = set(PEOPLE) - {"stranger", "supervisor", "other_officer", "administrator"}
Rows = dict[str, tuple[str, str]]  # act: (people, states)

DESK = "officer colleague reviewer head"
BOTH = "owner member"
WORKING = "submitted in_consultation"
CONSULTATION: Rows = {
    "assign": ("reviewer head", WORKING + " answered"),
    "release": ("officer reviewer head", "in_consultation"),
    "transfer": ("officer reviewer head", WORKING),
    "escalate": ("officer reviewer head", WORKING),
    "upgrade": (BOTH + " officer", WORKING + " answered"),
    "priority": (DESK, WORKING),
    "ask_back": ("officer", "in_consultation"),
    "reply": (BOTH, WORKING + " answered"),
    "note": (DESK, WORKING + " answered refused withdrawn closed"),
    "correct": ("officer reviewer head", WORKING + " answered refused withdrawn closed"),
    "add_document": (BOTH + " " + DESK, WORKING + " answered"),
    "tick_step": (f"{BOTH} counsel {DESK}", WORKING + " answered"),
    "add_playbook": (DESK, WORKING + " answered"),
    "exchange": (f"{BOTH} counsel {DESK}", WORKING + " answered"),
    "refer": ("officer reviewer head", WORKING + " answered closed"),
    "add_deadline": (BOTH + " counsel officer", WORKING + " answered"),
    "order_deadline": (BOTH + " counsel officer", WORKING + " answered"),
    "confirm_deadline": ("officer", WORKING + " answered"),
    "end_deadline": (BOTH + " officer", WORKING + " answered"),
    "answer": ("officer", "in_consultation answered"),
    "refuse": ("officer reviewer head", WORKING),
    "invite_counsel": ("owner", WORKING + " answered"),
    "prepare_export": (BOTH + " counsel officer", WORKING + " answered"),
    "review_export": ("reviewer head", WORKING + " answered"),
    "rate": (BOTH, "answered closed"),
    "withdraw": (BOTH, WORKING + " answered"),
    "close": (BOTH + " officer reviewer head", "answered"),
    "reopen": (BOTH + " " + DESK, "closed"),
    "legal_hold": ("head archivist", WORKING + " answered refused withdrawn closed"),
}

LIVE = "submitted supplement_requested accepted in_guidance opinion_issued tracking"
GUIDED = "accepted in_guidance opinion_issued tracking"
ADVISED = "in_guidance opinion_issued tracking"
ENDED = "refused withdrawn deemed_withdrawn terminated closed archived"
GUIDANCE: Rows = {
    "assign": ("reviewer head", LIVE),
    "release": ("officer reviewer head", LIVE),
    "transfer": ("officer reviewer head", "submitted accepted in_guidance"),
    "escalate": ("officer reviewer head", LIVE),
    "priority": (DESK, LIVE),
    "ask_back": ("officer", GUIDED),
    "reply": (BOTH, "submitted accepted in_guidance opinion_issued tracking"),
    "write": ("officer counsel", LIVE),
    "note": (DESK, f"{LIVE} {ENDED}"),
    "correct": ("officer reviewer head", f"{LIVE} {ENDED}"),
    "add_document": (f"{BOTH} counsel {DESK}", LIVE),
    "tick_step": (f"{BOTH} counsel {DESK}", LIVE),
    "add_playbook": (DESK, LIVE),
    "exchange": (f"{BOTH} counsel {DESK}", LIVE + " closed"),
    "refer": ("officer reviewer head", GUIDED + " closed"),
    "add_deadline": (BOTH + " counsel officer", LIVE),
    "order_deadline": (BOTH + " counsel officer", LIVE),
    "confirm_deadline": ("officer", LIVE),
    "end_deadline": (BOTH + " officer", LIVE),
    "request_supplement": ("officer reviewer head", "submitted"),
    "supplement": (BOTH, "supplement_requested"),
    "accept": ("reviewer head", "submitted"),
    "refuse": ("reviewer head", "submitted"),
    "begin": ("officer", "accepted"),
    "wait": ("officer", GUIDED),
    "invite_counsel": ("owner", LIVE),
    "invite_expert": ("officer reviewer head", GUIDED),
    "end_engagement": ("officer reviewer head", f"{LIVE} {ENDED}"),
    "draft_opinion": ("officer", ADVISED),
    "sign_opinion": ("reviewer head", ADVISED),
    "issue_opinion": ("officer reviewer head", ADVISED),
    "acknowledge": (BOTH, "opinion_issued tracking"),
    "follow_up": ("officer", "opinion_issued tracking"),
    "prepare_export": (BOTH + " counsel officer", LIVE),
    "review_export": ("reviewer head", LIVE),
    "advise_export": ("", LIVE),
    "record_outcome": ("officer", "tracking closed"),
    "add_loss": ("officer", ADVISED + " closed"),
    "state_loss": (BOTH, ADVISED + " closed"),
    "verify_loss": ("reviewer head", ADVISED + " closed"),
    "rate": (BOTH, "tracking closed"),
    "withdraw": (BOTH, LIVE),
    "terminate": (BOTH + " officer reviewer head", LIVE),
    "close": ("officer reviewer head", "tracking"),
    "reopen": (f"{BOTH} {DESK}", "closed"),
    "attach_form": ("officer reviewer head archivist", f"{LIVE} {ENDED}"),
    "archive": ("head archivist", "closed"),
    "legal_hold": ("head archivist", f"{LIVE} {ENDED}"),
}
TABLE: dict[CaseKind, Rows] = {CaseKind.CONSULTATION: CONSULTATION, CaseKind.GUIDANCE: GUIDANCE}


def expected(kind: CaseKind, act: Act, who: str, state: CaseState) -> bool:
    people, states = TABLE[kind].get(act.value, ("", ""))
    return who in people.split() and state.value in states.split()


def states_of(kind: CaseKind) -> list[CaseState]:
    return [CaseState(state) for state in TRANSITIONS[kind] if state != CaseState.DRAFT]


@pytest.mark.parametrize("kind", list(CaseKind))
def test_the_table_names_every_act(kind: CaseKind) -> None:
    assert set(TABLE[kind]) | {"take"} == {act.value for act in ACTS[kind]}


@pytest.mark.parametrize("state", list(CaseState))
@pytest.mark.parametrize("kind", list(CaseKind))
def test_every_person_may_do_exactly_what_the_table_says(kind: CaseKind, state: CaseState) -> None:
    if state not in states_of(kind):
        return
    cast = Cast(kind=kind, state=state, held=True)
    for who in PEOPLE:
        person = getattr(cast, who)
        standing = standing_of(person, cast.case)
        for act in Act:
            may = expected(kind, act, who, state)
            assert allows(act, cast.case, standing) == may, f"{who} {act} {state}"
            if may:
                assert need(act, cast.case, person) == standing
                continue
            with pytest.raises(ActionError) as refusal:
                need(act, cast.case, person)
            rule = ACTS[kind].get(act)
            possible = rule is not None and state in rule.states
            assert refusal.value.status == (409 if who in READERS and not possible else 403), f"{who} {act} {state}"


@pytest.mark.parametrize("state", list(CaseState))
@pytest.mark.parametrize("kind", list(CaseKind))
def test_whoever_works_there_takes_a_case_that_nobody_holds(kind: CaseKind, state: CaseState) -> None:
    if state not in states_of(kind):
        return
    cast = Cast(kind=kind, state=state)
    takable = set((LIVE if kind == CaseKind.GUIDANCE else WORKING).split())
    for who in PEOPLE:
        may = who in DESK.split() and state.value in takable
        assert allows(Act.TAKE, cast.case, standing_of(getattr(cast, who), cast.case)) == may, f"{who} {state}"
