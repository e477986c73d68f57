"""Forms of record in the matrix: whoever may read the case may read its forms."""

from collections.abc import Callable

from disputes.choices import FormKind
from disputes.models import CaseForm
from tests.factories.papers import CaseFormFactory, an_archive
from tests.matrix import LOCAL_STAFF, Rule, World
from tests.matrix.opinions import a_guided_case

READERS = LOCAL_STAFF | {"hotline_officer", "archivist", "enterprise_owner", "enterprise_member"}


def a_form(world: World, own: bool) -> CaseForm:
    return CaseFormFactory.create(case=a_guided_case(world, own), kind=FormKind.A)


def address(tail: str) -> Callable[[World, bool], str]:
    def found(world: World, own: bool) -> str:
        form = a_form(world, own)
        return f"/cases/{form.case.reference}/forms/{form.pk}{tail}"

    return found


KEEPERS = frozenset({"centre_head", "archivist"})


def the_hold(world: World, own: bool) -> str:
    return f"/triage/{a_guided_case(world, own).reference}/hold/"


def the_bundle(world: World, own: bool) -> str:
    """Of an archived case."""
    form = a_form(world, own)
    return f"/triage/{an_archive(form).case.reference}/archive.zip"


RULES = [
    Rule("its legal holds", the_hold, own=KEEPERS),
    Rule("its archived file", the_bundle, own=KEEPERS),
    Rule("the print page of a form", address("/"), own=READERS),
    Rule("the PDF of a form", address(".pdf"), own=READERS),
    Rule("the DOCX of a form", address(".docx"), own=READERS),
]


def _form(**more: object) -> Callable[[World], dict[str, object]]:
    def arguments(world: World) -> dict[str, object]:
        form = a_form(world, True)
        return {"reference": form.case.reference, "pk": form.pk, **more}

    return arguments


SAMPLES: dict[str, Callable[[World], dict[str, object]]] = {
    "case_form": _form(),
    "case_form_file": _form(ending="pdf"),
    "case_bundle": lambda world: {"reference": an_archive(a_form(world, True)).case.reference},
    "case_hold": lambda world: {"reference": a_guided_case(world, True).reference},
}
