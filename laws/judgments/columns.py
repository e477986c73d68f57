"""A case in words: what its columns are called, how a value reads, what a proposal changes."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from laws.deadlines.quotes import language_of
from laws.models import Judgment, JudgmentProposal
from laws.models.choices import Subject
from laws.models.judgments import FACTS
from portal.lib.formats import number
from portal.lib.tones import NEUTRAL, OK, fact_status_of
from portal.reference.models import DisputeType, Jurisdiction

LABELS: dict[str, Promise] = {
    "caption": pgettext_lazy("case column", "Name of the case"),
    "jurisdiction": pgettext_lazy("case column", "Jurisdiction"),
    "court": pgettext_lazy("case column", "Court or office"),
    "docket": pgettext_lazy("case column", "Docket"),
    "decision_date": pgettext_lazy("case column", "Decided on"),
    "right": pgettext_lazy("case column", "Right"),
    "dispute_type": pgettext_lazy("case column", "Kind of dispute"),
    "facts_zh": pgettext_lazy("case column", "Facts (Chinese)"),
    "facts_en": pgettext_lazy("case column", "Facts (English)"),
    "outcome_zh": pgettext_lazy("case column", "Outcome (Chinese)"),
    "outcome_en": pgettext_lazy("case column", "Outcome (English)"),
    "amount": pgettext_lazy("case column", "Amount awarded"),
    "currency": pgettext_lazy("case column", "Currency"),
    "amount_kind": pgettext_lazy("case column", "What the amount is"),
    "punitive_multiple": pgettext_lazy("case column", "Punitive multiple"),
    "collected_amount": pgettext_lazy("case column", "Amount collected"),
    "collected": pgettext_lazy("case column", "What was collected (English)"),
    "collected_zh": pgettext_lazy("case column", "What was collected (Chinese)"),
    "source": pgettext_lazy("case column", "Source"),
    "as_of": pgettext_lazy("case column", "As of"),
    "fact_status": pgettext_lazy("case column", "How the facts are known"),
}
# laws/reference/judgments.csv: amount_kind. What another file or a person writes reads as it is written.
AMOUNT_KINDS: dict[str, Promise] = {
    "awarded": pgettext_lazy("kind of amount", "awarded"),
    "awarded at first instance": pgettext_lazy("kind of amount", "awarded at first instance"),
    "first-instance award": pgettext_lazy("kind of amount", "first-instance award"),
    "awarded incl. costs": pgettext_lazy("kind of amount", "awarded, costs included"),
    "awarded (punitive x5)": pgettext_lazy("kind of amount", "awarded, punitive"),
    "punitive x2": pgettext_lazy("kind of amount", "punitive damages"),
    "exemplary damages upheld": pgettext_lazy("kind of amount", "exemplary damages upheld"),
    "jury verdict": pgettext_lazy("kind of amount", "jury verdict"),
    "provisional damages": pgettext_lazy("kind of amount", "provisional damages"),
    "FRAND royalty incl. interest": pgettext_lazy("kind of amount", "FRAND royalty, interest included"),
    "fine": pgettext_lazy("kind of amount", "fine"),
    "fine 1.5 m + restitution 57.5 m": pgettext_lazy("kind of amount", "fine of 1.5 m and settlement of 57.5 m"),
    "damages": pgettext_lazy("kind of amount", "damages"),
    "statutory damages": pgettext_lazy("kind of amount", "statutory damages"),
    "compensatory damages": pgettext_lazy("kind of amount", "compensatory damages"),
    "punitive damages": pgettext_lazy("kind of amount", "punitive damages"),
    "settlement": pgettext_lazy("kind of amount", "settlement"),
    "costs": pgettext_lazy("kind of amount", "costs"),
    "royalty": pgettext_lazy("kind of amount", "royalty"),
    "claimed": pgettext_lazy("kind of amount", "claimed, not awarded"),
    "claimed by 50R (not awarded)": pgettext_lazy("kind of amount", "claimed by 50R, not awarded"),
}
# Of a case "verified" says that the source named was read: mostly an article about the decision, not the decision.
READ_STATUSES: dict[str, tuple[str, Promise]] = {
    "text_checked": (OK, pgettext_lazy("case status", "Decision read in the original")),
    "verified": (NEUTRAL, pgettext_lazy("case status", "Source read")),
    "verified_partly": (NEUTRAL, pgettext_lazy("case status", "Source read in part")),
}
STATUSES = (*READ_STATUSES, "secondary", "disputed")
ENGLISH_COURT = re.compile(r"\bcourt\b", re.IGNORECASE)
EMPTY = gettext_lazy("nothing")


@dataclass(frozen=True)
class Change:
    """One column before and after, in words."""

    label: str
    old: str
    new: str


def amount_kind(phrase: str) -> str:
    known = AMOUNT_KINDS.get(phrase) or AMOUNT_KINDS.get(phrase.strip().lower())
    return str(known or phrase)


def status_words(status: str) -> str:
    """How the facts of a case are known, in words that claim no more than what was read."""
    read = READ_STATUSES.get(status)
    return str((read or fact_status_of(status))[1])


def court_language(case: Judgment) -> str:
    """The language in which the court is named: it stays as its source writes it, and is read aloud as such."""
    if ENGLISH_COURT.search(case.court):
        return "en"
    return language_of(case.court, case.jurisdiction_id) or "en"


def multiple(value: Decimal) -> str:
    """`5 times`: how many times the base the source says was awarded."""
    return _("%(times)s times") % {"times": f"{value.normalize():f}"}


def statuses(present: str = "") -> list[tuple[str, str]]:
    """How facts may be known, with the `present` word even where nobody offers it."""
    codes = [*STATUSES, *([present] if present and present not in STATUSES else [])]
    return [(code, status_words(code)) for code in codes]


def changes(proposal: JudgmentProposal) -> list[Change]:
    """What a proposal would change, in the order of the columns. Two queries for names."""
    known = _names(proposal.values, proposal.before)
    return [
        Change(
            str(LABELS[name]), said(name, proposal.before.get(name), known), said(name, proposal.values[name], known)
        )
        for name in FACTS
        if name in proposal.values
    ]


def said(name: str, value: Any, names: Mapping[str, str]) -> str:
    """A column's value in words; `names` are those of places and kinds of dispute."""
    if value is None or value == "":
        return str(EMPTY)
    if name in ("jurisdiction", "dispute_type"):
        return names.get(str(value), str(value))
    if name == "right":
        return str(dict(Subject.choices).get(value, value))
    if name == "fact_status":
        return status_words(str(value))
    if name in ("amount", "collected_amount"):
        return number(Decimal(str(value)))
    return str(value)


def _names(*states: Mapping[str, Any]) -> dict[str, str]:
    places = {state["jurisdiction"] for state in states if state.get("jurisdiction")}
    kinds = {state["dispute_type"] for state in states if state.get("dispute_type")}
    found = {place.code: place.name for place in Jurisdiction.objects.filter(pk__in=places)}
    return found | {kind.code: kind.name for kind in DisputeType.objects.filter(pk__in=kinds)}
