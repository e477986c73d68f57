"""Cases in the matrix."""

from collections.abc import Callable

from disputes.models import Case, DutyCall
from portal.lib import clock
from tests.factories.disputes import CaseFactory, DraftFactory
from tests.matrix import LOCAL_STAFF, Rule, World

PUBLISHERS = frozenset({"centre_head", "administrator"})
ENTERPRISE = frozenset({"enterprise_owner", "enterprise_member"})
READERS = LOCAL_STAFF | {"hotline_officer", "archivist"}

HEADS = frozenset({"centre_head"})
# Whoever may file for a caller.
FILERS = LOCAL_STAFF | {"hotline_officer"}

# The version of a case that nobody has touched.
SEEN = {"version": "1"}


def a_case(world: World, own: bool) -> Case:
    """A case of the enterprise and the centre of the people, or of the others."""
    return CaseFactory.create(
        claim=None,
        enterprise=world.enterprise if own else world.other_enterprise,
        centre=world.centre if own else world.other_centre,
    )


def page(pattern: str) -> Callable[[World, bool], str]:
    return lambda world, own: pattern.format(a_case(world, own).reference)


def emergency(world: World, own: bool) -> str:
    case = a_case(world, own)
    DutyCall.objects.create(case=case, event_seq=1, raised_at=clock.now(), next_at=clock.now())
    return f"/triage/{case.reference}/call/"


def service_times(world: World, own: bool) -> str:
    return f"/triage/people/{(world.centre if own else world.other_centre).slug}/service-times/"


RULES = [
    Rule("a case", page("/cases/{}/"), own=ENTERPRISE | READERS),
    Rule("its receipt", page("/cases/{}/receipt/"), own=ENTERPRISE),
    Rule("the queue", lambda world, own: "/triage/", own=READERS, other=READERS),
    Rule("a case in triage", page("/triage/{}/"), own=READERS),
    Rule("its clock", page("/cases/{}/clock/"), own=ENTERPRISE),
    Rule("its clock at the centre", page("/triage/{}/clock/"), own=READERS),
    Rule("service times of the centre", service_times, own=PUBLISHERS, other=frozenset({"administrator"})),
    Rule(
        "service times of the network",
        lambda world, own: "/accounts/admin/service-times/",
        own=frozenset({"administrator"}),
        other=frozenset({"administrator"}),
    ),
    Rule("its duty call", emergency, own=READERS),
    Rule("the citations for its answer", page("/triage/{}/citations/?cite_q=x"), own=READERS),
    Rule("taking a case", page("/triage/{}/take/"), own=LOCAL_STAFF, method="POST", data=SEEN),
    Rule("a note", page("/triage/{}/note/"), own=LOCAL_STAFF, method="POST", data={"note-text": "x"}),
    Rule("a reply", page("/cases/{}/reply/"), own=ENTERPRISE, method="POST", data={"reply-text": "x"}),
    Rule("adding files", page("/cases/{}/documents/"), own=ENTERPRISE | LOCAL_STAFF, method="POST"),
    Rule("the case file", page("/cases/{}/documents/"), own=ENTERPRISE | READERS),
    Rule("counsel of the case", page("/cases/{}/counsel/"), own=frozenset({"enterprise_owner"})),
    Rule("its upgrade", page("/cases/{}/upgrade/"), own=ENTERPRISE),
    Rule("importing cases", lambda world, own: "/triage/import/", own=HEADS, other=HEADS),
    Rule("the sheet to fill in", lambda world, own: "/triage/import/template.xlsx", own=HEADS, other=HEADS),
    Rule("filing for a caller", lambda world, own: "/triage/new/", own=FILERS, other=FILERS),
    Rule("logging a call", lambda world, own: "/triage/phone/", own=FILERS, other=FILERS),
    Rule("who has read it", page("/cases/{}/readers/"), own=frozenset({"enterprise_owner"})),
    Rule("a withdrawal", page("/cases/{}/withdraw/"), own=ENTERPRISE, method="POST", data=SEEN),
]
PERSONAL = {
    "cases": "one's own cases; empty for a stranger",
    "case_so_far": "the panel beside the form that anybody may fill in; it writes nothing",
    "case_new": "anybody may ask for help, before any enterprise is verified",
    "guidance_new": "anybody may ask for guidance, before any enterprise is verified",
}


def _at(act: str) -> Callable[[World], dict[str, object]]:
    return lambda world: {"reference": a_case(world, True).reference, "act": act}


SAMPLES: dict[str, Callable[[World], dict[str, object]]] = {
    "case": lambda world: {"reference": a_case(world, True).reference},
    "case_receipt": lambda world: {"reference": a_case(world, True).reference},
    "case_documents": lambda world: {"reference": a_case(world, True).reference},
    "document_evidence": lambda world: {"reference": a_case(world, True).reference},
    "document_replace": lambda world: {"reference": a_case(world, True).reference},
    "case_counsel": lambda world: {"reference": a_case(world, True).reference},
    "case_upgrade": lambda world: {"reference": a_case(world, True).reference},
    "triage_upgrade": lambda world: {"reference": a_case(world, True).reference},
    "case_readers": lambda world: {"reference": a_case(world, True).reference},
    "draft_documents": lambda world: {"draft": DraftFactory.create().pk},
    "case_document": lambda world: {"reference": a_case(world, True).reference},
    "case_act": _at("reply"),
    "triage_case": lambda world: {"reference": a_case(world, True).reference},
    "case_clock": lambda world: {"reference": a_case(world, True).reference},
    "triage_clock": lambda world: {"reference": a_case(world, True).reference},
    "publish_service_times": lambda world: {"slug": world.centre.slug},
    "duty_call": lambda world: {"reference": emergency(world, True).split("/")[2]},
    "triage_citations": lambda world: {"reference": a_case(world, True).reference},
    "triage_act": _at("take"),
    "draft": lambda world: {"pk": DraftFactory.create().pk},
    "guidance_step": lambda world: {"pk": DraftFactory.create(kind="guidance").pk, "step": 1},
    "draft_document": lambda world: {"draft": DraftFactory.create().pk},
}

PUBLIC = {
    "service_times": "what the network promises is public",
    "centre_service_times": "what a centre promises is public",
}
