"""What is promised for a case and when it was kept."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from disputes.choices import ClockKind, Priority
from disputes.models.cases import Case


class CaseClock(models.Model):
    """One promise on one case, from its start to its end; kept for good.

    `snapshot` says what the due time rests on (`disputes.servicetimes`): a later change of hours or service times
    does not touch it. `in_time` is empty while the clock runs and for a promise that fell away unfulfilled, for
    instance because the case was withdrawn. Written only by `disputes.clocks`.
    """

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="clocks")
    kind = models.CharField(_("kind"), max_length=16, choices=ClockKind.choices)
    priority = models.CharField(_("priority"), max_length=2, choices=Priority.choices)
    started_at = models.DateTimeField(_("started at"))
    due_at = models.DateTimeField(_("due"))
    paused_at = models.DateTimeField(_("stopped at"), null=True, blank=True)
    ended_at = models.DateTimeField(_("ended at"), null=True, blank=True)
    in_time = models.BooleanField(_("in time"), null=True, blank=True)
    snapshot = models.JSONField(default=dict)
    warned_at = models.DateTimeField(_("warned at"), null=True, blank=True)
    escalated_at = models.DateTimeField(_("escalated at"), null=True, blank=True)

    class Meta:
        verbose_name = _("clock of a case")
        verbose_name_plural = _("clocks of cases")
        ordering = ["started_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["case", "kind"], condition=models.Q(ended_at__isnull=True), name="one_running_clock_per_kind"
            ),
            models.CheckConstraint(
                condition=models.Q(ended_at__isnull=True) | models.Q(paused_at__isnull=True),
                name="an_ended_clock_is_not_stopped",
            ),
            models.CheckConstraint(
                condition=models.Q(ended_at__isnull=False) | models.Q(in_time__isnull=True),
                name="only_an_ended_clock_is_judged",
            ),
        ]
        indexes = [
            # Read by the tasks that warn and escalate: running clocks by due time.
            models.Index(fields=["due_at"], condition=models.Q(ended_at__isnull=True), name="clock_running"),
        ]

    def __str__(self) -> str:
        return f"{self.case_id} {self.kind}"

    @property
    def calendar_confirmed(self) -> bool:
        return bool(self.snapshot.get("calendar_confirmed", False))
