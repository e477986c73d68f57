"""Which papers of a case a person may read who may read the case. The contact stays with the two sides.

Form A names it, form R who consented, and so does every signed copy of them: an expert finds none. The facts stand on
the case page.
"""

from django.db.models import QuerySet

from disputes.access import Standing
from disputes.choices import FormKind
from disputes.models import Case, CaseDocument, CaseEvent, CaseForm

NAMES_A_CONTACT = (FormKind.A, FormKind.R)


def forms_for(case: Case, standing: Standing) -> QuerySet[CaseForm]:
    """The forms of record; for an expert none that names a contact."""
    forms = CaseForm.objects.filter(case=case)
    return forms if standing.sees_contact else forms.exclude(kind__in=NAMES_A_CONTACT)


def documents_for(case: Case, standing: Standing) -> QuerySet[CaseDocument]:
    """The documents; for an expert without the signed copies of those. Two more queries for an expert."""
    documents = CaseDocument.objects.filter(case=case)
    if standing.sees_contact:
        return documents
    closed = {
        str(pk) for pk in CaseForm.objects.filter(case=case, kind__in=NAMES_A_CONTACT).values_list("pk", flat=True)
    }
    attached = CaseEvent.objects.filter(subject=case, kind="form_attached").values_list("data", flat=True)
    return documents.exclude(pk__in=[data["document"] for data in attached if data["form"] in closed])
