"""A warning to 200 enterprises, its worker killed and Redis emptied in the middle: nobody is forgotten.

Real throughout: a Celery worker on Redis and PostgreSQL, SMTP to a server on loopback, `kill -9`. Half of the people
want instant mail, half a daily digest. The drill itself only plays the beat (every second instead of every minute)
and ends the daily period early.
"""

import logging
import os
import signal
import subprocess
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import celery
from django.conf import settings
from django.test import override_settings

from devtools.children import die_with_parent
from devtools.console import GiveUp
from devtools.measures import Measure
from devtools.services import Services
from portal.lib import clock
from portal.notices.models import Notice, NoticeState
from risk_warnings.models import Digest, DigestState, Rhythm, RiskWarning
from tests.factories.accounts import EnterpriseFactory, a_member
from tests.factories.reference import JurisdictionFactory
from tests.factories.warnings import a_published_warning, a_subscription
from tests.notices.smtp import SmtpServer

ENTERPRISES = 200
KILL_AFTER = 60  # mails
PATIENCE = 90  # seconds for any one step
LEASE_SECONDS = 6  # instead of three minutes: what a dead worker held is taken over soon
CHEAP_HASH = ["django.contrib.auth.hashers.MD5PasswordHasher"]


def main(services: Services) -> Iterator[Measure]:
    smtp = SmtpServer()
    smtp.keeper.seconds = 0.03  # a mail server takes a moment, so that there is a middle to be killed in
    smtp.start()
    logging.getLogger("mail.log").setLevel(logging.WARNING)  # the server's talk, line by line
    try:
        yield from _drill(services, smtp)
    finally:
        smtp.stop()


def _drill(services: Services, smtp: SmtpServer) -> Iterator[Measure]:
    people = _subscribers()
    with _worker(smtp) as first:
        warning = a_published_warning(places=["US"])
        _wait("the worker to find the subscribers", lambda: _matched(warning))
        Digest.objects.filter(state=DigestState.OPEN).update(closes_at=clock.now())  # the daily period is over
        _wait(f"{KILL_AFTER} mails", lambda: len(smtp.mails) >= KILL_AFTER, each=_beat)
        _kill(first)
    at_kill = len(smtp.mails)
    services.redis.restart_empty()
    started = time.monotonic()
    with _worker(smtp):
        _wait("the rest", _all_sent, each=_beat)
    seconds = round(time.monotonic() - started, 1)

    by_person: dict[str, Counter[str]] = defaultdict(Counter)
    for mail in list(smtp.mails):
        by_person[str(mail["To"])][str(mail["Message-ID"])] += 1
    repeated = sum(count - 1 for ids in by_person.values() for count in ids.values())
    missing = len(people - set(by_person))
    twice = sum(len(ids) > 1 for ids in by_person.values())
    strangers = len(set(by_person) - people)
    matched = Digest.objects.filter(items__warning=warning).count()
    unsent = Notice.objects.exclude(state=NoticeState.SENT).count()
    goal = f"= {ENTERPRISES}"
    yield Measure("enterprises whose subscriber was found", matched, "people", goal, matched == ENTERPRISES)
    goal = f"{KILL_AFTER} to {ENTERPRISES - 1}"
    yield Measure("mails out when the worker was killed", at_kill, "mails", goal, KILL_AFTER <= at_kill < ENTERPRISES)
    yield Measure("subscribers without a mail", missing, "people", "= 0", missing == 0)
    yield Measure("subscribers with two different mails", twice, "people", "= 0", twice == 0)
    yield Measure("mails to anybody else", strangers, "mails", "= 0", strangers == 0)
    # At most the mail in hand of each of the two processes that were killed.
    yield Measure("mails repeated with the same Message-ID", repeated, "mails", "<= 2", repeated <= 2)
    yield Measure("mails not marked as sent", unsent, "mails", "= 0", unsent == 0)
    yield Measure("from the new worker's start to the last mail", seconds, "s", "<= 60", seconds <= 60)


def _subscribers() -> set[str]:
    """One member of each of 200 enterprises, subscribed to one country; their addresses."""
    JurisdictionFactory.create(code="US")
    addresses = set()
    with override_settings(PASSWORD_HASHERS=CHEAP_HASH):
        for number in range(ENTERPRISES):
            person = a_member("enterprise_member", enterprise=EnterpriseFactory.create())
            a_subscription(user=person, places=["US"], rhythm=Rhythm.values[number % 2])
            addresses.add(person.email)
    return addresses


@contextmanager
def _worker(smtp: SmtpServer) -> Iterator[subprocess.Popen[bytes]]:
    """A Celery worker with two processes, in a group of its own."""
    mail = {"EMAIL_URL": f"smtp://{smtp.host}:{smtp.port}", "NOTICE_LEASE_SECONDS": str(LEASE_SECONDS)}
    command = [sys.executable, "-m", "celery", "-A", "portal", "worker", "--concurrency", "2", "--loglevel", "WARNING"]
    log = Path(settings.DATA_DIR) / "drill-worker.log"
    with log.open("ab") as output:
        process = subprocess.Popen(
            [*command, "--without-gossip", "--without-mingle"],
            cwd=settings.BASE_DIR,
            env={**os.environ, **mail},
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
            preexec_fn=die_with_parent(),
        )
    try:
        yield process
    finally:
        _kill(process)


def _kill(process: subprocess.Popen[bytes]) -> None:
    """`kill -9` to the worker and its processes; harmless when they are gone."""
    if process.poll() is None:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def _beat() -> None:
    """What Celery beat sends every minute."""
    for task in ("warnings.close_digests", "notices.deliver_due"):
        celery.current_app.send_task(task, retry=False)


def _matched(warning: RiskWarning) -> bool:
    return RiskWarning.objects.filter(pk=warning.pk, matched_at__isnull=False).exists()


def _all_sent() -> bool:
    return (
        Notice.objects.filter(state=NoticeState.SENT).count() == ENTERPRISES
        and not Digest.objects.filter(state=DigestState.OPEN).exists()
    )


def _wait(what: str, done: Callable[[], bool], *, each: Callable[[], None] | None = None) -> None:
    """Look every tenth of a second, `each` once a second. Raises GiveUp when patience ends."""
    deadline = time.monotonic() + PATIENCE
    beaten = 0.0
    while not done():
        now = time.monotonic()
        if now > deadline:
            raise GiveUp(f"Waited {PATIENCE} s in vain for {what}.")
        if each and now - beaten >= 1:
            each()
            beaten = now
        time.sleep(0.1)
