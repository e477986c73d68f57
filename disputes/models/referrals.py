"""Referrals to the department that may investigate (Decree 801, art. 14): grounds, departments, and each referral."""

from datetime import date

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from disputes.choices import ConsentGiven
from disputes.models.cases import Case
from disputes.models.documents import CaseDocument
from disputes.models.papers import CaseForm
from disputes.states import ReferralState
from portal.lib import clock
from portal.lib.provenance import Sourced
from portal.reference.models import Named


def _english() -> bool:
    return (get_language() or "").startswith("en")


class Ground(models.TextChoices):
    """The three matters of Decree 801, art. 14; there is no fourth."""

    INFRINGING_IMPORTS = "infringing_imports", _("Imported goods infringe and endanger the order of foreign trade")
    LICENCE_TERMS = "licence_terms", _("No-challenge clause, forced package licence or exclusive grant-back")
    NATIONAL_TREATMENT = "national_treatment", _("National treatment or adequate protection is denied abroad")


class GroundQuerySet(models.QuerySet["ReferralGround"]):
    def in_force(self, day: date) -> "GroundQuerySet":
        """The wording of each ground on `day`: the laws behind them were renumbered."""
        return self.filter(valid_from__lte=day).filter(Q(valid_to__isnull=True) | Q(valid_to__gte=day))


class ReferralGround(Sourced):
    """What a ground says and rests on during one time. A renumbered law is a new row, so that old papers stay right."""

    ground = models.CharField(_("ground"), max_length=24, choices=Ground.choices)
    text_zh = models.CharField(_("text (Chinese)"), max_length=300)
    text_en = models.CharField(_("text (English)"), max_length=500)
    citation_zh = models.CharField(_("rests on (Chinese)"), max_length=300)
    citation_en = models.CharField(_("rests on (English)"), max_length=400)
    valid_from = models.DateField(_("valid from"))
    valid_to = models.DateField(_("valid to"), null=True, blank=True)

    objects = GroundQuerySet.as_manager()

    class Meta:
        verbose_name = _("ground of a referral")
        verbose_name_plural = _("grounds of referrals")
        ordering = ["ground", "valid_from"]
        constraints = [models.UniqueConstraint(fields=["ground", "valid_from"], name="one_ground_from_a_day_on")]

    def __str__(self) -> str:
        return self.text

    @property
    def text(self) -> str:
        return self.text_en if _english() else self.text_zh

    @property
    def citation(self) -> str:
        return self.citation_en if _english() else self.citation_zh


class ReferralDepartment(Named, Sourced):
    """A department to which a matter can be referred. A name only: the portal sends nothing there by itself."""

    code = models.SlugField(_("code"), max_length=40, primary_key=True)
    position = models.PositiveSmallIntegerField(_("order"), default=0)
    is_active = models.BooleanField(_("offered"), default=True)

    class Meta:
        verbose_name = _("department for referrals")
        verbose_name_plural = _("departments for referrals")
        ordering = ["position", "code"]


class Referral(models.Model):
    """A matter put before a department, with the enterprise's consent, until the department said that it has it.

    Sending issues the paper (form R), whose content no longer changes. A department that sends it back says why; what
    is then mended is a new referral.
    """

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="referrals")
    number = models.PositiveSmallIntegerField(_("number"))
    state = models.CharField(
        _("state"), max_length=10, choices=ReferralState.choices, default=ReferralState.DRAFT, db_index=True
    )
    version = models.PositiveIntegerField(default=1)
    ground = models.ForeignKey(ReferralGround, on_delete=models.PROTECT, related_name="+")
    department = models.ForeignKey(ReferralDepartment, on_delete=models.PROTECT, related_name="+")
    facts = models.TextField(_("facts"))
    products = models.TextField(_("goods, technology or services concerned"))
    parties = models.TextField(_("parties concerned"))
    documents = models.ManyToManyField(CaseDocument, verbose_name=_("evidence"), related_name="+", blank=True)
    consent = models.CharField(
        _("consent of the enterprise"), max_length=10, choices=ConsentGiven.choices, blank=True, default=""
    )
    consent_by = models.CharField(_("who consented"), max_length=120, blank=True, default="")
    consent_on = models.DateField(_("consented on"), null=True, blank=True)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField(default=clock.now, editable=False)
    form_key = models.UUIDField(null=True, blank=True, editable=False)
    sent_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    sent_at = models.DateTimeField(_("sent at"), null=True, blank=True)
    paper = models.ForeignKey(CaseForm, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    receipt_number = models.CharField(_("receipt number"), max_length=80, blank=True, default="")
    answered_on = models.DateField(_("received or returned on"), null=True, blank=True)
    return_reason = models.TextField(_("why it was returned"), blank=True, default="")

    class Meta:
        verbose_name = _("referral")
        verbose_name_plural = _("referrals")
        ordering = ["case", "number"]
        constraints = [
            models.UniqueConstraint(fields=["case", "number"], name="one_referral_per_case_and_number"),
            models.UniqueConstraint(fields=["case", "made_by", "form_key"], name="one_referral_per_person_and_form"),
            models.CheckConstraint(
                condition=Q(state="draft") | (~Q(consent="") & ~Q(consent_by="") & Q(consent_on__isnull=False)),
                name="a_sent_referral_has_the_consent",
            ),
            models.CheckConstraint(
                condition=Q(state="draft") | Q(sent_at__isnull=False, sent_by__isnull=False, paper__isnull=False),
                name="a_sent_referral_has_its_paper",
            ),
            models.CheckConstraint(
                condition=~Q(state="received") | (~Q(receipt_number="") & Q(answered_on__isnull=False)),
                name="a_received_referral_has_its_receipt",
            ),
            models.CheckConstraint(
                condition=~Q(state="returned") | (~Q(return_reason="") & Q(answered_on__isnull=False)),
                name="a_returned_referral_says_why",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.case_id}: {self.number}"

    @property
    def has_consent(self) -> bool:
        return bool(self.consent and self.consent_by and self.consent_on)
