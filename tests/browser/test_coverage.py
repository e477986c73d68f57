"""The coverage pages and the titles desk in a real browser, in both languages, at 1280 and 390 px."""

from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from laws.models import Law, LawSource
from portal.accounts.models import User
from portal.lib import clock
from tests.browser.looking import Looker
from tests.factories.accounts import a_member
from tests.factories.laws import LawFactory, LawInheritanceFactory
from tests.factories.texts import a_text
from tests.factories.titles import a_title_for
from tests.laws.coverage.library import a_varied_library

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

Look = Callable[..., None]


@pytest.fixture
def library() -> None:
    a_varied_library()
    LawInheritanceFactory.create(
        law__slug="long", law__title_en="Regulation on the European Union trade mark", subjects=["trademark"]
    )
    a_text(
        LawFactory.create(source="R-us-code|C-pca", url="https://laws.example/", status_basis="as the office says"),
        publisher="Office of Laws",
        licence="Reproduction of Federal Law Order SI/97-5",
        retrieved=clock.today(),
    )
    LawSource.objects.create(
        code="office",
        name_zh="法律公报",
        name_en="Statutes in force",
        publisher="Office of Laws",
        layout="akn",
        index_url="https://laws.example/",
        licence="Open Licence 2",
        licence_url="https://laws.example/licence",
        tier="R",
        last_success=clock.now(),
    )


@pytest.fixture
def editor() -> User:
    person = a_member("editor", name="许编辑")
    for number in range(3):
        law = LawFactory.create(
            slug=f"long-{number}",
            title_zh=f"第{number}号商标法",
            title_original="Gesetz über den Schutz von Marken und sonstigen Kennzeichen (Markengesetz)",
            number="BGBl. I S. 3082",
            url="https://laws.example/",
        )
        a_title_for(person, law)
        LawFactory.create(slug=f"free-{number}")
    return person


@pytest.mark.parametrize(
    ("path", "name"),
    [
        ("/coverage/", "coverage"),
        ("/coverage/?gaps=any&right=patent", "coverage-filtered"),
        ("/coverage/US/", "coverage-place"),
        ("/coverage/markets/", "coverage-markets"),
        ("/coverage/sources/", "coverage-sources"),
    ],
)
def test_the_coverage_pages_look_right(library: None, assert_looks_right: Look, path: str, name: str) -> None:
    assert_looks_right(path, name)


@pytest.mark.parametrize(("path", "name"), [("/editorial/titles/", "titles"), ("/editorial/titles/mine/", "my-titles")])
def test_the_titles_desk_looks_right(editor: User, assert_looks_right: Look, path: str, name: str) -> None:
    assert_looks_right(path, name, user=editor)


def test_titles_are_confirmed_with_one_key_each(editor: User, looker: Looker) -> None:
    with looker.page(user=editor) as page:
        page.goto("/en/editorial/titles/mine/")
        first = page.locator("#titles input[name=title]").first
        expect(first).to_be_focused()
        page.keyboard.press("Enter")
        expect(page.get_by_text("2 titles wait for you.")).to_be_visible()
        expect(page.locator("#titles input[name=title]").first).to_be_focused()
        page.keyboard.press("End")
        page.keyboard.type("（修订）")
        page.keyboard.press("Enter")
        expect(page.get_by_text("1 title waits for you.")).to_be_visible()
    reviewed = Law.objects.filter(title_zh_basis="reviewed").order_by("ref").values_list("title_zh", flat=True)
    assert list(reviewed) == ["第0号商标法", "第1号商标法（修订）"]


def test_a_field_that_was_made_larger_costs_no_breach_and_a_message_goes_with_its_step(
    editor: User, looker: Looker
) -> None:
    with looker.page(user=editor) as page:
        page.goto("/en/editorial/titles/mine/")
        rows = page.locator("#titles form")
        rows.first.get_by_role("button", name="Give back").click()
        expect(page.get_by_text("Given back.")).to_be_visible()
        # What a browser does when a reader draws a field larger; the policy complaint would fail the test at its end.
        page.locator("#titles input[name=title]").last.evaluate("one => { one.style.inlineSize = '20rem' }")
        rows.first.get_by_role("button", name="Confirm").click()
        expect(rows).to_have_count(1)
        expect(page.get_by_text("Given back.")).to_have_count(0)
        expect(page.locator(".htmx-request, .htmx-swapping, .htmx-settling")).to_have_count(0)
