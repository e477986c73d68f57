"""A rule as one of its versions said it, so that a date is explained by what it was counted from.

said = at_versions({(rule.pk, 3)})[rule.pk, 3]
rule, forum = said.rule(rule), said.forum(forum)
"""

import copy
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from laws.deadlines.versions import FORUM_FACTS, FORUMS, RULE_FACTS, column
from laws.models import DeadlineRule, RuleVersion
from portal.reference.models import Forum


@dataclass(frozen=True)
class Said:
    """What one version kept. The copies it makes are to be read, never saved."""

    number: int
    facts: Mapping[str, Any]

    def rule(self, now: DeadlineRule) -> DeadlineRule:
        """`now` with the words of this version. A review holds for the newest version alone, so it has none."""
        then = copy.copy(now)
        for name in RULE_FACTS:
            if name in self.facts:
                field = column(name)
                setattr(then, field.attname, field.to_python(self.facts[name]))
        then.version = self.number
        then.reviewed_by, then.reviewed_on = None, None
        return then

    def forum(self, now: Forum) -> Forum:
        """`now` as it counted then; unchanged where the version knew no such forum."""
        then = copy.copy(now)
        for name, value in self.facts.get(FORUMS, {}).get(now.pk, {}).items():
            if name in FORUM_FACTS:
                setattr(then, name, value)
        return then


def at_versions(wanted: Iterable[tuple[int, int]]) -> dict[tuple[int, int], Said]:
    """The versions of these (rule key, number) pairs; one that was never kept is left out. One query, or none."""
    pairs = set(wanted)
    if not pairs:
        return {}
    rows = RuleVersion.objects.filter(
        rule__in={rule for rule, _number in pairs}, number__in={number for _rule, number in pairs}
    )
    found = {(row.rule_id, row.number): Said(row.number, row.facts) for row in rows}
    return {pair: said for pair, said in found.items() if pair in pairs}
