"""Showing laws: a kept page against the least Django can do under the same server, and what a page costs when made.

Both servers are gunicorn with the flags of the portal, one process each, so that the processor time of one request is
what is compared; they are asked in turn over kept connections, and the median of the rounds counts.
"""

import socket
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.test import Client, override_settings
from django.test.utils import CaptureQueriesContext

from devtools.children import die_with_parent
from devtools.measures import Measure
from devtools.services import Services
from laws.models import LawVersion

GOAL, QUERIES = 0.5, 8
ROUNDS, SECONDS, CLIENTS = 7, 1.5, 4
PATIENCE = 60  # seconds for a server to come up
FLAGS = ["--workers", "1", "--threads", "4", "--preload", "--no-control-socket", "--log-level", "warning"]
HELLO = """
from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.http import HttpResponse
from django.urls import path

settings.configure(SECRET_KEY="x" * 40, ALLOWED_HOSTS=["127.0.0.1"], ROOT_URLCONF=__name__, MIDDLEWARE=[])
urlpatterns = [path("", lambda request: HttpResponse("hello", headers={"Content-Length": "5"}))]
application = get_wsgi_application()
"""


def measures(services: Services, corpus: Path) -> Iterator[Measure]:
    """The middle one and the longest of the texts that the database holds."""
    call_command("collectstatic", interactive=False, verbosity=0)
    held = LawVersion.objects.filter(current=True).select_related("law").order_by("characters")
    short, long = held[(held.count() - 1) // 2], held.last()
    assert long is not None
    pages = {
        f"page of {one.articles} articles": f"/en{one.law.get_absolute_url().removeprefix('/en')}"
        for one in (short, long)
    }
    for name, path in pages.items():
        yield _cold(name, path)
    with tempfile.TemporaryDirectory(prefix="ipg-") as folder:
        (Path(folder) / "hello.py").write_text(HELLO, encoding="utf-8")
        with (
            _server("hello:application", Path(folder)) as hello,
            _server("portal.wsgi", settings.BASE_DIR) as portal,
        ):
            yield from _warm(hello, portal, pages)


def _cold(name: str, path: str) -> Measure:
    client = Client(SERVER_NAME="localhost")
    with override_settings(PAGE_CACHE_SECONDS=0):
        client.get(path)  # templates and catalogues are read once in the life of a process
        with CaptureQueriesContext(connection) as asked:
            response = client.get(path)
    if response.status_code != 200:
        raise RuntimeError(f"{path} answered {response.status_code}")
    return Measure(f"{name}, made anew", len(asked), "queries", f"<= {QUERIES}", len(asked) <= QUERIES)


def _warm(hello: int, portal: int, pages: dict[str, str]) -> Iterator[Measure]:
    rounds: dict[str, list[tuple[float, float]]] = {name: [] for name in pages}
    for path in pages.values():
        _rate(portal, path, 0.5)
    _rate(hello, "/", 0.5)
    for _ in range(ROUNDS):
        for name, path in pages.items():
            rounds[name].append((_rate(portal, path, SECONDS), _rate(hello, "/", SECONDS)))
    for name, pairs in rounds.items():
        ours, bare = (statistics.median(rates) for rates in zip(*pairs, strict=True))
        ratio = round(statistics.median(page / least for page, least in pairs), 2)
        yield Measure(f"{name}, kept : hello ({ours:.0f}/s : {bare:.0f}/s)", ratio, "x", f">= {GOAL}", ratio >= GOAL)


@contextmanager
def _server(application: str, folder: Path) -> Iterator[int]:
    """gunicorn with the portal's flags on a free port."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = int(free.getsockname()[1])
    process = subprocess.Popen(
        [sys.executable, "-m", "gunicorn", application, "--bind", f"127.0.0.1:{port}", *FLAGS],
        cwd=folder,
        stdin=subprocess.DEVNULL,
        preexec_fn=die_with_parent(),
    )
    try:
        deadline = time.monotonic() + PATIENCE
        while True:
            try:
                socket.create_connection(("127.0.0.1", port), timeout=1).close()
                break
            except OSError:
                if time.monotonic() > deadline or process.poll() is not None:
                    raise
                time.sleep(0.1)
        yield port
    finally:
        process.terminate()
        process.wait(timeout=30)


def _rate(port: int, path: str, seconds: float) -> float:
    """Answers a second, asked one after another over CLIENTS kept connections."""
    counts: list[int] = []
    deadline = time.perf_counter() + seconds
    threads = [threading.Thread(target=lambda: counts.append(_ask(port, path, deadline))) for _ in range(CLIENTS)]
    started = time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if len(counts) < CLIENTS:
        raise RuntimeError(f"{path} was not answered as it should be; see above.")
    return sum(counts) / (time.perf_counter() - started)


def _ask(port: int, path: str, deadline: float) -> int:
    """How often `path` was answered with 200 before `deadline`."""
    headers = "Host: 127.0.0.1\r\nUser-Agent: bench\r\nAccept: text/html\r\nAccept-Encoding: gzip"  # as browsers send
    request = f"GET {path} HTTP/1.1\r\n{headers}\r\n\r\n".encode()
    count = 0
    with socket.create_connection(("127.0.0.1", port), timeout=PATIENCE) as connected:
        connected.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        answer = connected.makefile("rb", buffering=262_144)
        while time.perf_counter() < deadline:
            connected.sendall(request)
            status = answer.readline()
            if b" 200 " not in status:
                raise RuntimeError(f"{path} answered {status!r}")
            length = 0
            while (line := answer.readline()) != b"\r\n":
                if line.lower().startswith(b"content-length:"):
                    length = int(line.partition(b":")[2])
            answer.read(length)
            count += 1
    return count
