"""Thin tasks: the work and what remains of it stand in the database, so any of them may be run at any time."""

from celery import shared_task

from risk_warnings import digests, matching
from risk_warnings.actions import expire_warnings


@shared_task(name="warnings.match")
def match() -> dict[str, int]:
    """Woken when a warning is issued: find its subscribers and build the instant mails."""
    found = matching.match_pending()
    digests.close_due()
    return found


@shared_task(name="warnings.close_digests")
def close_digests() -> dict[str, int]:
    """Every minute: finish matches a dead worker left, end what is past its day, close what is due."""
    matching.match_pending()
    expire_warnings()
    return digests.close_due()
