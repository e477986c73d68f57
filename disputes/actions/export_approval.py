"""The approval of an authority for an evidence export: one person enters it, a reviewer of another hand confirms it."""

from dataclasses import dataclass
from datetime import date

from django.core.files.base import File
from django.db import transaction
from django.utils.translation import gettext as _

from disputes import emails
from disputes.access import Act, Standing
from disputes.actions.changing import change
from disputes.actions.documents import one_transaction, store_file
from disputes.actions.export_review import check_other_hand, check_rank
from disputes.actions.exporting import begin, what
from disputes.export_states import ExportState
from disputes.exports import dossier_of, is_fit
from disputes.gate import GateResult
from disputes.models import EvidenceExport
from disputes.people import export_reviewers_for
from portal.accounts.models import User
from portal.lib import clock
from portal.lib.errors import Conflict, Invalid, NotAllowed
from portal.lib.fields import clean_text
from portal.lib.states import guarded_update


@dataclass(frozen=True)
class Approval:
    """The approval of an authority, as a person types it from the paper."""

    authority: str
    number: str
    on: date


def record_approval(*, export: EvidenceExport, by: User, approval: Approval, file: "File[bytes]", version: int) -> None:
    """Enter the approval of the authority with its paper. Raises Invalid naming what is missing.

    The side that prepared it or a reviewer; only where the decision was that an approval is needed. What is entered
    waits for another reviewer, also where it takes the place of what was confirmed before.
    """
    authority, number = clean_text(approval.authority), clean_text(approval.number)
    for name, value, limit in (("authority", authority, 200), ("number", number, 120)):
        if not value:
            raise Invalid(_("Please write something here."), field=name)
        if len(value) > limit:
            raise Invalid(_("This text is too long: at most %(limit)s characters.") % {"limit": limit}, field=name)
    if approval.on > clock.today():
        raise Invalid(_("This day is in the future. Enter the date on the approval."), field="on")
    with one_transaction() as stored:
        standing = _begin_approval(export, by, version)
        if export.state != ExportState.DECIDED or export.result != GateResult.NEEDS_APPROVAL:
            raise Conflict(_("An approval is entered after the review has decided that one is needed."))
        dossier = dossier_of(export)
        waited = export_reviewers_for(export.case, above=dossier.floor().handed_up)
        reviewers = [one for one in waited if one.pk not in dossier.authors | {by.pk}]
        if not reviewers:
            raise Conflict(_("Nobody else at the centre may confirm it. Ask the head to name another reviewer."))
        document = store_file(export.case, by=by, file=file, stored=stored, side=standing.side, field="file")
        guarded_update(
            export,
            expected={"version": version},
            approval_authority=authority,
            approval_number=number,
            approval_date=approval.on,
            approval_document=document,
            approval_by=by,
            approval_confirmed_by=None,
            approval_confirmed_at=None,
        )
        event = change(
            export.case,
            by=by,
            kind="export_approval_recorded",
            data=what(export)
            | {"date": approval.on.isoformat(), "document": str(document.pk), "sha256": document.sha256},
        )
        emails.tell_of_export(reviewers, export, event, "export_approval_waits")


def confirm_approval(*, export: EvidenceExport, by: User, version: int) -> None:
    """Say that the approval on record is what its paper says; until then no package is made.

    Raises NotAllowed for who prepared, answered or entered it, and for an ordinary reviewer where it was handed up;
    Conflict where nothing waits, or the paper was replaced or may carry a virus.
    """
    with transaction.atomic():
        standing = begin(export, by, version, Act.REVIEW_EXPORT)
        dossier = dossier_of(export)
        check_other_hand(dossier, by)
        if by.pk == export.approval_by_id:
            raise NotAllowed(_("You entered this approval, so another reviewer must confirm it."))
        check_rank(dossier.floor(), standing, GateResult.NEEDS_APPROVAL)
        paper = export.approval_document
        waits = export.state == ExportState.DECIDED and export.is_approved and not export.is_confirmed
        if not waits or paper is None:
            raise Conflict(_("No approval waits to be confirmed."))
        if not is_fit(paper):
            raise Conflict(
                _("The paper of the approval was replaced, or the virus check does not allow it. Enter it again.")
            )
        guarded_update(
            export,
            expected={"version": version},
            approval_confirmed_by=by,
            approval_confirmed_at=clock.now(),
        )
        event = change(
            export.case,
            by=by,
            kind="export_approval_confirmed",
            data=what(export) | {"document": str(paper.pk), "sha256": paper.sha256},
        )
        emails.tell_preparers(export, event, "export_approval_confirmed")


def _begin_approval(export: EvidenceExport, by: User, version: int) -> Standing:
    try:
        return begin(export, by, version, Act.REVIEW_EXPORT)
    except NotAllowed:
        return begin(export, by, version)
