"""What a rule said over time: its versions with what each changed, and the rules of the same act at other times."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from itertools import pairwise
from typing import Any

from django.core.exceptions import FieldDoesNotExist
from django.utils.translation import gettext as _

from laws.deadlines.choosing import siblings
from laws.deadlines.explaining import life, public_name
from laws.models import DeadlineRule, RuleVersion


@dataclass(frozen=True)
class Change:
    """One column before and after; a person's text is compared word by word on the page."""

    label: str
    old: str
    new: str


@dataclass(frozen=True)
class Version:
    """`by` is empty for what came from the reference file. `changes` is empty for the first one."""

    number: int
    at: datetime
    by: str
    reason: str
    changes: list[Change]


@dataclass(frozen=True)
class Regime:
    """One rule on the date line of an act."""

    rule: DeadlineRule
    window: str
    is_this: bool
    is_now: bool


def versions_of(rule: DeadlineRule) -> list[Version]:
    """Newest first. One query."""
    rows = list(rule.versions.select_related("made_by").order_by("number"))
    found = [_version(row, {}) for row in rows[:1]]
    found += [_version(new, old.facts) for old, new in pairwise(rows)]
    return found[::-1]


def _version(row: RuleVersion, before: dict[str, Any]) -> Version:
    changes = list(_changes(before, row.facts)) if before else []
    return Version(row.number, row.made_at, public_name(row.made_by), row.reason, changes)


def _changes(before: dict[str, Any], after: dict[str, Any]) -> Iterator[Change]:
    for name in dict.fromkeys((*before, *after)):
        old, new = before.get(name), after.get(name)
        if old != new:
            yield Change(_label(name), _said(old), _said(new))


def _label(name: str) -> str:
    column = name.removesuffix("_id")
    known = {
        "roll_rule": _("end on a day off"),
        "fact_status": _("how the text is known"),
        "extension_quantity": _("extension, length"),
        "extension_unit": _("extension, unit"),
        "extension_condition": _("extension, condition"),
        "nature": _("kind of date"),
        "extension_kind": _("extension, how it is meant"),
        "effective_from": _("in force from"),
        "effective_to": _("in force until"),
        "effective_keyed_on": _("decided by the date of"),
        "consequence_zh": _("if missed (Chinese)"),
        "consequence_en": _("if missed (English)"),
        "dispute_type": _("kind of dispute"),
        "jurisdiction": _("jurisdiction"),
        "forum": _("court or office"),
    }
    if column in known:
        return known[column]
    try:
        return str(DeadlineRule._meta.get_field(name).verbose_name)  # type: ignore[union-attr]  # columns have one
    except FieldDoesNotExist:
        return name.replace("_", " ")


def _said(value: Any) -> str:
    return _("nothing") if value in (None, "") else str(value)


def date_line(rule: DeadlineRule, today: date) -> list[Regime]:
    """The rule among those that held, or will hold, for the same act at other times; empty when it stands alone."""
    others = [other for other in siblings(rule) if other.trigger_kind == rule.trigger_kind]
    if not others:
        return []
    return [
        Regime(one, life(one), one.pk == rule.pk, _holds(one, today)) for one in sorted([rule, *others], key=_since)
    ]


def _since(rule: DeadlineRule) -> tuple[date, str]:
    return rule.effective_from or date.min, rule.rule_id


def _holds(rule: DeadlineRule, day: date) -> bool:
    return (rule.effective_from or date.min) <= day <= (rule.effective_to or date.max)
