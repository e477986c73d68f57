"""The page of a law in a real browser: a code of two thousand articles, two languages, two versions, scripts off."""

from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from tests.browser.looking import WIDTHS, Looker, assert_axe_clean, assert_fits, save_screenshot
from tests.factories.texts import a_text
from tests.laws.reading.samples import a_code, a_law, articles, in_two_languages

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

Look = Callable[..., None]
WORDS = "The right lasts for twenty years from the day of filing, as article {0} says. " * 4


@pytest.fixture
def texts() -> None:
    code = a_law(
        "code", title_zh="知识产权法典", title_en="Intellectual Property Code", url="https://laws.example/code"
    )
    a_text(code, a_code(2100, chapters=90, text=WORDS), publisher="Gazette of Tests", url="https://laws.example/code")
    in_two_languages("tokkyo")
    changed = a_law("changed")
    a_text(changed, articles(range(1, 20)), dated="2010-01-01")
    new = [*articles(range(1, 8)), *articles([8], "New words of {}."), *articles(range(9, 20))]
    a_text(changed, new, dated="2020-01-01")


@pytest.mark.parametrize(
    ("path", "name"),
    [
        ("/laws/US/code/", "law-code"),
        ("/laws/US/code/?part=5", "law-code-part"),
        ("/laws/JP/tokkyo/", "law-two-languages"),
        ("/laws/US/changed/?on=2015-01-01", "law-as-of"),
        ("/laws/US/changed/diff/", "law-diff"),
        ("/laws/US/code/about/", "law-about"),
    ],
)
def test_the_pages_of_a_text_look_right(texts: None, assert_looks_right: Look, path: str, name: str) -> None:
    assert_looks_right(path, name)


def test_an_anchor_of_another_part_leads_to_it(texts: None, looker: Looker) -> None:
    with looker.page() as page:
        page.goto("/en/laws/US/code/#art_2000")
        page.wait_for_url("**/~art_2000/#art_2000")
        expect(page.locator("#art_2000")).to_be_in_viewport()


@pytest.mark.parametrize(("address", "copied"), [("/laws/JP/tokkyo/", "已复制"), ("/en/laws/JP/tokkyo/", "Copied")])
@pytest.mark.parametrize("width", WIDTHS)
def test_copying_says_that_it_worked_beside_the_button_and_to_a_screen_reader(
    texts: None, looker: Looker, address: str, copied: str, width: int
) -> None:
    with looker.page(width=width) as page:
        page.context.grant_permissions(["clipboard-read", "clipboard-write"])
        page.goto(address)
        for button in page.locator(".cite [data-copy], .cite [data-copy-link]").all():
            button.click()
            expect(button.locator("+ .copy-note")).to_have_text(copied)
            expect(page.locator(".copy-note")).to_have_count(1)
            expect(page.locator("[data-copy-status]")).to_have_text(copied)
        assert page.evaluate("navigator.clipboard.readText()").startswith("http")
        assert_fits(page)
        assert_axe_clean(page)
        save_screenshot(page, "law-copied", copied)


def test_copying_that_is_refused_says_what_to_do_instead(texts: None, looker: Looker) -> None:
    with looker.page() as page:
        page.add_init_script("navigator.clipboard.writeText = () => Promise.reject(new Error('refused'))")
        page.goto("/en/laws/JP/tokkyo/")
        page.locator(".provision").first.hover()
        button = page.locator(".provision [data-copy]").first
        place = button.bounding_box()
        button.click()
        told = "Not copied. Select the words and copy them yourself."
        expect(button.locator("+ .copy-note")).to_have_text(told)
        expect(page.get_by_role("status").filter(has_text=told)).to_have_count(1)
        assert button.bounding_box() == place, "the button moved away under the pointer"
        save_screenshot(page, "law-copy-refused", "en")


def test_without_scripts_the_text_its_contents_and_the_way_to_an_article_work(texts: None, looker: Looker) -> None:
    with looker.page(width=390, scripts=False) as page:
        page.goto("/en/laws/US/code/")
        expect(page.locator("#art_1")).to_contain_text("as article 1 says")
        page.get_by_role("link", name="Next part").click()
        expect(page.get_by_role("link", name="Previous part").first).to_be_visible()
        page.get_by_label("Go to article").last.fill("Article 1999")
        page.get_by_role("button", name="Go", exact=True).click()
        expect(page.locator("#art_1999")).to_be_in_viewport()
