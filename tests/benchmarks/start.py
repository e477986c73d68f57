"""How long a developer waits: from `dev.py run` with nothing to prepare to the first page."""

import os
import signal
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

from devtools.environment import ROOT, environment_for_tests
from devtools.measures import Measure
from devtools.services import Services


def main(services: Services) -> Iterator[Measure]:
    with tempfile.TemporaryDirectory() as folder:
        first = seconds_to_first_page(Path(folder))
        yield Measure("first start with an empty database", first, "s", "<= 60", first <= 60)
        second = seconds_to_first_page(Path(folder))
        yield Measure("second start with nothing to do", second, "s", "<= 10", second <= 10)


def seconds_to_first_page(folder: Path) -> float:
    """Start, load the home page, stop; the time from the command to the whole page."""
    env = environment_for_tests(folder)  # the embedded default: SQLite and the file broker
    started = time.monotonic()
    process = subprocess.Popen(
        [sys.executable, "dev.py", "run", "--port", "0"], cwd=ROOT, env=env, stdout=subprocess.PIPE, text=True
    )
    try:
        lines = iter(process.stdout or ())
        address = next(line.split()[4] for line in lines if line.startswith("The portal is at "))
        with urllib.request.urlopen(address, timeout=10) as page:  # noqa: S310  # always http
            page.read()
        return round(time.monotonic() - started, 1)
    finally:
        os.kill(process.pid, signal.SIGINT)
        process.communicate(timeout=60)
