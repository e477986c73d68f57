"""A sheet of experts between its check and its import."""

import uuid

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from portal.lib import clock


class PoolImport(models.Model):
    """An uploaded sheet as it was read: `rows` are cells by column.

    It holds personal data of people who are not in the pool yet, so it is emptied when it is imported and deleted
    after a day (`experts.tidy_pool`).
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    centre = models.ForeignKey("accounts.GuidanceCentre", on_delete=models.PROTECT, related_name="+")
    uploader = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    name = models.CharField(_("file"), max_length=130)
    sha256 = models.CharField(max_length=64)
    rows = models.JSONField(default=list)
    imported = models.PositiveIntegerField(null=True, blank=True)
    created_at = models.DateTimeField(default=clock.now, editable=False)
    imported_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("import of experts")
        verbose_name_plural = _("imports of experts")
        ordering = ["-created_at"]

    def __str__(self) -> str:
        return self.name
