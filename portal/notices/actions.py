"""Queueing mails and posted messages. Nothing in the portal sends either any other way (docs/notices.md)."""

import json
import uuid
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db.models import Q
from django.utils import translation

from portal.accounts.models import User
from portal.lib import clock
from portal.notices.models import Channel, Notice, NoticeState, Suppression, Topic, WebhookEndpoint, without_links
from portal.notices.waking import wake_on_commit

DELIVER = "notices.deliver_due"
POST = "notices.deliver_webhooks"


def prepare(
    *,
    key: str,
    kind: str,
    recipient: User | None,
    address: str = "",
    language: str | None = None,
    context: Mapping[str, Any] | None = None,
    headers: Mapping[str, str] | None = None,
    not_before: datetime | None = None,
) -> Notice:
    """The unsaved row of one mail.

    `context` is the snapshot the mail will be rendered from, whenever that is. Dates and translated texts in it
    become plain text here, in the recipient's language. Raises ValueError without an address: a programming error.
    """
    address = address or (recipient.email if recipient else "")
    if not address:
        raise ValueError(f"The notice {key} has nobody to go to.")
    language = language or (recipient.language if recipient else settings.LANGUAGE_CODE)
    with translation.override(language):
        payload = json.loads(json.dumps(dict(context or {}), cls=DjangoJSONEncoder))
    return Notice(
        key=key,
        kind=kind,
        recipient=recipient,
        address=address,
        language=language,
        message_id=f"<{uuid.uuid4().hex}@{settings.BASE_HOST}>",
        payload=payload,
        headers=dict(headers or {}),
        not_before=not_before or clock.now(),
    )


def endpoints_for(topic: Topic, *, centre: int | None = None, enterprise: int | None = None) -> list[WebhookEndpoint]:
    """The endpoints of one place that are switched on and want `topic`."""
    if (centre is None) == (enterprise is None):
        raise ValueError("Name one owner: a centre or an enterprise.")
    mine = Q(centre=centre) if enterprise is None else Q(enterprise=enterprise)
    # The list is short and a list in JSON is searched differently by each database.
    return [endpoint for endpoint in WebhookEndpoint.objects.filter(mine, is_active=True) if topic in endpoint.topics]


def prepare_post(*, endpoint: WebhookEndpoint, key: str, kind: str, context: Mapping[str, Any]) -> Notice:
    """The unsaved row of one message to a machine. `key` as in `prepare`, without the receiver: it is added here."""
    notice = prepare(
        key=f"{key}:hook:{endpoint.pk}",
        kind=kind,
        recipient=None,
        address=endpoint.host,
        language=endpoint.language,
        context=context,
    )
    notice.channel, notice.endpoint = Channel.WEBHOOK, endpoint
    return notice


def insert(notices: Iterable[Notice]) -> None:
    """Write prepared rows; one whose key stands already is left alone. Wakes the worker on commit.

    A row to an address that refused mail before is written as suppressed, so that the ledger shows it.
    """
    rows = list(notices)
    refused = set(
        Suppression.objects.filter(address__in={row.address.lower() for row in rows}).values_list("address", flat=True)
    )
    for row in rows:
        if row.address.lower() in refused:
            row.state, row.payload = NoticeState.SUPPRESSED, without_links(row.payload)
    Notice.objects.bulk_create(rows, ignore_conflicts=True, batch_size=500)
    channels = {row.channel for row in rows}
    if Channel.EMAIL in channels:
        wake_on_commit(DELIVER)
    if Channel.WEBHOOK in channels:
        wake_on_commit(POST)


def queue(
    *,
    key: str,
    kind: str,
    recipient: User | None,
    address: str = "",
    language: str | None = None,
    context: Mapping[str, Any] | None = None,
    headers: Mapping[str, str] | None = None,
    not_before: datetime | None = None,
) -> Notice:
    """Queue one mail inside the caller's transaction and return its row, old or new.

    `key` says what the mail is about (`case:GD-2026-000123:answered:4:7`): a second call with it changes nothing.
    `kind` names its templates: `disputes.answered` is `templates/emails/disputes/answered.{subject,txt,html}`.
    """
    insert(
        [
            prepare(
                key=key,
                kind=kind,
                recipient=recipient,
                address=address,
                language=language,
                context=context,
                headers=headers,
                not_before=not_before,
            )
        ]
    )
    return Notice.objects.get(key=key)


def suppress(*, address: str, reason: str) -> None:
    """Send no more mail to `address`. Harmless when repeated."""
    Suppression.objects.get_or_create(address=address.lower(), defaults={"reason": reason[:500]})
