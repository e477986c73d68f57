"""A private, throw-away PostgreSQL and Redis for tests, drills and benchmarks.

They live in a temporary folder under a short path (a socket's path is limited to about 100 characters), are reached
by nobody else, and are gone when the block is left, also when this process is killed (on Linux).
"""

import os
import pwd
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import quote

from devtools.children import die_with_parent, end_group
from devtools.console import GiveUp

START_SECONDS = 60
# Nothing here outlives a test run, so nothing needs to reach the disk.
FAST = ("fsync=off", "synchronous_commit=off", "full_page_writes=off", "shared_buffers=64MB", "max_connections=60")


def find_binary(name: str) -> str:
    """A PostgreSQL or Redis program: on the PATH, or where Debian keeps PostgreSQL. "" when there is none."""
    found = shutil.which(name)
    if found:
        return found
    versions = sorted(Path("/usr/lib/postgresql").glob(f"*/bin/{name}"), key=lambda path: float(path.parts[4]))
    return str(versions[-1]) if versions else ""


def find_chromium() -> str:
    """A Chromium for browser tests: CHROMIUM, Debian's, or the one Playwright has installed. "" when there is none."""
    for candidate in (os.environ.get("CHROMIUM", ""), "chromium", "chromium-browser", "google-chrome"):
        found = shutil.which(candidate) if candidate else ""
        if found:
            return found
    browsers = Path(os.environ.get("PLAYWRIGHT_BROWSERS_PATH") or Path.home() / ".cache" / "ms-playwright")
    found_by_playwright = sorted(browsers.glob("chromium-*/chrome-linux*/chrome"))
    return str(found_by_playwright[-1]) if found_by_playwright else ""


def missing_binaries() -> list[str]:
    """What private services lack on this machine, by the names of Debian's packages."""
    packages = (("postgres", "postgresql"), ("initdb", "postgresql"), ("redis-server", "redis-server"))
    return sorted({package for binary, package in packages if not find_binary(binary)})


@dataclass
class Redis:
    """One private Redis on a loopback port. It keeps nothing: started again, it is empty."""

    folder: Path
    port: int = 0
    process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        return f"redis://127.0.0.1:{self.port}/0"

    def start(self) -> None:
        """Start on the port it had, or on a free one. Raises GiveUp when it does not answer."""
        self.port = self.port or _free_port()
        command = [find_binary("redis-server"), "--bind", "127.0.0.1", "--port", str(self.port)]
        command += ["--save", "", "--appendonly", "no", "--dir", str(self.folder)]
        self.process = _spawn(command, self.folder / "redis.log", signal.SIGTERM)
        _wait(self.process, self.answers, "Redis", self.folder / "redis.log")

    def answers(self) -> bool:
        try:
            with socket.create_connection(("127.0.0.1", self.port), timeout=1) as connection:
                connection.sendall(b"PING\r\n")
                return connection.recv(16).startswith(b"+PONG")
        except OSError:
            return False

    def stop(self) -> None:
        """End it at once, as a crash would."""
        if self.process:
            end_group(self.process)
            self.process = None

    def restart_empty(self) -> None:
        """Crash it and start it again on the same port, without its data."""
        self.stop()
        self.start()


@dataclass
class Postgres:
    """One private PostgreSQL cluster, reached through a Unix socket in its folder."""

    folder: Path
    process: subprocess.Popen[bytes] | None = None
    account: dict[str, Any] = field(default_factory=dict)

    @property
    def url(self) -> str:
        return f"postgres://postgres@{quote(str(self.folder), safe='')}/postgres"

    def start(self) -> None:
        """Make the cluster and start it. Raises GiveUp when it does not answer."""
        self.account = _unprivileged(self.folder)
        data, log = self.folder / "pg", self.folder / "postgres.log"
        initdb = [find_binary("initdb"), "-A", "trust", "-U", "postgres", "-E", "UTF8", "--locale=C.UTF-8", "-N"]
        made = subprocess.run(
            [*initdb, "-D", str(data)], cwd=self.folder, capture_output=True, text=True, check=False, **self.account
        )
        if made.returncode:
            raise GiveUp(f"A private PostgreSQL could not be made: {made.stderr.strip()[-500:]}")
        options = [f"--{option}" for option in FAST]
        command = [find_binary("postgres"), "-D", str(data), "-k", str(self.folder), "-h", "", *options]
        self.process = _spawn(command, log, signal.SIGQUIT, cwd=self.folder, **self.account)
        _wait(self.process, self.answers, "PostgreSQL", log)

    def answers(self) -> bool:
        # PostgreSQL writes its state into the eighth line.
        try:
            lines = (self.folder / "pg" / "postmaster.pid").read_text().splitlines()
        except OSError:
            return False
        return len(lines) >= 8 and lines[7].strip() == "ready"

    def stop(self) -> None:
        if self.process:
            self.process.send_signal(signal.SIGQUIT)  # at once, without a last checkpoint
            with suppress(subprocess.TimeoutExpired):
                self.process.wait(timeout=10)
            end_group(self.process)
            self.process = None


@dataclass(frozen=True)
class Services:
    postgres: Postgres
    redis: Redis

    def environment(self) -> dict[str, str]:
        """The variables that point the portal at these two."""
        return {
            "DATABASE_URL": self.postgres.url,
            "BROKER_URL": self.redis.url,
            "CACHE_URL": self.redis.url.removesuffix("0") + "1",
            "TEST_REDIS_URL": self.redis.url.removesuffix("0") + "2",
        }


@contextmanager
def private_services() -> Iterator[Services]:
    """A running pair that is stopped and removed at the end of the block. Raises GiveUp."""
    if missing := missing_binaries():
        raise GiveUp(
            f"A private PostgreSQL and Redis need programs that are not on this machine: "
            f"apt-get install {' '.join(missing)}"
        )
    folder = Path(tempfile.mkdtemp(prefix="ipg-", dir="/tmp"))  # made 0700; TMPDIR may be too long
    services = Services(Postgres(folder), Redis(folder))
    try:
        services.redis.start()
        services.postgres.start()
        yield services
    finally:
        services.postgres.stop()
        services.redis.stop()
        shutil.rmtree(folder, ignore_errors=True)


def version(name: str) -> str:
    """What `name --version` says about itself, as a number."""
    said = subprocess.run([find_binary(name), "--version"], capture_output=True, text=True, check=False).stdout
    words = said.replace("v=", " ").split()
    return next((word for word in words if word[:1].isdigit()), "?")


def _unprivileged(folder: Path) -> dict[str, Any]:
    """As root, the account PostgreSQL runs as (it refuses root) and its folder; nothing for anybody else."""
    if os.geteuid():
        return {}
    for name in ("postgres", "nobody"):
        try:
            account = pwd.getpwnam(name)
        except KeyError:
            continue
        os.chown(folder, account.pw_uid, account.pw_gid)
        return {"user": account.pw_uid, "group": account.pw_gid, "extra_groups": []}
    raise GiveUp("PostgreSQL refuses to run as root and there is no account `postgres` or `nobody`; run as a user.")


def _spawn(command: list[str], log: Path, when_orphaned: int, **options: Any) -> subprocess.Popen[bytes]:
    with log.open("ab") as output:
        return subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
            preexec_fn=die_with_parent(when_orphaned),
            **options,
        )


def _wait(process: subprocess.Popen[bytes], answers: Callable[[], bool], name: str, log: Path) -> None:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline and process.poll() is None:
        if answers():
            return
        time.sleep(0.05)
    said = log.read_text(errors="replace")[-500:].strip()
    raise GiveUp(f"A private {name} did not start: {said or 'it said nothing'}")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
