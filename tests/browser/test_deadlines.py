"""The calculator in a real browser: asked on a phone, read in both languages, without scripts too."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from playwright.sync_api import Page, expect

from portal.lib import clock
from tests.browser.looking import Looker, assert_axe_clean, assert_fits
from tests.factories.laws import DeadlineRuleFactory
from tests.factories.reference import ForumFactory

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

Look = Callable[..., None]


@pytest.fixture
def rules() -> None:
    court = ForumFactory.create(
        calendar="US", month_rule="clip", fact_status="verified", time_zone="", filing_cutoff_local="23:59"
    )
    ForumFactory.create(
        code="us-d-ilnd",
        name_en="Northern District of Illinois",
        name_zh="伊利诺伊北区联邦地区法院",
        parent=court,
        calendar="US",
        month_rule="clip",
        fact_status="verified",
        time_zone="America/Chicago",
        filing_cutoff_local="23:59",
    )
    shared = {"forum": court, "roll_rule": "next_working_day", "source": "page: uspto.gov"}
    DeadlineRuleFactory.create(
        rule_id="us-checked", source_quote="within thirty days", extension_quantity=30, extension_unit="calendar_day",
        consequence_en="the mark is registered", consequence_zh="商标将获准注册", **shared,
    )  # fmt: skip
    for status in ("secondary", "memory", "disputed"):
        DeadlineRuleFactory.create(rule_id=f"us-{status}", fact_status=status, quantity=45, **shared)
    DeadlineRuleFactory.create(rule_id="us-none", quantity=0, **shared)
    today = clock.today()
    DeadlineRuleFactory.create(rule_id="us-old", effective_to=today - timedelta(days=400), quantity=90, **shared)
    DeadlineRuleFactory.create(rule_id="us-new", effective_from=today - timedelta(days=399), **shared)


def choose(page: Page) -> None:
    page.get_by_label("Country, region or organisation").select_option("US")
    page.get_by_label("Kind of dispute").select_option("tm_opposition")


def test_a_reader_on_a_phone_asks_narrows_and_reads_why(rules: None, looker: Looker) -> None:
    day = clock.today().isoformat()
    with looker.page(width=390) as page:
        page.goto("/en/deadlines/")
        choose(page)
        # With scripts the fields that the matter asks for come by themselves; the day typed meanwhile stays.
        page.locator("#id_trigger_1").fill(day)
        page.get_by_label("Court or office seized").select_option("us-d-ilnd")
        page.get_by_role("button", name="Show the dates").click()
        expect(page.get_by_text("The safe date is the earliest")).to_be_visible()
        expect(page.get_by_text("America/Chicago").first).to_be_visible()
        page.locator("details.why summary").first.click()
        expect(page.get_by_role("heading", name="How it was counted").first).to_be_visible()
        assert_fits(page)
        assert_axe_clean(page)
        page.get_by_role("link", name="As a page to print for counsel").first.click()
        expect(page.get_by_role("heading", name="Why this date", level=1)).to_be_visible()
        assert_axe_clean(page)


def test_it_works_without_scripts(rules: None, looker: Looker) -> None:
    with looker.page(scripts=False) as page:
        page.goto("/en/deadlines/")
        choose(page)
        page.locator("#id_trigger_1").fill(clock.today().isoformat())
        page.get_by_role("button", name="Show the dates").click()
        expect(page.locator(".dates > li")).to_have_count(5)
        page.get_by_label("Court or office seized").select_option("us-d-ilnd")
        page.get_by_role("button", name="Show the dates").click()
        expect(page.get_by_text("America/Chicago").first).to_be_visible()


def test_the_pages_of_deadlines_look_right(rules: None, assert_looks_right: Look) -> None:
    day = clock.today().isoformat()
    matter = "jurisdiction=US&dispute_type=tm_opposition"
    assert_looks_right("/deadlines/", "deadlines")
    assert_looks_right(f"/deadlines/?{matter}&trigger={day}&forum=us-d-ilnd", "deadlines-result")
    assert_looks_right("/deadlines/rules/", "deadline-rules")
    assert_looks_right("/deadlines/rules/us-new/", "deadline-rule")
    assert_looks_right(f"/deadlines/rules/us-checked/why/?trigger={day}", "deadline-why")
