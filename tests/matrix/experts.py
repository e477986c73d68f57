"""The expert pool in the matrix: one pool for the network, kept by the nominating centre."""

from typing import Any

from experts.models import Expert
from tests.factories.experts import ExpertFactory, an_expert
from tests.matrix import LOCAL_STAFF, Rule, World

REVIEWERS = frozenset({"centre_reviewer", "centre_head"})
HEADS = frozenset({"centre_head"})
READERS = LOCAL_STAFF | {"supervisor"}


def expert(world: World, own: bool, **columns: Any) -> Expert:
    """A record that one's own centre nominated, or another."""
    return ExpertFactory.create(centre=world.centre if own else world.other_centre, **columns)


def step(act: str, **columns: Any) -> Any:
    return lambda world, own: f"/experts/{expert(world, own, **columns).pk}/{act}/"


def everywhere(name: str, address: Any, roles: frozenset[str], **rule: Any) -> Rule:
    return Rule(name, address, own=roles, other=roles, **rule)


# Version 999 never was: whoever may act is told of the conflict, everybody else is refused before.
STALE = {"version": "999"}

RULES = [
    everywhere("expert pool", lambda world, own: "/experts/", LOCAL_STAFF),
    everywhere("nominate an expert", lambda world, own: "/experts/new/", LOCAL_STAFF),
    everywhere("import experts", lambda world, own: "/experts/import/", LOCAL_STAFF),
    everywhere("empty sheet of experts", lambda world, own: "/experts/import/template.csv", LOCAL_STAFF),
    everywhere("matrix and gaps", lambda world, own: "/experts/gaps/", READERS),
    everywhere("record of an expert", lambda w, own: f"/experts/{expert(w, own).pk}/", LOCAL_STAFF),
    Rule("edit the record of an expert", lambda w, own: f"/experts/{expert(w, own).pk}/edit/", own=LOCAL_STAFF),
    Rule("check an expert", step("check", state="nominated"), own=REVIEWERS, data=STALE, let_in=frozenset({409})),
    Rule(
        "suspend an expert",
        step("suspend"),
        own=HEADS,
        data={**STALE, "suspend-reason": "证照到期"},
        let_in=frozenset({409}),
    ),
    everywhere("own engagements", lambda world, own: "/engagements/", frozenset({"expert"})),
    Rule("own record", lambda world, own: own_page(world, own), own=frozenset({"expert"})),
]


def own_page(world: World, own: bool) -> str:
    """The page answers only to whoever has a record: here the expert of the world, at the second look nobody."""
    person = world.people["expert"]
    if own and not Expert.objects.filter(user=person).exists():
        an_expert(("US", "patent"), user=person, email=person.email)
    return "/engagements/edit/"


SAMPLES = {
    "expert": lambda world: {"pk": expert(world, True).pk},
    "expert_edit": lambda world: {"pk": expert(world, True).pk},
    "expert_act": lambda world: {"pk": expert(world, True).pk, "act": "suspend"},
}
