"""Outcome and ledger in the matrix, and the rating that needs no log-in."""

from collections.abc import Callable

from disputes.models import LossRecord
from disputes.states import CaseState
from tests.factories.disputes import filer_of
from tests.factories.results import EvidenceFactory, a_loss
from tests.matrix import Rule, World
from tests.matrix.opinions import CENTRE, ENTERPRISE, SIGNERS, a_guided_case


def page(tail: str) -> Callable[[World, bool], str]:
    return lambda world, own: f"/cases/{a_guided_case(world, own, CaseState.TRACKING).reference}/{tail}"


def entry(tail: str = "", agreed: bool | None = None) -> Callable[[World, bool], str]:
    def address(world: World, own: bool) -> str:
        pk, reference = _entry(world, own, agreed)
        return f"/cases/{reference}/losses/{pk}/{tail}"

    return address


def _entry(world: World, own: bool, agreed: bool | None = None) -> tuple[int, str]:
    case = a_guided_case(world, own, CaseState.TRACKING)
    facts = a_loss(EvidenceFactory.create(case=case))
    handler = case.holder or filer_of(case)
    record = LossRecord.objects.create(
        case=case,
        kind=facts.kind,
        amount=facts.amount,
        currency_id=facts.currency,
        on=facts.on,
        rate=facts.rate or 1,
        rate_source=facts.rate_source,
        amount_cny=71200,
        evidence=EvidenceFactory.create(case=case),
        handler=handler,
        agreed=agreed,
    )
    return record.pk, str(case.reference)


RULES = [
    Rule("the outcome", page("outcome/"), own=ENTERPRISE | CENTRE),
    Rule("recording an outcome", page("outcome/"), own=frozenset(), method="POST", data={"result": "settled"}),
    Rule("entering a loss", page("losses/new/"), own=frozenset()),
    Rule("an entry of the ledger", entry(), own=ENTERPRISE | CENTRE),
    Rule("correcting an entry", entry("correct/"), own=frozenset()),
    Rule("stating", entry("state/"), own=ENTERPRISE, method="POST", data={"state-agreed": "yes"}),
    Rule("verifying", entry("verify/", agreed=True), own=SIGNERS, method="POST", data={"x": "1"}),
]
PUBLIC = {
    "case_rate": "the secret link of a mail: one case, once, for rating alone",
    "case_rated": "thanks after a rating; says nothing of any case",
}


def _case(world: World) -> dict[str, object]:
    return {"reference": a_guided_case(world, True, CaseState.TRACKING).reference}


def _loss(**more: object) -> Callable[[World], dict[str, object]]:
    def arguments(world: World) -> dict[str, object]:
        pk, reference = _entry(world, True)
        return {"reference": reference, "pk": pk, **more}

    return arguments


SAMPLES: dict[str, Callable[[World], dict[str, object]]] = {
    "outcome": _case,
    "loss_new": _case,
    "loss": _loss(),
    "loss_correct": _loss(),
    "loss_act": _loss(name="state"),
    "case_rate": lambda world: {"secret": "none"},
}
