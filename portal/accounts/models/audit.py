"""A log of who read or changed what, for acts that have no event table of their own."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from portal.lib import clock


class AuditEvent(models.Model):
    """No foreign keys, so that the log outlives its subjects; ids and codes only, no personal text."""

    at = models.DateTimeField(_("at"), default=clock.now, db_index=True)
    actor_id = models.BigIntegerField(_("who"), null=True, blank=True, db_index=True)
    verb = models.CharField(_("act"), max_length=60)
    subject_type = models.CharField(max_length=40)
    subject_id = models.CharField(max_length=64)
    data = models.JSONField(default=dict, blank=True)

    class Meta:
        verbose_name = _("audit record")
        verbose_name_plural = _("audit records")
        ordering = ["-at", "-pk"]
        indexes = [models.Index(fields=["subject_type", "subject_id"], name="audit_by_subject")]

    def __str__(self) -> str:
        return f"{self.verb} {self.subject_type} {self.subject_id}"
