"""Whether anything public has changed: a number that every act on public content counts up when it commits.

An action calls `touch()` in its transaction; `portal.lib.pagecache` compares `current()` with the number under which
a page was made. The row is read at most every SECONDS in a process, so that a page kept elsewhere is at most that
much older; in the process that committed the change the number is new at once. Why a row: docs/adr/0125.
"""

import threading
import time

from django.db import transaction
from django.db.models import F

from portal.lib.models import PublicStamp

SECONDS = 2.0
KEY = 1


class _Seen:
    """What this process knows. `round` changes with every `forget`, so that a reading begun before is dropped."""

    lock = threading.Lock()
    value = 0
    until = 0.0
    round = 0


def touch() -> None:
    """Something that public pages show is about to change; counts when the transaction commits, not when it fails.

    A count that fails after the commit is logged and undoes nothing: pages then stay for PAGE_CACHE_SECONDS at most.
    """
    transaction.on_commit(_count, robust=True)


def current() -> int:
    """The number as of at most SECONDS ago, and at once after a `touch` that this process committed."""
    with _Seen.lock:
        if time.monotonic() < _Seen.until:
            return _Seen.value
        begun = _Seen.round
    value = PublicStamp.objects.filter(pk=KEY).values_list("value", flat=True).first() or 0
    with _Seen.lock:
        if begun == _Seen.round:
            _Seen.value, _Seen.until = value, time.monotonic() + SECONDS
    return value


def forget() -> None:
    """Ask the database at the next `current`."""
    with _Seen.lock:
        _Seen.round += 1
        _Seen.until = 0.0


def _count() -> None:
    if not PublicStamp.objects.filter(pk=KEY).update(value=F("value") + 1):
        # Two first changes at once: one makes the row, the other counts it up.
        _row, made = PublicStamp.objects.get_or_create(pk=KEY, defaults={"value": 1})
        if not made:
            PublicStamp.objects.filter(pk=KEY).update(value=F("value") + 1)
    forget()
