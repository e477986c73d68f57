"""The end of a file: archive it with an index that proves it (form G), and hold it back from erasure."""

from datetime import date

from django.db import transaction
from django.db.models import Max, Q
from django.utils import translation
from django.utils.translation import gettext as _

from disputes.access import Act, need
from disputes.actions.changing import change, check_fresh, lock
from disputes.actions.papers import TASK, issue_form
from disputes.choices import FormKind
from disputes.models import ArchiveClass, Case, CaseArchive, CaseEvent, CaseForm, LegalHold, Outcome
from disputes.papers.casefile import index_of, parts_of, total_hash
from disputes.states import CaseState
from portal.accounts.models import User
from portal.lib import clock
from portal.lib.errors import Conflict, Invalid
from portal.lib.fields import clean_text
from portal.notices.waking import wake_on_commit


def archive_case(*, case: Case, by: User, retention: ArchiveClass, version: int | None = None) -> CaseArchive:
    """Close the file for good (form G): its index, its pages, its hash, how long it is kept.

    Raises Conflict while a form has neither a PDF nor a signed copy, and for a document that is not as it arrived.
    """
    with transaction.atomic():
        check_fresh(case, version)
        need(Act.ARCHIVE, case, by)
        lock(case)
        _check_forms(case)
        last = CaseEvent.objects.filter(subject=case).aggregate(last=Max("seq"))["last"] or 0
        with translation.override(case.language):
            index = index_of(parts_of(case, log_upto=last))
            outcome = Outcome.objects.filter(case=case).first()
            words = {
                "retention": str(retention),
                "result": outcome.get_result_display() if outcome else "",
                "for_good": _("for good"),
            }
        total, pages = total_hash(index), sum(part["pages"] or 0 for part in index)
        now = clock.now()
        keep_until = _last_day(case, retention)
        event = change(
            case,
            by=by,
            kind="archived",
            to=CaseState.ARCHIVED,
            data={"retention": retention.code, "parts": len(index), "pages": pages, "sha256": total},
            archived_at=now,
        )
        form = issue_form(
            case,
            kind=FormKind.G,
            by=by,
            event=event,
            extra={
                "index": index,
                "total": total,
                "pages": pages,
                "retention": words["retention"],
                "keep_until": keep_until.isoformat() if keep_until else words["for_good"],
                "result": words["result"],
                "by": str(by),
            },
        )
        archive = CaseArchive.objects.create(
            case=case,
            form=form,
            retention=retention,
            keep_until=keep_until,
            index=index,
            pages=pages,
            total_sha256=total,
            log_seq=last,
            by=by,
            created_at=now,
        )
        wake_on_commit(TASK)
    return archive


def _last_day(case: Case, retention: ArchiveClass) -> date | None:
    """Counted from the year after the closing, as files are; None for good."""
    closed = clock.now() if case.closed_at is None else case.closed_at
    if retention.years is None:
        return None
    return date(closed.astimezone(clock.SHANGHAI).year + retention.years, 12, 31)


def _check_forms(case: Case) -> None:
    """A file is archived with papers that can be read without the portal: the PDF or the signed copy of each form."""
    without = Q(pdf_sha256="") & Q(official__isnull=True)
    missing = [f"{form.kind}{form.version}" for form in CaseForm.objects.filter(without, case=case)]
    if missing:
        raise Conflict(
            _("No PDF is made yet of %(forms)s. Wait a minute, or attach the signed copy; then archive.")
            % {"forms": ", ".join(missing)}
        )


def set_hold(*, case: Case, by: User, reason: str) -> LegalHold:
    """Keep everything of the case from being erased until the hold is lifted. Raises Conflict when one stands."""
    with transaction.atomic():
        lock(case)
        need(Act.LEGAL_HOLD, case, by)
        if LegalHold.objects.filter(case=case, lifted_at__isnull=True).exists():
            raise Conflict(_("A legal hold stands already."))
        hold = LegalHold.objects.create(case=case, reason=_reason(reason), set_by=by, set_at=clock.now())
        change(case, by=by, kind="hold_set", data={"hold": hold.pk})
    return hold


def lift_hold(*, case: Case, by: User, reason: str) -> LegalHold:
    """Let the retention class count again. Raises Conflict when no hold stands."""
    with transaction.atomic():
        lock(case)
        need(Act.LEGAL_HOLD, case, by)
        hold = LegalHold.objects.select_for_update().filter(case=case, lifted_at__isnull=True).first()
        if hold is None:
            raise Conflict(_("No legal hold stands."))
        hold.lift_reason, hold.lifted_by, hold.lifted_at = _reason(reason), by, clock.now()
        hold.save(update_fields=["lift_reason", "lifted_by", "lifted_at"])
        change(case, by=by, kind="hold_lifted", data={"hold": hold.pk})
    return hold


def _reason(text: str) -> str:
    cleaned = clean_text(text)
    if not cleaned:
        raise Invalid(_("Write the reason."), field="reason")
    if len(cleaned) > 500:
        raise Invalid(_("This text is too long: at most %(limit)s characters.") % {"limit": 500}, field="reason")
    return cleaned
