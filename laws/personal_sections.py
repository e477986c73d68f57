"""Guides that a person wrote in, and what they did to rules of time: public work, which stays without the name."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from laws.models import GuideRevision, RuleProposal, RuleReview
from portal.accounts.models import User
from portal.accounts.personal_data import Kept, Section


class Guides(Section):
    code, label, retention = "guides", gettext_lazy("Country guides I wrote in"), "published_work"

    def collect(self, user: User) -> list[dict[str, Any]]:
        rows = GuideRevision.objects.filter(editors=user).select_related("guide").order_by("pk")
        return [{"guide": str(row.guide), "revision": row.number} for row in rows]

    def kept(self, user: User) -> list[Kept]:
        written = GuideRevision.objects.filter(editors=user).count()
        return [Kept(_("versions of country guides"), written, self.retention_class)]

    def erase(self, user: User) -> None:
        """Nothing: the author loses the name with their own row."""


class Rules(Section):
    """Reviews and proposals on the rules desk: they say who stands behind a date that people acted on."""

    code, label, retention = "rules", gettext_lazy("Deadline rules I reviewed or proposed to change"), "published_work"

    def collect(self, user: User) -> list[dict[str, Any]]:
        reviews = RuleReview.objects.filter(reviewer=user).select_related("version__rule").order_by("pk")
        proposals = RuleProposal.objects.filter(proposed_by=user).select_related("rule").order_by("pk")
        return [
            *(
                {"rule": row.version.rule.rule_id, "reviewed_version": row.version.number, "note": row.note}
                for row in reviews
            ),
            *({"rule": row.rule.rule_id, "proposed": row.kind, "reason": row.reason} for row in proposals),
        ]

    def kept(self, user: User) -> list[Kept]:
        done = RuleReview.objects.filter(reviewer=user).count() + RuleProposal.objects.filter(proposed_by=user).count()
        return [Kept(_("reviews of and proposals for deadline rules"), done, self.retention_class)]

    def erase(self, user: User) -> None:
        """Nothing: whoever reviewed loses the name with their own row."""
