"""Adding a legal period to a day: pure arithmetic, no database and no clock.

The trigger day itself is not counted unless the forum's `month_rule` says so. Three ways of counting months:

    clip        the day of the same number, or the last day of a shorter month (most forums)
    jp          counted from the next day to the day before the corresponding one (Japan, Korea, Taiwan:
                Patent Act of Japan art. 3; Civil Code art. 143)
    inclusive   the trigger day is the first day of the period (Trade Marks Rules 2008 of the UK, r. 17:
                "beginning with the date of publication")
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from portal.lib.clock import months_after

DAY = timedelta(days=1)
MONTHS_A_YEAR = 12


class Unit(StrEnum):
    CALENDAR_DAY = "calendar_day"
    WORKING_DAY = "working_day"
    MONTH = "month"
    YEAR = "year"


class MonthRule(StrEnum):
    CLIP = "clip"
    NEXT_DAY = "jp"
    INCLUSIVE = "inclusive"


@dataclass(frozen=True)
class Span:
    """A length of time, such as two months."""

    quantity: int
    unit: Unit

    @property
    def months(self) -> int | None:
        """Its length in months; None where it is counted in days."""
        if self.unit in {Unit.CALENDAR_DAY, Unit.WORKING_DAY}:
            return None
        return self.quantity * (MONTHS_A_YEAR if self.unit is Unit.YEAR else 1)


def add_months(trigger: date, months: int, rule: MonthRule) -> date:
    """The last day of a period of whole months. A month without the day that corresponds ends it on its last day."""
    if rule is MonthRule.CLIP:
        return months_after(trigger, months)
    first = trigger if rule is MonthRule.INCLUSIVE else trigger + DAY
    corresponding = months_after(first, months)
    return corresponding if corresponding.day < first.day else corresponding - DAY


def add_working_days(trigger: date, days: int, is_off: Callable[[date], bool]) -> date:
    """The `days`-th working day after the trigger."""
    day = trigger
    while days:
        day += DAY
        days -= not is_off(day)
    return day


def last_day(trigger: date, span: Span, rule: MonthRule, is_off: Callable[[date], bool]) -> date:
    """The statutory (raw) last day of a period. Raises OverflowError or ValueError past the year 9999."""
    if span.unit is Unit.CALENDAR_DAY:
        return trigger + span.quantity * DAY
    if span.unit is Unit.WORKING_DAY:
        return add_working_days(trigger, span.quantity, is_off)
    return add_months(trigger, span.months or 0, rule)


def extended(trigger: date, span: Span, extension: Span, rule: MonthRule, is_off: Callable[[date], bool]) -> date:
    """The last day of a period with an extension, which runs from the expiry itself, also when that was a day off.

    Texts name an extension either by itself ("one further month") or with the period ("three months in all"), and the
    two readings part at the end of a month: the earlier day is the safe one.
    """
    end = last_day(trigger, span, rule, is_off)
    # The period after an inclusive one begins with the next day, which is the other way of saying "from the next day".
    after = last_day(end, extension, MonthRule.NEXT_DAY if rule is MonthRule.INCLUSIVE else rule, is_off)
    if span.months is None or extension.months is None:
        return after
    return min(after, add_months(trigger, span.months + extension.months, rule))
