"""That a case was read by somebody beside the enterprise's own people: kept in the audit log and shown to the owner.

A page counts once an hour for each reader and case; every opening of a document counts.
"""

from datetime import timedelta

from django.db.models import QuerySet

from disputes.access import Standing, standing_of
from disputes.models import Case, CaseDocument, CaseForm, EvidenceExport
from portal.accounts.actions.audit import about, record
from portal.accounts.models import AuditEvent, User
from portal.lib import clock

ONCE_IN = timedelta(hours=1)
CASE_READ = "case_read"
DOCUMENT_READ = "document_read"
FORM_READ = "form_read"
PACKAGE_READ = "export_read"


def is_kept(standing: Standing) -> bool:
    """Whether the reading of this person is kept: of everybody but those who act for the enterprise."""
    return not standing.acts_for_enterprise and (standing.is_counsel or not standing.reads_for_enterprise)


def note_read(
    *,
    case: Case,
    by: User,
    document: CaseDocument | None = None,
    form: CaseForm | None = None,
    export: EvidenceExport | None = None,
    standing: Standing | None = None,
    again: bool = False,
) -> None:
    """Write that `by` read `case`, opened `document` or `form` of it, or fetched the package of `export`.

    The fetching of a package is kept of everybody, also of the enterprise's own people: it is what goes abroad.

    `again`: only the rest of a download that broke off.
    """
    standing = standing or standing_of(by, case)
    if export is None and not is_kept(standing):
        return
    data = {"side": _side(standing)}
    if export is not None:
        verb, data["export"] = PACKAGE_READ, str(export.number)
    elif form is not None:
        verb, data["form"] = FORM_READ, f"{form.kind}{form.version}"
    elif document is not None:
        verb, data["document"] = DOCUMENT_READ, str(document.pk)
    else:
        verb = CASE_READ
    if (verb == CASE_READ or again) and _read_lately(case, by, verb, data):
        return
    record(verb, case, by=by, **data)


def reads_of(case: Case) -> QuerySet[AuditEvent]:
    """Every reading of the case by others than the enterprise's own people, and every fetching of a package of
    evidence by anybody, newest first.
    """
    verbs = (CASE_READ, DOCUMENT_READ, FORM_READ, PACKAGE_READ)
    return AuditEvent.objects.filter(about(case), verb__in=verbs).order_by("-at", "-pk")


def _side(standing: Standing) -> str:
    """As what the person read it, kept with the reading: roles change later."""
    if standing.supervises and not standing.works:
        return "supervisor"
    return str(standing.side)


def _read_lately(case: Case, by: User, verb: str, data: dict[str, str]) -> bool:
    recent = AuditEvent.objects.filter(about(case), actor_id=by.pk, verb=verb, at__gt=clock.now() - ONCE_IN)
    return any(row.data == data for row in recent)
