"""Words of the field in Chinese and English. Not proof-read by a terminologist, and shown so."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from portal.lib.provenance import Sourced


class GlossaryTerm(Sourced):
    """`source` is the register of the term (statute, treaty title, official or common usage)."""

    term_zh = models.CharField(_("Chinese"), max_length=60)
    term_en = models.CharField(_("English"), max_length=120)
    synonyms_zh = models.JSONField(default=list, blank=True)
    synonyms_en = models.JSONField(default=list, blank=True)
    equivalents = models.JSONField(_("national terms"), default=list, blank=True)
    note = models.TextField(_("note"), blank=True, default="")

    class Meta:
        verbose_name = _("glossary term")
        verbose_name_plural = _("glossary")
        ordering = ["term_en"]
        constraints = [models.UniqueConstraint(fields=["term_zh", "term_en"], name="one_row_per_term_pair")]

    def __str__(self) -> str:
        return f"{self.term_zh} / {self.term_en}"
