"""The clocks of a case: started, stopped, kept.

Every function runs inside the transaction of an action that has loaded the case. It writes the rows of `CaseClock`
and returns the columns of the case that go with them, for the action to hand to `changing.change`. When the change is
refused the transaction takes the rows back as well.

    change(case, by=by, kind="accepted", to=CaseState.ACCEPTED, **kept(case, DECISION), **started(case, OPINION))
"""

from datetime import datetime
from typing import Any

from disputes.choices import ClockKind
from disputes.models import Case, CaseClock
from disputes.servicetimes import due_for, resumed
from disputes.states import PAUSING, CaseState, WaitingOn
from portal.lib import clock
from portal.lib.states import guarded_update

# What the enterprise owes; everything else is the centre's.
OWED_BY_ENTERPRISE = frozenset({ClockKind.SUPPLEMENT})
Columns = dict[str, Any]


def running(case: Case) -> list[CaseClock]:
    """Clocks that have not ended, the centre's and the enterprise's; a stopped one counts as running."""
    return list(CaseClock.objects.filter(case=case, ended_at__isnull=True))


def supplement_due(case: Case) -> datetime | None:
    """By when the enterprise must send the supplement; none when none is owed."""
    if case.state != CaseState.SUPPLEMENT_REQUESTED:
        return None
    return _due_of(case, ClockKind.SUPPLEMENT)


def decision_due(case: Case) -> datetime | None:
    """By when the centre decides on a guidance application; none when that time does not run."""
    return _due_of(case, ClockKind.DECISION) if case.state == CaseState.SUBMITTED and case.is_guidance else None


def _due_of(case: Case, kind: ClockKind) -> datetime | None:
    row = CaseClock.objects.filter(case=case, kind=kind, ended_at__isnull=True).first()
    return row.due_at if row else None


def of_centre(case: Case) -> list[CaseClock]:
    return [row for row in running(case) if row.kind not in OWED_BY_ENTERPRISE]


def _due(case: Case) -> Columns:
    """What the case's row shows of its clocks: the earliest due time the centre owes."""
    first = min(of_centre(case), key=lambda row: row.due_at, default=None)
    return {
        "due_at": first.due_at if first else None,
        "due_confirmed": first.calendar_confirmed if first else False,
    }


def started(
    case: Case, *kinds: ClockKind, priority: str | None = None, centre_id: int | None = None, at: datetime | None = None
) -> Columns:
    """Begin to count. `priority` and `centre_id` are given where the case does not have them yet."""
    now = at or clock.now()
    priority = case.priority if priority is None else priority
    centre_id = case.centre_id if centre_id is None else centre_id
    for kind in kinds:
        due = due_for(kind=kind, priority=priority, centre_id=centre_id, start=now)
        CaseClock.objects.create(
            case=case, kind=kind, priority=priority, started_at=now, due_at=due.at, snapshot=due.snapshot
        )
    return _due(case)


def kept(case: Case, *kinds: ClockKind) -> Columns:
    """What was promised has happened: each clock ends and says whether in time. Nothing for one that does not run.

    A clock that stands still is never late: what counts is the moment at which it was stopped. The first answer is
    noted on the case as well, once: a reopened case keeps what was.
    """
    now = clock.now()
    columns: Columns = {}
    for row in running(case):
        if row.kind not in kinds:
            continue
        in_time = (row.paused_at or now) <= row.due_at
        _end(row, at=now, in_time=in_time)
        if row.kind == ClockKind.FIRST_ANSWER and case.answered_at is None:
            columns |= {"answered_at": now, "answered_in_time": in_time}
    return columns | _due(case)


def dropped(case: Case) -> Columns:
    """Every promise falls away. Nobody is judged by it."""
    now = clock.now()
    for row in running(case):
        _end(row, at=now, in_time=None)
    return {**_due(case), "waiting_on": WaitingOn.NONE, "paused_at": None}


def stopped(case: Case, waiting_on: WaitingOn) -> Columns:
    """The centre's clocks stand still while somebody else owes something; one that stands keeps its moment."""
    if waiting_on not in PAUSING:
        raise ValueError("The clock stops only for the enterprise or somebody outside.")
    now = case.paused_at or clock.now()
    for row in of_centre(case):
        if row.paused_at is None:
            guarded_update(row, expected={"paused_at": None, "ended_at": None}, paused_at=now)
    return {"waiting_on": waiting_on, "paused_at": now}


def going_on(case: Case) -> Columns:
    """The centre's clocks run again; their due times move by the working time that the pause took."""
    now = clock.now()
    for row in of_centre(case):
        if row.paused_at is not None:
            due = resumed(row, centre_id=case.centre_id, at=now)
            expected = {"paused_at": row.paused_at, "ended_at": None}
            guarded_update(row, expected=expected, paused_at=None, due_at=due.at, snapshot=due.snapshot)
    return {"waiting_on": WaitingOn.NONE, "paused_at": None, **_due(case)}


def hurried(case: Case, priority: str) -> Columns:
    """A higher priority shortens what is promised, counted from now; it never lengthens and moves no stopped clock."""
    now = clock.now()
    for row in of_centre(case):
        if row.paused_at is not None:
            continue
        due = due_for(kind=row.kind, priority=priority, centre_id=case.centre_id, start=now)
        if due.at < row.due_at:
            guarded_update(row, expected={"due_at": row.due_at, "ended_at": None}, due_at=due.at, snapshot=due.snapshot)
    return _due(case)


def _end(row: CaseClock, *, at: datetime, in_time: bool | None) -> None:
    guarded_update(row, expected={"ended_at": None}, ended_at=at, in_time=in_time, paused_at=None)
