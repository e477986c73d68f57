"""Days off and make-up working days of a holiday calendar, and whether somebody has confirmed the year.

A calendar is named as `forums.csv` names it: a country (`CN`), a country and its part (`DE:BY`), or a market
(`XECB`). The computed days come from the `holidays` package. It gives a coming Chinese year without its make-up days
and without a warning, so a year counts as confirmed only when a `CalendarYear` row says so.
"""

from dataclasses import dataclass
from datetime import date
from functools import lru_cache

import holidays
from holidays import HolidayBase

from portal.lib.workhours import DayKind
from portal.reference.models import CalendarYear

ENGLISH, CHINESE = "en_US", "zh_CN"
SATURDAY, SUNDAY = 5, 6
WEEKDAYS = (
    ("Monday", "周一"),
    ("Tuesday", "周二"),
    ("Wednesday", "周三"),
    ("Thursday", "周四"),
    ("Friday", "周五"),
    ("Saturday", "周六"),
    ("Sunday", "周日"),
)
# Outside these years the package knows only the feasts of a fixed day and warns of it: that is no calendar.
WHOLE_YEARS = {"IN": range(2001, 2036)}
ADDED = ("Day off added by hand", "人工补录的休息日")


@dataclass(frozen=True)
class DayOff:
    """A day on which a forum does not work, and why, in both languages: a stored explanation is read in either."""

    day: date
    en: str
    zh: str


@lru_cache(maxsize=1024)
def _package(calendar: str, year: int, language: str = "") -> HolidayBase | None:
    """One year of the package; None for a calendar or a year that it does not know."""
    country, _colon, part = calendar.partition(":")
    if not country or year not in WHOLE_YEARS.get(country, (year,)):
        return None
    try:
        found = holidays.country_holidays(country, subdiv=part or None, years=year, language=language or None)
    except NotImplementedError:
        try:
            found = holidays.financial_holidays(country, years=year, language=language or None)
        except NotImplementedError:
            return None
    return found if found.start_year <= year <= found.end_year else None


@lru_cache(maxsize=512)
def _computed(calendar: str, year: int) -> tuple[frozenset[date], frozenset[date]]:
    """Days off and make-up working days as computed; nothing for a calendar the package does not know."""
    found = _package(calendar, year)
    if found is None:
        return frozenset(), frozenset()
    made_up = {day for day in getattr(found, "weekend_workdays", ()) if day.year == year}
    return frozenset(day for day in found if day.year == year), frozenset(made_up)


def _named(calendar: str, day: date, language: str) -> str:
    """The name of a holiday in `language`; empty when the package does not speak it, or it is no holiday."""
    plain = _package(calendar, day.year)
    if plain is None or language not in plain.supported_languages:
        return ""
    spoken = _package(calendar, day.year, language)
    return spoken.get(day) or "" if spoken is not None else ""


def is_known(calendar: str, year: int) -> bool:
    """Whether the package computes this year of the calendar."""
    return _package(calendar, year) is not None


def computed_year(calendar: str, year: int) -> tuple[list[DayOff], list[date]] | None:
    """Holidays by name and make-up working days as the package gives them; None where it knows no such year."""
    package = _package(calendar, year)
    if package is None:
        return None
    off, made_up = _computed(calendar, year)
    named = [DayOff(day, *_names(package, calendar, day)) for day in sorted(off)]
    return named, sorted(made_up)


def _names(package: HolidayBase, calendar: str, day: date) -> tuple[str, str]:
    english = _named(calendar, day, ENGLISH) or package[day]
    return english, _named(calendar, day, CHINESE) or english


class Calendars:
    """Reads the confirmed years once (one query) and then answers for every day."""

    def __init__(self) -> None:
        self._rows = {(row.calendar, row.year): row for row in CalendarYear.objects.all()}

    def day_kind(self, calendar: str, day: date) -> DayKind:
        """A person's correction in `CalendarYear` wins over the computed calendar."""
        iso = day.isoformat()
        row = self._rows.get((calendar, day.year))
        if row is not None and iso in row.extra_workdays:
            return DayKind(made_up=True)
        if row is not None and iso in row.extra_holidays:
            return DayKind(off=True)
        off, made_up = _computed(calendar, day.year)
        return DayKind(off=day in off, made_up=day in made_up)

    def is_confirmed(self, calendar: str, year: int) -> bool:
        row = self._rows.get((calendar, year))
        return row is not None and row.confirmed_on is not None

    def of(self, calendar: str) -> "ForumDays":
        """The days of one forum's calendar, as legal periods count them."""
        return ForumDays(self, calendar)

    def correction(self, calendar: str, day: date) -> CalendarYear | None:
        return self._rows.get((calendar, day.year))


class ForumDays:
    """Working days of a forum. A make-up Saturday or Sunday counts as a day off: acting before it is always in time.

    Of a year that no calendar covers only Saturdays and Sundays are known; `knows` says so, and whoever counts must
    say it too.
    """

    def __init__(self, calendars: Calendars, calendar: str) -> None:
        self._calendars, self.calendar = calendars, calendar

    def knows(self, year: int) -> bool:
        return is_known(self.calendar, year)

    def is_confirmed(self, year: int) -> bool:
        return self._calendars.is_confirmed(self.calendar, year)

    def why_off(self, day: date) -> DayOff | None:
        """Why the forum does not work on `day`; None for a working day."""
        package, row = _package(self.calendar, day.year), self._calendars.correction(self.calendar, day)
        is_weekend = package.is_weekend(day) if package is not None else day.weekday() in {SATURDAY, SUNDAY}
        works_after_all = row is not None and day.isoformat() in row.extra_workdays
        if package is not None and day in package and not works_after_all:
            return DayOff(day, *_names(package, self.calendar, day))
        if is_weekend:
            return DayOff(day, *WEEKDAYS[day.weekday()])
        if row is not None and day.isoformat() in row.extra_holidays:
            return DayOff(day, *ADDED)
        return None
