"""What one person will be told at the end of one period.

    open > closed

A digest only collects and then builds one notice; sending is the ledger's work. An instant mail is a digest whose
period is its one warning and which is due at once.
"""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from portal.lib import clock
from portal.lib.states import Transitions


class DigestState(models.TextChoices):
    OPEN = "open", pgettext_lazy("digest", "Collecting")
    CLOSED = "closed", pgettext_lazy("digest", "Closed")


TRANSITIONS: Transitions = {DigestState.OPEN: {DigestState.CLOSED}, DigestState.CLOSED: set()}


class Digest(models.Model):
    """`period` is the day on which it closes, or the reference of the one warning of an instant mail."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="warning_digests")
    period = models.CharField(_("period"), max_length=24)
    closes_at = models.DateTimeField(_("closes at"))
    state = models.CharField(_("state"), max_length=8, choices=DigestState.choices, default=DigestState.OPEN)
    notice = models.ForeignKey(
        "notices.Notice", null=True, blank=True, on_delete=models.SET_NULL, related_name="warning_digests"
    )
    created_at = models.DateTimeField(default=clock.now, editable=False)

    class Meta:
        verbose_name = _("digest")
        verbose_name_plural = _("digests")
        ordering = ["-closes_at", "pk"]
        constraints = [models.UniqueConstraint(fields=["user", "period"], name="one_digest_per_period")]
        # Read by the sweep: what is to be closed.
        indexes = [models.Index(fields=["closes_at"], condition=models.Q(state="open"), name="digest_open")]

    def __str__(self) -> str:
        return f"{self.user_id} {self.period}"


class DigestItem(models.Model):
    """One warning in one digest, and the subscription because of which it is there."""

    digest = models.ForeignKey(Digest, on_delete=models.CASCADE, related_name="items")
    warning = models.ForeignKey("warnings.RiskWarning", on_delete=models.PROTECT, related_name="digest_items")
    subscription = models.ForeignKey(
        "warnings.Subscription", null=True, blank=True, on_delete=models.SET_NULL, related_name="digest_items"
    )
    created_at = models.DateTimeField(default=clock.now, editable=False)

    class Meta:
        ordering = ["digest", "pk"]
        constraints = [models.UniqueConstraint(fields=["digest", "warning"], name="one_item_per_warning")]

    def __str__(self) -> str:
        return f"{self.digest_id}: {self.warning_id}"
