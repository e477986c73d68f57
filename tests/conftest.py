"""What every test stands on: own folders, no network, no broker, compiled translations, a clock that can be set."""

import os
import socket
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as django_settings
from django.core.cache import cache, caches
from django.db import connection
from django.db.backends.base.operations import BaseDatabaseOperations
from django.test import override_settings
from django.utils import translation
from django.utils.translation.reloader import translation_file_changed
from hypothesis import settings as hypothesis_settings

from devtools.services import find_chromium
from portal.celery import app as celery_app
from portal.lib import clock, messages, pagecache, stamp
from tests import appendonly

LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1", "0.0.0.0", ""})  # noqa: S104  # names, not a bind


def chromium() -> str:
    """The Chromium the browser tests drive: the one CHROMIUM names, Debian's, Playwright's, or "" for none."""
    return find_chromium()


# How long one example takes says more about the machine than about the code.
hypothesis_settings.register_profile("any machine", deadline=None)
hypothesis_settings.load_profile("any machine")


def pytest_configure(config: pytest.Config) -> None:
    # Once, before xdist starts its workers.
    if not hasattr(config, "workerinput") and messages.not_compiled():
        messages.compile_all()
        # Django has read the older ones already while it was made ready.
        translation_file_changed(None, Path("django.mo"))


def missing_services() -> dict[str, str]:
    """Markers whose service this run does not have, with the reason."""
    missing = {}
    if django_settings.DATABASES["default"]["ENGINE"] != "django.db.backends.postgresql":
        missing["postgres"] = missing["browser"] = "this pass runs on SQLite"
    else:
        missing["once"] = "they and all tests without a database belong to the SQLite pass"
        if not chromium():
            missing["browser"] = "no Chromium was found"
    if not os.environ.get("TEST_REDIS_URL"):
        missing["redis"] = "no private Redis was started (TEST_REDIS_URL is not set)"
    return missing


def belongs_once(item: pytest.Item) -> bool:
    """Whether a test asks for neither a database nor another service: a second pass would say the same again."""
    asks = {"db", "transactional_db", "live_server", "django_db_setup"}
    needs = ("django_db", "redis", "postgres", "browser")
    return not asks & set(getattr(item, "fixturenames", ())) and not any(map(item.get_closest_marker, needs))


def pytest_report_header(config: pytest.Config) -> list[str]:
    engine = str(django_settings.DATABASES["default"]["ENGINE"]).rpartition(".")[2]
    left_out = [f"not run: tests marked {marker} ({reason})" for marker, reason in missing_services().items()]
    return [f"database: {engine}", *left_out]


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    # Left out rather than skipped: `dev.py test` runs them in the pass that has the service.
    missing = missing_services()
    out = {
        item
        for item in items
        if any(item.get_closest_marker(marker) for marker in missing) or ("once" in missing and belongs_once(item))
    }
    if out:
        config.hook.pytest_deselected(items=list(out))
        items[:] = [item for item in items if item not in out]
    # What takes long begins early, so that at the end no process is left alone with it. Browser tests share the end.
    items.sort(key=lambda item: not item.get_closest_marker("slow") or bool(item.get_closest_marker("browser")))


@pytest.fixture(autouse=True, scope="session")
def own_folders(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Everything the portal writes lands in a folder of this run (of this worker, under xdist)."""
    folder = tmp_path_factory.mktemp("data")
    (folder / "static").mkdir()
    static = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    with override_settings(
        DATA_DIR=folder,
        MEDIA_ROOT=folder / "documents",
        MAIL_DIR=folder / "mail",
        STATIC_ROOT=folder / "static",
        STORAGES={**django_settings.STORAGES, "staticfiles": static},  # no manifest is built for tests
        CACHES={
            name: {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "LOCATION": name}
            for name in ("default", "pages")
        },
        PAGE_CACHE_SECONDS=0,  # factories write past the actions that say that pages have changed
        PASSWORD_HASHERS=["django.contrib.auth.hashers.MD5PasswordHasher"],  # cheap: passwords are not the point
    ):
        yield folder


@pytest.fixture(autouse=True, scope="session")
def no_broker() -> Iterator[None]:
    """A task that is sent stays in this process's memory; nothing picks it up. Tests call tasks by name."""
    before = {name: celery_app.conf[name] for name in ("broker_url", "broker_transport_options")}
    celery_app.conf.update(broker_url="memory://", broker_transport_options={})
    yield
    celery_app.conf.update(before)


@pytest.fixture(autouse=True, scope="session")
def flush_past_triggers() -> Iterator[None]:
    """Tests that commit leave an empty database behind, also where a table refuses that its rows be deleted."""
    patch = pytest.MonkeyPatch()
    patch.setattr(BaseDatabaseOperations, "execute_sql_flush", appendonly.flush_unprotected)
    yield
    patch.undo()


@pytest.fixture(autouse=True, scope="session")
def no_network() -> Iterator[None]:
    """Sockets reach this machine only, so that no test can depend on somebody else's server."""
    patch = pytest.MonkeyPatch()
    connect, connect_ex, look_up = socket.socket.connect, socket.socket.connect_ex, socket.getaddrinfo

    def refuse(host: object) -> None:
        if host is not None and str(host) not in LOOPBACK:
            raise OSError(f"A test tried to reach {host!r}; the network is closed in tests.")

    def checked_connect(self: socket.socket, address: Any) -> None:
        refuse(address[0] if isinstance(address, tuple) else None)
        connect(self, address)

    def checked_connect_ex(self: socket.socket, address: Any) -> int:
        refuse(address[0] if isinstance(address, tuple) else None)
        return connect_ex(self, address)

    def checked_look_up(host: Any, *args: Any, **kwargs: Any) -> Any:
        refuse(host.decode() if isinstance(host, bytes) else host)
        return look_up(host, *args, **kwargs)

    patch.setattr(socket.socket, "connect", checked_connect)
    patch.setattr(socket.socket, "connect_ex", checked_connect_ex)
    patch.setattr(socket, "getaddrinfo", checked_look_up)
    yield
    patch.undo()


@pytest.fixture(autouse=True)
def empty_cache() -> None:
    """No throttle count and no cached page survives from the test before."""
    cache.clear()
    caches[pagecache.ALIAS].clear()
    pagecache.memory.clear()
    stamp.forget()


@pytest.fixture(autouse=True)
def chinese() -> None:
    """Each test starts in the default language, whatever page the one before has read."""
    translation.activate(django_settings.LANGUAGE_CODE)


@pytest.fixture
def clock_at() -> Iterator[Callable[[str], datetime]]:
    """`clock_at("2026-11-23T09:00+08:00")` stops the clock there until the test ends or sets it again."""
    with ExitStack() as stack:

        def set_clock(moment: str) -> datetime:
            at = datetime.fromisoformat(moment)
            stack.enter_context(clock.set_to(at))
            return at

        yield set_clock


@pytest.fixture
def redis_url() -> str:
    """The private Redis of this run; the test must be marked `redis`."""
    return os.environ["TEST_REDIS_URL"]


@pytest.fixture
def is_postgres() -> bool:
    return connection.vendor == "postgresql"
