"""Asking clamd whether a file holds a virus (its INSTREAM command, man clamd).

The stream is sent in chunks, each with its length before it; an empty chunk ends it. The answer is one line.
"""

import socket
import struct
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from urllib.parse import urlsplit

from django.core.files.base import File

CHUNK = 64 * 1024
SECONDS = 60.0
LONGEST_ANSWER = 4096


class ScannerError(Exception):
    """The scanner gave no verdict: not reachable, silent, or unable to take the file. Ask again later."""


@dataclass(frozen=True)
class Verdict:
    """`found` is the name of the virus; empty for a clean file."""

    found: str

    @property
    def is_clean(self) -> bool:
        return not self.found


def scan(file: "File[bytes]", *, url: str, seconds: float = SECONDS) -> Verdict:
    """The verdict of the clamd at `url` (`tcp://host:port` or `unix:/path`) on `file`. Raises ScannerError."""
    try:
        with _connection(url, seconds) as connection:
            connection.sendall(b"zINSTREAM\0")
            for chunk in file.chunks(CHUNK):
                connection.sendall(struct.pack("!I", len(chunk)) + chunk)
            connection.sendall(struct.pack("!I", 0))
            answer = _line(connection)
    except OSError as error:
        raise ScannerError(str(error)) from error
    if answer == "stream: OK":
        return Verdict("")
    name = answer.removeprefix("stream: ").removesuffix(" FOUND")
    if answer.startswith("stream: ") and answer.endswith(" FOUND") and name:
        return Verdict(name)
    raise ScannerError(answer or "clamd closed the connection without an answer")


@contextmanager
def _connection(url: str, seconds: float) -> Iterator[socket.socket]:
    parts = urlsplit(url)
    if parts.scheme == "unix":
        with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as connection:
            connection.settimeout(seconds)
            connection.connect(parts.path)
            yield connection
    else:
        with socket.create_connection((parts.hostname or "", parts.port or 3310), timeout=seconds) as connection:
            yield connection


def _line(connection: socket.socket) -> str:
    """What stands before the first NUL, or before the end."""
    answer = b""
    while b"\0" not in answer and len(answer) < LONGEST_ANSWER:
        received = connection.recv(1024)
        if not received:
            break
        answer += received
    return answer.partition(b"\0")[0].decode(errors="replace").strip()
