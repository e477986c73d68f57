"""A person's wish to be erased: it can be taken back until it is carried out."""

from datetime import timedelta

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from portal.lib import clock

COOL_OFF = timedelta(days=7)


class ErasureRequest(models.Model):
    """pending > cancelled | executed > settled (nothing with an end is left)."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="erasure_requests")
    requested_at = models.DateTimeField(_("requested"), default=clock.now, editable=False)
    due_at = models.DateTimeField(_("carried out from"))
    cancelled_at = models.DateTimeField(_("taken back"), null=True, blank=True)
    executed_at = models.DateTimeField(_("carried out"), null=True, blank=True)
    settled_at = models.DateTimeField(_("nothing is left to erase"), null=True, blank=True)

    class Meta:
        verbose_name = _("request for erasure")
        verbose_name_plural = _("requests for erasure")
        ordering = ["-requested_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["user"],
                condition=models.Q(cancelled_at__isnull=True, executed_at__isnull=True),
                name="one_open_erasure_per_person",
            ),
            models.CheckConstraint(
                condition=models.Q(cancelled_at__isnull=True) | models.Q(executed_at__isnull=True),
                name="erasure_is_cancelled_or_executed",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user_id} {self.requested_at:%Y-%m-%d}"
