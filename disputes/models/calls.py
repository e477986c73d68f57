"""An emergency that somebody of the centre must acknowledge."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from disputes.models.cases import Case


class DutyCall(models.Model):
    """The people on duty are called for a P0 case, again and again until somebody acknowledges it.

    The row is the queue: a task rings what is due by `next_at` (`disputes.actions.calling`). A call that ended without
    an acknowledgement fell away, because the case no longer needed it.
    """

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="duty_calls")
    event_seq = models.PositiveIntegerField()  # the event that made the case an emergency
    raised_at = models.DateTimeField(_("raised at"))
    rings = models.PositiveIntegerField(_("times called"), default=0)
    next_at = models.DateTimeField(_("next call"))
    acknowledged_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("acknowledged by"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    ended_at = models.DateTimeField(_("ended at"), null=True, blank=True)

    class Meta:
        verbose_name = _("duty call")
        verbose_name_plural = _("duty calls")
        ordering = ["-raised_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["case"], condition=Q(ended_at__isnull=True), name="one_open_duty_call_per_case"
            ),
            models.CheckConstraint(
                condition=Q(ended_at__isnull=False) | Q(acknowledged_by__isnull=True),
                name="an_acknowledged_call_has_ended",
            ),
        ]
        indexes = [
            # Read every minute by the task that rings.
            models.Index(fields=["next_at"], condition=Q(ended_at__isnull=True), name="duty_call_open"),
        ]

    def __str__(self) -> str:
        return f"{self.case_id} {self.raised_at:%Y-%m-%d %H:%M}"
