"""What Celery wakes. Tasks choose ids and call an action; a repeat is harmless."""

from celery import shared_task

from laws.harvest import schedule
from laws.importdesk.actions import TASK
from laws.importers import commencing, working
from portal.notices.waking import wake_on_commit


@shared_task(name=TASK)
def work_imports() -> bool:
    """Woken each minute and by every new run: a slice of the import that waits longest, then the next one.

    It calls itself again instead of going on, so that what waits behind it (mails, duty calls) comes between.
    """
    worked = working.work_next()
    if worked:
        wake_on_commit(TASK)
    return worked


@shared_task(name="laws.plan_harvests")
def plan_harvests() -> int:
    """Once a day: make runs for the sources that are due."""
    return schedule.plan()


@shared_task(name="laws.make_texts_current")
def make_texts_current() -> int:
    """Once a day: texts whose day has come take the place of those before them."""
    return commencing.make_current()
