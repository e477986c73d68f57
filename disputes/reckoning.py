"""Where a clock stands: its account (`disputes.explaining`) with what it rests on, for pages, warnings and figures."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from disputes.choices import TimeUnit
from disputes.explaining import (
    NOTHING,
    Day,
    Line,
    Stretch,
    account,
    around_the_clock,
    counted_until,
    days_from,
    days_of,
    pauses_from,
)
from disputes.models import CaseClock, ServiceTime
from disputes.servicetimes import Promise, schedule_of
from portal.lib import clock
from portal.lib.clock import SHANGHAI
from portal.lib.workhours import Schedule
from portal.reference.calendars import Calendars

# From this part of the promised time on the holder is warned, as in the domain's rule for reminders of clocks.
WARN_FROM = 0.75


@dataclass(frozen=True)
class Reckoning:
    """One clock at one moment."""

    row: CaseClock
    start: datetime
    due: datetime
    until: datetime  # the end, the moment at which it was stopped, or now
    days: Sequence[Day]
    pauses: Sequence[Stretch]
    recomputed: bool  # written before days were kept: read from today's hours

    @property
    def lines(self) -> list[Line]:
        """The account from start to due."""
        return account(self.days, start=self.start, end=self.due, pauses=self.pauses)

    @property
    def promised(self) -> timedelta:
        return counted_until(self.days, start=self.start, end=self.due, pauses=self.pauses)

    @property
    def used(self) -> timedelta:
        return counted_until(self.days, start=self.start, end=min(self.until, self.due), pauses=self.pauses)

    @property
    def left(self) -> timedelta:
        return self.promised - self.used

    @property
    def is_late(self) -> bool:
        """Running past its due time; a stopped clock is never late."""
        return self.row.ended_at is None and self.row.paused_at is None and self.until > self.due

    @property
    def restarted(self) -> bool:
        """Counted anew from a later moment, because the priority was raised."""
        return self.start > self.row.started_at

    @property
    def promise(self) -> Promise | None:
        """None for a row written before promises were kept with it."""
        kept = self.row.snapshot
        if not {"unit", "quantity"} <= kept.keys():
            return None
        return Promise(kept["quantity"], TimeUnit(kept["unit"]), kept.get("service_time"))

    @property
    def needs_warning(self) -> bool:
        """Three quarters of its time are used, or it is the last of several working days."""
        if self.row.ended_at is not None or self.row.paused_at is not None:
            return False
        last_day = (
            self.promise is not None
            and self.promise.unit == TimeUnit.WORKING_DAY
            and self.until.astimezone(SHANGHAI).date() == self.due.astimezone(SHANGHAI).date()
        )
        return last_day or (self.promised > NOTHING and self.used >= self.promised * WARN_FROM)


def reckon(row: CaseClock, *, now: datetime | None = None, schedule: Schedule | None = None) -> Reckoning:
    """Where `row` stands. `schedule` is only asked for a clock that keeps no days; without one it is loaded."""
    snapshot = row.snapshot
    start = datetime.fromisoformat(snapshot["start"]) if "start" in snapshot else row.started_at
    days = days_from(snapshot)
    recomputed = not days
    if recomputed and snapshot.get("unit") == TimeUnit.HOUR:
        days = around_the_clock(start, row.due_at)
    elif recomputed:
        days = days_of(schedule or schedule_of(row.case.centre_id, Calendars()), start, row.due_at)
    until = row.ended_at or row.paused_at or now or clock.now()
    return Reckoning(row, start, row.due_at, until, days, pauses_from(snapshot), recomputed)


def service_times_of(rows: Sequence[Reckoning]) -> Mapping[int, ServiceTime]:
    """The published rows that clocks rest on, by id; one query."""
    ids = {row.promise.row for row in rows if row.promise is not None and row.promise.row is not None}
    return {found.pk: found for found in ServiceTime.objects.filter(pk__in=ids).select_related("centre")}
