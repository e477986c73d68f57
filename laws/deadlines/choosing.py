"""Which rules a matter may fall under."""

from collections.abc import Iterable
from datetime import date

from django.db.models import Q, QuerySet

from laws.deadlines.asking import life_of
from laws.models import DeadlineRule
from portal.reference.models import Jurisdiction


def rules_at(
    jurisdictions: Iterable[Jurisdiction | str], *, dispute_type: str = "", role: str = ""
) -> QuerySet[DeadlineRule]:
    """Rules that are not withdrawn, of these places, narrowed to a kind of dispute and to whose act it is."""
    found = DeadlineRule.objects.filter(jurisdiction__in=list(jurisdictions), withdrawn_on__isnull=True)
    if dispute_type:
        found = found.filter(dispute_type=dispute_type)
    if role:
        found = found.filter(Q(role=role) | Q(role=""))
    return found.select_related("forum", "jurisdiction", "dispute_type", "reviewed_by").order_by("forum", "rule_id")


def siblings(rule: DeadlineRule) -> list[DeadlineRule]:
    """The rules that held, or will hold, for the same act at other times: what a change of law made of this one."""
    same = DeadlineRule.objects.filter(
        forum=rule.forum_id, dispute_type=rule.dispute_type_id, role=rule.role, withdrawn_on__isnull=True
    ).exclude(pk=rule.pk)
    if not life_of(rule).is_bounded:
        return []
    bounded = [one for one in same.select_related("forum") if life_of(one).is_bounded]
    return sorted(bounded, key=lambda one: (one.effective_from or date.min, one.rule_id))
