"""A country guide from the first word to the public page, played through the pages in Chinese."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.looking import Looker, assert_axe_clean
from tests.factories.accounts import a_member
from tests.factories.laws import DeadlineRuleFactory
from tests.factories.reference import JurisdictionFactory

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def people() -> dict[str, Any]:
    """An editor and a publisher, and what the guide rests on."""
    JurisdictionFactory.create(region_code="019", region_zh="美洲", region_en="Americas")
    DeadlineRuleFactory.create(
        rule_id="us-itc-response", act_zh="对337调查起诉状提交答辩", act_en="Respond to complaint"
    )
    DeadlineRuleFactory.create(rule_id="us-itc-mail", act_zh="邮寄送达附加天数", fact_status="memory")
    return {"editor": a_member("editor", name="许编辑"), "publisher": a_member("publisher", name="魏发布")}


def write(page: Page) -> None:
    """Start the guide of the United States and write its first part with two citations."""
    page.goto("/editorial/")
    page.get_by_role("link", name="国别指引", exact=True).last.click()
    page.get_by_role("link", name="新建指引").click()
    page.locator("select[name=jurisdiction]").select_option("US")
    page.get_by_role("button", name="开始").click()
    part = page.locator("#part-first_aid")
    part.get_by_label("中文").fill("先做三件事：\n\n- 记下**收到的日期**\n- 保存全部材料\n- 不要删除数据")
    part.get_by_label("英文").fill("Three things first:\n\n- note **when it arrived**\n- keep everything")
    page.get_by_label("名称、期限规则或编号中的词语").fill("itc")
    expect(page.locator("#suggestions")).to_contain_text("rule:us-itc-response")
    part.get_by_label("依据").fill("rule:us-itc-response\nrule:us-itc-mail")


def test_a_guide_is_written_submitted_published_and_read(
    people: dict[str, Any],
    browser_page: Page,
    login_as: Callable[[Any], None],
    screenshot: Callable[[str], Path],
    looker: Looker,
) -> None:
    page = browser_page
    login_as(people["editor"])
    write(page)
    screenshot("guide-edit")
    assert_axe_clean(page)
    page.get_by_role("button", name="保存").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("美国国别指引第 1 版")
    page.get_by_role("link", name="提交审核").click()
    page.get_by_role("button", name="提交审核").click()
    expect(page.locator(".page-heading")).to_contain_text("审核中")
    expect(page.get_by_role("link", name="批准"), "the editor may not approve").to_have_count(0)

    login_as(people["publisher"])
    page.goto("/editorial/")
    expect(page.locator("main")).to_contain_text("1 项待您处理")
    screenshot("guide-desk")
    page.goto("/editorial/guides/")
    screenshot("guide-list")
    page.get_by_role("link", name="第 1 版").first.click()
    page.get_by_role("link", name="批准").click()
    page.get_by_role("button", name="批准").click()
    page.get_by_role("link", name="发布", exact=True).click()
    screenshot("guide-publish")
    page.get_by_role("button", name="发布").click()
    expect(page.locator(".page-heading")).to_contain_text("已发布")
    screenshot("guide-revision")
    assert_axe_clean(page)

    page.context.clear_cookies()
    page.goto("/guides/")
    page.get_by_role("link", name="美国").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("国别指引：美国")
    expect(page.locator("#first_aid")).to_contain_text("记下收到的日期")
    expect(page.locator("#first_aid")).to_contain_text("未核实")
    looker.assert_looks_right("/guides/US/", "guide")
    looker.assert_looks_right("/guides/", "guides")


def test_the_editing_pages_look_right(
    people: dict[str, Any], looker: Looker, browser_page: Page, login_as: Any
) -> None:
    login_as(people["editor"])
    write(browser_page)
    browser_page.get_by_role("button", name="保存").click()
    for path, name in (
        ("/editorial/", "editorial"),
        ("/editorial/guides/", "editorial-guides"),
        ("/editorial/guides/US/", "editorial-revisions"),
        ("/editorial/guides/US/1/", "editorial-revision"),
        ("/editorial/guides/US/1/edit/", "editorial-edit"),
        ("/editorial/guides/US/1/submit/", "editorial-submit"),
    ):
        looker.assert_looks_right(path, name, user=people["editor"])


def test_a_guide_is_written_without_scripts(people: dict[str, Any], looker: Looker) -> None:
    with looker.page(user=people["editor"], scripts=False) as page:
        page.goto("/editorial/guides/start/")
        page.locator("select[name=jurisdiction]").select_option("US")
        page.get_by_role("button", name="开始").click()
        page.locator("#part-overview").get_by_label("中文").fill("没有脚本也能写。")
        page.get_by_role("button", name="保存").click()
        expect(page.locator("#overview")).to_contain_text("没有脚本也能写。")
