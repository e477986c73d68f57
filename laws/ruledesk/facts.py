"""The columns of a rule and of its forums in words: labels, choices, and what differs between two states."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from laws import words
from laws.deadlines.arithmetic import MonthRule, Unit
from laws.deadlines.computing import NEXT_WORKING_DAY, NO_ROLL, UNKNOWN
from laws.deadlines.validity import NONE
from laws.deadlines.versions import FORUMS
from laws.models.rules import ExtensionKind, RuleNature
from portal.lib.tones import fact_status_of
from portal.reference.models import DisputeType, Forum

LABELS: dict[str, Promise] = {
    "jurisdiction": pgettext_lazy("rule column", "Jurisdiction"),
    "forum": pgettext_lazy("rule column", "Court or office"),
    "dispute_type": pgettext_lazy("rule column", "Kind of dispute"),
    "role": pgettext_lazy("rule column", "Whose act"),
    "act_zh": pgettext_lazy("rule column", "What must be done (Chinese)"),
    "act_en": pgettext_lazy("rule column", "What must be done (English)"),
    "only_if_zh": pgettext_lazy("rule column", "Holds only if (Chinese)"),
    "only_if_en": pgettext_lazy("rule column", "Holds only if (English)"),
    "nature": pgettext_lazy("rule column", "Kind of date (nothing: a deadline)"),
    "trigger_kind": pgettext_lazy("rule column", "Counted from"),
    "quantity": pgettext_lazy("rule column", "Length"),
    "unit": pgettext_lazy("rule column", "Unit"),
    "roll_rule": pgettext_lazy("rule column", "When the end is a day off"),
    "extension_quantity": pgettext_lazy("rule column", "Extension: length"),
    "extension_unit": pgettext_lazy("rule column", "Extension: unit"),
    "extension_condition": pgettext_lazy("rule column", "Extension: on what condition"),
    "extension_kind": pgettext_lazy("rule column", "Extension: how it is meant"),
    "effective_from": pgettext_lazy("rule column", "In force from"),
    "effective_to": pgettext_lazy("rule column", "In force until"),
    "effective_keyed_on": pgettext_lazy("rule column", "Which day decides whether it is in force"),
    "consequence_zh": pgettext_lazy("rule column", "If missed (Chinese)"),
    "consequence_en": pgettext_lazy("rule column", "If missed (English)"),
    "citation": pgettext_lazy("rule column", "Citation"),
    "source_quote": pgettext_lazy("rule column", "Quote"),
    "source": pgettext_lazy("rule column", "Source"),
    "fact_status": pgettext_lazy("rule column", "How the text is known"),
    "checked_on": pgettext_lazy("rule column", "Looked up on"),
    "withdrawn_on": pgettext_lazy("rule column", "Withdrawn on"),
    "withdrawn_why": pgettext_lazy("rule column", "Why it was withdrawn"),
    "replaced_by": pgettext_lazy("rule column", "Use instead"),
}
FORUM_LABELS: dict[str, Promise] = {
    "calendar": pgettext_lazy("forum column", "Holiday calendar"),
    "time_zone": pgettext_lazy("forum column", "Time zone"),
    "filing_cutoff_local": pgettext_lazy("forum column", "Cut-off, local time"),
    "cutoff_status": pgettext_lazy("forum column", "How the cut-off is known"),
    "month_rule": pgettext_lazy("forum column", "How months are counted"),
    "roll_rule": pgettext_lazy("forum column", "When the end is a day off"),
    "counting_status": pgettext_lazy("forum column", "How the counting is known"),
    "fact_status": pgettext_lazy("forum column", "How the rule on days off is known"),
}
UNITS: dict[str, Promise] = {
    Unit.CALENDAR_DAY: pgettext_lazy("unit", "calendar days"),
    Unit.WORKING_DAY: pgettext_lazy("unit", "working days"),
    Unit.MONTH: pgettext_lazy("unit", "months"),
    Unit.YEAR: pgettext_lazy("unit", "years"),
}
ROLL_RULES: dict[str, Promise] = {
    NEXT_WORKING_DAY: pgettext_lazy("roll", "moves to the next working day"),
    NO_ROLL: pgettext_lazy("roll", "does not move"),
    UNKNOWN: pgettext_lazy("roll", "not known"),
}
MONTH_RULES: dict[str, Promise] = {
    MonthRule.CLIP: pgettext_lazy("months", "to the day of the same number"),
    MonthRule.NEXT_DAY: pgettext_lazy("months", "from the next day, to the day before the corresponding one"),
    MonthRule.INCLUSIVE: pgettext_lazy("months", "the first day counts"),
}
KEYED_ON: dict[str, Promise] = {
    NONE: pgettext_lazy("keyed on", "the trigger itself"),
    "filing": pgettext_lazy("keyed on", "the filing"),
    "publication": pgettext_lazy("keyed on", "the publication"),
    "institution": pgettext_lazy("keyed on", "the institution"),
    "service": pgettext_lazy("keyed on", "the service"),
}
RULE_STATUSES = ("verified", "secondary", "memory", "disputed")
EMPTY = gettext_lazy("nothing")

_CODES: dict[str, Mapping[str, Promise]] = {
    "role": words.ROLES,
    "trigger_kind": words.TRIGGERS,
    "unit": UNITS,
    "extension_unit": UNITS,
    "roll_rule": ROLL_RULES,
    "month_rule": MONTH_RULES,
    "effective_keyed_on": KEYED_ON,
    "nature": {nature.value: nature.label for nature in RuleNature},
    "extension_kind": {kind.value: kind.label for kind in ExtensionKind},
}
# Columns of a rule that hold a code and are chosen from a list.
CODED = frozenset(_CODES) - {"month_rule"} | {"fact_status"}


@dataclass(frozen=True)
class Change:
    """One column before and after, in words."""

    label: str
    old: str
    new: str


def choices(name: str, present: str = "") -> list[tuple[str, str]]:
    """The codes that a column may hold, with the `present` one even where nobody has listed it."""
    if name == "fact_status":
        known = {code: str(fact_status_of(code)[1]) for code in RULE_STATUSES}
    else:
        known = {str(code): str(word) for code, word in _CODES[name].items()}
    if present and present not in known:
        known[present] = present.replace("_", " ")
    # Two codes may have one word, as advertisement and publication do in Chinese: then the code tells them apart.
    often = Counter(known.values())
    known = {code: f"{word} ({code})" if often[word] > 1 else word for code, word in known.items()}
    return sorted(known.items(), key=lambda pair: pair[1]) if name == "trigger_kind" else list(known.items())


def said(name: str, value: Any) -> str:
    """A column's value in words."""
    if value is None or value == "":
        return str(EMPTY)
    if name.endswith("status"):
        return str(fact_status_of(str(value))[1])
    if name in _CODES:
        return str(_CODES[name].get(str(value), str(value).replace("_", " ")))
    return str(value)


def changes(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[Change]:
    """What differs between two states of a rule's facts, in the order of the columns. Two queries for names."""
    names = [name for name in LABELS if name in after and before.get(name) != after[name]]
    known = _names_of(
        [str(state[name]) for state in (before, after) for name in ("forum", "dispute_type") if state.get(name)]
    )
    found = [
        Change(
            str(LABELS[name]),
            known.get(str(before.get(name)), said(name, before.get(name))),
            known.get(str(after[name]), said(name, after[name])),
        )
        for name in names
    ]
    return [*found, *_forum_changes(before.get(FORUMS, {}), after.get(FORUMS, {}))]


def counting(forum: Forum) -> list[tuple[str, str]]:
    """How a forum counts, in words."""
    rows = [(str(label), said(name, getattr(forum, name))) for name, label in FORUM_LABELS.items()]
    return [*rows, (_("Citation"), forum.citation)] if forum.citation else rows


def _forum_changes(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[Change]:
    return [
        Change(f"{code}: {label}", said(name, old), said(name, new))
        for code in sorted({*before, *after})
        for name, label in FORUM_LABELS.items()
        if (old := before.get(code, {}).get(name)) != (new := after.get(code, {}).get(name)) and (before and after)
    ]


def _names_of(codes: Iterable[str]) -> dict[str, str]:
    wanted = set(codes)
    if not wanted:
        return {}
    forums, disputes = Forum.objects.filter(pk__in=wanted), DisputeType.objects.filter(pk__in=wanted)
    return {forum.code: forum.name for forum in forums} | {kind.code: kind.name for kind in disputes}
