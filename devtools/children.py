"""Starts long-running programs and leaves none of them behind, however this process ends."""

import ctypes
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType

from devtools.environment import ROOT

GRACE_SECONDS = 20  # Celery finishes the task it holds; a mail in delivery should not be cut off
PR_SET_PDEATHSIG = 1


def die_with_parent(sent: int = signal.SIGTERM) -> Callable[[], None] | None:
    """What a child runs before its program: on Linux it is sent a signal when this process is gone."""
    if not sys.platform.startswith("linux"):
        return None
    prctl = ctypes.CDLL(None).prctl
    return lambda: prctl(PR_SET_PDEATHSIG, sent)


@dataclass
class Child:
    name: str
    process: subprocess.Popen[bytes]
    log: Path


class Children:
    """Programs that live and die together. Use as a context manager: leaving it stops them all."""

    def __init__(self, grace: float = GRACE_SECONDS) -> None:
        self.grace = grace
        self.children: list[Child] = []

    def __enter__(self) -> "Children":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    def start(self, name: str, command: Sequence[str], *, env: Mapping[str, str], log: Path) -> Child:
        """Start one program in a process group of its own, so that Ctrl-C reaches this process only."""
        with log.open("wb") as output:
            process = subprocess.Popen(
                command,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                env=env,
                cwd=ROOT,
                start_new_session=True,
                preexec_fn=die_with_parent(),
            )
        child = Child(name, process, log)
        self.children.append(child)
        return child

    def ended(self) -> Child | None:
        """The first program that has stopped by itself, if any."""
        return next((child for child in self.children if child.process.poll() is not None), None)

    def stop(self) -> None:
        """Ask all to stop, give them the grace, then end whatever is left of their process groups."""
        for child in self.children:
            if child.process.poll() is None:
                child.process.terminate()
        deadline = time.monotonic() + self.grace
        try:
            while time.monotonic() < deadline and any(child.process.poll() is None for child in self.children):
                time.sleep(0.05)
        finally:  # also when a second Ctrl-C does not want to wait
            for child in self.children:
                end_group(child.process)
            self.children.clear()


def end_group(process: subprocess.Popen[bytes]) -> None:
    """Kill what is left of the process group that `process` leads, and collect it."""
    with suppress(ProcessLookupError, PermissionError):  # nobody left
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()
