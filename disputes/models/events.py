"""The timeline of a case."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from disputes.models.cases import Case
from portal.lib.events import Event


class CaseEvent(Event):
    """One act. Both sides see it, unless its kind is in `INTERNAL_KINDS`."""

    subject = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="events")

    class Meta(Event.Meta):
        verbose_name = _("event of a case")
        verbose_name_plural = _("events of cases")
        constraints = [models.UniqueConstraint(fields=["subject", "seq"], name="case_event_seq")]

    def __str__(self) -> str:
        return f"{self.subject_id} {self.seq} {self.kind}"
