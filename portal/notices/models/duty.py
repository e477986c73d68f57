"""Who is on duty at a centre, from when to when, and under which telephone."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from portal.accounts.models import GuidanceCentre
from portal.lib import clock


class DutyShift(models.Model):
    """One person's shift. Shifts may overlap: then all of them are called."""

    centre = models.ForeignKey(GuidanceCentre, on_delete=models.CASCADE, related_name="duty_shifts")
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("who"), on_delete=models.CASCADE, related_name="duty_shifts"
    )
    starts_at = models.DateTimeField(_("from"))
    ends_at = models.DateTimeField(_("to"))
    phone = models.CharField(_("telephone"), max_length=40, blank=True, default="")
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(default=clock.now, editable=False)

    class Meta:
        verbose_name = _("duty shift")
        verbose_name_plural = _("duty shifts")
        ordering = ["starts_at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(ends_at__gt=models.F("starts_at")), name="shift_ends_after_start"
            ),
            models.UniqueConstraint(fields=["centre", "person", "starts_at"], name="one_shift_per_person_and_start"),
        ]
        indexes = [models.Index(fields=["centre", "ends_at"], name="duty_of_centre")]

    def __str__(self) -> str:
        return f"{self.centre_id} {self.person_id} {self.starts_at:%Y-%m-%d %H:%M}"
