"""The rules desk in a browser: a rule is proposed anew, decided by a second hand and read as verified."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from laws.deadlines.versions import record_versions
from laws.models import DeadlineRule
from laws.ruledesk import actions
from portal.lib import clock
from portal.reference.models import Market
from tests.browser.looking import Looker
from tests.factories.accounts import a_member
from tests.factories.laws import DeadlineRuleFactory
from tests.factories.reference import ForumFactory

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def rule() -> DeadlineRule:
    found: DeadlineRule = DeadlineRuleFactory.create(
        rule_id="us-opp",
        act_zh="提出异议",
        roll_rule="next_working_day",
        source="page: gov.ecfr.io Title-37 Section-2.101",
        source_quote="within thirty days after publication of the mark in the Official Gazette",
        checked_on=clock.today(),
        forum__calendar="US",
        forum__month_rule="clip",
        forum__fact_status="verified",
        forum__filing_cutoff_local="23:59",
    )
    Market.objects.create(jurisdiction=found.jurisdiction, rank=1)
    DeadlineRuleFactory.create(rule_id="us-memory", act_zh="邮寄送达附加天数", fact_status="memory")
    DeadlineRuleFactory.create(rule_id="us-disputed", act_zh="提交请求书", fact_status="disputed")
    ForumFactory.create(code="zz-court", calendar="ZZ")
    record_versions()
    return found


def test_two_people_change_a_rule_and_it_reads_verified(
    rule: DeadlineRule, browser_page: Page, login_as: Callable[[Any], None]
) -> None:
    page = browser_page
    login_as(a_member("editor", name="许编辑"))
    page.goto("/editorial/rules/")
    page.get_by_role("link", name="提出异议").click()
    page.get_by_role("link", name="提出修改").click()
    page.get_by_label("期限长度").fill("60")
    page.get_by_label("引文").fill("within sixty days after publication")
    page.get_by_label("理由").fill("2026 年修订，自公布之日起施行。")
    page.get_by_role("button", name="提出").click()
    expect(page.locator("main")).to_contain_text("within sixty days")
    expect(page.get_by_role("button", name="采纳")).to_have_count(0)

    login_as(a_member("legal_reviewer", name="曹法审"))
    page.goto("/editorial/")
    expect(page.locator("main")).to_contain_text("1 项待您处理")
    page.goto("/editorial/rules/")
    page.get_by_role("link", name="提出异议").first.click()
    page.get_by_role("button", name="采纳").click()
    expect(page.locator("main")).to_contain_text("已采纳")
    page.goto("/editorial/rules/us-opp/")
    expect(page.locator(".page-heading")).to_contain_text("已核实")
    expect(page.locator(".page-heading")).to_contain_text("第 2 版")


def test_a_reviewer_confirms_without_scripts(rule: DeadlineRule, looker: Looker) -> None:
    with looker.page(user=a_member("legal_reviewer"), scripts=False) as page:
        page.goto("/editorial/rules/us-opp/")
        page.get_by_label("我已查阅来源原文").check()
        page.get_by_role("button", name="标记为已核实").click()
        expect(page.locator(".page-heading")).to_contain_text("已核实")


def test_the_pages_of_the_desk_look_right(rule: DeadlineRule, looker: Looker) -> None:
    editor, reviewer = a_member("editor", name="许编辑"), a_member("legal_reviewer", name="曹法审")
    year = clock.today().year
    for path, name in (
        ("/editorial/rules/us-opp/change/", "rule-change"),
        ("/editorial/rules/us-opp/withdraw/", "rule-withdraw"),
        ("/editorial/calendars/", "calendars"),
        (f"/editorial/calendars/US/{year}/", "calendar-year"),
        (f"/editorial/calendars/ZZ/{year}/", "calendar-year-unknown"),
    ):
        looker.assert_looks_right(path, name, user=editor)
    looker.assert_looks_right("/editorial/rules/us-opp/", "rule-review", user=reviewer)
    proposal = actions.propose_change(
        rule=rule,
        by=editor,
        version=1,
        values={"quantity": 60, "source_quote": "within sixty days after publication"},
        reason="2026 年修订，自公布之日起施行。",
    )
    looker.assert_looks_right("/editorial/rules/", "rule-desk", user=reviewer)
    looker.assert_looks_right(f"/editorial/rules/us-opp/proposals/{proposal.pk}/", "rule-proposal", user=reviewer)
