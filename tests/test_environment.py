"""The test environment itself: what a test may rely on and what it cannot do."""

import socket
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.staticfiles.storage import staticfiles_storage
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from portal.celery import app as celery_app
from portal.lib import clock


def test_files_land_in_the_folder_of_this_run(own_folders: Path) -> None:
    name = default_storage.save("note.txt", ContentFile(b"x"))
    assert (own_folders / "documents" / name).read_bytes() == b"x"
    assert settings.MAIL_DIR.parent == own_folders


def test_the_network_is_closed() -> None:
    with pytest.raises(OSError, match="network is closed"):
        socket.create_connection(("192.0.2.1", 80), timeout=1)
    with pytest.raises(OSError, match="network is closed"):
        socket.getaddrinfo("portal.example", 80)


def test_this_machine_can_be_reached() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server, socket.create_connection(server.getsockname()) as client:
        assert client.getpeername() == server.getsockname()


def test_a_task_that_is_sent_needs_no_broker() -> None:
    assert celery_app.send_task("nobody.listens").id
    assert celery_app.conf.broker_url == "memory://"


def test_the_clock_can_be_set_twice(clock_at: Callable[[str], datetime]) -> None:
    clock_at("2026-11-23T09:00+08:00")
    assert clock.now() == datetime(2026, 11, 23, 1, tzinfo=UTC)
    clock_at("2026-12-31T23:30+00:00")
    assert clock.today().isoformat() == "2027-01-01"


def test_static_files_need_no_manifest() -> None:
    assert staticfiles_storage.url("css/tokens.css") == "/static/css/tokens.css"
