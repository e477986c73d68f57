"""What every page must hold in a real browser: readable by everyone, quiet console, own host, no sideways scroll."""

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal
from urllib.parse import urlsplit

from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Request, expect

WIDTHS = (1280, 390)
HEIGHT = 900
LANGUAGES = (("zh", ""), ("en", "/en"))
SCREENSHOTS = Path(settings.BASE_DIR) / "var" / "screenshots"
# htmx calls it an error when a page is left before a part of it has come. What fails otherwise has names of its own
# (htmx:responseError, htmx:sendError, htmx:timeout), beside which it writes the first of these as well.
LEFT_IN_TIME = ("htmx:afterRequest", "htmx:sendAbort")
# The link that stands in the account menu's place until it has come (templates/components/account_slot.html).
MENU_TO_COME = "#account-menu > a[href$='/accounts/']"
ALLOWED_SCHEMES = {"data", "blob", "about"}


@dataclass
class Watch:
    """Listens to a page and remembers what must not happen on it."""

    host: str
    complaints: list[str] = field(default_factory=list)
    pages: set[str] = field(default_factory=set)

    def listen(self, page: Page) -> None:
        page.on("console", lambda said: self._note(self._is_fault(said), f"console on {page.url}: {said.text}"))
        page.on("pageerror", lambda error: self._note(True, f"script error: {error}"))
        page.on("request", self._check)

    def _is_fault(self, said: ConsoleMessage) -> bool:
        # A page that answers 400 or 404 on purpose is logged as a failed load of itself; its test asserts the status.
        on_purpose = said.text.startswith("Failed to load resource") and said.location["url"] in self.pages
        return said.type == "error" and not on_purpose and not said.text.startswith(LEFT_IN_TIME)

    def _check(self, sent: Request) -> None:
        if sent.is_navigation_request():
            self.pages.add(sent.url)
        self._note(self._is_foreign(sent.url), f"request to another host: {sent.url}")

    def _is_foreign(self, url: str) -> bool:
        parts = urlsplit(url)
        return parts.scheme not in ALLOWED_SCHEMES and parts.netloc != self.host

    def _note(self, wrong: bool, text: str) -> None:
        if wrong:
            self.complaints.append(text)


def assert_axe_clean(page: Page) -> None:
    """axe-core finds no violation; otherwise the message names rule, help and the elements."""
    found: list[dict[str, Any]] = Axe().run(page).response["violations"]
    told = [
        f"{rule['id']} ({rule['impact']}): {rule['help']}\n    "
        + "\n    ".join(f"{node['html'][:160]}  {node['failureSummary']}" for node in rule["nodes"][:4])
        for rule in found
    ]
    assert not told, f"axe on {page.url}:\n" + "\n".join(told)


def assert_fits(page: Page) -> None:
    """Nothing makes the page scroll sideways."""
    wide = page.evaluate(
        """() => document.documentElement.scrollWidth <= window.innerWidth ? [] :
            [...document.querySelectorAll("body *")]
                .filter((one) => one.getBoundingClientRect().right > window.innerWidth + 1)
                .slice(0, 5).map((one) => one.outerHTML.slice(0, 120))"""
    )
    assert not wide, f"{page.url} scrolls sideways because of:\n" + "\n".join(wide)


def save_screenshot(page: Page, name: str, language: str) -> Path:
    """`var/screenshots/<name>-<width>-<language>.png`, the whole page; not taken in CI, where nobody looks at it."""
    width = page.viewport_size["width"] if page.viewport_size else 0
    path = SCREENSHOTS / f"{name}-{width}-{language}.png"
    if os.environ.get("CI"):
        return path
    SCREENSHOTS.mkdir(parents=True, exist_ok=True)
    page.screenshot(path=path, full_page=True, animations="disabled")
    return path


@dataclass
class Looker:
    """Opens pages as a given person (or a stranger) and holds each against the floor."""

    browser: Browser
    base_url: str
    cookies: Callable[[Any], list[Any]]

    @contextmanager
    def page(
        self,
        *,
        width: int = 1280,
        user: Any = None,
        scheme: Literal["light", "dark"] = "light",
        scripts: bool = True,
    ) -> Iterator[Page]:
        """A fresh browser session; whatever went wrong on its pages fails the test at the end."""
        context: BrowserContext = self.browser.new_context(
            base_url=self.base_url,
            viewport={"width": width, "height": HEIGHT},
            color_scheme=scheme,
            java_script_enabled=scripts,
            locale="zh-CN",
            timezone_id="Asia/Shanghai",
        )
        context.set_default_timeout(15_000)
        if user is not None:
            context.add_cookies(self.cookies(user))
        page = context.new_page()
        if scripts:
            # A click that leads to another page returns while its scripts are still on their way, and a word typed
            # then asks for no suggestion. The account menu is put in by htmx: where it stands, the scripts are up.
            page.add_locator_handler(page.locator(MENU_TO_COME), lambda: None)
        watch = Watch(urlsplit(self.base_url).netloc)
        watch.listen(page)
        try:
            yield page
            assert not watch.complaints, "\n".join(watch.complaints)
        finally:
            context.close()

    def assert_looks_right(
        self, path: str, name: str, *, user: Any = None, before_axe: Callable[[Page], None] | None = None
    ) -> None:
        """Open `path` (given without language) in both languages at both widths; screenshot and check each.

        `before_axe` may bring the page into the state that is meant, for example open a panel.
        """
        # One session for all four: it keeps the style sheets and scripts that every page asks for.
        with self.page(user=user) as page:
            for language, prefix in LANGUAGES:
                for width in WIDTHS:
                    page.set_viewport_size({"width": width, "height": HEIGHT})
                    self._open(page, prefix + path)
                    if before_axe:
                        before_axe(page)
                    save_screenshot(page, name, language)
                    assert_fits(page)
                    assert_axe_clean(page)

    def _open(self, page: Page, path: str) -> None:
        """Open `path` and wait until nothing on it is still on its way."""
        with page.expect_response(lambda answer: answer.url.endswith("/accounts/menu/")):
            response = page.goto(path)
        # Not wait_for_function: it evaluates text in the page, which our policy rightly refuses.
        expect(page.locator(".htmx-request, .htmx-swapping, .htmx-settling")).to_have_count(0)
        assert response is not None
        assert response.status == 200, f"{path} answered {response.status}"
