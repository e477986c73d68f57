"""2,000 cases filed over HTTP while the web server is killed ten times: none confirmed and lost, none doubled.

Real throughout: gunicorn on PostgreSQL, `kill -9` to the whole server in the middle of requests. A client does what a
browser and a patient person do: when an answer breaks off it sends the same form, with the same key, again. Three
quarters of the cases are consultations, one quarter guidance cases. The kills come at even shares of the confirmed
submissions, so that each of them hits a server at work.
"""

import os
import signal
import socket
import subprocess
import sys
import threading
import time
import uuid
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from urllib.parse import urlencode

from django.conf import settings
from django.db import connection
from django.middleware.csrf import _get_new_csrf_string as new_csrf_token
from django.test import Client, override_settings

from devtools.children import die_with_parent
from devtools.console import GiveUp
from devtools.measures import Measure
from devtools.services import Services
from disputes.models import Case, CaseEvent, GuidanceApplication
from portal.notices.models import Notice
from tests.factories.accounts import EnterpriseFactory, GuidanceCentreFactory, NationalCentreFactory, a_member
from tests.factories.disputes import DisputeTypeFactory
from tests.factories.reference import JurisdictionFactory

SUBMISSIONS = 2000
KILLS = 10
PEOPLE = 20
CLIENTS = 6
EACH_GUIDANCE = 4  # one in so many
PATIENCE = 120  # seconds for one submission, over all its attempts
CHEAP_HASH = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@dataclass
class Person:
    """One who files: a logged-in session and the form as filled in."""

    cookie: str
    form: dict[str, str]


@dataclass
class Seen:
    """What the clients were told."""

    confirmed: dict[str, str] = field(default_factory=dict)  # key -> number on the receipt
    broken: int = 0  # answers that broke off or never came
    changed: int = 0  # keys for which a repeated form named another number
    lock: threading.Lock = field(default_factory=threading.Lock)


def main(services: Services) -> Iterator[Measure]:
    people = _people()
    server = Server(Path(settings.DATA_DIR) / "drill-web.log")
    server.start()
    seen = Seen()
    stop = threading.Event()
    started = time.monotonic()
    killer = threading.Thread(target=_kill_at_shares, args=(server, seen, stop))
    try:
        killer.start()
        with ThreadPoolExecutor(CLIENTS) as pool:
            list(pool.map(lambda number: _submit(server, people[number % PEOPLE], number, seen), range(SUBMISSIONS)))
    finally:
        stop.set()
        killer.join()
        server.kill()
        connection.close()
    seconds = round(time.monotonic() - started, 1)
    yield from _measures(seen, server.kills, seconds)


def _measures(seen: Seen, kills: int, seconds: float) -> Iterator[Measure]:
    filed = dict(Case.objects.filed().values_list("idempotency_key", "reference"))
    lost = sum(filed.get(uuid.UUID(key)) is None for key in seen.confirmed)
    other = sum(filed.get(uuid.UUID(key)) not in (None, number) for key, number in seen.confirmed.items())
    events = CaseEvent.objects.filter(kind="submitted").count()
    receipts = Notice.objects.filter(kind="disputes.receipt").count()
    guidance = Case.objects.filed().filter(kind="guidance").count()
    forms = GuidanceApplication.objects.count()
    cases = Case.objects.filed().count()
    yield Measure("kills -9 of the web server", kills, "kills", f"= {KILLS}", kills == KILLS)
    yield Measure(
        "answers that broke off and were sent again", seen.broken, "answers", f">= {KILLS}", seen.broken >= KILLS
    )
    told = len(seen.confirmed)
    yield Measure("submissions confirmed to their clients", told, "cases", f"= {SUBMISSIONS}", told == SUBMISSIONS)
    yield Measure("confirmed and lost", lost, "cases", "= 0", lost == 0)
    doubled = cases - len(filed) + max(0, cases - SUBMISSIONS)
    yield Measure("filed twice", doubled, "cases", "= 0", doubled == 0)
    yield Measure("confirmed under another number", other + seen.changed, "cases", "= 0", other + seen.changed == 0)
    odd = abs(events - cases) + abs(receipts - cases) + abs(forms - guidance)
    yield Measure("cases without exactly one event, receipt, form A", odd, "rows", "= 0", odd == 0)
    yield Measure("from the first to the last submission", seconds, "s", "<= 900", seconds <= 900)


def _people() -> list[Person]:
    """Owners of twenty enterprises, each with a session."""
    NationalCentreFactory.create()
    place, kind = JurisdictionFactory.create(code="US"), DisputeTypeFactory.create(code="itc_337")
    centre = GuidanceCentreFactory.create()
    a_member("centre_officer", centre=centre)
    found = []
    with override_settings(PASSWORD_HASHERS=CHEAP_HASH):
        for _number in range(PEOPLE):
            enterprise = EnterpriseFactory.create(province=centre.province, city=centre.city)
            owner = a_member("enterprise_owner", enterprise=enterprise)
            client = Client()
            client.force_login(owner, backend=settings.AUTHENTICATION_BACKENDS[-1])
            token = new_csrf_token()
            session = client.cookies[settings.SESSION_COOKIE_NAME].value
            form = {
                "csrfmiddlewaretoken": token,
                "what_happened": "收到美国国际贸易委员会的起诉状，客户要求说明。",
                "our_role": "accused",
                "jurisdiction": place.pk,
                "dispute_type": kind.pk,
                "right": "patent",
                "company": f"enterprise:{enterprise.pk}",
                "contact_name": "王芳",
                "contact_phone": "0574-87000000",
                "consent": "on",
                "submit": "yes",
            }
            cookie = f"{settings.SESSION_COOKIE_NAME}={session}; {settings.CSRF_COOKIE_NAME}={token}"
            found.append(Person(cookie, form))
    return found


class Server:
    """gunicorn with two processes, killed and started again at the same address."""

    def __init__(self, log: Path) -> None:
        self.log = log
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port: int = probe.getsockname()[1]
        self.kills = 0
        self.process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        command = [sys.executable, "-m", "gunicorn", "portal.wsgi", "--bind", f"127.0.0.1:{self.port}"]
        with self.log.open("ab") as output:
            self.process = subprocess.Popen(
                [*command, "--workers", "2", "--threads", "2", "--preload", "--no-control-socket"],
                cwd=settings.BASE_DIR,
                env=os.environ.copy(),
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                start_new_session=True,
                preexec_fn=die_with_parent(),
            )
        deadline = time.monotonic() + PATIENCE
        while not self._answers():
            if time.monotonic() > deadline:
                raise GiveUp(f"The web server did not come up; see {self.log}.")
            time.sleep(0.1)

    def _answers(self) -> bool:
        try:
            with socket.create_connection(("127.0.0.1", self.port), timeout=1):
                return True
        except OSError:
            return False

    def kill(self) -> None:
        """`kill -9` to the server and its processes."""
        if self.process is not None and self.process.poll() is None:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()


def _kill_at_shares(server: Server, seen: Seen, stop: threading.Event) -> None:
    """A kill whenever another eleventh of the submissions is confirmed, and a new start at once."""
    for number in range(1, KILLS + 1):
        while len(seen.confirmed) < SUBMISSIONS * number // (KILLS + 1):
            if stop.wait(0.02):
                return
        server.kill()
        server.kills += 1
        server.start()
    stop.wait()  # a server lives only as long as the thread that started it (`die_with_parent`)


def _submit(server: Server, person: Person, number: int, seen: Seen) -> None:
    """One form, sent until it is answered; then once more for every tenth, as a doubled click does."""
    key = str(uuid.uuid4())
    guidance = number % EACH_GUIDANCE == 0
    form = {**person.form, "key": key, **({"step": "5", "requests": "strategy"} if guidance else {})}
    address = "/cases/new/guidance/" if guidance else "/cases/new/"
    deadline = time.monotonic() + PATIENCE
    reference = None
    while reference is None:
        if time.monotonic() > deadline:
            raise GiveUp(f"Submission {number} was not answered within {PATIENCE} s.")
        reference = _post(server, address, person.cookie, form)
        if reference is None:
            with seen.lock:
                seen.broken += 1
            time.sleep(0.2)
    with seen.lock:
        seen.confirmed[key] = reference
    if number % 10 == 0:
        again = _post(server, address, person.cookie, form)
        with seen.lock:
            seen.changed += again not in (None, reference)


def _post(server: Server, address: str, cookie: str, form: dict[str, str]) -> str | None:
    """The number of the receipt to which the form led; None when the answer broke off. Raises GiveUp for a refusal."""
    body = urlencode(form)
    headers = {"Content-Type": "application/x-www-form-urlencoded", "Cookie": cookie}
    web = HTTPConnection("127.0.0.1", server.port, timeout=30)
    try:
        web.request("POST", address, body, headers)
        answer = web.getresponse()
        answer.read()
    except (OSError, HTTPException):
        return None
    finally:
        web.close()
    if answer.status == 302 and "/receipt/" in (answer.getheader("Location") or ""):
        return (answer.getheader("Location") or "").split("/")[-3]
    if answer.status >= 500:
        return None
    raise GiveUp(f"{address} answered {answer.status} instead of a receipt.")
