"""Offices of a jurisdiction and the terms and windows of its rights."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from laws.models.choices import Subject
from portal.lib.provenance import Sourced


class IpOffice(Sourced):
    """The office of a jurisdiction, or the one it refers to. Hosts are host names only, to be re-checked."""

    jurisdiction = models.OneToOneField(
        "reference.Jurisdiction", on_delete=models.PROTECT, primary_key=True, related_name="ip_office"
    )
    name_en = models.CharField(_("office"), max_length=255, blank=True, default="")
    refers_to = models.ForeignKey(
        "reference.Jurisdiction", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    website_host = models.CharField(_("website"), max_length=120, blank=True, default="")
    pct_filing_languages = models.JSONField(default=list, blank=True)
    pct_types = models.JSONField(default=list, blank=True)
    trademark_authority_en = models.CharField(_("trade mark authority"), max_length=255, blank=True, default="")
    trademark_host = models.CharField(max_length=120, blank=True, default="")
    trademark_languages = models.JSONField(default=list, blank=True)

    class Meta:
        verbose_name = _("IP office")
        verbose_name_plural = _("IP offices")
        ordering = ["jurisdiction"]

    def __str__(self) -> str:
        return self.name_en or self.trademark_authority_en or self.jurisdiction_id


class ProtectionTerm(Sourced):
    """A term or window read in a statute. `as_of` is the age of the copy that was read, where it is known."""

    key = models.SlugField(_("key"), max_length=120, unique=True)
    jurisdiction = models.ForeignKey("reference.Jurisdiction", on_delete=models.PROTECT, related_name="terms")
    right = models.CharField(_("right"), max_length=20, choices=Subject.choices)
    field = models.CharField(_("what"), max_length=40)
    value = models.PositiveSmallIntegerField(_("length"))
    unit = models.CharField(_("unit"), max_length=10)
    counted_from = models.CharField(_("counted from"), max_length=160, blank=True, default="")
    provision = models.CharField(_("provision"), max_length=120, blank=True, default="")

    class Meta:
        verbose_name = _("protection term")
        verbose_name_plural = _("protection terms")
        ordering = ["jurisdiction", "right", "field"]

    def __str__(self) -> str:
        return f"{self.jurisdiction_id} {self.right} {self.field}: {self.value} {self.unit}"
