"""One question to the engine: a rule, a trigger, and what else is known. Pages, API, cases and the command ask here."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, time

from django.utils.translation import gettext as _

from laws.deadlines import validity
from laws.deadlines.arithmetic import MonthRule, Span, Unit
from laws.deadlines.computing import Computed, Counting, NoDate, Period, compute
from laws.deadlines.cutoffs import Cutoff
from laws.deadlines.validity import Applies, Life
from laws.models import DeadlineRule
from laws.models.rules import ExtensionKind
from portal.lib.errors import Invalid
from portal.reference.calendars import Calendars
from portal.reference.models import Forum


@dataclass(frozen=True)
class Question:
    """What is known of a matter.

    `forum`: a concrete one under the rule's forum, such as one district court. `keys`: dates of the events that decide
    which version of a law holds (`filing`, `publication`, …). `is_extended`: the extension that the rule knows was
    granted. `order_on`: the day that a court or office ordered.
    """

    rule: DeadlineRule
    trigger: date
    forum: Forum | None = None
    keys: Mapping[str, date] = field(default_factory=dict)
    is_extended: bool = False
    order_on: date | None = None


@dataclass(frozen=True)
class Answer:
    """The dates, and whether the rule is known to hold for the matter."""

    question: Question
    forum: Forum
    computed: Computed
    applies: Applies

    @property
    def rule(self) -> DeadlineRule:
        return self.question.rule


def ask(question: Question, calendars: Calendars | None = None) -> Answer:
    """The three dates with their reasons; `calendars` spares the query of the confirmed years when asking often.

    Raises NoDate (with a code) where no date may be told and Invalid for a forum that is not the rule's.
    """
    rule = question.rule
    forum = forum_of(rule, question.forum)
    if rule.withdrawn_on is not None:
        raise NoDate("withdrawn", _withdrawn(rule), field="rule")
    holds = validity.applies(
        life_of(rule), trigger_kind=rule.trigger_kind, trigger=question.trigger, keys=question.keys
    )
    if holds is Applies.NO:
        raise NoDate("not_in_force", _not_in_force(rule), field="trigger")
    extension = extension_of(rule)
    if question.is_extended and extension is None:
        raise Invalid(_("This rule knows no extension of a fixed length."), field="is_extended")
    computed = compute(
        period_of(rule),
        counting_of(forum),
        question.trigger,
        (calendars or Calendars()).of(forum.calendar),
        extension=extension if question.is_extended else None,
        order_on=question.order_on,
    )
    return Answer(question, forum, computed, holds)


def forum_of(rule: DeadlineRule, forum: Forum | None) -> Forum:
    """The forum to count with. Raises Invalid for one that is neither the rule's nor under it."""
    if forum is None or forum.pk == rule.forum_id:
        return rule.forum
    if forum.parent_id != rule.forum_id:
        raise Invalid(_("Choose the forum of this rule, or one that belongs to it."), field="forum")
    return forum


def period_of(rule: DeadlineRule) -> Period:
    """Raises NoDate for a unit that the engine does not know."""
    return Period(_span(rule.quantity, rule.unit), rule.roll_rule, rule.fact_status)


def extension_of(rule: DeadlineRule) -> Span | None:
    """The extension that may be granted; None where the rule names none of a fixed length that is added."""
    if not rule.extension_quantity or not rule.extension_unit or rule.extension_kind == ExtensionKind.ALTERNATIVE:
        return None
    counts_safely = rule.extension_kind == ExtensionKind.CALENDAR_DAYS
    return _span(rule.extension_quantity, Unit.CALENDAR_DAY if counts_safely else rule.extension_unit)


def counting_of(forum: Forum) -> Counting:
    return Counting(MonthRule(forum.month_rule or MonthRule.CLIP), forum.fact_status, cutoff_of(forum))


def cutoff_of(forum: Forum) -> Cutoff | None:
    """None where the forum names no zone: that of the court or division seized decides."""
    if not forum.time_zone or not forum.filing_cutoff_local:
        return None
    return Cutoff(forum.time_zone, time.fromisoformat(forum.filing_cutoff_local), forum.cutoff_status)


def life_of(rule: DeadlineRule) -> Life:
    return Life(rule.effective_from, rule.effective_to, rule.effective_keyed_on)


def _span(quantity: int, unit: str) -> Span:
    if unit not in set(Unit):
        raise NoDate("unknown_unit", _("The rule counts in “%(unit)s”, which cannot be computed.") % {"unit": unit})
    return Span(quantity, Unit(unit))


def _withdrawn(rule: DeadlineRule) -> str:
    said = _("This rule was withdrawn on %(day)s: %(why)s") % {"day": rule.withdrawn_on, "why": rule.withdrawn_why}
    if rule.replaced_by is not None:
        said += " " + _("Use “%(rule)s” instead.") % {"rule": rule.replaced_by.rule_id}
    return said


def _not_in_force(rule: DeadlineRule) -> str:
    first, last = rule.effective_from, rule.effective_to
    if first and last:
        return _("This rule applies from %(first)s to %(last)s only.") % {"first": first, "last": last}
    if first:
        return _("This rule applies from %(first)s on only.") % {"first": first}
    return _("This rule applied until %(last)s only.") % {"last": last}
