"""Treaties, their parties and signatories.

"No row" reads "not known" unless the list is complete: the page must say which it is.
"""

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from portal.lib.fields import PartialDateField
from portal.lib.provenance import Sourced
from portal.reference.models import Named

# Administrators of treaties that are open to one region or bloc only.
REGIONAL = frozenset(("EPO", "UPC", "EAPO", "OAPI", "ARIPO", "GCC", "ASEAN", "CPTPP Commission"))


class Treaty(Named, Sourced):
    class Completeness(models.TextChoices):
        COMPLETE = "complete", _("The list is complete")
        STALE = "stale", _("The list was complete but is old")
        PARTIAL = "partial", _("The list is incomplete")
        NONE = "none", _("No list is held")

    code = models.CharField(_("code"), max_length=20, primary_key=True)
    administrator = models.CharField(_("administered by"), max_length=40, blank=True, default="")
    depositary = models.CharField(_("depositary"), max_length=60, blank=True, default="")
    adopted_year = models.PositiveSmallIntegerField(_("adopted"), null=True, blank=True)
    entry_into_force = PartialDateField(_("in force from"))
    subject = models.CharField(_("subject"), max_length=40, blank=True, default="")
    reference_count = models.PositiveSmallIntegerField(_("parties according to the reference"), null=True, blank=True)
    reference_basis = models.CharField(max_length=120, blank=True, default="")
    completeness = models.CharField(_("completeness of the list"), max_length=10, choices=Completeness.choices)
    note = models.TextField(_("note"), blank=True, default="")

    class Meta:
        verbose_name = _("treaty")
        verbose_name_plural = _("treaties")
        ordering = ["code"]

    @property
    def is_regional(self) -> bool:
        """Only states of one region or bloc can join: that another is no party says nothing."""
        return self.administrator in REGIONAL

    def get_absolute_url(self) -> str:
        return reverse("treaty", args=[self.code])


class TreatyParty(Sourced):
    """A party, or a territory to which a party extended the treaty. An empty date is unknown."""

    class Basis(models.TextChoices):
        PARTY = "party", _("Party")
        EXTENSION_VIA_CN = "extension_via_CN", _("Extended by China")

    treaty = models.ForeignKey(Treaty, on_delete=models.PROTECT, related_name="parties")
    jurisdiction = models.ForeignKey("reference.Jurisdiction", on_delete=models.PROTECT, related_name="treaty_parties")
    basis = models.CharField(_("basis"), max_length=20, choices=Basis.choices)
    in_force_date = PartialDateField(_("in force from"))
    instrument_date = PartialDateField(_("instrument deposited"))
    instrument_type = models.CharField(_("instrument"), max_length=60, blank=True, default="")

    class Meta:
        verbose_name = _("treaty party")
        verbose_name_plural = _("treaty parties")
        ordering = ["treaty", "jurisdiction"]
        constraints = [models.UniqueConstraint(fields=["jurisdiction", "treaty", "basis"], name="one_party_per_basis")]

    def __str__(self) -> str:
        return f"{self.treaty_id}: {self.jurisdiction_id}"


class TreatySignatory(Sourced):
    """Signed, not party."""

    treaty = models.ForeignKey(Treaty, on_delete=models.PROTECT, related_name="signatories")
    jurisdiction = models.ForeignKey("reference.Jurisdiction", on_delete=models.PROTECT, related_name="signatures")
    signature_date = PartialDateField(_("signed on"))

    class Meta:
        verbose_name = _("signatory")
        verbose_name_plural = _("signatories")
        ordering = ["treaty", "jurisdiction"]
        constraints = [models.UniqueConstraint(fields=["jurisdiction", "treaty"], name="one_signature_per_treaty")]

    def __str__(self) -> str:
        return f"{self.treaty_id}: {self.jurisdiction_id}"
