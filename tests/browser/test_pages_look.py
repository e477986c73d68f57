"""The pages anyone can read, in a real browser, in both languages, at 1280 and 390 px, on the real reference data."""

import re
from collections.abc import Callable

import pytest
from django.core.management import call_command
from playwright.sync_api import Page, expect
from pytest_django.fixtures import Settings

from laws.models import Law
from tests.browser.looking import LANGUAGES, Looker, assert_axe_clean, assert_fits
from tests.factories.warnings import a_published_warning

pytestmark = pytest.mark.browser

LookAt = Callable[..., None]


@pytest.fixture
def library(transactional_db: None) -> None:
    """The reference files and the demonstration as `dev.py run --demo` loads them."""
    call_command("seed", demo=True, verbosity=0)


def test_the_public_pages_look_right(assert_looks_right: LookAt, library: None, subtests: pytest.Subtests) -> None:
    law = Law.objects.filter(jurisdiction="US").order_by("ref").first()
    assert law is not None
    warning = a_published_warning(places=["US"])
    pages = {
        "/": "home",
        "/emergency/": "emergency",
        "/statistics/": "statistics",
        "/laws/": "jurisdictions",
        "/laws/US/": "jurisdiction",
        "/laws/NO/": "jurisdiction-norway",
        law.get_absolute_url(): "law",
        "/treaties/": "treaties",
        "/treaties/PARIS/": "treaty",
        "/guides/": "guides",
        "/guides/US/": "guide",
        "/warnings/": "warnings",
        warning.get_absolute_url(): "warning",
        "/centres/": "centres",
        "/search/?q=trademark": "search",
        "/accounts/login/": "login",
        "/accounts/signup/": "signup",
        "/accounts/privacy/": "privacy",
    }
    for path, name in pages.items():
        with subtests.test(path):
            assert_looks_right(path, name)


def test_an_empty_portal_still_looks_right(assert_looks_right: LookAt) -> None:
    for path, name in {"/": "home-empty", "/statistics/": "statistics-empty", "/search/?q=zzz": "search-empty"}.items():
        assert_looks_right(path, name)


def test_a_page_that_is_not_there_looks_right(looker: Looker) -> None:
    for _language, prefix in LANGUAGES:
        with looker.page(width=390) as page:
            response = page.goto(f"{prefix}/nothing-here/")
            assert response is not None
            assert response.status == 404
            assert_fits(page)
            assert_axe_clean(page)


def test_the_gallery_looks_right(assert_looks_right: LookAt, settings: Settings) -> None:
    settings.DEBUG = True
    assert_looks_right("/_/components/", "gallery")


def test_the_gallery_is_readable_in_the_dark(looker: Looker, settings: Settings) -> None:
    settings.DEBUG = True
    for _language, prefix in LANGUAGES:
        with looker.page(scheme="dark", width=390) as page:
            page.goto(f"{prefix}/_/components/")
            assert_axe_clean(page)
            assert_fits(page)


def test_the_page_stays_readable_at_twice_the_size(looker: Looker) -> None:
    # 200 % zoom on a 1280 px screen leaves the page 640 px.
    with looker.page(width=640) as page:
        for path in ("/", "/emergency/", "/statistics/"):
            page.goto(path)
            assert_fits(page)


def test_the_skip_link_is_the_first_thing_the_keyboard_reaches(looker: Looker) -> None:
    with looker.page() as page:
        page.goto("/")
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.className") == "skip-link"
        page.keyboard.press("Enter")
        assert page.evaluate("document.activeElement.id") == "main"


def test_home_and_emergency_work_without_scripts(looker: Looker, library: None) -> None:
    with looker.page(scripts=False) as page:
        page.goto("/")
        page.fill("input[type=search]", "商标")
        page.click(".search-form button")
        expect(page).to_have_url(re.compile(r"/search/\?q="))
        page.click(".emergency-door")
        page.click("a[href='#customs']")
        expect(page.locator("#customs")).to_be_visible()
        expect(page.locator("#customs a.button")).to_have_attribute("href", "/emergency/new/?kind=customs")


def test_the_language_switch_stays_on_the_page(looker: Looker) -> None:
    with looker.page() as page:
        page.goto("/statistics/?a=b")
        page.click("text=English")
        expect(page).to_have_url(re.compile(r"/en/statistics/\?a=b$"))
        expect(page.locator("html")).to_have_attribute("lang", "en")
        page.click("text=简体中文")
        expect(page).to_have_url(re.compile(r"(?<!/en)/statistics/\?a=b$"))


def test_the_dialog_opens_closes_and_gives_the_focus_back(looker: Looker, settings: Settings) -> None:
    settings.DEBUG = True
    with looker.page() as page:
        page.goto("/en/_/components/")
        opener = page.locator("[data-dialog]")
        opener.click()
        expect(page.locator("dialog[open]")).to_have_count(1)
        assert_axe_clean(page)
        page.keyboard.press("Escape")
        expect(page.locator("dialog[open]")).to_have_count(0)
        assert opener.evaluate("one => one === document.activeElement")


def test_a_chosen_file_is_listed_with_its_hash(looker: Looker, settings: Settings) -> None:
    settings.DEBUG = True
    with looker.page() as page:
        page.goto("/en/_/components/")
        page.set_input_files("#id_c-papers", {"name": "a.txt", "mimeType": "text/plain", "buffer": b"abc"})
        said = page.locator("[data-upload-list] code")
        said.wait_for()
        expect(said).to_contain_text("SHA-256")
        assert "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad" in (said.text_content() or "")


def test_a_post_form_is_sent_once(looker: Looker) -> None:
    with looker.page() as page:
        page.goto("/accounts/login/")
        assert clicks_twice(page) == 1


def clicks_twice(page: Page) -> int:
    """How many of two quick submits of the log-in form would leave the page."""
    sent: int = page.evaluate(
        """() => {
            const form = document.querySelector("main form[method=post]");
            let left = 0;
            window.addEventListener("submit", (event) => {
                if (!event.defaultPrevented) left += 1;
                event.preventDefault();
            });
            for (const _ of [1, 2]) form.dispatchEvent(new SubmitEvent("submit", { bubbles: true, cancelable: true }));
            return left;
        }"""
    )
    return sent
