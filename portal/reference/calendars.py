"""Days off and make-up working days of a holiday calendar, and whether somebody has confirmed the year.

The computed days come from the `holidays` package. It gives a coming Chinese year without its make-up days
and without a warning, so a year counts as confirmed only when a `CalendarYear` row says so.
"""

from datetime import date
from functools import lru_cache

import holidays

from portal.lib.workhours import DayKind
from portal.reference.models import CalendarYear


@lru_cache(maxsize=256)
def _computed(calendar: str, year: int) -> tuple[frozenset[date], frozenset[date]]:
    """Days off and make-up working days as computed; nothing for a calendar the package does not know."""
    try:
        found = holidays.country_holidays(calendar, years=year)
    except NotImplementedError:
        return frozenset(), frozenset()
    made_up = {day for day in getattr(found, "weekend_workdays", ()) if day.year == year}
    return frozenset(day for day in found if day.year == year), frozenset(made_up)


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
