"""What people do to rules of time: propose a change or a withdrawal, decide on it, and review a version."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from laws.models.rules import DeadlineRule, RuleVersion
from portal.lib import clock


class ProposalKind(models.TextChoices):
    CHANGE = "change", pgettext_lazy("proposal", "Change")
    WITHDRAW = "withdraw", pgettext_lazy("proposal", "Withdrawal")


class ProposalState(models.TextChoices):
    WAITING = "waiting", pgettext_lazy("proposal", "Waiting for a reviewer")
    ACCEPTED = "accepted", pgettext_lazy("proposal", "Accepted")
    REJECTED = "rejected", pgettext_lazy("proposal", "Rejected")
    TAKEN_BACK = "taken_back", pgettext_lazy("proposal", "Taken back")


class RuleProposal(models.Model):
    """What one person wants a rule to say, until a second one decides. One waits at a time for each rule.

    `values` holds the columns that differ from version `rule_version`, as JSON (`laws.deadlines.versions`).
    """

    rule = models.ForeignKey(DeadlineRule, on_delete=models.CASCADE, related_name="proposals")
    kind = models.CharField(_("kind"), max_length=10, choices=ProposalKind.choices)
    state = models.CharField(_("state"), max_length=12, choices=ProposalState.choices, default=ProposalState.WAITING)
    rule_version = models.PositiveSmallIntegerField(_("version of the rule"))
    values = models.JSONField(_("what it shall say"), default=dict, blank=True)
    replaced_by = models.ForeignKey(DeadlineRule, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    reason = models.TextField(_("why"))
    proposed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField(_("proposed at"), default=clock.now)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    decided_at = models.DateTimeField(_("decided at"), null=True, blank=True)
    decision_note = models.TextField(_("note on the decision"), blank=True, default="")

    class Meta:
        verbose_name = _("proposal for a rule")
        verbose_name_plural = _("proposals for rules")
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["rule"], condition=models.Q(state="waiting"), name="one_waiting_proposal_per_rule"
            ),
            models.CheckConstraint(
                condition=models.Q(state="waiting", decided_by__isnull=True, decided_at__isnull=True)
                | (~models.Q(state="waiting") & models.Q(decided_by__isnull=False, decided_at__isnull=False)),
                name="proposal_decided_by_somebody",
            ),
            models.CheckConstraint(
                condition=~models.Q(state__in=["accepted", "rejected"]) | ~models.Q(decided_by=models.F("proposed_by")),
                name="proposal_takes_two_hands",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.rule_id} {self.kind} {self.state}"

    @property
    def is_waiting(self) -> bool:
        return self.state == ProposalState.WAITING


class RuleReview(models.Model):
    """A named person held one version of a rule against its source. Only added; it says nothing of later versions."""

    version = models.ForeignKey(RuleVersion, on_delete=models.CASCADE, related_name="reviews")
    reviewer = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    reviewed_at = models.DateTimeField(_("reviewed at"), default=clock.now)
    note = models.TextField(_("note"), blank=True, default="")

    class Meta:
        verbose_name = _("review of a rule")
        verbose_name_plural = _("reviews of rules")
        ordering = ["-pk"]
        constraints = [models.UniqueConstraint(fields=["version"], name="one_review_per_rule_version")]

    def __str__(self) -> str:
        return f"{self.version_id} {self.reviewed_at:%Y-%m-%d}"
