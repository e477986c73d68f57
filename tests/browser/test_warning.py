"""A warning from the draft to the subscriber's mailbox, played through the pages in Chinese."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect
from pytest_django import Settings
from pytest_django.live_server_helper import LiveServer

from portal.lib import clock
from portal.notices.delivery import deliver_due
from risk_warnings.models import Digest, RiskWarning
from risk_warnings.tasks import close_digests, match
from tests.browser.looking import Looker
from tests.factories.accounts import EnterpriseFactory, a_member
from tests.factories.warnings import a_published_warning, a_subscription, an_author, the_groups, the_industries

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture(autouse=True)
def mails_in_files(settings: Settings, tmp_path: Path, live_server: LiveServer) -> None:
    settings.BASE_URL = live_server.url  # where the links of the mails lead
    settings.DEMO = True  # the mails are read at /_/mail/
    settings.EMAIL_BACKEND = "portal.notices.mailfiles.EmailBackend"
    settings.MAIL_DIR = tmp_path / "mail"


@pytest.fixture
def people() -> dict[str, Any]:
    the_groups()
    the_industries()
    return {
        "author": a_member("warning_author", name="郑拟稿"),
        "issuer": a_member("warning_issuer", name="钱签发"),
        "subscriber": a_member("enterprise_member", enterprise=EnterpriseFactory.create(), name="吴订阅"),
    }


def tick(page: Page, group: str, choice: str) -> None:
    """Open a heading of grouped check boxes and tick one."""
    part = page.locator(".choice-groups details", has=page.locator("summary", has_text=group))
    if part.get_attribute("open") is None:
        part.locator("summary").click()
    part.get_by_label(choice).check()


def subscribe(page: Page) -> None:
    page.goto("/subscriptions/new/")
    tick(page, "国家集团", "EU 集团")
    tick(page, "重点行业", "光伏")
    page.get_by_label("每日：合并为一封邮件").check()
    page.get_by_role("button", name="保存").click()
    expect(page.get_by_text("有与您相关的预警时，您会收到邮件。")).to_be_visible()


def draft(page: Page) -> str:
    """Write a warning in both languages and submit it; returns its reference."""
    page.goto("/editorial/warnings/new/")
    page.get_by_label("级别").select_option("urgent")
    page.get_by_label("有效期至").fill((clock.today() + timedelta(days=30)).isoformat())
    texts = {
        "标题": ("德国展会查扣光伏组件", "Photovoltaic modules seized at a German fair"),
        "摘要": ("展会首日多家展位被查扣。", "Several stands were searched on the first day."),
        "事件经过": ("法院依单方申请签发**临时禁令**。", "The court granted injunctions without a hearing."),
        "影响范围": ("参展的组件企业。", "Exhibitors of modules."),
        "今天该做什么": ("- 联系当地律师\n- 准备保护函", "- Call local counsel\n- File a protective brief"),
    }
    for label, (zh, en) in texts.items():
        page.get_by_label(f"{label}（中文）").fill(zh)
        page.get_by_label(f"{label}（英文）").fill(en)
    tick(page, "国际组织和其他", "德国")
    tick(page, "重点行业", "光伏")
    page.get_by_label("来源标题").first.fill("杜塞尔多夫地区法院公告")
    page.get_by_label("网址").first.fill("https://www.lg-duesseldorf.nrw.de/")
    page.get_by_role("button", name="保存草稿").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("德国展会查扣光伏组件")
    page.get_by_role("button", name="提交审核").click()
    expect(page.get_by_text("等待另一人审核")).to_be_visible()
    return RiskWarning.objects.get().ref


def test_a_warning_is_drafted_issued_and_read_in_the_digest(
    people: dict[str, Any],
    browser_page: Page,
    login_as: Callable[[Any], None],
    screenshot: Callable[[str], Path],
) -> None:
    page = browser_page
    login_as(people["subscriber"])
    subscribe(page)
    screenshot("warning-subscriptions")

    login_as(people["author"])
    reference = draft(page)

    login_as(people["issuer"])
    page.goto("/editorial/warnings/")
    page.get_by_role("link", name=reference).click()
    screenshot("warning-desk")
    page.get_by_role("button", name="立即发布").click()
    expect(page.get_by_text("正在通知订阅者")).to_be_visible()

    match()  # what the worker does when it is woken
    Digest.objects.update(closes_at=clock.now())  # eight o'clock has come
    close_digests()
    deliver_due()

    page.context.clear_cookies()
    page.goto("/_/mail/")
    page.get_by_role("link", name="1 条风险预警，最高级别：紧急").click()
    expect(page.get_by_text("德国展会查扣光伏组件")).to_be_visible()
    expect(page.get_by_text("订阅范围：EU 集团 · 光伏 · 全部权利类型")).to_be_visible()
    screenshot("warning-mail")
    page.locator(f"a[href$='/warnings/{reference}/']").first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("德国展会查扣光伏组件")
    expect(page.get_by_text("联系当地律师")).to_be_visible()
    screenshot("warning")


def test_one_click_in_a_mail_ends_the_mails(people: dict[str, Any], browser_page: Page) -> None:
    subscription = a_subscription(rhythm="instant")
    a_published_warning()
    match()
    deliver_due()
    page = browser_page
    page.goto("/_/mail/")
    page.get_by_role("link", name="风险预警（重要）").click()
    link = page.locator("a[href*='/unsubscribe/']").first.get_attribute("href") or ""
    page.goto(link)
    page.get_by_role("button", name="停止全部预警邮件").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("您将不再收到预警邮件")
    subscription.refresh_from_db()
    assert not subscription.active


def test_the_pages_of_warnings_look_right(people: dict[str, Any], looker: Looker) -> None:
    warning = a_published_warning(places=["DE", "group:EU"], industries=["KEY-PV"], rights=["patent"], level="urgent")
    a_published_warning()
    looker.assert_looks_right("/warnings/", "warnings")
    looker.assert_looks_right(f"/warnings/{warning.ref}/", "warning")
    subscription = a_subscription(places=["DE"], industries=["KEY-PV"])
    looker.assert_looks_right("/subscriptions/", "subscriptions", user=subscription.user)
    looker.assert_looks_right(f"/subscriptions/{subscription.pk}/", "subscription", user=subscription.user)
    looker.assert_looks_right("/editorial/warnings/", "warnings-desk", user=an_author())
    looker.assert_looks_right("/editorial/warnings/new/", "warning-new", user=an_author())
    looker.assert_looks_right(f"/editorial/warnings/{warning.ref}/", "warning-desk-detail", user=an_author())
