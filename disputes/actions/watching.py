"""What the portal itself does about clocks: a warning before one is broken, the head's attention when it is.

Both happen once a clock: its row says when (`warned_at`, `escalated_at`), changed under guard, and the ledger's keys
hold the row's id. A demonstration is left alone: nobody owes it anything.
"""

import logging
from collections.abc import Callable, Iterable, Iterator
from typing import TypeVar

from django.db import transaction
from django.db.models import QuerySet

from disputes import emails
from disputes.actions.changing import change, lock
from disputes.actions.deciding import deem_withdrawn
from disputes.choices import ClockKind
from disputes.clocks import OWED_BY_ENTERPRISE
from disputes.models import Case, CaseClock
from disputes.reckoning import reckon
from portal.lib import clock
from portal.lib.errors import Conflict
from portal.lib.states import guarded_update

log = logging.getLogger(__name__)
Row = TypeVar("Row", Case, CaseClock)


def watched() -> QuerySet[CaseClock]:
    """Clocks that run now, of real cases, the nearest due time first."""
    return (
        CaseClock.objects.filter(ended_at__isnull=True, paused_at__isnull=True, case__is_demo=False)
        .select_related("case", "case__centre", "case__enterprise", "case__claim")
        .order_by("due_at")
    )


def warn(row: CaseClock) -> bool:
    """Tell who owes it that a clock is about to be broken; says whether it was time and nobody had done it."""
    now = clock.now()
    if row.warned_at is not None or row.due_at <= now or not reckon(row, now=now).needs_warning:
        return False
    with transaction.atomic():
        guarded_update(row, expected={"warned_at": None, "ended_at": None, "paused_at": None}, warned_at=now)
        if row.kind in OWED_BY_ENTERPRISE:
            emails.tell_clock_to_enterprise(row.case, row, "supplement_due")
        else:
            emails.tell_clock_to_holder(row.case, row, "clock_warning")
    return True


def escalate_breach(row: CaseClock) -> bool:
    """Bring a broken promise of the centre before its head, with an event; says whether it was one and new."""
    now = clock.now()
    if row.escalated_at is not None or row.due_at > now or row.kind in OWED_BY_ENTERPRISE:
        return False
    with transaction.atomic():
        case = row.case
        lock(case)
        guarded_update(row, expected={"escalated_at": None, "ended_at": None, "paused_at": None}, escalated_at=now)
        change(case, by=None, kind="clock_broken", data={"clock": row.pk, "kind": row.kind})
        emails.tell_clock_to_head(case, row, "clock_broken")
    return True


def give_up_supplements() -> int:
    """Cases whose supplement did not come in time count as withdrawn; how many did now."""
    late = Case.objects.filter(
        is_demo=False,
        clocks__kind=ClockKind.SUPPLEMENT,
        clocks__ended_at__isnull=True,
        clocks__due_at__lt=clock.now(),
    )
    return sum(_each(lambda case: deem_withdrawn(case=case), late.iterator(chunk_size=200)))


def watch() -> dict[str, int]:
    """Look at every running clock. Harmless when repeated."""
    return {
        "warned": sum(_each(warn, watched().filter(warned_at__isnull=True).iterator(chunk_size=200))),
        "escalated": sum(
            _each(
                escalate_breach,
                watched().filter(escalated_at__isnull=True, due_at__lte=clock.now()).iterator(chunk_size=200),
            )
        ),
        "deemed_withdrawn": give_up_supplements(),
    }


def _each(act: Callable[[Row], bool], rows: Iterable[Row]) -> Iterator[bool]:
    """One row that somebody acts on at this moment, or that cannot be reckoned, keeps no other from its turn."""
    for row in rows:
        try:
            yield act(row)
        except Conflict:
            log.info("%s %s changed while it was looked at", type(row).__name__, row.pk)
        except Exception:
            log.exception("%s %s could not be looked at", type(row).__name__, row.pk)
