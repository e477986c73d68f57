"""What a person wrote in guides and did to rules of time and typical cases: public work, kept without the name."""

from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from laws.models import GuideRevision, ImportRun, Judgment, JudgmentProposal, RuleProposal, RuleReview, TitleReview
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


class Judgments(Section):
    """Proposals and reviews of typical cases: they say who stands behind a fact that people read."""

    code, label, retention = "judgments", gettext_lazy("Typical cases I reviewed or proposed"), "published_work"

    def collect(self, user: User) -> list[dict[str, Any]]:
        reviewed = Judgment.objects.filter(reviewed_by=user).order_by("code")
        proposals = JudgmentProposal.objects.filter(proposed_by=user).select_related("judgment").order_by("pk")
        decided = JudgmentProposal.objects.filter(decided_by=user).exclude(proposed_by=user).order_by("pk")
        return [
            *({"case": row.code, "reviewed_on": row.reviewed_on} for row in reviewed),
            *({"case": row.caption, "proposed": row.kind, "reason": row.reason} for row in proposals),
            *({"case": row.caption, "decided": row.state, "note": row.decision_note} for row in decided),
        ]

    def kept(self, user: User) -> list[Kept]:
        done = JudgmentProposal.objects.filter(Q(proposed_by=user) | Q(decided_by=user)).count()
        return [Kept(_("proposals for typical cases and decisions on them"), done, self.retention_class)]

    def erase(self, user: User) -> None:
        """Nothing: whoever proposed or reviewed loses the name with their own row."""


class Imports(Section):
    """Uploads and harvests a person began: they say who brought a text into the library."""

    code, label, retention = "imports", gettext_lazy("Imports of law texts I began"), "published_work"

    def collect(self, user: User) -> list[dict[str, Any]]:
        runs = ImportRun.objects.filter(by=user).order_by("pk")
        return [{"kind": run.kind, "name": run.name, "begun": run.created_at, "new": run.new} for run in runs]

    def kept(self, user: User) -> list[Kept]:
        begun = ImportRun.objects.filter(by=user).count()
        return [Kept(_("imports of law texts"), begun, self.retention_class)]

    def erase(self, user: User) -> None:
        """Nothing: whoever began an import loses the name with their own row."""


class Titles(Section):
    """Titles a person was given or reviewed: they say who stands behind a translation."""

    code, label, retention = "titles", gettext_lazy("Titles of laws I reviewed"), "published_work"

    def collect(self, user: User) -> list[dict[str, Any]]:
        reviews = TitleReview.objects.filter(Q(assigned_to=user) | Q(decided_by=user)).select_related("law")
        return [
            {"law": row.law.ref, "language": row.language, "decided_at": row.decided_at, "title": row.title_after}
            for row in reviews.order_by("pk")
        ]

    def kept(self, user: User) -> list[Kept]:
        done = TitleReview.objects.filter(decided_by=user).count()
        return [Kept(_("reviews of titles of laws"), done, self.retention_class)]

    def erase(self, user: User) -> None:
        """Titles not yet decided go back to the queue; a review stays, without the name that the person's row had."""
        TitleReview.objects.filter(assigned_to=user, decided_at__isnull=True).delete()
