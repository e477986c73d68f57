"""That an officer read a case: kept in the audit log, once an hour for each reader and case."""

from datetime import timedelta

from disputes.models import Case
from portal.accounts.actions.audit import about, record
from portal.accounts.models import AuditEvent, User
from portal.lib import clock

ONCE_IN = timedelta(hours=1)


def note_read(*, case: Case, by: User, what: str = "case_read", subject: str = "") -> None:
    """Write who read which case. `subject` names a document where one was opened; every opening of one counts."""
    if not subject:
        recent = AuditEvent.objects.filter(about(case), actor_id=by.pk, verb=what, at__gt=clock.now() - ONCE_IN)
        if recent.exists():
            return
    record(what, case, by=by, **({"document": subject} if subject else {}))
