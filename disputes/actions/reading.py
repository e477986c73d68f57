"""That an officer read a case: kept in the audit log, once an hour for each reader and case."""

from datetime import timedelta

from disputes.models import Case
from portal.accounts.models import AuditEvent, User
from portal.lib import clock

ONCE_IN = timedelta(hours=1)


def note_read(*, case: Case, by: User, what: str = "case_read", subject: str = "") -> None:
    """Write who read which case. `subject` names a document where one was opened; every opening of one counts."""
    now = clock.now()
    if not subject:
        recent = AuditEvent.objects.filter(
            actor_id=by.pk, verb=what, subject_type="case", subject_id=str(case.pk), at__gt=now - ONCE_IN
        )
        if recent.exists():
            return
    AuditEvent.objects.create(
        at=now,
        actor_id=by.pk,
        verb=what,
        subject_type="case",
        subject_id=str(case.pk),
        data={"document": subject} if subject else {},
    )
