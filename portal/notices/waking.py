"""Tells a worker that the database holds work for it.

A wake-up carries no work of its own: when the broker does not answer it is lost without harm, because the beat
wakes the same tasks every minute. So it may neither break nor delay the request that asks for it.
"""

import logging
import time
from functools import partial

import celery
from django.db import transaction

logger = logging.getLogger(__name__)

# After a refusal this process leaves the broker alone for a while: a request waits for a dead one at most once.
REST_SECONDS = 30.0
_rest_until = 0.0


def wake(task: str) -> bool:
    """Ask a worker to run `task` (a name) soon. False when the broker did not take it; never raises."""
    global _rest_until
    if time.monotonic() < _rest_until:
        return False
    try:
        celery.current_app.send_task(task, retry=False)
    except Exception as error:  # whatever a transport raises, the work itself is safe in the database
        _rest_until = time.monotonic() + REST_SECONDS
        logger.warning("The broker did not take the wake-up for %s (%r); the beat will wake it.", task, error)
        return False
    return True


def wake_on_commit(task: str) -> None:
    """`wake` once the running transaction is committed; at once when there is none."""
    transaction.on_commit(partial(wake, task), robust=True)
