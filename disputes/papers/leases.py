"""Rows as a queue: taken under a lease, made, marked; put off when something fails.

Any number of workers may run at once. One that is killed leaves its row to the next when the lease is over; one whose
lease ran out while it worked changes nothing any more.
"""

import logging
import uuid
from collections.abc import Callable
from datetime import timedelta
from typing import TypeVar

from django.db import connection, transaction
from django.db.models import Q

from disputes.choices import PaperState
from disputes.models.papers import MadeLater
from portal.lib import clock

log = logging.getLogger(__name__)

# Far more than a form of a hundred pages takes.
LEASE = timedelta(minutes=5)
FIRST_WAIT = timedelta(minutes=1)
LONGEST_WAIT = timedelta(hours=4)
Row = TypeVar("Row", bound=MadeLater)


def _due() -> Q:
    now = clock.now()
    free = Q(leased_until__isnull=True) | Q(leased_until__lte=now)
    return ~Q(state=PaperState.MADE) & Q(not_before__lte=now) & free


def claim(model: type[Row], ready: Q | None = None) -> Row | None:
    """The row that waits longest, under a new lease; None when nothing is due. `ready` narrows what may be taken."""
    wanted = _due() & ready if ready is not None else _due()
    waiting = model._default_manager.filter(wanted).order_by("not_before", "pk")
    if connection.features.has_select_for_update_skip_locked:
        waiting = waiting.select_for_update(skip_locked=True, of=("self",))
    lease = uuid.uuid4()
    with transaction.atomic():
        chosen = waiting.values_list("pk", flat=True).first()
        if chosen is None:
            return None
        model._default_manager.filter(_due(), pk=chosen).update(lease=lease, leased_until=clock.now() + LEASE)
    return model._default_manager.filter(lease=lease).first()


def write(row: Row, **changes: object) -> bool:
    """Write to the row while the lease is ours; False when it ran out and the row is another worker's."""
    if not type(row)._default_manager.filter(pk=row.pk, lease=row.lease).update(**changes):
        log.warning("The lease on %s %s ran out while its file was made.", row._meta.label, row.pk)
        return False
    row.refresh_from_db()
    return True


def finish(row: Row, **changes: object) -> bool:
    """Mark the row as made; False when the lease was lost."""
    return write(
        row,
        state=PaperState.MADE,
        reason="",
        attempts=row.attempts + 1,
        lease=None,
        leased_until=None,
        **changes,
    )


def make(row: Row, maker: Callable[[Row], bool]) -> str:
    """Let `maker` make and mark a claimed row. Never raises: one row must not keep the others waiting."""
    try:
        return PaperState.MADE.value if maker(row) else "lost"
    except Exception as error:
        log.warning("The file of %s %s could not be made", row._meta.label, row.pk, exc_info=True)
        return _put_off(row, error)


def _put_off(row: Row, error: Exception) -> str:
    attempts = row.attempts + 1
    wait = min(FIRST_WAIT * 2 ** min(attempts - 1, 10), LONGEST_WAIT)
    put_off = write(
        row,
        state=PaperState.FAILED,
        reason=(str(error) or type(error).__name__)[:300],
        attempts=attempts,
        not_before=clock.now() + wait,
        lease=None,
        leased_until=None,
    )
    return PaperState.FAILED.value if put_off else "lost"
