"""The expert pool in the matrix: one pool for the network, kept by the nominating centre."""

from typing import Any

from disputes.models import Case
from experts.models import Engagement, Expert
from tests.factories.disputes import CaseFactory
from tests.factories.experts import EngagementFactory, ExpertFactory, an_expert
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


def guided(world: World, own: bool) -> Case:
    """A case in guidance that one's own centre has, or another. Nobody holds it, so only reviewers may act."""
    return CaseFactory.create(
        kind="guidance", state="in_guidance", centre=world.centre if own else world.other_centre, right="patent"
    )


RULES += [
    Rule("experts for a case", lambda w, own: f"/triage/{guided(w, own).reference}/experts/", own=REVIEWERS),
    Rule("invite an expert to a case", lambda w, own: invitation(w, own), own=REVIEWERS),
    Rule("end an engagement", lambda w, own: ending(w, own), own=REVIEWERS),
    Rule("one engagement", lambda w, own: f"/engagements/{engagement(w, own).pk}/", own=frozenset({"expert"})),
    Rule(
        "decline an invitation",
        lambda w, own: f"/engagements/{engagement(w, own).pk}/decline/",
        own=frozenset({"expert"}),
        data=STALE,
        let_in=frozenset({409}),
        refused=frozenset({404}),
    ),
]


def invitation(world: World, own: bool) -> str:
    case = guided(world, own)
    return f"/triage/{case.reference}/experts/{an_expert(('US', 'patent')).pk}/"


def ending(world: World, own: bool) -> str:
    case = guided(world, own)
    row = EngagementFactory.create(case_id=case.pk, reference=case.reference, centre=case.centre)
    return f"/triage/{case.reference}/engagements/{row.pk}/end/"


def engagement(world: World, own: bool) -> Engagement:
    """An invitation of the expert of the world, or of somebody else."""
    case = guided(world, True)
    around = {"case_id": case.pk, "reference": case.reference, "centre": case.centre}
    if not own:
        return EngagementFactory.create(**around)
    person = world.people["expert"]
    expert = Expert.objects.filter(user=person).first() or an_expert(("US", "patent"), user=person, email=person.email)
    return EngagementFactory.create(expert=expert, **around)


SAMPLES = {
    "triage_experts": lambda world: {"reference": guided(world, True).reference},
    "triage_expert_invite": lambda world: {"reference": guided(world, True).reference, "pk": an_expert().pk},
    "triage_engagement_end": lambda world: {"reference": guided(world, True).reference, "pk": 1},
    "engagement": lambda world: {"pk": engagement(world, True).pk},
    "engagement_act": lambda world: {"pk": engagement(world, True).pk, "act": "names"},
    "expert": lambda world: {"pk": expert(world, True).pk},
    "expert_edit": lambda world: {"pk": expert(world, True).pk},
    "expert_act": lambda world: {"pk": expert(world, True).pk, "act": "suspend"},
}
