"""How long it takes to check a log of ten thousand events, whole and damaged."""

import io
import time
from collections.abc import Iterator

from django.core.management import call_command
from django.db import transaction

from devtools.measures import Measure
from devtools.services import Services
from disputes.caselog import verify_cases
from disputes.models import Case, CaseEvent
from portal.lib import clock
from portal.lib.eventchain import GENESIS, DamageKind
from tests.appendonly import unprotected
from tests.factories.disputes import CaseFactory

EVENTS = 10_000
CASES = 100


def main(services: Services) -> Iterator[Measure]:
    long_case = CaseFactory.create()
    _write(long_case, EVENTS)
    seconds, found = _checked()
    yield Measure("one log of 10,000 events, whole", seconds, "s", "< 2", seconds < 2 and found == 0)
    started = time.perf_counter()
    call_command("verify_case_log", stdout=io.StringIO())
    seconds = round(time.perf_counter() - started, 2)
    yield Measure("the same by the command", seconds, "s", "< 2", seconds < 2)
    for number in range(CASES):
        _write(CaseFactory.create(reference=f"GD-2024-{number + 1:06d}"), EVENTS // CASES)
    seconds, found = _checked()
    yield Measure("20,000 events of 101 cases, whole", seconds, "s", "< 4", seconds < 4 and found == 0)
    with unprotected():
        CaseEvent.objects.filter(subject=long_case, seq=5_000).delete()
        CaseEvent.objects.filter(subject=long_case, seq=7_000).update(kind="answered")
    seconds, found = _checked()
    yield Measure("the same with two damaged events of one", seconds, "s", "< 6", seconds < 6 and found == 2)


def _write(case: Case, count: int) -> None:
    """Rows as `append` makes them, in one statement."""
    rows, newest = [], GENESIS
    for seq in range(1, count + 1):
        event = CaseEvent(subject=case, seq=seq, kind="noted", actor_id=seq, at=clock.now(), data={"note": seq})
        event.prev_hash = newest
        event.hash = newest = event.content_hash()
        rows.append(event)
    with transaction.atomic():
        CaseEvent.objects.bulk_create(rows, batch_size=1000)
        Case.objects.filter(pk=case.pk).update(event_count=count, event_head=newest)


def _checked() -> tuple[float, int]:
    """Seconds for all logs, and how many damages were named."""
    started = time.perf_counter()
    damages = [damage for one in verify_cases(Case.objects.all()) for damage in one.damages]
    seconds = round(time.perf_counter() - started, 2)
    return seconds, sum(damage.kind in (DamageKind.CHANGED, DamageKind.REMOVED) for damage in damages)
