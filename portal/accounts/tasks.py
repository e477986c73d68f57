"""What Celery wakes. A repeat is harmless."""

from datetime import timedelta

from celery import shared_task
from django.conf import settings

from portal.accounts import throttle
from portal.lib import clock


@shared_task(name="accounts.forget_log_ins")
def forget_log_ins() -> int:
    """Empty the ledger of log-ins of what is older than its retention."""
    return throttle.forget(before=clock.now() - timedelta(days=settings.LOGIN_LEDGER_DAYS))
