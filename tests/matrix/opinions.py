"""Opinions in the matrix: an issued one is read by both sides, a draft is the centre's own business."""

from collections.abc import Callable

from disputes.choices import CaseKind
from disputes.models import Case, Opinion
from disputes.states import CaseState
from portal.lib import clock
from tests.factories.accounts import UserFactory
from tests.factories.disputes import CaseFactory, filer_of
from tests.matrix import LOCAL_STAFF, Rule, World

ENTERPRISE = frozenset({"enterprise_owner", "enterprise_member"})
CENTRE = LOCAL_STAFF | {"hotline_officer", "archivist"}
SIGNERS = frozenset({"centre_reviewer", "centre_head"})


def a_guided_case(world: World, own: bool, state: CaseState = CaseState.IN_GUIDANCE) -> Case:
    """A guidance case of the enterprise and the centre of the people, or of the others, held by somebody else."""
    return CaseFactory.create(
        kind=CaseKind.GUIDANCE,
        state=state,
        claim=None,
        enterprise=world.enterprise if own else world.other_enterprise,
        centre=world.centre if own else world.other_centre,
        holder=UserFactory.create(),
    )


def opinion_of(case: Case, state: str) -> Opinion:
    """The first version of a case, written by its holder."""
    writer = case.holder or filer_of(case)
    opinion = Opinion(case=case, number=1, state=state, updated_by=writer, facts="甲", analysis="乙", steps="丙")
    if state == "issued":
        opinion.sha256, opinion.signed_by, opinion.signed_at = "0" * 64, UserFactory.create(), clock.now()
        opinion.issued_by, opinion.issued_at = writer, clock.now()
    opinion.save()
    opinion.authors.add(writer)
    return opinion


def at(state: str, tail: str = "1/") -> Callable[[World, bool], str]:
    stands = CaseState.OPINION_ISSUED if state == "issued" else CaseState.IN_GUIDANCE

    def address(world: World, own: bool) -> str:
        opinion = opinion_of(a_guided_case(world, own, stands), state)
        return f"/cases/{opinion.case.reference}/opinions/{tail}"

    return address


RULES = [
    Rule("an issued opinion", at("issued"), own=ENTERPRISE | CENTRE),
    Rule("the newest opinion", at("issued", ""), own=ENTERPRISE | CENTRE),
    Rule("an opinion in review", at("in_review"), own=CENTRE),
    Rule("writing an opinion", at("draft", "1/edit/"), own=frozenset()),
    Rule("the citations for an opinion", at("draft", "1/citations/?cite_q=x"), own=frozenset()),
    Rule("beginning an opinion", at("issued", "start/"), own=frozenset(), method="POST"),
    Rule("signing an opinion", at("in_review", "1/sign/"), own=SIGNERS, method="POST", data={"version": "1"}),
    Rule("acknowledging", at("issued", "1/acknowledge/"), own=ENTERPRISE, method="POST", data={"version": "1"}),
]


def _opinion(state: str, **more: object) -> Callable[[World], dict[str, object]]:
    def arguments(world: World) -> dict[str, object]:
        opinion = opinion_of(a_guided_case(world, True), state)
        return {"reference": opinion.case.reference, "number": 1, **more}

    return arguments


def _case(world: World) -> dict[str, object]:
    return {"reference": a_guided_case(world, True).reference}


SAMPLES: dict[str, Callable[[World], dict[str, object]]] = {
    "opinions": _case,
    "opinion_start": _case,
    "opinion": _opinion("in_review"),
    "opinion_edit": _opinion("draft"),
    "opinion_autosave": _opinion("draft"),
    "opinion_citations": _opinion("draft"),
    "opinion_compare": _opinion("draft", other=1),
    "opinion_act": _opinion("draft", name="submit"),
}
