"""The public pages in a real browser, in both languages, at 1280 and 390 px."""

from collections.abc import Callable

import pytest
from pytest_django.fixtures import Settings

from tests.browser.looking import LANGUAGES, Looker, assert_axe_clean, assert_fits

pytestmark = pytest.mark.browser


def test_the_home_page_looks_right(look_at: Callable[..., None]) -> None:
    look_at("/", "home")


def test_the_gallery_looks_right(look_at: Callable[..., None], settings: Settings) -> None:
    settings.DEBUG = True
    look_at("/_/components/", "gallery")


def test_the_gallery_is_readable_in_the_dark(looker: Looker, settings: Settings) -> None:
    settings.DEBUG = True
    for _language, prefix in LANGUAGES:
        with looker.page(scheme="dark", width=390) as page:
            page.goto(f"{prefix}/_/components/")
            assert_axe_clean(page)
            assert_fits(page)


def test_the_skip_link_is_the_first_thing_the_keyboard_reaches(looker: Looker) -> None:
    with looker.page() as page:
        page.goto("/")
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.className") == "skip-link"
        page.keyboard.press("Enter")
        assert page.evaluate("document.activeElement.id") == "main"
