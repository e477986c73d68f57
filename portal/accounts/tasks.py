"""What Celery wakes. A repeat is harmless."""

import logging
from datetime import timedelta

from celery import shared_task
from django.conf import settings

from portal.accounts import throttle
from portal.accounts.actions.erasure import erase_what_has_ended, execute_erasure
from portal.accounts.models import ErasureRequest
from portal.lib import clock

log = logging.getLogger(__name__)


@shared_task(name="accounts.forget_log_ins")
def forget_log_ins() -> int:
    """Empty the ledger of log-ins of what is older than its retention."""
    return throttle.forget(before=clock.now() - timedelta(days=settings.LOGIN_LEDGER_DAYS))


@shared_task(name="accounts.erase_people")
def erase_people() -> int:
    """Carry out the wishes whose days have passed, and look again at what was kept until a day."""
    done = 0
    wishes = ErasureRequest.objects.filter(cancelled_at__isnull=True, settled_at__isnull=True, due_at__lte=clock.now())
    for wish in wishes.select_related("user").order_by("pk"):
        try:
            act = execute_erasure if wish.executed_at is None else erase_what_has_ended
            done += act(request=wish)
        except Exception:
            # One person whose data cannot be erased must not keep all others from being erased.
            log.exception("the erasure %s could not be carried out", wish.pk)
    return done
