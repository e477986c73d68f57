"""Who worked on a case, and secret links into one."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from disputes.models.cases import Case
from portal.lib import clock


class Assignment(models.Model):
    """Which centre and which officer had the case, from when to when. At most one is current."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="assignments")
    centre = models.ForeignKey("accounts.GuidanceCentre", on_delete=models.PROTECT, related_name="+")
    officer = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    # Empty when nobody with an account filed it.
    assigned_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    started_at = models.DateTimeField(default=clock.now)
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("assignment")
        verbose_name_plural = _("assignments")
        ordering = ["started_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["case"], condition=models.Q(ended_at__isnull=True), name="one_current_assignment_per_case"
            )
        ]

    def __str__(self) -> str:
        return f"{self.case_id}: {self.officer_id or '–'}"


class CaseAccessToken(models.Model):
    """A secret link that opens one case for one purpose until a moment. Only its hash is stored."""

    class Purpose(models.TextChoices):
        RATE = "rate", _("Rate the answer")

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="access_tokens")
    purpose = models.CharField(max_length=16, choices=Purpose.choices)
    recipient = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    token_hash = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField(default=clock.now, editable=False)
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("link into a case")
        verbose_name_plural = _("links into cases")
        ordering = ["-created_at"]

    def __str__(self) -> str:
        return f"{self.purpose} {self.case_id}"
