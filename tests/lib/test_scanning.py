"""The virus scanner is asked in its own protocol, on loopback, and a scanner in trouble is no verdict."""

import socket
import struct
import threading
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from django.core.files.base import ContentFile

from portal.lib.scanning import ScannerError, scan
from tests.clamd import EICAR, Clamd


@pytest.fixture
def clamd() -> Iterator[Clamd]:
    with Clamd() as server:
        yield server


def test_a_clean_file_arrives_whole_in_chunks(clamd: Clamd) -> None:
    content = bytes(range(256)) * 1000
    assert scan(ContentFile(content), url=clamd.url).is_clean
    assert clamd.seen == [content]


def test_a_virus_is_named(clamd: Clamd) -> None:
    verdict = scan(ContentFile(b"x" * 70_000 + EICAR), url=clamd.url)
    assert (verdict.is_clean, verdict.found) == (False, "Eicar-Test-Signature")


def test_an_empty_file_is_a_question_too(clamd: Clamd) -> None:
    assert scan(ContentFile(b""), url=clamd.url).is_clean
    assert clamd.seen == [b""]


def test_a_socket_file_serves_as_well(tmp_path: Path) -> None:
    with Clamd(path=tmp_path / "s") as server:
        assert scan(ContentFile(b"ok"), url=server.url).is_clean
        assert server.url.startswith("unix:/")


def test_a_file_that_the_scanner_finds_too_large_is_no_verdict() -> None:
    with Clamd(limit=1000) as server, pytest.raises(ScannerError):
        scan(ContentFile(b"x" * 5000), url=server.url)


@pytest.mark.parametrize(
    "answer", [b"", b"stream: \0", b"UNKNOWN COMMAND\0", b"stream:  FOUND\0", b"\xff\xfe\0", b"a" * 9000]
)
def test_an_answer_that_is_none_is_no_verdict(answer: bytes) -> None:
    with Clamd(answer=answer) as server, pytest.raises(ScannerError):
        scan(ContentFile(b"x"), url=server.url)


def test_nobody_there_is_no_verdict() -> None:
    with closing(socket.create_server(("127.0.0.1", 0))) as taken:
        port = taken.getsockname()[1]
    with pytest.raises(ScannerError):
        scan(ContentFile(b"x"), url=f"tcp://127.0.0.1:{port}")


def test_a_scanner_that_says_nothing_is_given_up() -> None:
    with closing(socket.create_server(("127.0.0.1", 0))) as deaf, pytest.raises(ScannerError, match="timed out"):
        scan(ContentFile(b"x"), url=f"tcp://127.0.0.1:{deaf.getsockname()[1]}", seconds=0.2)


def test_the_stream_ends_with_an_empty_chunk() -> None:
    """Byte by byte what clamd's manual asks for."""
    received: list[bytes] = []
    with closing(socket.create_server(("127.0.0.1", 0))) as server:

        def serve() -> None:
            connection, _address = server.accept()
            with connection:
                data = b""
                while not data.endswith(struct.pack("!I", 0)):
                    data += connection.recv(100)
                received.append(data)
                connection.sendall(b"stream: OK\0")

        thread = threading.Thread(target=serve)
        thread.start()
        scan(ContentFile(b"abc"), url=f"tcp://127.0.0.1:{server.getsockname()[1]}")
        thread.join(5)
    assert received == [b"zINSTREAM\0" + b"\0\0\0\x03abc" + b"\0\0\0\0"]
