"""Mails to somebody who came through the emergency door and has no account: to the address they left, with their link.

They say that there is news and where, never what the case is about: nobody has proved whose mailbox it is.
"""

import uuid
from collections.abc import Iterable
from datetime import timedelta

from django.conf import settings
from django.urls import reverse
from django.utils import timezone, translation

from disputes.models import Case, CaseEvent, Deadline, EmergencyFiling
from disputes.privatelinks import address_of
from portal.lib import clock, formats
from portal.notices.actions import queue
from portal.notices.models import ENDED, Notice

# So many filings of an hour may mail one address: a stranger's mailbox is not to be filled through this door.
MAILS = 5
WITHIN = timedelta(hours=1)


def tell_receipt(filing: EmergencyFiling) -> None:
    """The number, who answers by when, and the private link."""
    case = filing.case
    if case is None or not _may_mail(filing):
        return
    with translation.override(filing.language):
        due = timezone.localtime(case.due_at).strftime("%Y-%m-%d %H:%M") if case.due_at else ""
        context = {"reference": case.reference, "centre": str(case.centre), "due": due}
    _queue(filing, "emergency_receipt", "receipt", **context)


def ask_to_confirm(filing: EmergencyFiling, code: str) -> bool:
    """The code and the private link: nobody is called before. Whether a mail goes out."""
    if not _may_mail(filing):
        return False
    with translation.override(filing.language):
        page = settings.BASE_URL + reverse("emergency_code")
    _queue(filing, "emergency_confirm", "confirm", code_token=code, page=page)
    return True


def tell_news(case: Case, event: CaseEvent) -> None:
    """The centre wrote or decided something, and nobody with an account stands behind the case yet."""
    filing = EmergencyFiling.objects.filter(case=case, taken_over_at__isnull=True).first()
    if filing is not None and filing.email:
        _queue(filing, "emergency_news", f"{event.seq}", reference=case.reference)


def tell_date(case: Case, row: Deadline, what: str) -> None:
    """A legal date comes near: the day and nothing of the matter. `what` names this one mail in the ledger's key."""
    filing = EmergencyFiling.objects.filter(case=case, taken_over_at__isnull=True).first()
    if filing is not None and filing.email:
        with translation.override(filing.language):
            day = formats.day_with_weekday(row.act_by)
        _queue(filing, "emergency_deadline", what, reference=case.reference, day=day)


def tell_new_link(filing: EmergencyFiling) -> None:
    """The link that holds from now on."""
    if filing.email and filing.case is not None:
        _queue(filing, "emergency_news", f"link:{filing.nonce}", reference=filing.case.reference)


def forget_mails(filings: Iterable[uuid.UUID]) -> None:
    """Empty what the ledger holds of mails that have ended; the rows stay as the count of what was sent."""
    for pk in filings:
        ended = Notice.objects.filter(key__startswith=f"emergency:{pk}:", state__in=ENDED)
        ended.update(address="", payload={}, headers={}, last_error="")


def _may_mail(filing: EmergencyFiling) -> bool:
    if not filing.email:
        return False
    lately = EmergencyFiling.objects.filter(email__iexact=filing.email, created_at__gt=clock.now() - WITHIN)
    return lately.count() <= MAILS


def _queue(filing: EmergencyFiling, kind: str, what: str, **context: object) -> None:
    queue(
        key=f"emergency:{filing.pk}:{what}",
        kind=f"disputes.{kind}",
        recipient=None,
        address=filing.email,
        language=filing.language,
        context={**context, "url": address_of(filing)},
    )
