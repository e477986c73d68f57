"""What waits on the rules desk: rules that nobody has reviewed, most used first, and proposals to decide."""

from typing import Any

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet

from laws.models import DeadlineRule, ProposalState, RuleProposal
from laws.ruledesk.actions import CHECKED
from portal.accounts.access import rights_of
from portal.accounts.models import User
from portal.accounts.permissions import Permission
from portal.reference.models import Jurisdiction

# A named person has reviewed it only where its text was found too (laws.words.review_words).
REVIEWED = Q(reviewed_on__isnull=False, fact_status=CHECKED)
# An organisation has no export value of its own: its rules hold in main markets, after those that have a rank.
MAIN_MARKETS = Q(jurisdiction__market__isnull=False) | Q(jurisdiction__kind=Jurisdiction.Kind.ORGANISATION)


def rules_for_desk(wanted: dict[str, Any]) -> QuerySet[Any]:
    """Rules that match the filters in `wanted` (the cleaned data of QueueFilterForm), most used first, then by market.

    `running` and `used` count the deadlines of cases that rest on the rule, through the name that cases give them.
    """
    waiting = RuleProposal.objects.filter(rule=OuterRef("pk"), state=ProposalState.WAITING)
    rules: QuerySet[Any] = (
        DeadlineRule.objects.select_related("jurisdiction", "forum", "dispute_type", "reviewed_by")
        .annotate(
            running=Count("case_deadlines", filter=Q(case_deadlines__state="running"), distinct=True),
            used=Count("case_deadlines", filter=~Q(case_deadlines__state="superseded"), distinct=True),
            rank=F("jurisdiction__market__rank"),
            has_proposal=Exists(waiting),
        )
        .order_by("-running", "-used", F("rank").asc(nulls_last=True), "jurisdiction_id", "rule_id")
    )
    show = wanted.get("show") or "open"
    if show == "withdrawn":
        rules = rules.filter(withdrawn_on__isnull=False)
    elif show != "all":
        rules = rules.filter(withdrawn_on__isnull=True)
    if show == "open":
        rules = rules.exclude(REVIEWED)
    elif show == "reviewed":
        rules = rules.filter(REVIEWED)
    elif show == "proposed":
        rules = rules.filter(has_proposal=True)
    if (wanted.get("markets") or "main") == "main":
        rules = rules.filter(MAIN_MARKETS)
    if status := wanted.get("status"):
        rules = rules.filter(fact_status=status)
    if text := wanted.get("q"):
        named = Q(act_zh__icontains=text) | Q(act_en__icontains=text) | Q(citation__icontains=text)
        place = Q(jurisdiction__name_zh__icontains=text) | Q(jurisdiction__name_en__icontains=text)
        rules = rules.filter(named | place | Q(rule_id__icontains=text) | Q(jurisdiction__code__iexact=text))
    return rules


def waiting_proposals() -> QuerySet[RuleProposal]:
    """Every proposal nobody has decided yet, the oldest first."""
    return (
        RuleProposal.objects.filter(state=ProposalState.WAITING)
        .select_related("rule__jurisdiction", "proposed_by")
        .order_by("pk")
    )


def waiting_for(user: User) -> int:
    """How many proposals this person could decide now: not their own."""
    if not rights_of(user).may(Permission.REVIEW_RULE):
        return 0
    return waiting_proposals().exclude(proposed_by=user).count()
