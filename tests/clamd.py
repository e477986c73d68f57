"""A stand-in for clamd on loopback that speaks INSTREAM."""

import socket
import struct
import threading
from pathlib import Path
from types import TracebackType

# The first half of the industry's test file is enough for a stand-in, and no scanner of ours raises an alarm over it.
EICAR = b"X5O!P%@AP[4"


class Clamd:
    """`with Clamd() as server: … server.url`; `seen` holds what arrived. `answer` is said instead of a verdict."""

    def __init__(self, *, path: Path | None = None, limit: int = 10_000_000, answer: bytes | None = None) -> None:
        self.limit, self.answer = limit, answer
        self.seen: list[bytes] = []
        if path:
            self._server = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
            self._server.bind(str(path))
            self._server.listen()
            self.url = f"unix:{path}"
        else:
            self._server = socket.create_server(("127.0.0.1", 0))
            self.url = f"tcp://127.0.0.1:{self._server.getsockname()[1]}"
        self._server.settimeout(0.1)
        self._stopped = threading.Event()
        self._thread = threading.Thread(target=self._serve, daemon=True)

    def __enter__(self) -> "Clamd":
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._stopped.set()
        self._thread.join(10)
        self._server.close()

    def _serve(self) -> None:
        while not self._stopped.is_set():
            try:
                connection, _address = self._server.accept()
            except TimeoutError:
                continue
            connection.settimeout(5)
            with connection:
                try:
                    connection.sendall(self._verdict(connection))
                except OSError:
                    continue  # the other side hung up

    def _verdict(self, connection: socket.socket) -> bytes:
        if self._exactly(connection, 10) != b"zINSTREAM\0":
            return b"UNKNOWN COMMAND\0"
        content = b""
        while length := struct.unpack("!I", self._exactly(connection, 4))[0]:
            content += self._exactly(connection, length)
        self.seen.append(content)
        if self.answer is not None:
            return self.answer
        if len(content) > self.limit:
            return b"INSTREAM size limit exceeded. ERROR\0"
        return b"stream: Eicar-Test-Signature FOUND\0" if EICAR in content else b"stream: OK\0"

    @staticmethod
    def _exactly(connection: socket.socket, length: int) -> bytes:
        data = b""
        while len(data) < length:
            received = connection.recv(length - len(data))
            if not received:
                raise OSError("cut off")
            data += received
        return data
