"""Legal deadlines in the matrix: both sides read them; the enterprise and the holder change them."""

from collections.abc import Callable

from disputes.models import Deadline
from portal.lib import clock
from tests.factories.deadlines import due_in
from tests.matrix import Rule, World
from tests.matrix.opinions import CENTRE, ENTERPRISE, a_guided_case


def _deadline(world: World, own: bool) -> tuple[str, Deadline]:
    case = a_guided_case(world, own)
    return str(case.reference), due_in(case, 20)


def page(tail: str = "") -> Callable[[World, bool], str]:
    return lambda world, own: f"/cases/{a_guided_case(world, own).reference}/deadlines/{tail}"


def row(tail: str = "") -> Callable[[World, bool], str]:
    def address(world: World, own: bool) -> str:
        reference, deadline = _deadline(world, own)
        return f"/cases/{reference}/deadlines/{deadline.pk}/{tail}"

    return address


DAY = clock.today().isoformat()
RULES = [
    Rule("the deadlines of a case", page(), own=ENTERPRISE | CENTRE),
    Rule("why a deadline is on that day", row(), own=ENTERPRISE | CENTRE),
    Rule("counting a deadline", page("new/"), own=ENTERPRISE),
    Rule("entering a printed date", page("paper/"), own=ENTERPRISE, method="POST", data={"on": DAY, "what": "x"}),
    Rule("ordering another day", row("order/"), own=ENTERPRISE),
    Rule("saying that it was done", row("done/"), own=ENTERPRISE, method="POST", data={"version": "1"}),
    # Nobody confirms what a person entered by hand, and only the holder could.
    Rule("confirming a deadline", row("confirm/"), own=frozenset(), method="POST", data={"version": "1"}),
]
PERSONAL = {"calendar_link": "everybody makes and revokes the address of their own calendar"}
PUBLIC = {"calendar_feed": "the secret address that a person made: their own deadlines, revocable"}


def _case(world: World) -> dict[str, object]:
    return {"reference": a_guided_case(world, True).reference}


def _row(**more: object) -> Callable[[World], dict[str, object]]:
    def arguments(world: World) -> dict[str, object]:
        reference, deadline = _deadline(world, True)
        return {"reference": reference, "pk": deadline.pk, **more}

    return arguments


SAMPLES: dict[str, Callable[[World], dict[str, object]]] = {
    "case_deadlines": _case,
    "deadline_new": _case,
    "deadline_paper": _case,
    "case_deadline": _row(),
    "deadline_order": _row(),
    "deadline_act": _row(name="done"),
    "calendar_feed": lambda world: {"secret": "none"},
}
