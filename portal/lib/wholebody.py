"""A request whose body stops early is an error, not a short body.

A connection that breaks off looks to Django like the end of the data: what came before is taken for the whole form,
say the text and the first of two files. This reader knows how much was announced and raises instead; nothing of such
a request is kept.
"""

from collections.abc import Callable, Iterable
from typing import Any

Application = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]


class CutOff(OSError):
    """The body ended before the length that the client had announced."""


class WholeBody:
    """The input of a request that announced `length` bytes."""

    def __init__(self, stream: Any, length: int) -> None:
        self._stream, self._left = stream, length

    def read(self, size: int = -1) -> bytes:
        return self._counted(self._stream.read(self._wanted(size)), size)

    def readline(self, size: int = -1) -> bytes:
        return self._counted(self._stream.readline(self._wanted(size)), size)

    def _wanted(self, size: int) -> int:
        return self._left if size is None or size < 0 else min(size, self._left)

    def _counted(self, data: bytes, size: int) -> bytes:
        """Raises CutOff at an end that comes too early."""
        self._left -= len(data)
        if not data and self._left and size != 0:
            raise CutOff(f"{self._left} bytes of the request never came")
        return data

    def __iter__(self) -> Iterable[bytes]:
        return iter(self.readline, b"")


def whole_bodies(application: Application) -> Application:
    """`application`, told about bodies that break off."""

    def guarded(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        length = environ.get("CONTENT_LENGTH") or ""
        if length.isdecimal():
            environ["wsgi.input"] = WholeBody(environ["wsgi.input"], int(length))
        return application(environ, start_response)

    return guarded
