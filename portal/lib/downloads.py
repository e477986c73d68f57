"""The one way a private file leaves the portal. The view that calls it has checked the reader."""

import re

from django.core.files.base import File
from django.db.models.fields.files import FieldFile
from django.http import FileResponse, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase

RANGE = re.compile(r"bytes=(\d{0,18})-(\d{0,18})", flags=re.ASCII | re.IGNORECASE)


class _Part:
    """The next `length` bytes of an open file."""

    def __init__(self, file: "File[bytes]", length: int) -> None:
        self.file, self.left = file, length

    def read(self, size: int = -1) -> bytes:
        data: bytes = self.file.read(self.left if size < 0 else min(size, self.left))
        self.left -= len(data)
        return data

    def close(self) -> None:
        self.file.close()


def private_download(
    file: FieldFile, *, name: str, mime: str, request: HttpRequest | None = None, sha256: str = ""
) -> HttpResponseBase:
    """`file` as an attachment that no cache keeps and no browser runs or guesses at.

    With `request` a download that broke off goes on where it stopped: one range is answered with 206, one beyond the
    end with 416 (RFC 9110 §14). Several ranges in one request are answered with the whole file, as the RFC allows.
    `sha256` is the file's ETag, held against If-Range. Raises FileNotFoundError when the file is not there.
    """
    opened = file.open("rb")
    size = opened.size
    etag = f'"{sha256}"' if sha256 else ""
    span = _wanted(request, size, etag) if request is not None else None
    response: HttpResponseBase
    if span is None:
        response = FileResponse(opened, as_attachment=True, filename=name, content_type=mime)
    elif not span:
        opened.close()
        response = HttpResponse(status=416)
        response.headers["Content-Range"] = f"bytes */{size}"
    else:
        opened.seek(span.start)
        part = _Part(opened, len(span))
        response = FileResponse(part, as_attachment=True, filename=name, content_type=mime, status=206)
        response.headers["Content-Range"] = f"bytes {span.start}-{span.stop - 1}/{size}"
        response.headers["Content-Length"] = str(len(span))
    if request is not None:
        response.headers["Accept-Ranges"] = "bytes"
    if etag:
        response.headers["ETag"] = etag
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Cache-Control"] = "private, no-store"
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response


def _wanted(request: HttpRequest, size: int, etag: str) -> range | None:
    """The bytes that were asked for: None for all of them, an empty range for some that are not there."""
    found = RANGE.fullmatch(request.headers.get("Range", "").replace(" ", ""))
    if found is None or request.method != "GET" or request.headers.get("If-Range", etag) != etag:
        return None
    first, last = found.groups()
    if not first and not last:
        return None
    if not first:
        return range(max(size - int(last), 0), size) if int(last) else range(0)
    if last and int(last) < int(first):
        return None
    return range(int(first), min(int(last) + 1, size) if last else size)
