"""What a change of a document does to the evidence exports that hold it."""

from typing import Any

from django.db.models import Q

from disputes.actions.changing import change
from disputes.export_states import EXPORT_TRANSITIONS, ExportState
from disputes.models import Case, CaseDocument, EvidenceExport
from portal.accounts.models import User
from portal.lib.states import guarded_update, move

# What a decision was about, and the approval that was asked for it: both fall when what they rest on changes.
UNDECIDED: dict[str, Any] = {"result": "", "basis": "", "decided_by": None, "decided_at": None, "decided_above": False}
UNAPPROVED: dict[str, Any] = {
    "approval_authority": "",
    "approval_number": "",
    "approval_date": None,
    "approval_document": None,
    "approval_by": None,
    "approval_confirmed_by": None,
    "approval_confirmed_at": None,
}
REVIEWED = (ExportState.IN_REVIEW, ExportState.DECIDED)


def note_replaced(case: Case, older: CaseDocument, *, by: User) -> None:
    """Take every export back to its draft in which `older` was under review or decided. The case is locked.

    An approval whose paper it is falls and is entered anew.
    The item stays as it was: what was answered was answered of the older file. Its preparer chooses again.
    """
    held = Q(items__removed_at__isnull=True) & (Q(items__document=older) | Q(items__redacted=older))
    for export in EvidenceExport.objects.filter(held, case=case, state__in=REVIEWED).distinct():
        move(
            export,
            EXPORT_TRANSITIONS,
            ExportState.DRAFT,
            **UNDECIDED,
            **UNAPPROVED,
        )
        data = {"export": str(export.pk), "number": export.number, "reason": "document", "document": str(older.pk)}
        change(case, by=by, kind="export_returned", data=data)
    # The paper of an approval does not leave, but what was entered and confirmed was read from it.
    for export in EvidenceExport.objects.filter(approval_document=older, case=case, state=ExportState.DECIDED):
        guarded_update(export, expected={"version": export.version}, **UNAPPROVED)
        data = {"export": str(export.pk), "number": export.number, "document": str(older.pk)}
        change(case, by=by, kind="export_approval_dropped", data=data)
