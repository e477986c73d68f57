"""An enterprise exists once an officer has verified a claim on its credit code.

    claimed > verified | rejected | disputed;  disputed > verified | rejected

A claim is made by anyone who files; until it is verified the person sees only what they filed themselves.
A second claim on a code that somebody holds or claims opens a review (`disputed`), never a dead end.
"""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from portal.accounts.querysets import EnterpriseClaimQuerySet
from portal.lib import clock
from portal.lib.events import Event
from portal.lib.states import Transitions


class Size(models.TextChoices):
    MICRO = "micro", _("Micro")
    SMALL = "small", _("Small")
    MEDIUM = "medium", _("Medium")
    LARGE = "large", _("Large")


class EnterpriseFacts(models.Model):
    """What is known of an enterprise, the same on the claim and on the verified record."""

    name_zh = models.CharField(_("registered name"), max_length=120)
    name_en = models.CharField(_("English name"), max_length=160, blank=True, default="")
    province = models.ForeignKey(
        "reference.Province", verbose_name=_("province"), on_delete=models.PROTECT, related_name="+"
    )
    city = models.ForeignKey(
        "reference.City", verbose_name=_("city"), null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    industry = models.ForeignKey(
        "reference.Industry",
        verbose_name=_("industry"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    key_industry = models.ForeignKey(
        "reference.Industry",
        verbose_name=_("key industry"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    size = models.CharField(_("size"), max_length=10, choices=Size.choices, blank=True, default="")
    export_markets = models.ManyToManyField(
        "reference.Jurisdiction", verbose_name=_("export markets"), blank=True, related_name="+"
    )

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.name_zh


class Enterprise(EnterpriseFacts):
    """A verified enterprise, one row a unified social credit code."""

    uscc = models.CharField(_("unified social credit code"), max_length=18, unique=True)
    version = models.PositiveIntegerField(default=1)
    is_demo = models.BooleanField(default=False)
    verified_at = models.DateTimeField(_("verified at"))
    created_at = models.DateTimeField(default=clock.now, editable=False)

    class Meta:
        verbose_name = _("enterprise")
        verbose_name_plural = _("enterprises")
        ordering = ["name_zh"]


class CreditCode(models.Model):
    """One row a code that was ever claimed. Whoever claims it or decides on it locks this row first.

    Two people who claim one code at the same moment share no other row, so neither would see the other.
    """

    uscc = models.CharField(_("unified social credit code"), max_length=18, primary_key=True)

    class Meta:
        verbose_name = _("claimed credit code")
        verbose_name_plural = _("claimed credit codes")

    def __str__(self) -> str:
        return self.uscc


class ClaimState(models.TextChoices):
    CLAIMED = "claimed", _("Waiting for verification")
    DISPUTED = "disputed", _("Claimed by someone else too: under review")
    VERIFIED = "verified", _("Verified")
    REJECTED = "rejected", _("Not accepted")


CLAIM_TRANSITIONS: Transitions = {
    ClaimState.CLAIMED: {ClaimState.VERIFIED, ClaimState.REJECTED, ClaimState.DISPUTED},
    ClaimState.DISPUTED: {ClaimState.VERIFIED, ClaimState.REJECTED},
    ClaimState.VERIFIED: set(),
    ClaimState.REJECTED: set(),
}


class EnterpriseClaim(EnterpriseFacts):
    """A person says: I act for the enterprise with this credit code."""

    class EvidenceKind(models.TextChoices):
        LICENCE = "licence", _("Image of the business licence")
        LETTER = "letter", _("Counter-signed letter")

    uscc = models.CharField(_("unified social credit code"), max_length=18, db_index=True)
    claimant = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="claims")
    contact_phone = models.CharField(_("telephone"), max_length=40, blank=True, default="")
    centre = models.ForeignKey(
        "accounts.GuidanceCentre",
        verbose_name=_("centre that decides"),
        on_delete=models.PROTECT,
        related_name="claims",
    )
    routed = models.JSONField(default=dict, blank=True)  # why this centre: `routing.explain` reads it
    enterprise = models.ForeignKey(Enterprise, null=True, blank=True, on_delete=models.PROTECT, related_name="claims")
    state = models.CharField(_("state"), max_length=10, choices=ClaimState.choices, default=ClaimState.CLAIMED)
    evidence_kind = models.CharField(
        _("kind of proof"), max_length=10, choices=EvidenceKind.choices, blank=True, default=""
    )
    evidence = models.FileField(_("proof"), upload_to="claims/%Y/%m", blank=True, max_length=200)
    evidence_name = models.CharField(max_length=200, blank=True, default="")
    evidence_sha256 = models.CharField(max_length=64, blank=True, default="")
    evidence_type = models.CharField(max_length=80, blank=True, default="")
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    decided_at = models.DateTimeField(null=True, blank=True)
    decision_reason = models.TextField(_("reason"), blank=True, default="")
    version = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField(_("claimed at"), default=clock.now, editable=False)

    objects = EnterpriseClaimQuerySet["EnterpriseClaim"].as_manager()

    class Meta:
        verbose_name = _("claim on an enterprise")
        verbose_name_plural = _("claims on enterprises")
        ordering = ["created_at"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(decided_by__isnull=True, decided_at__isnull=True)
                | models.Q(decided_by__isnull=False, decided_at__isnull=False),
                name="claim_decision_has_who_and_when",
            ),
            models.CheckConstraint(
                condition=~models.Q(state="verified") | models.Q(enterprise__isnull=False, decided_by__isnull=False),
                name="verified_claim_has_enterprise",
            ),
            models.UniqueConstraint(
                fields=["claimant", "uscc"],
                condition=models.Q(state__in=["claimed", "disputed", "verified"]),
                name="one_live_claim_per_person_and_code",
            ),
        ]


class ClaimEvent(Event):
    subject = models.ForeignKey(EnterpriseClaim, on_delete=models.PROTECT, related_name="events")

    class Meta(Event.Meta):
        constraints = [models.UniqueConstraint(fields=["subject", "seq"], name="claim_event_seq")]
