"""What a rule said and from when on: its facts as JSON, their hash, and the versions they make.

A fact is whatever changes a date or what the date means: the columns of the rule itself and how its forums count. A
version is made when the facts differ from those of the newest one, whoever changed them: a file (`seed`), a person
(`laws.ruledesk.actions`) or an editor of a forum. When somebody only looked a text up again (`checked_on`, `as_of`)
the rule says what it said, and its review stands.
"""

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import models, transaction
from django.db.models import OuterRef, QuerySet, Subquery

from laws.models import DeadlineRule, RuleVersion
from portal.accounts.models import User
from portal.reference.models import Forum

RULE_FACTS = (
    "jurisdiction",
    "forum",
    "dispute_type",
    "role",
    "act_zh",
    "act_en",
    "only_if_zh",
    "only_if_en",
    "nature",
    "trigger_kind",
    "unit",
    "quantity",
    "roll_rule",
    "extension_quantity",
    "extension_unit",
    "extension_condition",
    "extension_kind",
    "effective_from",
    "effective_to",
    "effective_keyed_on",
    "consequence_zh",
    "consequence_en",
    "citation",
    "source_quote",
    "source",
    "fact_status",
    "withdrawn_on",
    "withdrawn_why",
    "replaced_by",
)
# How a forum counts. `fact_status` is how sure its roll rule is, `counting_status` how sure its month rule is.
FORUM_FACTS = (
    "calendar",
    "time_zone",
    "filing_cutoff_local",
    "cutoff_status",
    "month_rule",
    "roll_rule",
    "counting_status",
    "fact_status",
)
FORUMS = "forums"
BATCH = 500


@dataclass(frozen=True)
class _Stale:
    """A rule that says something else than its newest version, or has none yet (`newest` 0)."""

    rule: DeadlineRule
    newest: int
    facts: dict[str, Any]
    facts_hash: str

    @property
    def number(self) -> int:
        """A first version has the number that computed dates name already."""
        return self.newest + 1 if self.newest else self.rule.version


def plain(value: Any) -> Any:
    """A column as JSON holds it: days as ISO text, everything else as it is."""
    return value.isoformat() if isinstance(value, date) else value


def column(name: str) -> "models.Field[Any, Any]":
    """The column `name` of a rule. Raises TypeError for what is none."""
    found = DeadlineRule._meta.get_field(name)
    if not isinstance(found, models.Field):
        raise TypeError(f"{name} is not a column of a rule")
    return found


def rule_facts(rule: DeadlineRule, names: Iterable[str] = RULE_FACTS) -> dict[str, Any]:
    """The rule's own columns as JSON; references by their key."""
    return {name: plain(getattr(rule, column(name).attname)) for name in names}


def facts_of(rule: DeadlineRule, forums: Iterable[Forum]) -> dict[str, Any]:
    """Everything a date of this rule rests on. `forums`: the rule's own and the concrete ones that belong to it."""
    counting = {forum.code: {name: getattr(forum, name) for name in FORUM_FACTS} for forum in forums}
    return {**rule_facts(rule), FORUMS: dict(sorted(counting.items()))}


def hash_of(facts: Mapping[str, Any]) -> str:
    """The same for a column that says nothing and for one that nobody kept yet: a new column ends no review."""
    text = json.dumps(_said(facts), ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def _said(facts: Mapping[str, Any]) -> dict[str, Any]:
    return {
        name: _said(value) if isinstance(value, Mapping) else value
        for name, value in facts.items()
        if value is not None and value != ""
    }


def record_versions(
    rules: Iterable[DeadlineRule] | None = None, *, by: User | None = None, reason: str = ""
) -> list[DeadlineRule]:
    """Give each rule whose facts changed its next version; returns those rules as they stand now.

    All rules, or those given. `by` is who changed them, None for a file. The review of a changed rule ends: it held
    for the version before. A second call changes nothing; of two at once one makes the version.
    """
    wanted = None if rules is None else [rule.pk for rule in rules]
    suspects = [stale.rule.pk for stale in _stale(wanted)]
    if not suspects:
        return []
    with transaction.atomic():
        locked = DeadlineRule.objects.filter(pk__in=suspects).order_by("pk").select_for_update()
        # Looked at again once nobody else can change them: the first look may be older than the lock.
        stale = _stale(list(locked.values_list("pk", flat=True)))
        RuleVersion.objects.bulk_create(
            [
                RuleVersion(
                    rule=one.rule,
                    number=one.number,
                    facts=one.facts,
                    facts_hash=one.facts_hash,
                    made_by=by,
                    reason=reason,
                )
                for one in stale
            ],
            batch_size=BATCH,
        )
        changed = [one.rule for one in stale if one.newest]
        for one in stale:
            if one.newest:
                one.rule.version = one.number
                one.rule.reviewed_by, one.rule.reviewed_on = None, None
        DeadlineRule.objects.bulk_update(changed, ["version", "reviewed_by", "reviewed_on"], batch_size=BATCH)
    return [one.rule for one in stale]


def _stale(pks: list[int] | None) -> list[_Stale]:
    newest = RuleVersion.objects.filter(rule=OuterRef("pk")).order_by("-number")
    rules: QuerySet[Any] = DeadlineRule.objects.order_by("pk").annotate(
        newest_number=Subquery(newest.values("number")[:1]), newest_hash=Subquery(newest.values("facts_hash")[:1])
    )
    if pks is not None:
        rules = rules.filter(pk__in=pks)
    forums: dict[str, list[Forum]] = {}
    for forum in Forum.objects.all():
        for code in {forum.code, forum.parent_id or forum.code}:
            forums.setdefault(code, []).append(forum)
    found = []
    for rule in rules:
        facts = facts_of(rule, forums[rule.forum_id])
        facts_hash = hash_of(facts)
        if rule.newest_hash != facts_hash:
            found.append(_Stale(rule, rule.newest_number or 0, facts, facts_hash))
    return found
