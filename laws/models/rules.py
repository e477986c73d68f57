"""Legal periods as temporal data. Computing dates from them comes with the deadline engine."""

from django.conf import settings
from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from portal.lib.provenance import Sourced


class DeadlineRule(Sourced):
    """One version of one legal period. `fact_status` says how the text was read; a review is a person's."""

    rule_id = models.SlugField(_("rule"), max_length=60, unique=True)
    jurisdiction = models.ForeignKey("reference.Jurisdiction", on_delete=models.PROTECT, related_name="deadline_rules")
    forum = models.ForeignKey("reference.Forum", on_delete=models.PROTECT, related_name="deadline_rules")
    dispute_type = models.ForeignKey("reference.DisputeType", on_delete=models.PROTECT, related_name="deadline_rules")
    role = models.CharField(_("whose act"), max_length=16, blank=True, default="")
    act_zh = models.CharField(_("act (Chinese)"), max_length=120, blank=True, default="")
    act_en = models.CharField(_("act (English)"), max_length=200, blank=True, default="")
    trigger_kind = models.CharField(_("counted from"), max_length=60)
    unit = models.CharField(_("unit"), max_length=16)
    quantity = models.PositiveSmallIntegerField(_("length"), help_text=_("0 means that no date may be computed."))
    roll_rule = models.CharField(max_length=32, blank=True, default="")
    extension_quantity = models.PositiveSmallIntegerField(null=True, blank=True)
    extension_unit = models.CharField(max_length=16, blank=True, default="")
    extension_condition = models.TextField(blank=True, default="")
    effective_from = models.DateField(null=True, blank=True)
    effective_to = models.DateField(null=True, blank=True)
    effective_keyed_on = models.CharField(max_length=16, blank=True, default="")
    consequence_zh = models.TextField(blank=True, default="")
    consequence_en = models.TextField(blank=True, default="")
    citation = models.TextField(_("citation"), blank=True, default="")
    source_quote = models.TextField(_("quote"), blank=True, default="")
    checked_on = models.DateField(_("looked up on"), null=True, blank=True)
    reviewed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    reviewed_on = models.DateField(_("reviewed on"), null=True, blank=True)

    class Meta:
        verbose_name = _("deadline rule")
        verbose_name_plural = _("deadline rules")
        ordering = ["jurisdiction", "rule_id"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(reviewed_by__isnull=True, reviewed_on__isnull=True)
                | models.Q(reviewed_by__isnull=False, reviewed_on__isnull=False),
                name="rule_review_has_who_and_when",
            ),
        ]

    def __str__(self) -> str:
        return self.act

    @property
    def act(self) -> str:
        zh, en = self.act_zh or self.act_en, self.act_en or self.act_zh
        return en if (get_language() or "").startswith("en") else zh
