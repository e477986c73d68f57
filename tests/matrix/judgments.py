"""Typical cases and their desk in the matrix. They belong to the network: whose they are makes no difference."""

from typing import Any

from laws.judgments import actions
from laws.models import Judgment, JudgmentProposal
from tests.factories.accounts import a_member
from tests.factories.laws import JudgmentFactory
from tests.matrix import Rule, World
from tests.matrix.ruledesk import DESK, REVIEWERS, everywhere


def a_judgment() -> Judgment:
    """One case a test."""
    found = Judgment.objects.first()
    return found or JudgmentFactory.create(source="page: court.example", fact_status="secondary")


def a_proposal() -> JudgmentProposal:
    judgment = a_judgment()
    return judgment.proposals.first() or actions.propose_correction(
        judgment=judgment,
        by=a_member("editor"),
        seen=judgment.facts_hash,
        values={"court": "High Court"},
        reason="the source names it",
    )


def proposal_page(world: World, own: bool) -> str:
    return f"/editorial/judgments/proposals/{a_proposal().pk}/"


def correct_page(world: World, own: bool) -> str:
    return f"/editorial/judgments/{a_judgment().code}/correct/"


PUBLIC = {"judgments": "the library is public", "judgment": "the library is public"}
RULES: list[Rule] = [
    everywhere("desk of typical cases", lambda world, own: "/editorial/judgments/", DESK),
    everywhere("form of a new case", lambda world, own: "/editorial/judgments/new/", DESK),
    everywhere(
        "propose an empty case",
        lambda world, own: "/editorial/judgments/new/",
        DESK,
        data={"caption": "x"},
        let_in=frozenset({400}),
    ),
    everywhere("form of a correction", correct_page, DESK),
    everywhere("a proposal for a case", proposal_page, DESK),
    everywhere(
        "accept a case that somebody else proposed",
        proposal_page,
        REVIEWERS,
        data={"act": "accept"},
        let_in=frozenset({302}),
    ),
]


def sample(world: World) -> dict[str, Any]:
    return {"code": a_judgment().code}


SAMPLES = {
    "judgment": sample,
    "judgment_correct": sample,
    "judgment_proposal": lambda world: {"number": a_proposal().pk},
}
