"""When a first answer is due: the published service time, over the working hours of the centre.

Two effective-dated settings come together here, `ServiceTime` and `CentreHours`. Each may be set for one centre
or for the whole network; where nothing is set the standard below holds. What was used is written into the case
(`Due.snapshot`), so that a later setting never changes a promise already made.
"""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import F, Q

from disputes.choices import Priority, TimeUnit
from disputes.models import Case, ServiceTime
from portal.accounts.models import CentreHours
from portal.lib.clock import SHANGHAI
from portal.lib.workhours import Hours, Moment, Schedule, add_working_time, closing_after, resume
from portal.reference.calendars import Calendars

# Monday to Friday 09:00-17:30 in Shanghai with the Chinese calendar.
STANDARD_HOURS = Hours(date(2000, 1, 1), frozenset({1, 2, 3, 4, 5}), time(9), time(17, 30), SHANGHAI, "CN")


@dataclass(frozen=True)
class Promise:
    """A number and its unit; `row` is the ServiceTime it came from, None for the standard."""

    quantity: int
    unit: TimeUnit
    row: int | None = None


# Proposed with the triage matrix (levels P0 to P3); a published ServiceTime row takes its place.
STANDARD_FIRST_ANSWER: dict[str, Promise] = {
    Priority.P0: Promise(2, TimeUnit.WORKING_HOUR),
    Priority.P1: Promise(0, TimeUnit.SAME_WORKING_DAY),
    Priority.P2: Promise(2, TimeUnit.WORKING_DAY),
    Priority.P3: Promise(5, TimeUnit.WORKING_DAY),
}


@dataclass(frozen=True)
class Due:
    """A due time with all it rests on."""

    at: datetime
    calendar_confirmed: bool
    snapshot: dict[str, Any]


def promised(priority: str, *, centre_id: int | None, on: date) -> Promise:
    """The service time in force on a day: the centre's own row before the network's, before the standard."""
    row = (
        ServiceTime.objects.filter(
            Q(centre_id=centre_id) | Q(centre__isnull=True),
            kind=ServiceTime.Kind.FIRST_ANSWER,
            priority=priority,
            valid_from__lte=on,
        )
        .order_by(F("centre").asc(nulls_last=True), "-valid_from")
        .first()
    )
    if row is None:
        return STANDARD_FIRST_ANSWER[priority]
    return Promise(row.quantity, TimeUnit(row.unit), row.pk)


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


def first_answer_due(*, priority: str, centre_id: int | None, start: datetime) -> Due:
    """When the first answer is due for a case that came in at `start`. Raises NoWorkingTime."""
    promise = promised(priority, centre_id=centre_id, on=start.astimezone(SHANGHAI).date())
    calendars = Calendars()
    schedule = schedule_of(centre_id, calendars)
    if promise.unit == TimeUnit.WORKING_HOUR:
        moment = add_working_time(schedule, start, timedelta(hours=promise.quantity))
    else:
        moment = closing_after(schedule, start, promise.quantity)
    return described(moment, calendars, promise=promise, priority=priority, start=start)


def described(moment: Moment, calendars: Calendars, *, promise: Promise, priority: str, start: datetime) -> Due:
    """A computed moment with the snapshot that explains it."""
    confirmed = all(calendars.is_confirmed(calendar, year) for calendar, year in moment.years)
    snapshot = {
        "priority": priority,
        "quantity": promise.quantity,
        "unit": str(promise.unit),
        "service_time": promise.row,
        "start": start.isoformat(),
        "due": moment.at.isoformat(),
        "years": sorted(f"{calendar} {year}" for calendar, year in moment.years),
        "calendar_confirmed": confirmed,
    }
    return Due(moment.at, confirmed, snapshot)


def resumed(case: Case, *, at: datetime) -> Due:
    """The due time of a stopped case whose clock runs again from `at`; the pause is added to its snapshot.

    Raises ValueError for a case whose clock is not stopped.
    """
    if case.paused_at is None or case.due_at is None:
        raise ValueError("Only a stopped clock can run again.")
    calendars = Calendars()
    moment = resume(schedule_of(case.centre_id, calendars), due=case.due_at, paused_at=case.paused_at, resumed_at=at)
    confirmed = case.calendar_confirmed and all(calendars.is_confirmed(*year) for year in moment.years)
    pause = {"from": case.paused_at.isoformat(), "to": at.isoformat(), "due": moment.at.isoformat()}
    snapshot = {
        **case.clock_data,
        "due": moment.at.isoformat(),
        "pauses": [*case.clock_data.get("pauses", []), pause],
        "calendar_confirmed": confirmed,
    }
    return Due(moment.at, confirmed, snapshot)
