"""Worked dates of a rule: what a reviewer checks by hand before standing behind it."""

from dataclasses import dataclass
from datetime import date

from laws.deadlines.arithmetic import DAY
from laws.deadlines.asking import Answer, Question, ask
from laws.models import DeadlineRule
from portal.lib import clock
from portal.lib.errors import Invalid
from portal.reference.calendars import Calendars

# Among so many triggers in a row one ends on a weekend, in every unit and way of counting.
TRIED = 31


@dataclass(frozen=True)
class Sample:
    """A trigger with its dates, or with the sentence that says why there are none."""

    trigger: date
    answer: Answer | None
    refusal: str = ""


def samples(rule: DeadlineRule) -> list[Sample]:
    """Two triggers in the life of the rule: the first day asked about, and the next whose period ends on a day off."""
    calendars = Calendars()
    first = _sample(rule, _first_day(rule), calendars)
    if first.answer is None:
        return [first]
    for number in range(1, TRIED):
        later = _sample(rule, first.trigger + number * DAY, calendars)
        if later.answer is None:
            break
        if later.answer.computed.rolled_over or later.answer.computed.stepped_over:
            return [first, later]
    return [first]


def _first_day(rule: DeadlineRule) -> date:
    today = clock.today()
    if rule.effective_to is not None and rule.effective_to < today:
        first = rule.effective_to - TRIED * DAY
        return max(first, rule.effective_from) if rule.effective_from else first
    return max(today, rule.effective_from) if rule.effective_from else today


def _sample(rule: DeadlineRule, trigger: date, calendars: Calendars) -> Sample:
    try:
        return Sample(trigger, ask(Question(rule, trigger), calendars))
    except Invalid as refused:
        return Sample(trigger, None, str(refused.message))
