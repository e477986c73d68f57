"""The one row that says whether a page made before is still right."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class PublicStamp(models.Model):
    """Counts the changes of what the public pages show (`portal.lib.stamp`). There is one row, with the key 1."""

    value = models.PositiveBigIntegerField(default=0)

    class Meta:
        verbose_name = _("count of public changes")
        verbose_name_plural = _("counts of public changes")

    def __str__(self) -> str:
        return str(self.value)
