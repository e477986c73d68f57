"""The sweeper of mails: claims due rows, sends them over one connection, marks each right after its own sending.

Any number of sweepers may run at once and any of them may die at any moment. A row belongs to the sweeper whose
lease it carries; when a lease runs out the row is claimed again. So a mail may go out twice when a sweeper dies
between sending and marking, then with the same Message-ID; it is never lost.
"""

import logging
import smtplib
import uuid
from collections import Counter
from datetime import datetime, timedelta
from types import TracebackType
from typing import Any

from django.conf import settings
from django.core.mail import get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.db import connection, transaction
from django.db.models import F, Q, QuerySet

from portal.lib import clock
from portal.lib.errors import Conflict
from portal.lib.states import guarded_update, may_move
from portal.notices.actions import suppress
from portal.notices.mail import build_message
from portal.notices.models import ENDED, TRANSITIONS, Channel, Notice, NoticeState, Suppression, without_links

logger = logging.getLogger(__name__)

BATCH = 50
# Waits double from one minute to four hours: given up after about a day and a half, as mail servers do.
MAX_ATTEMPTS = 15
FIRST_WAIT = timedelta(minutes=1)
LONGEST_WAIT = timedelta(hours=4)


def lease_time() -> timedelta:
    """Long enough for one slow SMTP exchange with room; counted anew before every mail."""
    return timedelta(seconds=settings.NOTICE_LEASE_SECONDS)


def wait_after(attempts: int) -> timedelta:
    """How long to leave a row alone after its `attempts`-th failure."""
    doublings: int = 2 ** max(attempts - 1, 0)
    return min(FIRST_WAIT * doublings, LONGEST_WAIT)


def _due(channel: Channel) -> Q:
    now = clock.now()
    waiting = Q(state__in=[NoticeState.PENDING, NoticeState.RETRY], not_before__lte=now)
    return (waiting | Q(state=NoticeState.CLAIMED, leased_until__lte=now)) & Q(channel=channel)


def claim(limit: int, channel: Channel = Channel.EMAIL) -> list[Notice]:
    """Up to `limit` due rows of a channel under a new lease, oldest first. No two sweepers get the same row.

    PostgreSQL skips what another sweeper is just claiming. On SQLite the second writer finds that the guard in
    its update no longer holds. Either way the rows that carry our lease are ours.
    """
    lease = uuid.uuid4()
    due: QuerySet[Notice] = Notice.objects.filter(_due(channel)).order_by("not_before", "pk")
    if connection.features.has_select_for_update_skip_locked:
        due = due.select_for_update(skip_locked=True)
    with transaction.atomic():
        chosen = list(due.values_list("pk", flat=True)[:limit])
        Notice.objects.filter(_due(channel), pk__in=chosen).update(
            state=NoticeState.CLAIMED,
            lease=lease,
            leased_until=clock.now() + lease_time(),
        )
    return list(Notice.objects.filter(lease=lease).select_related("endpoint").order_by("not_before", "pk"))


class Line:
    """One mail connection, opened when first needed and again after it broke."""

    def __init__(self) -> None:
        self.backend: BaseEmailBackend | None = None
        self.dead = False  # the server cannot be reached or does not let us in: no mail's fault

    def __enter__(self) -> "Line":
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, tb: TracebackType | None) -> None:
        self.hang_up()

    def send(self, notice: Notice) -> None:
        """Send one mail; raises what the mail library raises. An unusable connection is dropped."""
        message = build_message(notice)
        if self.backend is None:
            backend = get_connection()
            try:
                backend.open()
            except Exception:
                self.dead = True
                raise
            self.backend = backend
        try:
            self.backend.send_messages([message])
        except Exception as error:
            if not _line_survives(error):
                self.hang_up()
            raise

    def hang_up(self) -> None:
        backend, self.backend = self.backend, None
        if backend is not None:
            try:
                backend.close()
            except (OSError, smtplib.SMTPException):
                logger.info("The mail server did not take the good-bye.", exc_info=True)


def _replies(error: Exception) -> list[tuple[int, str]]:
    """What the server said: code and text. Empty when it said nothing."""
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        return [(code, _text(said)) for code, said in error.recipients.values()]
    if isinstance(error, smtplib.SMTPResponseException):
        return [(error.smtp_code, _text(error.smtp_error))]
    return []


def _text(said: bytes | str) -> str:
    return said.decode(errors="replace") if isinstance(said, bytes) else str(said)


def _line_survives(error: Exception) -> bool:
    """Whether the server refused this mail only and takes the next on the same connection (421 hangs up)."""
    about_this_mail = isinstance(error, smtplib.SMTPRecipientsRefused | smtplib.SMTPDataError)
    return about_this_mail and all(code != 421 for code, _said in _replies(error))


def refuses_address(error: Exception) -> bool:
    """Whether the server says that this address will never take our mail.

    Only an answer about the recipient counts: 5xx to RCPT or after DATA. A 5xx to the log-in or the sender, and
    an enhanced status (RFC 3463) of class 5.3 to 5.7 (system, routing, protocol, content, policy) speak of us
    or of this one mail: those are tried again, so that a wrong setting does not silence everybody.
    """
    if not isinstance(error, smtplib.SMTPRecipientsRefused | smtplib.SMTPDataError):
        return False
    replies = _replies(error)
    ours = ("5.3", "5.4", "5.5", "5.6", "5.7")
    return bool(replies) and all(500 <= code < 600 and not said.startswith(ours) for code, said in replies)


def finish(notice: Notice, into: NoticeState, **changes: object) -> bool:
    """Leave the claim. False when the lease was lost and the row is another sweeper's now."""
    if not may_move(TRANSITIONS, NoticeState.CLAIMED, into):
        raise ValueError(f"A claimed notice cannot become {into}.")
    if into in ENDED:
        changes["payload"] = without_links(notice.payload)
    try:
        guarded_update(
            notice,
            expected={"state": NoticeState.CLAIMED, "lease": notice.lease},
            state=into,
            lease=None,
            leased_until=None,
            **changes,
        )
    except Conflict:
        logger.warning("The lease on notice %s ran out while it was sent.", notice.pk)
        return False
    return True


def renew(notice: Notice) -> bool:
    """Count this attempt, and the lease from now on; False when another sweeper has the row.

    Counted before the sending, so that a row that kills its sweepers comes to an end too; and not when claimed,
    so that what waits behind it, or behind a server that is away, loses nothing.
    """
    ours = Notice.objects.filter(pk=notice.pk, state=NoticeState.CLAIMED, lease=notice.lease)
    if not ours.update(leased_until=clock.now() + lease_time(), attempts=F("attempts") + 1):
        return False
    notice.attempts += 1
    return True


def postpone(untried: list[Notice], until: datetime | None = None) -> int:
    """Give claimed rows back uncounted, due `until` then or as they were; how many were still ours."""
    changes: dict[str, Any] = {"not_before": until} if until else {}
    return sum(
        Notice.objects.filter(pk=notice.pk, state=NoticeState.CLAIMED, lease=notice.lease).update(
            state=NoticeState.RETRY, lease=None, leased_until=None, **changes
        )
        for notice in untried
    )


def deliver(notice: Notice, line: Line) -> NoticeState | None:
    """Send one claimed row and mark it. Returns its new state, None when it is no longer ours. Never raises."""
    if not renew(notice):
        return None
    state, changes = _try(notice, line)
    return state if finish(notice, state, **changes) else None


def _try(notice: Notice, line: Line) -> tuple[NoticeState, dict[str, object]]:
    if Suppression.objects.filter(address=notice.address.lower()).exists():
        return NoticeState.SUPPRESSED, {}
    if notice.attempts > MAX_ATTEMPTS:  # it was tried that often and never marked: it kills its sweeper
        return NoticeState.FAILED, {"last_error": notice.last_error or "abandoned: no attempt came to an end"}
    try:
        line.send(notice)
    except Exception as error:  # one bad row, template or address never stops a batch
        said = "; ".join(f"{code} {text}" for code, text in _replies(error)) or f"{type(error).__name__}: {error}"
        logger.warning("Notice %s (%s), attempt %s: %s", notice.pk, notice.kind, notice.attempts, said)
        return _after_failure(notice, error, said[:500])
    return NoticeState.SENT, {"sent_at": clock.now(), "last_error": ""}


def _after_failure(notice: Notice, error: Exception, said: str) -> tuple[NoticeState, dict[str, object]]:
    if refuses_address(error):
        suppress(address=notice.address, reason=said)
        return NoticeState.SUPPRESSED, {"last_error": said}
    if notice.attempts >= MAX_ATTEMPTS:
        return NoticeState.FAILED, {"last_error": said}
    return NoticeState.RETRY, {"last_error": said, "not_before": clock.now() + wait_after(notice.attempts)}


def deliver_due(*, limit: int = 1000) -> dict[str, int]:
    """Send what is due, at most `limit` rows, and return how many ended in which state.

    Rows are claimed in small batches, so that a killed sweeper holds few and others can help. A server that is
    away ends the run after one attempt; the next beat asks it again.
    """
    counts: Counter[str] = Counter()
    taken = 0
    with Line() as line:
        while taken < limit and (batch := claim(min(BATCH, limit - taken))):
            taken += len(batch)
            for place, notice in enumerate(batch, start=1):
                state = deliver(notice, line)
                counts[state.value if state else "lost"] += 1
                if line.dead:
                    counts[NoticeState.RETRY.value] += postpone(batch[place:])
                    return dict(counts)
    return dict(counts)
