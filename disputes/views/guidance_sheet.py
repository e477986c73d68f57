"""The last page of the wizard: form A as it would be filed, and what is still missing."""

from dataclasses import dataclass

from disputes.actions.applying import answers_of, application_of
from disputes.actions.filing import INTAKE_FIELDS
from disputes.forma import Company, Part, Sheet, facts_of, form_a, joined
from disputes.forms.guidance_intake import ApplicationForm, step_of
from disputes.models import Case, CaseContact
from portal.accounts.models import Enterprise
from portal.lib import clock
from portal.lib.errors import Invalid


@dataclass(frozen=True)
class Missing:
    """A field that stands in the way, the sentence for it, and the page on which it is mended."""

    step: int
    label: str
    text: str
    field_id: str


def missing_of(form: ApplicationForm) -> list[Missing]:
    """What must be mended before the form can be sent, in the order of the pages."""
    found = [Missing(step_of(""), "", str(error), "") for error in form.non_field_errors()]
    found += [
        Missing(step_of(name), str(form[name].label), str(error), str(form[name].auto_id))
        for name, errors in form.errors.items()
        if name in form.fields
        for error in errors
    ]
    return sorted(found, key=lambda one: one.step)


def draft_sheet(form: ApplicationForm, draft: Case | None) -> list[Part]:
    """The valid values of the form as form A. Nothing is saved."""
    data = form.cleaned_data
    case = Case(**{name: data[name] for name in INTAKE_FIELDS if data.get(name) not in (None, "")})
    case.consent_at = clock.now() if data.get("consent") else None
    try:
        application = application_of(data)
    except Invalid:  # told above the form
        application = None
    asked = [(question, data.get(f"q-{question.key}")) for question in form.questions]
    given = [(question, value) for question, value in asked if value not in (None, "")]
    contact = CaseContact(**{name: data.get(f"contact_{name}") or "" for name in ("name", "phone", "email")})
    return form_a(Sheet(case, _company(form), contact, application, answers_of(case, given)))


def _company(form: ApplicationForm) -> Company:
    data = form.cleaned_data
    known = form.companies.get(data.get("company") or "")
    if known is not None:
        return facts_of(known, verified=isinstance(known, Enterprise))
    return Company(
        data.get("company_name") or "",
        data.get("uscc") or "",
        joined([data.get("province"), data.get("city")]),
        joined([data.get("industry")]),
    )
