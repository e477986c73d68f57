"""What Celery wakes. Tasks choose ids and call an action; a repeat is harmless."""

import logging

from celery import shared_task

from disputes.actions.priority import raise_by_rule
from disputes.models import Case
from portal.lib.errors import Conflict

log = logging.getLogger(__name__)


@shared_task(name="disputes.raise_priorities")
def raise_priorities() -> int:
    """Let the rules look at every case that awaits an answer: dates come nearer by themselves."""
    raised = 0
    for case in Case.objects.awaiting_answer().iterator(chunk_size=200):
        try:
            raised += raise_by_rule(case=case)
        except Conflict:
            # Somebody acted on it at this moment; the next round looks again.
            log.info("case %s changed while its priority was looked at", case.pk)
        except Exception:
            # One case that cannot be reckoned must not keep all later ones from being looked at.
            log.exception("the priority of case %s could not be looked at", case.pk)
    return raised
