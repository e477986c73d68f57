"""The review of an evidence export: another person than who prepared it decides, never milder than the rules allow."""

from django.db import transaction
from django.utils.translation import gettext as _

from disputes import emails
from disputes.access import Act, Standing
from disputes.actions.changing import change
from disputes.actions.export_changes import UNAPPROVED, UNDECIDED
from disputes.actions.exporting import begin, what
from disputes.actions.writing import text_for_people
from disputes.export_states import EXPORT_TRANSITIONS, ExportState
from disputes.exports import Dossier, dossier_of
from disputes.gate import Floor, GateResult
from disputes.gate_words import sentences_of
from disputes.models import EvidenceExport, ExportItem, ExportOpinion
from portal.accounts.models import User
from portal.lib import clock
from portal.lib.errors import Conflict, NotAllowed
from portal.lib.states import guarded_update, move


def decide_export(*, export: EvidenceExport, by: User, result: GateResult, basis: str, version: int) -> None:
    """Write the result and what it rests on. It records a self-check and a review, and no finding of lawfulness.

    Raises NotAllowed for who prepared or answered, and for an ordinary reviewer where it was handed up; Conflict for a
    result milder than the answers and findings allow, and for any but `blocked` while the gate is open.
    """
    with transaction.atomic():
        standing = begin(export, by, version, Act.REVIEW_EXPORT)
        dossier = dossier_of(export)
        check_other_hand(dossier, by)
        floor = dossier.floor(sees_restricted=standing.sees_restricted)
        check_rank(floor, standing, result)
        if not floor.allows(result):
            raise Conflict(_too_mild(floor, dossier))
        move(
            export,
            EXPORT_TRANSITIONS,
            ExportState.DECIDED,
            version=version,
            result=result,
            basis=text_for_people(basis, field="basis"),
            decided_by=by,
            decided_at=clock.now(),
            decided_above=standing.sees_restricted,
            returned_text="",
            returned_at=None,
        )
        event = change(
            export.case,
            by=by,
            kind="export_decided",
            data=what(export) | {"result": str(result), "floor": str(floor.result), "files": _files(dossier)},
        )
        emails.tell_preparers(export, event, "export_decided")


def return_export(*, export: EvidenceExport, by: User, reason: str, version: int) -> None:
    """Give it back to who prepared it, with a reason."""
    with transaction.atomic():
        begin(export, by, version, Act.REVIEW_EXPORT)
        check_other_hand(dossier_of(export), by)
        move(
            export,
            EXPORT_TRANSITIONS,
            ExportState.DRAFT,
            version=version,
            returned_text=text_for_people(reason, field="reason"),
            returned_at=clock.now(),
            **UNDECIDED,
            **UNAPPROVED,
        )
        event = change(export.case, by=by, kind="export_returned", data=what(export) | {"reason": "reviewer"})
        emails.tell_preparers(export, event, "export_returned")


def accept_findings(*, export: EvidenceExport, by: User, item: ExportItem, reason: str, version: int) -> None:
    """Say why what the check found in the outgoing file may stand, for instance that the original is asked for.

    It is about that very file and those findings: a redacted version put in later, or what a later check finds, is
    judged anew.
    """
    with transaction.atomic():
        begin(export, by, version, Act.REVIEW_EXPORT)
        dossier = dossier_of(export)
        check_other_hand(dossier, by)
        if export.state != ExportState.IN_REVIEW:
            raise Conflict(
                _("This is not possible while the export is “%(state)s”.") % {"state": export.get_state_display()}
            )
        row = next((one for one in dossier.rows if one.item.pk == item.pk), None)
        if row is None or not row.checked:
            raise Conflict(_("This file has not been looked at yet. Wait for the redaction check."))
        text = text_for_people(reason, field="reason")
        ExportItem.objects.filter(pk=item.pk).update(
            accepted_text=text, accepted_by=by, accepted_at=clock.now(), accepted_hash=row.findings_hash
        )
        guarded_update(export, expected={"version": version})
        change(
            export.case,
            by=by,
            kind="export_findings_accepted",
            data=what(export) | {"item": row.item.position, "sha256": row.item.outgoing_sha256},
        )


def advise_export(
    *, export: EvidenceExport, by: User, recommends: GateResult, text: str, version: int
) -> ExportOpinion:
    """What an expert engaged on the case thinks of it. On record, and read by the reviewer; it decides nothing."""
    with transaction.atomic():
        begin(export, by, version, Act.ADVISE_EXPORT)
        if export.state not in (ExportState.IN_REVIEW, ExportState.DECIDED):
            raise Conflict(
                _("This is not possible while the export is “%(state)s”.") % {"state": export.get_state_display()}
            )
        opinion = ExportOpinion.objects.create(
            export=export,
            by=by,
            recommends=recommends,
            text=text_for_people(text),
            export_version=export.version,
            at=clock.now(),
        )
        event = change(
            export.case,
            by=by,
            kind="export_advised",
            data=what(export) | {"opinion": opinion.pk, "recommends": str(recommends)},
        )
        emails.tell_holder(export.case, event, "export_advised", number=export.number)
    return opinion


def check_other_hand(dossier: Dossier, by: User) -> None:
    """Raises NotAllowed for who prepared the export or answered for it."""
    if by.pk in dossier.authors:
        raise NotAllowed(_("You prepared this export or answered for it, so another reviewer must decide."))


def check_rank(floor: Floor, standing: Standing, result: GateResult) -> None:
    """What was handed up is decided by whoever sees restricted matters; anybody who reviews may block it."""
    if floor.handed_up and not standing.sees_restricted and result != GateResult.BLOCKED:
        raise NotAllowed(
            _(
                "Question 8 is answered yes or unsure, so this was handed up: only a person who sees restricted matters"
                " decides it. You can block it, or return it."
            )
        )


def _too_mild(floor: Floor, dossier: Dossier) -> str:
    if floor.is_open:
        said = " ".join(sentences_of(floor.gaps, dossier))
        return _("There are open points: it can only be blocked or returned. %(why)s") % {"why": said}
    return _("At least “%(result)s” is needed. %(why)s") % {
        "result": floor.result.label,
        "why": " ".join(sentences_of(floor.reasons, dossier)),
    }


def _files(dossier: Dossier) -> list[dict[str, object]]:
    """Over which files was decided."""
    return [{"item": row.item.position, "sha256": row.item.outgoing_sha256} for row in dossier.rows]
