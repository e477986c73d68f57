"""The second channel: rows of the ledger posted to machines, by the rules of the first one.

2xx is sent; 410 switches the endpoint off; everything else is tried again as a mail is. A receiver that is away
holds up neither mails (they have a sweeper of their own) nor other receivers.
"""

import json
import logging
from collections import Counter
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.db.models import F
from django.template import TemplateDoesNotExist

from portal.accounts.access import people_with
from portal.accounts.permissions import Permission
from portal.lib import clock
from portal.lib.fetch import FetchError, post
from portal.lib.states import guarded_update
from portal.notices.actions import queue
from portal.notices.delivery import BATCH, MAX_ATTEMPTS, claim, finish, postpone, renew, wait_after
from portal.notices.links import absolute
from portal.notices.mail import render_words
from portal.notices.models import Channel, DisabledWhy, Notice, NoticeState, WebhookEndpoint
from portal.notices.signing import signature_header

logger = logging.getLogger(__name__)

BODY_VERSION = 1
# An endpoint that has taken nothing for so long is switched off, and its keepers are told.
GIVE_UP_AFTER = timedelta(days=5)
# How long the rest of a run leaves a receiver alone that did not answer.
REST = timedelta(minutes=1)


def body_of(notice: Notice) -> bytes:
    """What is posted: the snapshot, and the words of the mail of the same kind for gateways that only pass text on."""
    try:
        subject, text = render_words(notice)
    except TemplateDoesNotExist:
        subject, text = "", ""
    content: dict[str, Any] = {
        "version": BODY_VERSION,
        "id": notice.message_id.strip("<>"),
        "kind": notice.kind,
        "key": notice.key,
        "created": notice.created_at.isoformat(timespec="seconds"),
        "language": notice.language,
        "subject": subject,
        "text": text,
        "data": notice.payload,
    }
    return json.dumps(content, ensure_ascii=False, separators=(",", ":")).encode()


def headers_of(notice: Notice, endpoint: WebhookEndpoint, body: bytes) -> dict[str, str]:
    timestamp = str(int(clock.now().timestamp()))
    return {
        "Content-Type": "application/json; charset=utf-8",
        "User-Agent": f"portal-notices/{BODY_VERSION}",
        "X-Portal-Id": notice.message_id.strip("<>"),
        "X-Portal-Timestamp": timestamp,
        "X-Portal-Signature": signature_header(endpoint, timestamp, body),
    }


def deliver_hook(notice: Notice, resting: set[int]) -> NoticeState | None:
    """Post one claimed row and mark it; None when it is another sweeper's by now. Never raises.

    An endpoint that does not answer at all joins `resting`.
    """
    if notice.endpoint is None:
        raise ValueError("The database lets no webhook row be without an endpoint.")
    endpoint = notice.endpoint
    endpoint.refresh_from_db()  # the row before it in the batch may have switched it off
    if not endpoint.is_active:
        return _end(notice, NoticeState.SUPPRESSED, last_error="the endpoint is switched off")
    if endpoint.pk in resting:
        postpone([notice], clock.now() + REST)
        return NoticeState.RETRY
    if not renew(notice):
        return None
    if notice.attempts > MAX_ATTEMPTS:
        return _end(notice, NoticeState.FAILED, last_error=notice.last_error or "abandoned: no attempt came to an end")
    try:
        body = body_of(notice)
        status = post(endpoint.url, body, headers_of(notice, endpoint, body)).status
    except FetchError as error:
        resting.add(endpoint.pk)
        return _failed(notice, endpoint, str(error))
    except Exception as error:  # one row or template that is wrong never stops a batch
        logger.exception("Webhook %s (%s) could not be built", notice.pk, notice.kind)
        return _failed(notice, endpoint, f"{type(error).__name__}")
    if 200 <= status < 300:
        WebhookEndpoint.objects.filter(pk=endpoint.pk).update(
            failures=0, failing_since=None, last_error="", last_ok_at=clock.now()
        )
        return _end(notice, NoticeState.SENT, sent_at=clock.now(), last_error="")
    if status == 410:
        switch_off(endpoint, DisabledWhy.GONE)
        return _end(notice, NoticeState.FAILED, last_error="410")
    return _failed(notice, endpoint, f"answered {status}")


def _end(notice: Notice, state: NoticeState, **changes: object) -> NoticeState | None:
    return state if finish(notice, state, **changes) else None


def _failed(notice: Notice, endpoint: WebhookEndpoint, said: str) -> NoticeState | None:
    logger.warning("Webhook %s to %s, attempt %s: %s", notice.pk, endpoint.host, notice.attempts, said)
    now = clock.now()
    WebhookEndpoint.objects.filter(pk=endpoint.pk, failing_since__isnull=True).update(failing_since=now)
    WebhookEndpoint.objects.filter(pk=endpoint.pk).update(failures=F("failures") + 1, last_error=said[:200])
    endpoint.refresh_from_db(fields=["failing_since"])
    if endpoint.failing_since is not None and now - endpoint.failing_since >= GIVE_UP_AFTER:
        switch_off(endpoint, DisabledWhy.FAILING)
        return _end(notice, NoticeState.FAILED, last_error=said[:500])
    if notice.attempts >= MAX_ATTEMPTS:
        return _end(notice, NoticeState.FAILED, last_error=said[:500])
    return _end(notice, NoticeState.RETRY, last_error=said[:500], not_before=now + wait_after(notice.attempts))


def switch_off(endpoint: WebhookEndpoint, why: DisabledWhy) -> None:
    """The portal itself switches an endpoint off and mails its keepers, once."""
    endpoint.refresh_from_db()
    if not endpoint.is_active:
        return
    guarded_update(
        endpoint, expected={"version": endpoint.version, "is_active": True}, is_active=False, disabled_why=why
    )
    place = {"centre": endpoint.centre_id} if endpoint.centre_id is not None else {"enterprise": endpoint.enterprise_id}
    for keeper in people_with(Permission.KEEP_CHANNELS, **place):
        queue(
            key=f"webhook:{endpoint.pk}:off:{endpoint.version}:{keeper.pk}",
            kind="notices.webhook_off",
            recipient=keeper,
            context={
                "name": endpoint.name,
                "host": endpoint.host,
                "gone": why == DisabledWhy.GONE,
                "days": GIVE_UP_AFTER.days,
                "url": absolute("webhook", endpoint.pk, language=keeper.language),
            },
        )


def deliver_webhooks(*, limit: int = 1000) -> dict[str, int]:
    """Post what is due, at most `limit` rows, and return how many ended in which state."""
    counts: Counter[str] = Counter()
    resting: set[int] = set()
    taken = 0
    # Fewer at a time than mails: a receiver may take its whole time limit.
    batch_size = max(1, min(BATCH, settings.NOTICE_LEASE_SECONDS // 20))
    while taken < limit and (batch := claim(min(batch_size, limit - taken), Channel.WEBHOOK)):
        taken += len(batch)
        for notice in batch:
            state = deliver_hook(notice, resting)
            counts[state.value if state else "lost"] += 1
    return dict(counts)
