"""A private file leaves whole or in the part that was asked for, and no cache keeps it."""

import hashlib
from types import SimpleNamespace
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db.models import FileField
from django.db.models.fields.files import FieldFile
from django.http import HttpResponseBase
from django.test import RequestFactory

from portal.lib.downloads import private_download

CONTENT = bytes(range(256)) * 40
SIZE = len(CONTENT)
SHA256 = hashlib.sha256(CONTENT).hexdigest()


def ask(method: str = "get", **headers: str) -> HttpResponseBase:
    name = default_storage.save("downloads/a", ContentFile(CONTENT))
    file = FieldFile(SimpleNamespace(), FileField(storage=default_storage), name)  # type: ignore[arg-type]  # no model is needed
    request = getattr(RequestFactory(), method)("/", headers=headers)
    return private_download(file, name="证据.pdf", mime="application/pdf", request=request, sha256=SHA256)


def body(response: Any) -> bytes:
    content = b"".join(response) if response.streaming else response.content
    for close in response._resource_closers:  # what `close()` does, without its word to the database
        close()
    return bytes(content)


def test_the_whole_file_leaves_as_an_attachment_that_nobody_caches() -> None:
    response = ask()
    assert (response.status_code, body(response)) == (200, CONTENT)
    assert response.headers["Content-Length"] == str(SIZE)
    assert response.headers["Accept-Ranges"] == "bytes"
    assert response.headers["ETag"] == f'"{SHA256}"'
    assert response.headers["Cache-Control"] == "private, no-store"
    assert response.headers["Content-Type"] == "application/pdf"
    assert response.headers["Content-Disposition"].startswith("attachment; filename*=utf-8''")


@pytest.mark.parametrize(
    ("asked", "start", "stop"),
    [
        ("bytes=0-0", 0, 1),
        ("bytes=100-199", 100, 200),
        ("bytes=9000-", 9000, SIZE),
        ("bytes=-10", SIZE - 10, SIZE),
        ("bytes=-999999", 0, SIZE),
        (f"bytes=5-{SIZE + 5}", 5, SIZE),
        ("Bytes = 1 - 2", 1, 3),
    ],
)
def test_one_range_is_answered_with_that_part(asked: str, start: int, stop: int) -> None:
    response = ask(Range=asked)
    assert response.status_code == 206
    assert body(response) == CONTENT[start:stop]
    assert response.headers["Content-Range"] == f"bytes {start}-{stop - 1}/{SIZE}"
    assert response.headers["Content-Length"] == str(stop - start)
    assert response.headers["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize("asked", [f"bytes={SIZE}-", f"bytes={SIZE + 1}-{SIZE + 9}", "bytes=-0"])
def test_a_range_beyond_the_end_is_416_and_tells_the_size(asked: str) -> None:
    response = ask(Range=asked)
    assert (response.status_code, body(response)) == (416, b"")
    assert response.headers["Content-Range"] == f"bytes */{SIZE}"


@pytest.mark.parametrize(
    "asked",
    ["bytes=5-1", "bytes=-", "items=0-1", "bytes=a-b", "bytes=0-1,5-6", "bytes=" + "9" * 5000 + "-", "bytes=١-٢"],
)
def test_what_is_no_single_range_gives_the_whole_file(asked: str) -> None:
    response = ask(Range=asked)
    assert (response.status_code, body(response)) == (200, CONTENT)


def test_a_download_goes_on_only_with_the_same_content() -> None:
    same = ask(**{"Range": "bytes=10-", "If-Range": f'"{SHA256}"'})
    assert (same.status_code, body(same)) == (206, CONTENT[10:])
    for other in ('"another"', f'W/"{SHA256}"', "Sun, 22 Nov 2026 10:00:00 GMT"):
        response = ask(**{"Range": "bytes=10-", "If-Range": other})
        assert (response.status_code, body(response)) == (200, CONTENT)


def test_head_tells_the_size_and_leaves_ranges_alone() -> None:
    response = ask("head", Range="bytes=0-1")
    assert (response.status_code, response.headers["Content-Length"]) == (200, str(SIZE))
    body(response)
