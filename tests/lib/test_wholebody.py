"""An upload that is cut off leaves nothing behind."""

import io
from collections.abc import Callable

import pytest
from django.conf import settings
from django.core.files.storage import default_storage
from django.core.handlers.wsgi import WSGIHandler
from django.core.signals import request_started
from django.db import close_old_connections
from django.test import Client

from disputes.models import Case, CaseDocument
from portal.lib.wholebody import CutOff, WholeBody, whole_bodies
from tests.factories.disputes import DraftFactory, filer_of

BOUNDARY = "b0undary"


def test_a_body_that_came_whole_is_read_whole() -> None:
    body = WholeBody(io.BytesIO(b"one\ntwo\nand more"), 8)
    assert body.readline() == b"one\n"
    assert body.read(2) == b"tw"
    assert body.read() == b"o\n"
    assert (body.read(), body.read(5), body.readline()) == (b"", b"", b"")


@pytest.mark.parametrize("read", [lambda body: body.read(), lambda body: body.read(4), lambda body: body.readline()])
def test_an_early_end_is_an_error(read: Callable[[WholeBody], bytes]) -> None:
    body = WholeBody(io.BytesIO(b"half"), 8)
    assert read(body) == b"half"
    assert body.read(0) == b""
    with pytest.raises(CutOff, match="4 bytes"):
        read(body)


def two_files() -> bytes:
    parts = [
        f"--{BOUNDARY}\r\nContent-Disposition: form-data; name=documents; filename={name}.pdf\r\n\r\n".encode()
        + b"%PDF-1.7\n"
        + name.encode() * 100_000
        + b"\r\n"
        for name in "ab"
    ]
    return b"".join(parts) + f"--{BOUNDARY}--\r\n".encode()


def ignored(status: str, headers: list[tuple[str, str]], error: object = None, /) -> Callable[[bytes], object]:
    return len


def upload(case: Case, *, sent: float, guard: bool = True) -> None:
    """Post two files to a draft of which only the part `sent` arrives, through the application that gunicorn serves."""
    client = Client()
    client.force_login(filer_of(case))
    body = two_files()
    handler = WSGIHandler()
    handler.load_middleware()
    environ = {
        "REQUEST_METHOD": "POST",
        "PATH_INFO": f"/cases/drafts/{case.pk}/documents/",
        "SERVER_NAME": "127.0.0.1",
        "SERVER_PORT": "80",
        "wsgi.url_scheme": "http",
        "wsgi.input": io.BytesIO(body[: int(len(body) * sent)]),
        "CONTENT_TYPE": f"multipart/form-data; boundary={BOUNDARY}",
        "CONTENT_LENGTH": str(len(body)),
        "HTTP_COOKIE": f"{settings.SESSION_COOKIE_NAME}={client.cookies[settings.SESSION_COOKIE_NAME].value}"
        f"; {settings.CSRF_COOKIE_NAME}={'a' * 32}",
        "HTTP_X_CSRFTOKEN": "a" * 32,
    }
    # As Django's own test client does: a request must not end the connection that the test's transaction is on.
    request_started.disconnect(close_old_connections)
    try:
        list((whole_bodies(handler) if guard else handler)(environ, ignored))
    finally:
        request_started.connect(close_old_connections)


@pytest.mark.django_db
def test_an_upload_cut_at_nine_tenths_keeps_nothing() -> None:
    draft = DraftFactory.create()
    upload(draft, sent=0.9)
    assert not CaseDocument.objects.exists()
    assert not default_storage.exists(f"cases/{draft.pk}")


@pytest.mark.django_db
def test_the_same_upload_is_kept_when_it_arrives() -> None:
    upload(DraftFactory.create(), sent=1)
    assert CaseDocument.objects.count() == 2


@pytest.mark.django_db
def test_without_the_guard_half_of_it_would_be_kept() -> None:
    """Why the guard is there: should Django refuse such a body itself one day, it can go."""
    upload(DraftFactory.create(), sent=0.9, guard=False)
    assert CaseDocument.objects.count() == 1
