"""What comes in through the emergency door, before and beside the case it becomes."""

import secrets
import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from disputes.choices import Confirmation, EmergencyKind, FilingState
from disputes.models.cases import Case
from disputes.querysets import EmergencyQuerySet
from portal.lib import clock


def new_nonce() -> str:
    return secrets.token_urlsafe(16)


class EmergencyNetwork(models.Model):
    """A network from which somebody filed: the row that filings from there wait for one another on.

    Holds a keyed hash, no address, and goes with its last filing.
    """

    network = models.CharField(max_length=64, unique=True)

    class Meta:
        verbose_name = _("network of an emergency")
        verbose_name_plural = _("networks of emergencies")

    def __str__(self) -> str:
        return self.network[:8]


class EmergencyFiling(models.Model):
    """One sending of the emergency form. Kept whatever else happens; a filed one has its case.

    `values` holds what was typed while it waits, and is emptied when it becomes a case. The private link of the filer
    is signed from `id` and `nonce` (`disputes.privatelinks`): a new nonce makes every earlier link void. `network` is a
    keyed hash of the network it came from, never an address.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    key = models.UUIDField(unique=True, editable=False)  # of the form it came from: sent twice is one filing
    kind = models.CharField(_("what happened"), max_length=10, choices=EmergencyKind.choices)
    state = models.CharField(_("state"), max_length=12, choices=FilingState.choices, default=FilingState.UNCONFIRMED)
    is_demo = models.BooleanField(default=False)
    language = models.CharField(_("language"), max_length=10, choices=settings.LANGUAGES, default="zh-hans")
    values = models.JSONField(default=dict, blank=True)
    centre = models.ForeignKey(
        "accounts.GuidanceCentre", verbose_name=_("centre"), on_delete=models.PROTECT, related_name="+"
    )
    case = models.OneToOneField(Case, null=True, blank=True, on_delete=models.CASCADE, related_name="emergency")

    # whom to reach
    phone_typed = models.CharField(_("telephone as typed"), max_length=40, blank=True, default="")
    phone = models.CharField(_("telephone"), max_length=20, blank=True, default="")
    phone_extension = models.CharField(_("extension"), max_length=10, blank=True, default="")
    email = models.EmailField(_("e-mail"), blank=True, default="")
    filed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    network = models.CharField(max_length=64, blank=True, default="")
    created_at = models.DateTimeField(default=clock.now, editable=False)

    # the private link and the code of the mail
    nonce = models.CharField(max_length=32, default=new_nonce)
    code_hash = models.CharField(max_length=64, blank=True, default="")
    code_attempts = models.PositiveSmallIntegerField(default=0)

    # what became of it
    confirmed_how = models.CharField(
        _("confirmed"), max_length=10, choices=Confirmation.choices, blank=True, default=""
    )
    decided_at = models.DateTimeField(_("decided at"), null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    discard_reason = models.CharField(_("reason"), max_length=300, blank=True, default="")
    taken_over_at = models.DateTimeField(_("taken over at"), null=True, blank=True)
    taken_over_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    objects = EmergencyQuerySet.as_manager()

    class Meta:
        verbose_name = _("emergency filing")
        verbose_name_plural = _("emergency filings")
        ordering = ["-created_at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state="filed", case__isnull=False) | (~Q(state="filed") & Q(case__isnull=True)),
                name="filed_emergency_has_its_case",
            ),
            models.CheckConstraint(
                condition=~Q(state="discarded") | ~Q(discard_reason=""), name="discarded_emergency_has_a_reason"
            ),
            models.CheckConstraint(
                condition=Q(taken_over_by__isnull=True) | Q(taken_over_at__isnull=False),
                name="emergency_taken_over_says_when",
            ),
        ]
        indexes = [
            # Counted at each filing: how many of the last minute came from the same network.
            models.Index(fields=["network", "created_at"], name="emergency_of_network"),
            models.Index(fields=["centre", "-created_at"], condition=Q(state="unconfirmed"), name="emergency_waiting"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.created_at:%Y-%m-%d %H:%M}"

    @property
    def is_taken_over(self) -> bool:
        return self.taken_over_at is not None


class CardText(models.Model):
    """The emergency card in a language other than Chinese and English: shown once a named person approved the text."""

    kind = models.CharField(_("what happened"), max_length=10, choices=EmergencyKind.choices)
    language = models.CharField(_("language"), max_length=16)  # BCP 47, for the page's `lang`
    language_name = models.CharField(_("name of the language, in that language"), max_length=40)
    text = models.TextField(_("text"))
    version = models.PositiveIntegerField(default=1)
    written_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    approved_on = models.DateField(_("approved on"), null=True, blank=True)

    class Meta:
        verbose_name = _("text of an emergency card")
        verbose_name_plural = _("texts of emergency cards")
        ordering = ["kind", "language"]
        constraints = [
            models.UniqueConstraint(fields=["kind", "language"], name="one_card_per_kind_and_language"),
            models.CheckConstraint(
                condition=Q(approved_by__isnull=True, approved_on__isnull=True)
                | Q(approved_by__isnull=False, approved_on__isnull=False),
                name="approved_card_says_by_whom_and_when",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.language}"
