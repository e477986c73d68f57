"""From a period, a forum's way of counting and a trigger to three dates and the reasons for each.

    statutory (raw)  where the period ends by its own words
    rolled           the next working day, if the rule says that it moves there
    act by           the rolled date if the text of the rule and of its roll rule were both checked; otherwise the
                     last working day on or before the raw date (shared rule of the network, docs/deadlines.md)

A court or office order overrides: *act by* is then the last working day on or before the ordered one. Nothing here
reads a database or a clock.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Protocol

from django.utils.translation import gettext as _

from laws.deadlines.arithmetic import DAY, MonthRule, Span, Unit, extended, last_day
from laws.deadlines.cutoffs import Cutoff
from portal.lib.errors import Invalid
from portal.reference.calendars import DayOff

CHECKED = "verified"  # the file's word for: the text was found in the source
NEXT_WORKING_DAY = "next_working_day"
NO_ROLL = "none"
UNKNOWN = "unknown"
EARLIEST, LATEST = date(1900, 1, 1), date(2150, 12, 31)


class Days(Protocol):
    """What a forum's calendar answers."""

    def why_off(self, day: date) -> DayOff | None: ...
    def knows(self, year: int) -> bool: ...
    def is_confirmed(self, year: int) -> bool: ...


@dataclass(frozen=True)
class Period:
    """What a rule says of its length. `text_status` and `roll_rule` are the reference file's own words."""

    span: Span
    roll_rule: str
    text_status: str


@dataclass(frozen=True)
class Counting:
    """How a forum counts. `roll_status` is how sure its roll rule is; no `cutoff` where the forum names no zone."""

    month_rule: MonthRule
    roll_status: str
    cutoff: Cutoff | None = None


class Basis(StrEnum):
    """Why *act by* is that day."""

    ROLLED = "rolled"
    DAY_BEFORE = "day_before"
    ORDER = "order"


class NoDate(Invalid):
    """No date may be computed. `code` is for programs: no_length, no_calendar, out_of_range, unknown_unit …"""

    def __init__(self, code: str, message: str, *, field: str = "") -> None:
        self.code = code
        super().__init__(message, field=field)

    @property
    def type(self) -> str:
        """What the API's error body calls it."""
        return self.code.replace("_", "-")


@dataclass(frozen=True)
class Computed:
    """Three dates and what they rest on."""

    trigger: date
    raw: date
    rolled: date
    act_by: date
    basis: Basis
    roll_status: str
    not_counted: tuple[DayOff, ...] = ()  # days off inside a period of working days
    rolled_over: tuple[DayOff, ...] = ()  # from the raw date to the rolled one
    stepped_over: tuple[DayOff, ...] = ()  # from the raw or ordered date back to act by
    unconfirmed: tuple[int, ...] = ()  # years whose calendar nobody has confirmed
    unknown_years: tuple[int, ...] = ()  # years that no calendar covers
    extension: Span | None = None
    order_on: date | None = None
    cutoff: Cutoff | None = field(default=None, compare=False)

    @property
    def skipped(self) -> tuple[DayOff, ...]:
        """Every day off that moved a date."""
        return tuple(dict.fromkeys((*self.not_counted, *self.rolled_over, *self.stepped_over)))


class _Watched:
    """A calendar that remembers which years it was asked about."""

    def __init__(self, days: Days) -> None:
        self._days = days
        self.years: set[int] = set()

    def why_off(self, day: date) -> DayOff | None:
        self.years.add(day.year)
        return self._days.why_off(day)

    def is_off(self, day: date) -> bool:
        return self.why_off(day) is not None

    def run(self, day: date, step: int) -> Iterator[DayOff]:
        """The days off from `day` on, towards the next working day (`step` 1) or the one before (-1)."""
        while (off := self.why_off(day)) is not None:
            yield off
            day += step * DAY


def roll_status_of(period: Period, counting: Counting) -> str:
    """How sure it is that the end moves, or does not: the forum's word, the rule's own, or unknown."""
    if period.roll_rule == NEXT_WORKING_DAY:
        return counting.roll_status
    return period.text_status if period.roll_rule == NO_ROLL else UNKNOWN


def compute(
    period: Period,
    counting: Counting,
    trigger: date,
    days: Days,
    *,
    extension: Span | None = None,
    order_on: date | None = None,
) -> Computed:
    """The three dates of one period. Raises NoDate where none may be told, with a sentence for a person."""
    _need_sense(trigger, order_on)
    if not period.span.quantity:
        raise NoDate("no_length", _("This rule names no fixed length, so no date may be computed from it."))
    watched = _Watched(days)
    try:
        end = raw = last_day(trigger, period.span, counting.month_rule, watched.is_off)
        if extension is not None:
            raw = extended(trigger, period.span, extension, counting.month_rule, watched.is_off)
    except (OverflowError, ValueError):
        raise _too_far() from None
    if raw.year == date.max.year:  # the days after it and its last minute in Beijing must exist as well
        raise _too_far()
    _need_calendar(watched.years, days)  # so far only working days have asked for one
    not_counted = (
        *_days_off_in(watched, period.span, trigger, end),
        *(_days_off_in(watched, extension, end, raw) if extension else ()),
    )
    roll_status = roll_status_of(period, counting)
    rolled_over = tuple(watched.run(raw, 1)) if period.roll_rule == NEXT_WORKING_DAY else ()
    rolled = rolled_over[-1].day + DAY if rolled_over else raw
    # Without a calendar nobody can say to which day it moves.
    stands = period.roll_rule != NEXT_WORKING_DAY or (days.knows(raw.year) and days.knows(rolled.year))
    if not stands:
        rolled_over, rolled = (), raw
    if order_on is not None:
        basis, latest = Basis.ORDER, order_on
    elif stands and period.text_status == roll_status == CHECKED:
        basis, latest = Basis.ROLLED, rolled
    else:
        basis, latest = Basis.DAY_BEFORE, raw
    stepped = () if basis is Basis.ROLLED else tuple(watched.run(latest, -1))
    # A period so short that no working day lies in it: the day of the trigger is the last chance.
    act_by = max(stepped[-1].day - DAY, trigger) if stepped else latest
    stepped = tuple(off for off in stepped if off.day > act_by)
    watched.years.update({raw.year, rolled.year, act_by.year})
    return Computed(
        trigger=trigger,
        raw=raw,
        rolled=rolled,
        act_by=act_by,
        basis=basis,
        roll_status=roll_status,
        not_counted=not_counted,
        rolled_over=rolled_over,
        stepped_over=stepped,
        unconfirmed=tuple(sorted(y for y in watched.years if days.knows(y) and not days.is_confirmed(y))),
        unknown_years=tuple(sorted(year for year in watched.years if not days.knows(year))),
        extension=extension,
        order_on=order_on,
        cutoff=counting.cutoff,
    )


def earliest(found: Sequence[Computed]) -> Computed:
    """The one to act on when several triggers, or several rules, may apply: the safe date."""
    return min(found, key=lambda one: (one.act_by, one.raw))


def _days_off_in(days: _Watched, span: Span, after: date, last: date) -> Iterator[DayOff]:
    """The days that a span of working days left out; nothing for a span that counts every day."""
    if span.unit is Unit.WORKING_DAY:
        for number in range(1, (last - after).days + 1):
            off = days.why_off(after + number * DAY)
            if off is not None:
                yield off


def _need_sense(trigger: date, order_on: date | None) -> None:
    for day, name in ((trigger, "trigger"), (order_on or trigger, "order_on")):
        if not EARLIEST <= day <= LATEST:
            raise NoDate("out_of_range", _("Enter a day between 1900 and 2150."), field=name)
    if order_on is not None and order_on < trigger:
        raise NoDate(
            "order_before_trigger",
            _("The ordered day lies before the day that the period is counted from. Check both dates."),
            field="order_on",
        )


def _too_far() -> NoDate:
    return NoDate("out_of_range", _("This period ends too far away to be computed."), field="trigger")


def _need_calendar(years: set[int], days: Days) -> None:
    missing = sorted(year for year in years if not days.knows(year))
    if missing:
        said = ", ".join(map(str, missing))
        raise NoDate(
            "no_calendar",
            _("The period counts working days, and no holiday calendar is known for %(years)s.") % {"years": said},
        )
