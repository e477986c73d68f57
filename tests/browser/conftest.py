"""One Chromium for the whole run; each page gets a session of its own. Usage: docs/testing.md."""

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from playwright.sync_api import Browser, Page, sync_playwright
from pytest_django.live_server_helper import LiveServer

from tests.browser.looking import Looker, save_screenshot
from tests.conftest import chromium

ARGUMENTS = [
    "--no-sandbox",  # containers run as root
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--disable-background-networking",
    "--disable-component-update",
    "--no-first-run",
]


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    # Playwright's synchronous interface keeps an event loop in this thread. Django would refuse the
    # database there, although no coroutine of ours ever runs in it.
    patch = pytest.MonkeyPatch()
    patch.setitem(os.environ, "DJANGO_ALLOW_ASYNC_UNSAFE", "1")
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=chromium() or None, args=ARGUMENTS)
        yield opened
        opened.close()
    patch.undo()


@pytest.fixture
def session_of(live_server: LiveServer) -> Callable[[Any], list[Any]]:
    """The cookies of a person who has logged in."""

    def cookies(user: Any) -> list[Any]:
        client = Client()
        client.force_login(user)
        name = settings.SESSION_COOKIE_NAME
        return [{"name": name, "value": client.cookies[name].value, "url": live_server.url}]

    return cookies


@pytest.fixture
def looker(browser: Browser, live_server: LiveServer, session_of: Callable[[Any], list[Any]]) -> Looker:
    """Opens pages and holds them against the floor: `looker.assert_looks_right("/laws/US/", "jurisdiction")`."""
    return Looker(browser, live_server.url, session_of)


@pytest.fixture
def assert_looks_right(looker: Looker) -> Callable[..., None]:
    return looker.assert_looks_right


@pytest.fixture
def browser_page(looker: Looker) -> Iterator[Page]:
    """One page at 1280 px for playing through a story; console errors and foreign requests fail the test."""
    with looker.page() as page:
        yield page


@pytest.fixture
def login_as(browser_page: Page, session_of: Callable[[Any], list[Any]]) -> Callable[[Any], None]:
    """`login_as(user)`: from now on `browser_page` is that person's."""

    def login(user: Any) -> None:
        browser_page.context.clear_cookies()
        browser_page.context.add_cookies(session_of(user))

    return login


@pytest.fixture
def screenshot(browser_page: Page) -> Callable[[str], Path]:
    """`screenshot("case")` keeps `var/screenshots/case-<width>-<language>.png` of `browser_page`."""

    def take(name: str) -> Path:
        # A locator waits: just after a click there may be no document yet that could be asked.
        language = browser_page.locator("html").get_attribute("lang") or ""
        language = "en" if language.startswith("en") else "zh"
        return save_screenshot(browser_page, name, language)

    return take
