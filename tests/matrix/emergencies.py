"""The emergency door in the matrix."""

from disputes.models import CardText, EmergencyFiling
from disputes.privatelinks import token_of
from tests.factories.accounts import UserFactory
from tests.factories.emergencies import a_filing, a_waiting_filing, case_of, the_ground
from tests.matrix import LOCAL_STAFF, Rule, World

LAWYERS = frozenset({"legal_reviewer"})
DESK = LAWYERS | {"editor"}


def waiting(world: World, own: bool) -> EmergencyFiling:
    """One that nobody has confirmed, for the centre of the people or for another."""
    the_ground()
    filing = a_waiting_filing()
    EmergencyFiling.objects.filter(pk=filing.pk).update(centre=world.centre if own else world.other_centre)
    filing.refresh_from_db()
    return filing


RULES = [
    Rule("emergencies to confirm", lambda world, own: "/triage/emergencies/", own=LOCAL_STAFF, other=LOCAL_STAFF),
    Rule(
        "setting an emergency aside",
        lambda world, own: f"/triage/emergencies/{waiting(world, own).pk}/discard/",
        own=LOCAL_STAFF,
        method="POST",
        let_in=frozenset({302, 400}),
    ),
]


def a_card() -> CardText:
    return CardText.objects.get_or_create(
        kind="fair",
        language="de",
        defaults={"language_name": "Deutsch", "text": "Nein.", "written_by": UserFactory.create()},
    )[0]


RULES += [
    Rule("texts of the card", lambda world, own: "/editorial/cards/", own=DESK, other=DESK),
    Rule(
        "approving a text of the card",
        lambda world, own: f"/editorial/cards/{a_card().pk}/approve/",
        own=LAWYERS,
        other=LAWYERS,
        method="POST",
        data={"version": "1"},
        let_in=frozenset({302, 409}),
    ),
]
PUBLIC = {
    "emergency_new": "an emergency is reported without an account",
    "emergency_code": "the code of a mail is the right to confirm",
    "emergency_card": "the card is for everybody",
    "emergency_receipt": "the private link is the right to read",
    "emergency_confirm": "the private link is the right to confirm",
    "emergency_reply": "the private link is the right to write",
    "emergency_begin_take_over": "leads whoever has the private link to the log-in",
}
PERSONAL = {"emergency_take_over": "whoever opened a private link before may take its case over"}


def _link(world: World) -> dict[str, object]:
    the_ground()
    return {"token": token_of(a_filing())}


def _case(world: World) -> dict[str, object]:
    the_ground()
    return {"reference": case_of(a_filing()).reference}


SAMPLES = {
    "card_approve": lambda world: {"pk": a_card().pk},
    "emergency_card": lambda world: {"kind": "fair"},
    "emergency_receipt": _link,
    "emergency_confirm": _link,
    "emergency_reply": _link,
    "emergency_begin_take_over": _link,
    "triage_emergency": lambda world: {"pk": waiting(world, True).pk, "act": "confirm"},
    "emergency_new_link": _case,
    "case_company": _case,
}
