"""Typical cases from sourced facts. Amounts awarded and collected are kept apart and never added."""

from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from laws.models.choices import Subject
from portal.lib.fields import PartialDateField
from portal.lib.provenance import Sourced


class Judgment(Sourced):
    code = models.CharField(_("code"), max_length=12, unique=True)
    caption = models.CharField(_("caption"), max_length=160)
    jurisdiction = models.ForeignKey("reference.Jurisdiction", on_delete=models.PROTECT, related_name="judgments")
    court = models.CharField(_("court"), max_length=160, blank=True, default="")
    docket = models.CharField(_("docket"), max_length=120, blank=True, default="")
    decision_date = PartialDateField(_("decided"))
    right = models.CharField(_("right"), max_length=20, choices=Subject.choices, blank=True, default="")
    dispute_type = models.ForeignKey(
        "reference.DisputeType", null=True, blank=True, on_delete=models.PROTECT, related_name="judgments"
    )
    outcome_zh = models.TextField(_("outcome (Chinese)"), blank=True, default="")
    outcome_en = models.TextField(_("outcome (English)"), blank=True, default="")
    amount = models.DecimalField(_("amount"), max_digits=18, decimal_places=2, null=True, blank=True)
    currency = models.CharField(_("currency"), max_length=3, blank=True, default="")
    amount_kind = models.CharField(_("what the amount is"), max_length=60, blank=True, default="")
    collected = models.TextField(_("what was collected"), blank=True, default="")

    class Meta:
        verbose_name = _("typical case")
        verbose_name_plural = _("typical cases")
        ordering = ["code"]

    def __str__(self) -> str:
        return self.caption

    @property
    def outcome(self) -> str:
        zh, en = self.outcome_zh or self.outcome_en, self.outcome_en or self.outcome_zh
        return en if (get_language() or "").startswith("en") else zh
