"""The reminder ladder: a mail when 30, 14, 7, 3, 1 and 0 days are left, and the question when it has passed.

The days are counted in Beijing, the last minute is the forum's. Which rung was sent stands on the row
(`Deadline.reminded`) and changes in the transaction that queues the mails, whose keys name row and rung: neither a
doubled beat nor a kill sends one twice. A case filed with five days left begins with the rung of seven days.
"""

import logging
import uuid
from collections.abc import Iterable
from datetime import datetime
from itertools import groupby

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet

from disputes.actions.changing import change, lock
from disputes.deadline_mails import tell_passed, tell_reminder
from disputes.models import Case, Deadline, DeadlineState
from disputes.states import OPEN_STATES
from portal.lib import clock

log = logging.getLogger(__name__)
FIRST_HOUR = 8
PASSED = -1
RELATED = ("rule__forum", "forum", "case__enterprise", "case__claim", "case__centre", "case__filer")


def rung_of(days_left: int) -> int | None:
    """The rung that a deadline stands on: the smallest one not below the days left. None while it is far away."""
    return min((rung for rung in settings.DEADLINE_REMINDER_DAYS if rung >= max(days_left, 0)), default=None)


def watched() -> "QuerySet[Deadline]":
    """Running deadlines of open real cases, those of one case together. A demonstration is never mailed."""
    return Deadline.objects.filter(
        state=DeadlineState.RUNNING, case__state__in=OPEN_STATES, case__is_demo=False
    ).order_by("case", "act_by_at", "pk")


def remind_due() -> dict[str, int]:
    """Send what is due now. Nothing before eight in the morning; harmless when repeated."""
    now = clock.now()
    if now.astimezone(clock.SHANGHAI).hour < FIRST_HOUR:
        return {"reminded": 0, "passed": 0}
    return {"reminded": _remind(now), "passed": _ask_whether_missed(now)}


def _remind(now: datetime) -> int:
    last = max(settings.DEADLINE_REMINDER_DAYS)
    today = clock.today()
    near = watched().filter(act_by_at__gte=now).values_list("case", "pk", "act_by", "reminded")
    due: list[tuple[uuid.UUID, int]] = []
    for case, pk, act_by, reminded in near.iterator(chunk_size=500):
        left = (act_by - today).days
        rung = rung_of(left) if left <= last else None
        if rung is not None and (reminded is None or rung < reminded):
            due.append((case, pk))
    sent = 0
    for case, rows in groupby(due, key=lambda one: one[0]):
        try:
            sent += remind_case(case, [pk for _case, pk in rows])
        except Exception:
            # One case that cannot be told must not keep the others from being told.
            log.exception("the deadlines of case %s could not be reminded of", case)
    return sent


def remind_case(case_id: uuid.UUID, pks: Iterable[int]) -> int:
    """One mail a person for everything of a case that reached a new rung; how many deadlines it names."""
    today, now = clock.today(), clock.now()
    with transaction.atomic():
        case = Case.objects.get(pk=case_id)
        lock(case)
        told: list[tuple[Deadline, int]] = []
        for row in watched().filter(pk__in=list(pks), act_by_at__gte=now).select_related(*RELATED):
            rung = rung_of(row.days_left(today))
            if rung is not None and (row.reminded is None or rung < row.reminded):
                Deadline.objects.filter(pk=row.pk).update(reminded=rung)
                told.append((row, rung))
        if told:
            tell_reminder(case, told)
    return len(told)


def _ask_whether_missed(now: datetime) -> int:
    """The last minute has passed and nobody said what came of it: the holder and the head are asked once."""
    passed = watched().filter(act_by_at__lt=now).exclude(reminded=PASSED).values_list("case", "pk")
    asked = 0
    for case_id, pk in list(passed):
        try:
            asked += ask_whether_missed(case_id, pk)
        except Exception:
            log.exception("deadline %s could not be asked about", pk)
    return asked


def ask_whether_missed(case_id: uuid.UUID, pk: int) -> bool:
    """One deadline, with an event; says whether it was one and new."""
    with transaction.atomic():
        case = Case.objects.get(pk=case_id)
        lock(case)
        rows = watched().filter(pk=pk, act_by_at__lt=clock.now()).exclude(reminded=PASSED).select_related(*RELATED)
        row = rows.first()
        if row is None:
            return False
        Deadline.objects.filter(pk=pk).update(reminded=PASSED)
        change(case, by=None, kind="deadline_passed", data={"deadline": pk, "act_by": row.act_by.isoformat()})
        tell_passed(case, row)
    return True
