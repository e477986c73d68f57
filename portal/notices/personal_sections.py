"""Mails to a person and hours on duty. Addresses and texts go, the rows stay as the count of what was sent."""

from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy

from portal.accounts.models import User
from portal.accounts.personal_data import Section
from portal.notices.models import ENDED, DutyShift, Notice, NoticeState, Suppression

# The mail that says what was erased has to reach the address that is erased.
FAREWELL = "erasure:"


class Mails(Section):
    code, label, retention = "mails", gettext_lazy("Mails sent to me"), "at_once"

    def collect(self, user: User) -> list[dict[str, Any]]:
        rows = self._of(user).order_by("created_at")
        return [{"kind": n.kind, "address": n.address, "state": n.state, "sent": n.sent_at} for n in rows]

    def erase(self, user: User) -> None:
        """What waits is not sent any more; what was sent loses address and text. Guarded by the state."""
        theirs = self._of(user)
        waiting = theirs.filter(state__in=(NoticeState.PENDING, NoticeState.RETRY))
        waiting.exclude(key__startswith=FAREWELL).update(state=NoticeState.SUPPRESSED)
        theirs.filter(state__in=ENDED).update(address="", payload={}, headers={}, last_error="")
        DutyShift.objects.filter(person=user).delete()
        Suppression.objects.filter(address=user.email).delete()

    @staticmethod
    def _of(user: User) -> QuerySet[Notice]:
        return Notice.objects.filter(Q(recipient=user) | Q(address=user.email))
