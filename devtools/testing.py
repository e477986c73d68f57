"""`dev.py test`: the tests on SQLite, then on a private PostgreSQL and Redis where their programs are found."""

import os
import signal
import subprocess
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

from devtools import services
from devtools.console import GiveUp, say
from devtools.environment import PYTHON, ROOT, data_dir, environment_for_tests
from devtools.install import ensure_installed

NOTHING_COLLECTED = 5  # pytest's own status
# Written after a test pass: any of these means that the caller chose the tests or the processes.
OWN_CHOICE = ("-n", "--numprocesses", "--dist", "--pdb", "-s", "--collect-only", "--co", "--lf", "--sw")


def run_tests(arguments: Sequence[str], *, database: str, require_services: bool) -> int:
    """Run the passes; returns 0 when all that ran passed. Raises GiveUp when something needed is missing."""
    missing = services.missing_binaries()
    chromium = services.find_chromium()
    if require_services and (lacking := [*missing, *([] if chromium else ["chromium"])]):
        raise GiveUp(
            f"--require-services: these programs are missing on this machine: apt-get install {' '.join(lacking)}"
        )
    if database == "postgres" and missing:
        raise GiveUp(f"The tests on PostgreSQL need programs that are missing: apt-get install {' '.join(missing)}")
    log_folder = data_dir() / "log"
    ensure_installed(log_folder, development=True)
    report: list[str] = []
    codes: list[int] = []
    with tempfile.TemporaryDirectory(prefix="ipg-test-") as name:
        env = environment_for_tests(Path(name))
        if chromium:
            env["CHROMIUM"] = chromium
        if database in ("", "sqlite"):
            codes.append(one_pass("SQLite", arguments, env, report))
        if database in ("", "postgres") and not missing:
            with services.private_services() as private:
                title = f"PostgreSQL {services.version('postgres')} and Redis {services.version('redis-server')}"
                codes.append(one_pass(title, arguments, {**env, **private.environment()}, report))
            if chromium:
                report.append(f"Browser tests: part of the PostgreSQL pass, with {chromium}")
            else:
                report.append("Browser tests: NOT RUN, no Chromium was found (apt-get install chromium)")
        elif not database:
            needed = " ".join(missing)
            report.append(f"PostgreSQL, Redis and browser tests: NOT RUN (apt-get install {needed} chromium)")
    say("\n" + "\n".join(report))
    return verdict(codes)


def one_pass(title: str, arguments: Sequence[str], env: dict[str, str], report: list[str]) -> int:
    """One run of pytest; adds its line to `report`."""
    say(f"\n=== Tests on {title} ===")
    started = time.monotonic()
    command = [str(PYTHON), "-m", "pytest", *parallel(arguments), *arguments]
    code = run_foreground(command, env)
    outcome = {0: "passed", NOTHING_COLLECTED: "no test was selected"}.get(code, f"FAILED (pytest status {code})")
    report.append(f"{title}: {outcome} in {time.monotonic() - started:.0f} s")
    return code


def parallel(arguments: Sequence[str]) -> list[str]:
    """Two processes or more for a whole run; one where the caller names tests or processes."""
    chosen = any(item.startswith(OWN_CHOICE) for item in arguments)
    named = any("::" in item or (not item.startswith("-") and (ROOT / item).is_file()) for item in arguments)
    processes = min(os.cpu_count() or 1, 4)
    return [] if chosen or named or processes < 2 else ["-n", str(processes)]


def run_foreground(command: Sequence[str], env: dict[str, str]) -> int:
    """Run a program on this terminal. When interrupted, it gets time to say what it found, then is ended."""
    process = subprocess.Popen(command, stdin=subprocess.DEVNULL, env=env, cwd=ROOT)
    try:
        return process.wait()
    except KeyboardInterrupt:
        process.send_signal(signal.SIGINT)
        try:
            process.wait(timeout=15)
        except (subprocess.TimeoutExpired, KeyboardInterrupt):
            process.kill()
            process.wait()
        raise


def verdict(codes: Sequence[int]) -> int:
    """Tests may all belong to one pass; only when no pass had any is that a failure."""
    if all(code == NOTHING_COLLECTED for code in codes):
        return NOTHING_COLLECTED
    return next((code for code in codes if code not in (0, NOTHING_COLLECTED)), 0)
