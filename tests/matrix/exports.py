"""The evidence-export gate in the matrix: both sides read it, the side that prepared it and a reviewer act."""

from collections.abc import Callable

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from disputes.choices import Side
from disputes.models import EvidenceExport
from portal.lib import clock
from tests.factories.accounts import UserFactory
from tests.matrix import LOCAL_STAFF, Rule, World
from tests.matrix.opinions import a_guided_case

ENTERPRISE = frozenset({"enterprise_owner", "enterprise_member"})
READERS = ENTERPRISE | LOCAL_STAFF | {"hotline_officer", "archivist"}
SIGNERS = frozenset({"centre_reviewer", "centre_head"})


def an_export(world: World, own: bool, state: str = "draft") -> EvidenceExport:
    """As a row: prepared by somebody of the enterprise, decided by a reviewer who is nobody here."""
    case = a_guided_case(world, own)
    export = EvidenceExport(
        case=case,
        number=1,
        state=state,
        recipient_kind="own_counsel",
        recipient_name="Miller LLP",
        recipient_country=case.jurisdiction,
        stored_in="mainland",
        purpose="x",
        side=Side.ENTERPRISE,
        prepared_by=UserFactory.create(),
    )
    if state == "exported":
        export.result, export.basis, export.decided_by = "clear", "x", UserFactory.create()
        export.package = default_storage.save("cases/test/package", ContentFile(b"PK"))
        export.package_sha256, export.exported_at = "0" * 64, clock.now()
    export.save()
    return export


def at(tail: str = "1/", state: str = "draft") -> Callable[[World, bool], str]:
    return lambda world, own: f"/cases/{an_export(world, own, state).case.reference}/exports/{tail}"


SEEN = {"version": "1"}
RULES = [
    Rule("the exports of a case", at(""), own=READERS),
    Rule("preparing an export", at("new/"), own=ENTERPRISE),
    Rule("an export", at(), own=READERS),
    Rule("changing an export", at("1/edit/"), own=ENTERPRISE),
    Rule("answering for an export", at("1/questions/"), own=ENTERPRISE),
    Rule("the package of an export", at("1/package.zip", "exported"), own=READERS),
    Rule("withdrawing an export", at("1/withdraw/"), own=ENTERPRISE, method="POST", data=SEEN),
    Rule(
        "returning an export",
        at("1/return/", "in_review"),
        own=SIGNERS,
        method="POST",
        data={**SEEN, "reason": "x"},
    ),
]


def _export(state: str = "draft", **more: object) -> Callable[[World], dict[str, object]]:
    def arguments(world: World) -> dict[str, object]:
        return {"reference": an_export(world, True, state).case.reference, "number": 1, **more}

    return arguments


def _case(world: World) -> dict[str, object]:
    return {"reference": a_guided_case(world, True).reference}


SAMPLES: dict[str, Callable[[World], dict[str, object]]] = {
    "case_exports": _case,
    "case_export_new": _case,
    "case_export": _export(),
    "case_export_edit": _export(),
    "case_export_questions": _export(),
    "case_export_item": _export(item=1),
    "case_export_act": _export(name="submit"),
    "case_export_package": _export("exported"),
}
