"""CPU of one answer of the public calculator, in process: one rule and the largest matter, calendars warm and cold."""

import io
import time
from collections.abc import Iterator

from django.core.management import call_command
from django.db.models import Count
from django.test import Client

from devtools.measures import Measure
from devtools.services import Services
from laws.models import DeadlineRule
from portal.reference import calendars

LIMIT_MS = 50
TIMES = 30
TRIGGER = "2026-11-06"


def main(services: Services) -> Iterator[Measure]:
    call_command("collectstatic", interactive=False, verbosity=0)
    call_command("seed", stdout=io.StringIO())
    matters = DeadlineRule.objects.filter(withdrawn_on__isnull=True).values_list("jurisdiction", "dispute_type")
    place, kind, count = matters.annotate(rules=Count("pk")).order_by("-rules", "jurisdiction")[0]
    asked = {
        "page, one rule": f"/deadlines/?rule=us-itc-response&trigger={TRIGGER}",
        f"page, {count} rules of {place} {kind}": (
            f"/deadlines/?jurisdiction={place}&dispute_type={kind}&trigger={TRIGGER}"
        ),
        "API, one rule": f"/api/v1/deadlines/compute/?rule=us-itc-response&trigger={TRIGGER}",
    }
    client = Client(SERVER_NAME="localhost")
    for name, address in asked.items():
        _cpu(client, address)  # templates are compiled and catalogues read once in the life of a process
        yield _measure(f"{name}, warm", _median([_cpu(client, address) for _ in range(TIMES)]))
        yield _measure(f"{name}, cold calendars", _median([_cold(client, address) for _ in range(TIMES)]))


def _cpu(client: Client, address: str) -> float:
    """Milliseconds of CPU for one answer, request to response, database client included."""
    started = time.process_time()
    response = client.get(address)
    spent = (time.process_time() - started) * 1000
    if response.status_code != 200:
        raise RuntimeError(f"{address} answered {response.status_code}")
    return spent


def _cold(client: Client, address: str) -> float:
    """The same when no holiday of any year has been computed in this process yet."""
    calendars._package.cache_clear()
    calendars._computed.cache_clear()
    return _cpu(client, address)


def _median(values: list[float]) -> float:
    return sorted(values)[len(values) // 2]


def _measure(name: str, spent: float) -> Measure:
    return Measure(name, round(spent, 1), "ms CPU", f"< {LIMIT_MS}", spent < LIMIT_MS)
