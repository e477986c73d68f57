"""Playbooks in the matrix: public to read; in a case for whoever reads the case, ticked by whoever works on it."""

from collections.abc import Callable

from tests.factories.playbooks import PlaybookFactory, StepFactory
from tests.matrix import LOCAL_STAFF, Rule, World
from tests.matrix.opinions import CENTRE, ENTERPRISE, a_guided_case


def of_case(world: World, own: bool) -> str:
    playbook = PlaybookFactory.create(code="squatting")
    if not playbook.steps.exists():
        StepFactory.create(playbook=playbook, code="status")
    return f"/cases/{a_guided_case(world, own).reference}/playbook/"


TICK = {"do": "tick", "step": "squatting/status"}
RULES = [
    Rule("the playbook of a case", of_case, own=ENTERPRISE | CENTRE),
    Rule("ticking a step", of_case, own=ENTERPRISE | LOCAL_STAFF, method="POST", data=TICK),
]
PUBLIC = {
    "playbooks": "what to do for each kind of dispute is for everybody in need",
    "playbook": "one of them, to read and to print",
}
SAMPLES: dict[str, Callable[[World], dict[str, object]]] = {
    "case_playbook": lambda world: {"reference": a_guided_case(world, True).reference},
    "playbook": lambda world: {"code": PlaybookFactory.create(code="squatting").pk},
}
