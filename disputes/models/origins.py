"""Cases that somebody of a centre entered: for a caller, or from last year's sheets."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from disputes.choices import ConsentGiven
from disputes.models.cases import Case
from portal.lib import clock


class BehalfFiling(models.Model):
    """Who filed for whom and how the caller agreed. The caller's own name and number are the case's contact.

    `company_name` to `city` are as told: no claim is made for somebody who is not there. `taken_over_at` is when the
    caller made the case theirs.
    """

    case = models.OneToOneField(Case, on_delete=models.CASCADE, related_name="behalf")
    officer = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("entered by"), on_delete=models.PROTECT, related_name="+"
    )
    consent_how = models.CharField(_("how the caller agreed"), max_length=10, choices=ConsentGiven.choices)
    recorded_at = models.DateTimeField(default=clock.now)
    company_name = models.CharField(_("company"), max_length=120)
    uscc = models.CharField(_("unified social credit code"), max_length=18, blank=True, default="")
    province = models.ForeignKey(
        "reference.Province", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    city = models.ForeignKey("reference.City", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    minutes = models.PositiveSmallIntegerField(_("minutes"), null=True, blank=True)
    taken_over_at = models.DateTimeField(null=True, blank=True)
    taken_over_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        verbose_name = _("filing on behalf")
        verbose_name_plural = _("filings on behalf")

    def __str__(self) -> str:
        return self.company_name


class ImportedCase(models.Model):
    """Where an imported case came from. The centre's own old number makes a second import harmless."""

    case = models.OneToOneField(Case, on_delete=models.CASCADE, related_name="imported")
    centre = models.ForeignKey("accounts.GuidanceCentre", on_delete=models.PROTECT, related_name="+")
    old_number = models.CharField(_("the centre's own number"), max_length=60)
    imported_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    imported_at = models.DateTimeField(default=clock.now)
    sheet_sha256 = models.CharField(max_length=64)
    province = models.ForeignKey(
        "reference.Province", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        verbose_name = _("imported case")
        verbose_name_plural = _("imported cases")
        constraints = [models.UniqueConstraint(fields=["centre", "old_number"], name="an_old_number_is_imported_once")]

    def __str__(self) -> str:
        return self.old_number
