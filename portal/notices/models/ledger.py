"""The delivery ledger. Every mail and every posted message of the portal is a row here before it goes out.

    pending > claimed (lease) > sent | retry | failed | suppressed

The database is the queue: Celery only wakes workers, so a lost broker loses nothing. The Message-ID is fixed
when the row is written, so that a mail repeated after a crash can be recognised as the same.
"""

from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from portal.lib import clock
from portal.lib.states import Transitions
from portal.notices.models.endpoints import WebhookEndpoint


class Channel(models.TextChoices):
    EMAIL = "email", _("E-mail")
    WEBHOOK = "webhook", _("Webhook")


class NoticeState(models.TextChoices):
    PENDING = "pending", _("Waiting")
    CLAIMED = "claimed", _("Being sent")
    SENT = "sent", _("Sent")
    RETRY = "retry", _("Will be tried again")
    FAILED = "failed", _("Given up")
    SUPPRESSED = "suppressed", _("Not sent: address refused")


S = NoticeState
SECRETS = frozenset(("url", "link", "token"))
ENDED = frozenset((S.SENT, S.FAILED, S.SUPPRESSED))
TRANSITIONS: Transitions = {
    S.PENDING: {S.CLAIMED, S.SUPPRESSED},
    S.RETRY: {S.CLAIMED, S.SUPPRESSED},
    S.CLAIMED: {S.SENT, S.RETRY, S.FAILED, S.SUPPRESSED, S.CLAIMED},
    S.SENT: set(),
    S.FAILED: set(),
    S.SUPPRESSED: set(),
}


def without_links(payload: Mapping[str, Any]) -> dict[str, Any]:
    """What stays of a snapshot once its mail has ended: a link that opens an account is nobody's to read later.

    A rule of naming: what is called `url`, `link` or `token`, alone or after an underscore, is blanked.
    """
    return {name: "" if name.rpartition("_")[2] in SECRETS else value for name, value in payload.items()}


class Notice(models.Model):
    """One message to one recipient. `key` says what it is about and makes a second insert harmless."""

    key = models.CharField(max_length=200, unique=True)
    kind = models.CharField(_("kind"), max_length=60)
    channel = models.CharField(_("channel"), max_length=16, choices=Channel.choices, default=Channel.EMAIL)
    # Of a webhook; `address` then holds the host alone, because an address of a machine may carry its key.
    endpoint = models.ForeignKey(
        WebhookEndpoint, null=True, blank=True, on_delete=models.PROTECT, related_name="notices"
    )
    recipient = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="notices"
    )
    address = models.CharField(_("address"), max_length=254)
    language = models.CharField(max_length=10, default="zh-hans")
    message_id = models.CharField(max_length=200, unique=True)
    payload = models.JSONField(default=dict)
    headers = models.JSONField(default=dict, blank=True)
    state = models.CharField(_("state"), max_length=12, choices=NoticeState.choices, default=NoticeState.PENDING)
    attempts = models.PositiveSmallIntegerField(default=0)
    not_before = models.DateTimeField(default=clock.now)
    leased_until = models.DateTimeField(null=True, blank=True)
    lease = models.UUIDField(null=True, blank=True)
    last_error = models.CharField(max_length=500, blank=True, default="")
    created_at = models.DateTimeField(default=clock.now, editable=False)
    sent_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("notice")
        verbose_name_plural = _("notices")
        ordering = ["-created_at"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(channel="webhook", endpoint__isnull=False)
                | (~models.Q(channel="webhook") & models.Q(endpoint__isnull=True)),
                name="webhook_notice_has_an_endpoint",
            )
        ]
        indexes = [
            # Read by the sweeper: what is due.
            models.Index(fields=["not_before"], condition=models.Q(state__in=["pending", "retry"]), name="notice_due"),
            models.Index(fields=["leased_until"], condition=models.Q(state="claimed"), name="notice_leased"),
        ]

    def __str__(self) -> str:
        return self.key


class Suppression(models.Model):
    """An address that refused mail for good (5xx), or asked for none."""

    address = models.EmailField(unique=True)
    reason = models.CharField(max_length=500)
    created_at = models.DateTimeField(default=clock.now)

    class Meta:
        verbose_name = _("suppressed address")
        verbose_name_plural = _("suppressed addresses")
        ordering = ["-created_at"]

    def __str__(self) -> str:
        return self.address
