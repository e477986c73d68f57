"""The exchange log and the referrals of a case in the matrix."""

from collections.abc import Callable

from disputes.models import Case, Direction, ExchangeEntry, ExchangeKind, Referral
from portal.lib import clock
from tests.factories.accounts import UserFactory
from tests.factories.referrals import DepartmentFactory, GroundFactory
from tests.matrix import Rule, World
from tests.matrix.opinions import CENTRE, ENTERPRISE, SIGNERS, a_guided_case


def _entry(case: Case) -> ExchangeEntry:
    return ExchangeEntry.objects.create(
        case=case, on=clock.today(), direction=Direction.TO_US, kind=ExchangeKind.OFFER, summary="要约",
        by=UserFactory.create(), side="centre",
    )  # fmt: skip


def _referral(case: Case) -> Referral:
    return Referral.objects.create(
        case=case, number=1, ground=GroundFactory.create(), department=DepartmentFactory.create(), facts="甲",
        products="乙", parties="丙", made_by=UserFactory.create(),
    )  # fmt: skip


def page(tail: str) -> Callable[[World, bool], str]:
    return lambda world, own: f"/cases/{a_guided_case(world, own).reference}/{tail}"


def correcting(world: World, own: bool) -> str:
    case = a_guided_case(world, own)
    return f"/cases/{case.reference}/exchange/{_entry(case).pk}/correct/"


def referral(tail: str = "") -> Callable[[World, bool], str]:
    def address(world: World, own: bool) -> str:
        case = a_guided_case(world, own)
        return f"/cases/{case.reference}/referrals/{_referral(case).number}/{tail}"

    return address


WORKERS = ENTERPRISE | {"centre_officer", "centre_reviewer", "centre_head"}
SAID = {"on": "2026-01-05", "direction": "to_us", "kind": "offer", "summary": "要约"}
RULES = [
    Rule("the exchange log", page("exchange/"), own=ENTERPRISE | CENTRE),
    Rule("the exchange log as a sheet", page("exchange.xlsx"), own=ENTERPRISE | CENTRE),
    Rule("entering an exchange", page("exchange/"), own=WORKERS, method="POST", data=SAID),
    Rule("correcting an exchange", correcting, own=WORKERS),
    # Held by somebody else: whoever assigns may refer.
    Rule("a new referral", page("referrals/new/"), own=SIGNERS),
    Rule("the draft of a referral", referral(), own=CENTRE),
    Rule("editing a referral", referral("edit/"), own=SIGNERS),
    Rule("sending without consent", referral("send/"), own=frozenset(), method="POST", data={"version": "1"},
         refused=frozenset({400, 403, 404})),
]  # fmt: skip


def _case(world: World) -> dict[str, object]:
    return {"reference": a_guided_case(world, True).reference}


def _numbered(**more: object) -> Callable[[World], dict[str, object]]:
    def arguments(world: World) -> dict[str, object]:
        case = a_guided_case(world, True)
        return {"reference": case.reference, "number": _referral(case).number, **more}

    return arguments


def _of_entry(world: World) -> dict[str, object]:
    case = a_guided_case(world, True)
    return {"reference": case.reference, "pk": _entry(case).pk}


SAMPLES: dict[str, Callable[[World], dict[str, object]]] = {
    "exchange_log": _case,
    "exchange_sheet": _case,
    "exchange_correct": _of_entry,
    "referral_new": _case,
    "referral": _numbered(),
    "referral_edit": _numbered(),
    "referral_act": _numbered(name="send"),
}
