"""Typical cases from sourced facts. Amounts awarded and collected are kept apart and never added.

A case is entered and corrected by two hands: one person proposes with a source, a legal reviewer decides.
"""

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from laws.models.choices import Subject
from laws.models.proposals import ProposalState
from portal.lib import clock
from portal.lib.fields import PartialDateField
from portal.lib.formats import is_english
from portal.lib.provenance import Sourced
from portal.reference.seeding.converting import fingerprint, plain


class Judgment(Sourced):
    """A decision or settlement. `currency` is that of both amounts; an empty amount is not known, never nothing.

    `collected_amount` is what was paid and `collected` tells it in words, with dates and whatever is no sum of money.
    `punitive_multiple` stands only where the source names it.
    """

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
    facts_zh = models.TextField(_("facts (Chinese)"), blank=True, default="")
    facts_en = models.TextField(_("facts (English)"), blank=True, default="")
    outcome_zh = models.TextField(_("outcome (Chinese)"), blank=True, default="")
    outcome_en = models.TextField(_("outcome (English)"), blank=True, default="")
    amount = models.DecimalField(_("amount"), max_digits=18, decimal_places=2, null=True, blank=True)
    currency = models.CharField(_("currency"), max_length=3, blank=True, default="")
    amount_kind = models.CharField(_("what the amount is"), max_length=60, blank=True, default="")
    punitive_multiple = models.DecimalField(
        _("punitive multiple"), max_digits=4, decimal_places=1, null=True, blank=True
    )
    collected_amount = models.DecimalField(
        _("amount collected"), max_digits=18, decimal_places=2, null=True, blank=True
    )
    collected = models.TextField(_("what was collected"), blank=True, default="")
    collected_zh = models.TextField(_("what was collected (Chinese)"), blank=True, default="")
    reviewed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, editable=False, on_delete=models.PROTECT, related_name="+"
    )
    reviewed_on = models.DateField(_("reviewed on"), null=True, blank=True, editable=False)
    # What the reviewer read: a file that changes the row afterwards ends the review.
    reviewed_hash = models.CharField(max_length=64, blank=True, default="", editable=False)

    class Meta:
        verbose_name = _("typical case")
        verbose_name_plural = _("typical cases")
        ordering = ["code"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(reviewed_by__isnull=True, reviewed_on__isnull=True)
                | models.Q(reviewed_by__isnull=False, reviewed_on__isnull=False),
                name="judgment_review_has_who_and_when",
            ),
        ]

    def __str__(self) -> str:
        return self.caption

    def get_absolute_url(self) -> str:
        return reverse("judgment", args=[self.code])

    @property
    def facts_hash(self) -> str:
        """The hash of everything the case says."""
        return fingerprint({name: plain(getattr(self, column_of(name))) for name in FACTS})

    @property
    def is_reviewed(self) -> bool:
        """Whether a named person stands behind what the case says now."""
        return self.reviewed_on is not None and self.reviewed_hash == self.facts_hash

    @property
    def is_demo(self) -> bool:
        """Whether a demonstration person decided what it says. `reviewed_by` must be selected to cost no query."""
        return self.reviewed_by is not None and self.reviewed_by.is_demo

    @property
    def outcome(self) -> str:
        return _either(self.outcome_zh, self.outcome_en)

    @property
    def facts(self) -> str:
        return _either(self.facts_zh, self.facts_en)

    @property
    def collected_said(self) -> str:
        """What was collected, in the page's language where it was told in it."""
        return _either(self.collected_zh, self.collected)


# Every column that tells of the case, in the order of its page and its form.
FACTS = (
    "caption",
    "jurisdiction",
    "court",
    "docket",
    "decision_date",
    "right",
    "dispute_type",
    "facts_zh",
    "facts_en",
    "outcome_zh",
    "outcome_en",
    "amount",
    "currency",
    "amount_kind",
    "punitive_multiple",
    "collected_amount",
    "collected",
    "collected_zh",
    "source",
    "as_of",
    "fact_status",
)


def column_of(name: str) -> str:
    """The attribute that holds a fact: of a relation its key."""
    return f"{name}_id" if name in ("jurisdiction", "dispute_type") else name


def _either(zh: str, en: str) -> str:
    return (en or zh) if is_english() else (zh or en)


class JudgmentProposalKind(models.TextChoices):
    NEW = "new", pgettext_lazy("judgment proposal", "New case")
    CORRECTION = "correction", pgettext_lazy("judgment proposal", "Correction")


class JudgmentProposal(models.Model):
    """A case that one person wants in the library, or wants to read otherwise, until a second one decides.

    `values` holds the columns as JSON: all that are filled of a new case, those that differ of a correction, whose
    `before` holds what its proposer saw there.
    """

    judgment = models.ForeignKey(Judgment, null=True, blank=True, on_delete=models.CASCADE, related_name="proposals")
    kind = models.CharField(_("kind"), max_length=10, choices=JudgmentProposalKind.choices)
    state = models.CharField(_("state"), max_length=12, choices=ProposalState.choices, default=ProposalState.WAITING)
    values = models.JSONField(_("what it shall say"), default=dict)
    before = models.JSONField(_("what it said"), default=dict, blank=True)
    reason = models.TextField(_("why"))
    proposed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField(_("proposed at"), default=clock.now)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    decided_at = models.DateTimeField(_("decided at"), null=True, blank=True)
    decision_note = models.TextField(_("note on the decision"), blank=True, default="")

    class Meta:
        verbose_name = _("proposal for a typical case")
        verbose_name_plural = _("proposals for typical cases")
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["judgment"], condition=models.Q(state="waiting"), name="one_waiting_proposal_per_judgment"
            ),
            models.CheckConstraint(
                condition=models.Q(kind="new") | models.Q(judgment__isnull=False),
                name="a_correction_names_its_judgment",
            ),
            models.CheckConstraint(
                condition=models.Q(state="waiting", decided_by__isnull=True, decided_at__isnull=True)
                | (~models.Q(state="waiting") & models.Q(decided_by__isnull=False, decided_at__isnull=False)),
                name="judgment_proposal_decided_by_somebody",
            ),
            models.CheckConstraint(
                condition=~models.Q(state__in=["accepted", "rejected"]) | ~models.Q(decided_by=models.F("proposed_by")),
                name="judgment_proposal_takes_two_hands",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.judgment_id or 'new'} {self.kind} {self.state}"

    @property
    def caption(self) -> str:
        return str(self.values.get("caption") or (self.judgment.caption if self.judgment else ""))

    @property
    def is_waiting(self) -> bool:
        return self.state == ProposalState.WAITING
