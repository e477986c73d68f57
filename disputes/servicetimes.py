"""When something promised is due: the published service time, over the working hours of the centre.

Two effective-dated settings come together here, `ServiceTime` and `CentreHours`. Each may be set for one centre
or for the whole network; where nothing is set the standard below holds. What was used is written into the case
(`CaseClock.snapshot`), so that a later setting never changes a promise already made.
"""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import F, Q

from disputes.choices import ClockKind, Priority, TimeUnit
from disputes.explaining import around_the_clock, as_data, days_from, days_of, windows
from disputes.models import CaseClock, ServiceTime
from portal.accounts.models import CentreHours
from portal.lib.clock import SHANGHAI
from portal.lib.workhours import Hours, KeptSchedule, Moment, Schedule, add_working_time, closing_after, resume
from portal.reference.calendars import Calendars

# Monday to Friday 09:00-17:30 in Shanghai with the Chinese calendar.
STANDARD_HOURS = Hours(date(2000, 1, 1), frozenset({1, 2, 3, 4, 5}), time(9), time(17, 30), SHANGHAI, "CN")


@dataclass(frozen=True)
class Promise:
    """A number and its unit; `row` is the ServiceTime it came from, None for the standard."""

    quantity: int
    unit: TimeUnit
    row: int | None = None


# Proposals (the day counts of the local standards were not published): first answers by the levels of the triage
# matrix, a decision within 5 working days, an opinion within 10, on the emergency track (P0) within 24 hours. A
# published ServiceTime row takes the place of each. A key without a priority holds for all that have none.
STANDARD: dict[tuple[str, str], Promise] = {
    (ClockKind.FIRST_ANSWER, Priority.P0): Promise(2, TimeUnit.WORKING_HOUR),
    (ClockKind.FIRST_ANSWER, Priority.P1): Promise(0, TimeUnit.SAME_WORKING_DAY),
    (ClockKind.FIRST_ANSWER, Priority.P2): Promise(2, TimeUnit.WORKING_DAY),
    (ClockKind.FIRST_ANSWER, Priority.P3): Promise(5, TimeUnit.WORKING_DAY),
    (ClockKind.DECISION, ""): Promise(5, TimeUnit.WORKING_DAY),
    (ClockKind.OPINION, Priority.P0): Promise(24, TimeUnit.HOUR),
    (ClockKind.OPINION, ""): Promise(10, TimeUnit.WORKING_DAY),
    (ClockKind.SUPPLEMENT, ""): Promise(10, TimeUnit.WORKING_DAY),
}


@dataclass(frozen=True)
class Due:
    """A due time with all it rests on."""

    at: datetime
    calendar_confirmed: bool
    snapshot: dict[str, Any]


def promised(kind: str, priority: str, *, centre_id: int | None, on: date) -> Promise:
    """The service time in force on a day: the centre's own row before the network's, before the standard.

    In each of the three a row for the priority goes before one for every priority. A row for every priority does not
    reach a level that has a standard of its own: nobody lengthens an emergency by publishing for the rest.
    """
    row = (
        ServiceTime.objects.filter(
            Q(centre_id=centre_id) | Q(centre__isnull=True),
            kind=kind,
            priority__in=reaching(kind, priority),
            valid_from__lte=on,
        )
        .order_by(F("centre").asc(nulls_last=True), "-priority", "-valid_from")
        .first()
    )
    if row is None:
        return STANDARD.get((kind, priority)) or STANDARD[kind, ""]
    return Promise(row.quantity, TimeUnit(row.unit), row.pk)


def reaching(kind: str, priority: str) -> list[str]:
    """The priorities of rows that hold for a case: its own, and "every" where no standard names its own."""
    return [priority] if priority and (kind, priority) in STANDARD else [priority, ""]


def schedule_of(centre_id: int | None, calendars: Calendars) -> Schedule:
    """A centre's hours over time: its own rows, before them the network's, before them the standard. One query."""
    rows = list(CentreHours.objects.filter(Q(centre_id=centre_id) | Q(centre__isnull=True)).order_by("valid_from"))
    own = [row for row in rows if row.centre_id is not None]
    network = [row for row in rows if row.centre_id is None and (not own or row.valid_from < own[0].valid_from)]
    hours = [STANDARD_HOURS] + [
        Hours(
            row.valid_from,
            frozenset(int(digit) for digit in row.weekdays),
            row.opens,
            row.closes,
            ZoneInfo(row.time_zone),
            row.calendar,
        )
        for row in network + own
    ]
    return Schedule(hours, calendars.day_kind)


def due_for(*, kind: str, priority: str, centre_id: int | None, start: datetime) -> Due:
    """When the promise `kind` is due for a case of this priority, counted from `start`. Raises NoWorkingTime."""
    promise = promised(kind, priority, centre_id=centre_id, on=start.astimezone(SHANGHAI).date())
    calendars = Calendars()
    schedule = schedule_of(centre_id, calendars)
    if promise.unit == TimeUnit.HOUR:
        moment = Moment(start + timedelta(hours=promise.quantity), frozenset())
    elif promise.unit == TimeUnit.WORKING_HOUR:
        moment = add_working_time(schedule, start, timedelta(hours=promise.quantity))
    else:
        moment = closing_after(schedule, start, promise.quantity)
    confirmed = all(calendars.is_confirmed(calendar, year) for calendar, year in moment.years)
    days = around_the_clock(start, moment.at) if promise.unit == TimeUnit.HOUR else days_of(schedule, start, moment.at)
    snapshot = {
        "kind": kind,
        "priority": priority,
        "centre": centre_id,
        "quantity": promise.quantity,
        "unit": str(promise.unit),
        "service_time": promise.row,
        "start": start.isoformat(),
        "due": moment.at.isoformat(),
        "years": sorted(f"{calendar} {year}" for calendar, year in moment.years),
        "calendar_confirmed": confirmed,
        "days": as_data(days),
    }
    return Due(moment.at, confirmed, snapshot)


def resumed(running: CaseClock, *, centre_id: int | None, at: datetime) -> Due:
    """The due time of a stopped clock that runs again from `at`; the pause is added to its snapshot.

    What was left of its time when it stopped is counted from `at`: working time, or plain hours where hours were
    promised. Days that were reckoned before keep the hours they were reckoned with. Raises ValueError for a clock that
    is not stopped.
    """
    if running.paused_at is None:
        raise ValueError("Only a stopped clock can run again.")
    calendars = Calendars()
    start = datetime.fromisoformat(running.snapshot.get("start", running.started_at.isoformat()))
    if running.snapshot.get("unit") == TimeUnit.HOUR:
        moment = Moment(at + max(running.due_at - running.paused_at, timedelta(0)), frozenset())
        days = around_the_clock(start, moment.at)
    else:
        known = days_from(running.snapshot)
        schedule = KeptSchedule(windows(known), schedule_of(centre_id, calendars))
        moment = resume(schedule, due=running.due_at, paused_at=running.paused_at, resumed_at=at)
        days = days_of(schedule, start, moment.at, known)
    confirmed = running.calendar_confirmed and all(calendars.is_confirmed(*year) for year in moment.years)
    pause = {"from": running.paused_at.isoformat(), "to": at.isoformat(), "due": moment.at.isoformat()}
    snapshot = {
        **running.snapshot,
        "due": moment.at.isoformat(),
        "pauses": [*running.snapshot.get("pauses", []), pause],
        "calendar_confirmed": confirmed,
        "days": as_data(days),
    }
    return Due(moment.at, confirmed, snapshot)
