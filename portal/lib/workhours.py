"""Adding working time: pure arithmetic over opening hours and days off. It reads no database and no clock.

A `Schedule` says which window a centre is open on a given day; hours may change from a day on. The functions
answer "when has this much working time passed" and "how much working time lies between". Every answer carries
the calendar years it rests on, so that a page can mark a year that nobody has confirmed.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

# No centre is closed for longer: a search past this means that the hours or the calendar are wrong.
HORIZON = timedelta(days=1100)


class NoWorkingTime(ValueError):
    """The schedule never opens within `HORIZON`."""


@dataclass(frozen=True)
class Hours:
    """Opening hours in force from a day on. `weekdays` holds ISO numbers, Monday is 1."""

    valid_from: date
    weekdays: frozenset[int]
    opens: time
    closes: time
    zone: ZoneInfo
    calendar: str

    def __post_init__(self) -> None:
        if self.closes <= self.opens:
            raise ValueError("Hours close after they open.")


@dataclass(frozen=True)
class DayKind:
    """What a calendar says of a day: a day off, a working day by decree (a make-up Saturday), or neither."""

    off: bool = False
    made_up: bool = False


DayReader = Callable[[str, date], DayKind]


@dataclass(frozen=True)
class Window:
    """One working day's opening and closing, in UTC so that differences are elapsed time."""

    day: date
    opens: datetime
    closes: datetime
    calendar: str


@dataclass(frozen=True)
class Moment:
    """A computed moment and the (calendar, year) pairs it rests on."""

    at: datetime
    years: frozenset[tuple[str, int]]


class Schedule:
    """The opening hours of one centre over time. The first row also serves all days before it."""

    def __init__(self, hours: Sequence[Hours], day_kind: DayReader) -> None:
        if not hours:
            raise ValueError("A schedule needs hours.")
        self._hours = sorted(hours, key=lambda row: row.valid_from)
        self._day_kind = day_kind

    def hours_on(self, day: date) -> Hours:
        """The row in force on `day`."""
        found = self._hours[0]
        for row in self._hours:
            if row.valid_from <= day:
                found = row
        return found

    def window(self, day: date) -> Window | None:
        """When the centre is open on `day`; None on a day off."""
        row = self.hours_on(day)
        kind = self._day_kind(row.calendar, day)
        if not kind.made_up and (kind.off or day.isoweekday() not in row.weekdays):
            return None
        opens = datetime.combine(day, row.opens, row.zone).astimezone(UTC)
        closes = datetime.combine(day, row.closes, row.zone).astimezone(UTC)
        return Window(day, opens, closes, row.calendar)

    def windows_from(self, start: datetime) -> Iterator[tuple[date, Window | None]]:
        """Every day from the one before `start` on, with its window if any. Raises NoWorkingTime at the horizon."""
        # A day earlier than the UTC date: the local day may lag behind.
        day = start.astimezone(UTC).date() - timedelta(days=1)
        last = day + HORIZON
        while day <= last:
            window = self.window(day)
            if window is None or window.closes > start:
                yield day, window
            day += timedelta(days=1)
        raise NoWorkingTime(f"No working time within {HORIZON.days} days of {start:%Y-%m-%d}.")

    def day_kind(self, day: date) -> DayKind:
        """What the calendar in force on `day` says of it."""
        return self._day_kind(self.hours_on(day).calendar, day)

    def days_between(self, start: datetime, end: datetime) -> Iterator[tuple[date, Window | None]]:
        """Every local day from that of `start` to that of `end`, with its window if any."""
        day = start.astimezone(UTC).date() - timedelta(days=1)
        while day <= end.astimezone(UTC).date() + timedelta(days=1):
            zone = self.hours_on(day).zone
            if start.astimezone(zone).date() <= day <= end.astimezone(zone).date():
                yield day, self.window(day)
            day += timedelta(days=1)


class KeptSchedule(Schedule):
    """A schedule in which days that were reckoned already keep the window they had; all others are read from `live`.

    So a change of hours or of the calendar reaches only days that no promise has counted yet.
    """

    def __init__(self, kept: Mapping[date, Window | None], live: Schedule) -> None:
        super().__init__(live._hours, live._day_kind)
        self._kept = kept

    def window(self, day: date) -> Window | None:
        return self._kept[day] if day in self._kept else super().window(day)


def add_working_time(schedule: Schedule, start: datetime, amount: timedelta) -> Moment:
    """When `amount` of working time has passed since `start`. Raises NoWorkingTime."""
    if amount < timedelta(0):
        raise ValueError("Working time is not negative.")
    years: set[tuple[str, int]] = set()
    left = amount
    for day, window in schedule.windows_from(start):
        years.add((schedule.hours_on(day).calendar, day.year))
        if window is None:
            continue
        begin = max(window.opens, start)
        if begin + left <= window.closes:
            return Moment(begin + left, frozenset(years))
        left -= window.closes - begin
    raise AssertionError("windows_from ends by raising")


def closing_after(schedule: Schedule, start: datetime, working_days: int) -> Moment:
    """Closing time of the n-th working day after the one on which `start` arrives.

    What comes in outside the hours arrives when the centre next opens. With 0 it is the closing of that very day.
    """
    if working_days < 0:
        raise ValueError("A number of working days is not negative.")
    years: set[tuple[str, int]] = set()
    left = working_days
    for day, window in schedule.windows_from(start):
        years.add((schedule.hours_on(day).calendar, day.year))
        if window is None:
            continue
        if left == 0:
            return Moment(window.closes, frozenset(years))
        left -= 1
    raise AssertionError("windows_from ends by raising")


def working_time_between(schedule: Schedule, start: datetime, end: datetime) -> timedelta:
    """How much working time lies between two moments; nothing when `end` is not after `start`."""
    total = timedelta(0)
    if end <= start:
        return total
    for _day, window in schedule.windows_from(start):
        if window is None:
            if _day > end.astimezone(UTC).date() + timedelta(days=1):
                break
            continue
        if window.opens >= end:
            break
        total += min(window.closes, end) - max(window.opens, start)
    return total


def resume(schedule: Schedule, *, due: datetime, paused_at: datetime, resumed_at: datetime) -> Moment:
    """The due time after a pause: the working time that was left when it began is counted from its end.

    A due time that had already passed when the pause began stays where it is.
    """
    left = working_time_between(schedule, paused_at, due)
    if due <= paused_at:
        return Moment(due, frozenset())
    return add_working_time(schedule, resumed_at, left)
