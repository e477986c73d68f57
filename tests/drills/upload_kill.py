"""500 uploads while the web server is killed again and again: every file is there once and whole, and nothing else.

Real throughout: gunicorn with two workers on PostgreSQL, uploads over HTTP by people who try again when the connection
breaks, `kill -9` to the whole server after every 45 uploads. Beside them uploads whose sender hangs up at nine tenths.
"""

import hashlib
import http.client
import os
import random
import signal
import socket
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import timedelta
from pathlib import Path

from django.conf import settings
from django.core.files.storage import default_storage
from django.db import connections
from django.test import Client

from devtools.children import die_with_parent
from devtools.console import GiveUp
from devtools.measures import Measure
from devtools.services import Services
from disputes.models import Case, CaseDocument
from disputes.reconcile import reconcile
from tests.factories.disputes import DraftFactory, filer_of

UPLOADS = 500
CUT_OFF = 20
DRAFTS = 10
SENDERS = 4
KILL_EVERY = 45
PATIENCE = 120  # seconds for the server to come up
TRIES = 60
BOUNDARY = "b0undary"
CSRF = "a" * 32


class Server:
    """gunicorn in a group of its own, which is killed and started again on the same port."""

    def __init__(self) -> None:
        with socket.create_server(("127.0.0.1", 0)) as free:
            self.port = int(free.getsockname()[1])
        self.kills = 0
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        command = [sys.executable, "-m", "gunicorn", "portal.wsgi", "--bind", f"127.0.0.1:{self.port}"]
        with (Path(settings.DATA_DIR) / "drill-web.log").open("ab") as output:
            self._process = subprocess.Popen(
                [*command, "--workers", "2", "--threads", "2", "--preload", "--no-control-socket"],
                cwd=settings.BASE_DIR,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                start_new_session=True,
                preexec_fn=die_with_parent(),
            )
        deadline = time.monotonic() + PATIENCE
        while time.monotonic() < deadline:
            with (
                suppress(urllib.error.URLError, OSError),
                urllib.request.urlopen(f"http://127.0.0.1:{self.port}/healthz", timeout=5),
            ):
                return
            time.sleep(0.1)
        raise GiveUp(f"The web server did not answer within {PATIENCE} s.")

    def kill(self) -> None:
        """`kill -9` to all of it; harmless when it is gone."""
        if self._process is not None and self._process.poll() is None:
            os.killpg(self._process.pid, signal.SIGKILL)
            self._process.wait()


def main(services: Services) -> Iterator[Measure]:
    server = Server()
    try:
        yield from _drill(server)
    finally:
        server.kill()


def _drill(server: Server) -> Iterator[Measure]:
    play = random.Random(20261122)  # noqa: S311  # repeatable contents, not secrets
    drafts = [DraftFactory.create() for _number in range(DRAFTS)]
    cookies = {draft.pk: _cookie(draft) for draft in drafts}
    contents = [
        f"%PDF-1.7\n{number}\n".encode() + play.randbytes(play.randint(40_000, 400_000)) for number in range(UPLOADS)
    ]
    wanted = Counter(hashlib.sha256(content).hexdigest() for content in contents)
    server.start()
    confirmed = threading.Semaphore(0)

    def send(number: int) -> int:
        draft = drafts[number % DRAFTS]
        return _send_until_kept(server, draft, cookies[draft.pk], contents[number], confirmed)

    def cut(number: int) -> None:
        draft = drafts[number % DRAFTS]
        _hang_up(server, draft, cookies[draft.pk], b"%PDF-1.7\ncut" + play.randbytes(300_000))

    started = time.monotonic()
    with ThreadPoolExecutor(SENDERS) as senders, ThreadPoolExecutor(1) as others:
        sent = [senders.submit(send, number) for number in range(UPLOADS)]
        hung_up = [others.submit(cut, number) for number in range(CUT_OFF)]
        while not all(one.done() for one in sent):
            if _next(confirmed, KILL_EVERY, lambda: all(one.done() for one in sent)):
                server.kill()
                server.kills += 1
                server.start()
        tries = [one.result() for one in sent]
        for one in hung_up:
            one.result()
    seconds = round(time.monotonic() - started)

    connections.close_all()
    orphans = sum(finding.kind == "orphan" for finding in reconcile(fix=True, young=timedelta(0)))
    left = list(reconcile(fix=False, young=timedelta(0)))
    rows = Counter(CaseDocument.objects.values_list("sha256", flat=True))
    files = sum(len(default_storage.listdir(f"cases/{draft.pk}")[1]) for draft in drafts)
    missing = sum((wanted - rows).values())
    others_kept = sum((rows - wanted).values())
    wrong = sum(finding.kind in ("missing", "altered") for finding in left)
    yield Measure("uploads confirmed to their senders", len(tries), "files", f"= {UPLOADS}", len(tries) == UPLOADS)
    yield Measure("times the web server was killed", server.kills, "kills", ">= 8", server.kills >= 8)
    yield Measure(
        "uploads that were broken and sent again", sum(tries) - len(tries), "tries", "> 0", sum(tries) > UPLOADS
    )
    yield Measure("files confirmed and lost", missing, "files", "= 0", missing == 0)
    yield Measure("rows of half, doubled or unknown files", others_kept, "rows", "= 0", others_kept == 0)
    yield Measure("rows without their file or with another hash", wrong, "rows", "= 0", wrong == 0)
    yield Measure("files without a row that the kills left", orphans, "files", "counted", True)
    yield Measure("files without a row after the reconciler", files - UPLOADS, "files", "= 0", files == UPLOADS)
    yield Measure("for all of it", seconds, "s", "<= 600", seconds <= 600)


def _cookie(draft: Case) -> str:
    client = Client()
    client.force_login(filer_of(draft))
    session = client.cookies[settings.SESSION_COOKIE_NAME].value
    return f"{settings.SESSION_COOKIE_NAME}={session}; {settings.CSRF_COOKIE_NAME}={CSRF}"


def _body(content: bytes) -> bytes:
    head = f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="documents"; filename="a.pdf"\r\n\r\n'
    return head.encode() + content + f"\r\n--{BOUNDARY}--\r\n".encode()


def _headers(cookie: str) -> dict[str, str]:
    return {
        "Content-Type": f"multipart/form-data; boundary={BOUNDARY}",
        "Cookie": cookie,
        "X-CSRFToken": CSRF,
        "HX-Request": "true",
    }


def _send_until_kept(server: Server, draft: Case, cookie: str, content: bytes, confirmed: threading.Semaphore) -> int:
    """Post the file until the server says that it is kept; the number of tries. Raises GiveUp when it never does."""
    for attempt in range(1, TRIES + 1):
        connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=30)
        try:
            connection.request("POST", f"/cases/drafts/{draft.pk}/documents/", _body(content), _headers(cookie))
            answer = connection.getresponse()
            text = answer.read()
            if answer.status == 200:
                confirmed.release()
                return attempt
            if answer.status < 500:
                raise GiveUp(f"The upload was refused with {answer.status}: {text[:300]!r}")
        except (OSError, http.client.HTTPException):
            time.sleep(0.5)  # the server was killed; whoever uploads tries again
        finally:
            connection.close()
    raise GiveUp(f"An upload was not taken in {TRIES} tries.")


def _hang_up(server: Server, draft: Case, cookie: str, content: bytes) -> None:
    """Announce a whole file, send nine tenths of it and hang up."""
    body = _body(content)
    lines = [f"POST /cases/drafts/{draft.pk}/documents/ HTTP/1.1", "Host: 127.0.0.1", f"Content-Length: {len(body)}"]
    lines += [f"{name}: {value}" for name, value in _headers(cookie).items()]
    time.sleep(0.5)
    with suppress(OSError), socket.create_connection(("127.0.0.1", server.port), timeout=5) as connection:
        connection.sendall("\r\n".join(lines).encode() + b"\r\n\r\n" + body[: len(body) * 9 // 10])


def _next(confirmed: threading.Semaphore, count: int, done: Callable[[], bool]) -> bool:
    """Wait for so many more confirmed uploads. False when all are done before."""
    seen = 0
    while seen < count:
        if confirmed.acquire(timeout=0.5):
            seen += 1
        elif done():
            return False
    return not done()
