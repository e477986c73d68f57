"""Institutions and firms that an enterprise may turn to. Listing is no endorsement, and no order is paid for."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from portal.lib.provenance import Sourced
from portal.reference.models import Named


class ServiceProvider(Named, Sourced):
    """A mediation or arbitration body, a firm with offices abroad, an insurer and the like.

    `fact_status` says how its existence is known; `checked_on` is empty where nothing was read.
    """

    class Kind(models.TextChoices):
        MEDIATION = "mediation", _("Mediation")
        ARBITRATION = "arbitration", _("Arbitration")
        IP_COURT_CENTER = "ip_court_center", _("IP court or centre")
        LAW_FIRM_BRANCH = "law_firm_branch", _("Law firm with offices abroad")
        AGENCY = "agency", _("IP agency")
        EVIDENCE_ATTESTATION = "evidence_attestation", _("Attestation of evidence")
        INSURER = "insurer", _("Insurer")
        LENDER = "lender", _("Lender")
        TRAINING_HOST = "training_host", _("Training body")

    code = models.SlugField(_("code"), max_length=40, unique=True)
    kinds = models.JSONField(_("kinds"), default=list, help_text=_("Values of Kind."))
    jurisdictions = models.ManyToManyField(
        "reference.Jurisdiction", verbose_name=_("where it works"), blank=True, related_name="service_providers"
    )
    seats = models.JSONField(_("seats"), default=list, blank=True)
    languages = models.JSONField(_("languages"), default=list, blank=True)
    website_host = models.CharField(_("website"), max_length=120, blank=True, default="")
    note = models.TextField(_("note"), blank=True, default="")
    checked_on = models.DateField(_("looked up on"), null=True, blank=True)

    class Meta:
        verbose_name = _("service provider")
        verbose_name_plural = _("service providers")
        ordering = ["code"]
