"""Subsidies, insurance premiums and loans for disputes abroad. A past call shows a pattern, never an entitlement."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from portal.lib.fields import PartialDateField
from portal.lib.provenance import Sourced


class SupportScheme(Sourced):
    """One scheme in one period. Amounts are in `currency`, percentages of the premium paid.

    `region_code` is the code the source names, perhaps of a district, which has no row of its own; `province`
    and `city` are those it lies in. The texts are Chinese, as their sources are.
    """

    class Kind(models.TextChoices):
        SUBSIDY = "subsidy", _("Subsidy")
        PREMIUM_SUBSIDY = "premium_subsidy", _("Premium subsidy")
        PROJECT_GRANT = "project_grant", _("Project grant")
        PLEDGE_LOAN = "pledge_loan", _("Pledge loan")
        COST_ADVANCE = "cost_advance", _("Advance on costs")

    code = models.SlugField(_("code"), max_length=40, unique=True)
    name_zh = models.CharField(_("name (Chinese)"), max_length=120)
    region_code = models.CharField(max_length=6)
    province = models.ForeignKey(
        "reference.Province", verbose_name=_("province"), on_delete=models.PROTECT, related_name="support_schemes"
    )
    city = models.ForeignKey(
        "reference.City",
        verbose_name=_("city"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="support_schemes",
    )
    kind = models.CharField(_("kind"), max_length=20, choices=Kind.choices)
    who = models.TextField(_("who may apply"), blank=True, default="")
    what = models.TextField(_("what is paid"), blank=True, default="")
    cap_amount = models.DecimalField(_("at most"), max_digits=14, decimal_places=2, null=True, blank=True)
    currency = models.CharField(_("currency"), max_length=3, blank=True, default="")
    rate_percent = models.PositiveSmallIntegerField(_("share in per cent"), null=True, blank=True)
    conditions = models.TextField(_("conditions"), blank=True, default="")
    overlap_rule = models.TextField(_("what is deducted"), blank=True, default="")
    valid_from = PartialDateField(_("valid from"))
    valid_to = PartialDateField(_("valid to"))

    class Meta:
        verbose_name = _("support scheme")
        verbose_name_plural = _("support schemes")
        ordering = ["region_code", "code"]

    def __str__(self) -> str:
        return self.name_zh
