"""Every hour a clock counts, day by day: pure arithmetic over what the clock keeps. It reads no database and no time.

When a promise is made, the days from its start to its due time are written into the clock's snapshot with the opening
window each of them had (`Day`). The account is made from those rows, so that it shows what was counted then, whatever
hours and calendars say today. What it counts from start to due, without the pauses, is always what was promised.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from typing import Any

from portal.lib.clock import SHANGHAI
from portal.lib.workhours import Schedule, Window

NOTHING = timedelta(0)
Stretch = tuple[datetime, datetime]


class Why(StrEnum):
    """Why a day counts or does not."""

    OPEN = ""
    REST = "rest"
    HOLIDAY = "holiday"
    MADE_UP = "made_up"
    ROUND_THE_CLOCK = "clock"


@dataclass(frozen=True)
class Day:
    """One day as it was reckoned: its opening window, none when the centre was closed, and why."""

    day: date
    opens: datetime | None
    closes: datetime | None
    why: Why = Why.OPEN


@dataclass(frozen=True)
class Line:
    """One day of the account; `total` runs on from the days before."""

    day: date
    opens: datetime | None
    closes: datetime | None
    why: Why
    counted: timedelta
    paused: timedelta
    total: timedelta


def days_of(schedule: Schedule, start: datetime, end: datetime, known: Iterable[Day] = ()) -> list[Day]:
    """The days from `start` to `end` over a schedule; what is `known` of a day stays as it was written."""
    written = {day.day: day for day in known}
    found = []
    for day, window in schedule.days_between(start, end):
        kind = schedule.day_kind(day)
        if day in written:
            found.append(written[day])
        elif window is None:
            found.append(Day(day, None, None, Why.HOLIDAY if kind.off else Why.REST))
        else:
            found.append(Day(day, window.opens, window.closes, Why.MADE_UP if kind.made_up else Why.OPEN))
    return found


def around_the_clock(start: datetime, end: datetime) -> list[Day]:
    """The days of a promise in plain hours: open from midnight to midnight in Shanghai."""
    day, found = start.astimezone(SHANGHAI).date(), []
    while day <= end.astimezone(SHANGHAI).date():
        opens = datetime.combine(day, time(), SHANGHAI)
        found.append(Day(day, opens, opens + timedelta(days=1), Why.ROUND_THE_CLOCK))
        day += timedelta(days=1)
    return found


def windows(days: Iterable[Day]) -> dict[date, Window | None]:
    """Written days as a schedule's windows."""
    return {row.day: Window(row.day, row.opens, row.closes, "") if row.opens and row.closes else None for row in days}


def as_data(days: Iterable[Day]) -> list[list[str]]:
    """Days as JSON, short: `["2026-11-23", opens, closes, why]`."""
    return [[row.day.isoformat(), _iso(row.opens), _iso(row.closes), str(row.why)] for row in days]


def _iso(moment: datetime | None) -> str:
    return moment.astimezone(UTC).isoformat(timespec="seconds") if moment else ""


def days_from(snapshot: Mapping[str, Any]) -> list[Day]:
    """The days of a snapshot; none in one that was written before days were kept."""
    return [
        Day(
            date.fromisoformat(day),
            datetime.fromisoformat(opens) if opens else None,
            datetime.fromisoformat(closes) if closes else None,
            Why(why),
        )
        for day, opens, closes, why in snapshot.get("days", [])
    ]


def pauses_from(snapshot: Mapping[str, Any]) -> list[Stretch]:
    """The pauses that are over."""
    return [
        (datetime.fromisoformat(pause["from"]), datetime.fromisoformat(pause["to"]))
        for pause in snapshot.get("pauses", [])
    ]


def overlap(one: Stretch, other: Stretch) -> timedelta:
    """How long two stretches run together."""
    return max(min(one[1], other[1]) - max(one[0], other[0]), NOTHING)


def account(days: Sequence[Day], *, start: datetime, end: datetime, pauses: Sequence[Stretch] = ()) -> list[Line]:
    """What each day counts between `start` and `end`; time inside a pause does not count. Pauses never overlap."""
    lines: list[Line] = []
    total = NOTHING
    for row in days:
        counted = paused = NOTHING
        if row.opens and row.closes and start < end:
            open_here = (max(row.opens, start), min(row.closes, end))
            paused = sum((overlap(open_here, pause) for pause in pauses), NOTHING)
            counted = max(open_here[1] - open_here[0], NOTHING) - paused
        total += counted
        lines.append(Line(row.day, row.opens, row.closes, row.why, counted, paused, total))
    return lines


def counted_until(days: Sequence[Day], *, start: datetime, end: datetime, pauses: Sequence[Stretch] = ()) -> timedelta:
    """The sum of `account`."""
    lines = account(days, start=start, end=end, pauses=pauses)
    return lines[-1].total if lines else NOTHING
