"""Clocks, duty and webhooks in a browser: an emergency is acknowledged, a pause is explained, pages are looked at."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from disputes.actions.answering import ask_back, reply
from disputes.actions.priority import set_priority
from disputes.choices import ClockKind, Priority
from disputes.clocks import started
from disputes.models import Case, CaseClock
from disputes.states import CaseState
from portal.accounts.models import GuidanceCentre, Membership
from portal.lib import clock
from portal.notices.actions import insert, prepare_post
from portal.reference.models import CalendarYear
from tests.browser.looking import Looker
from tests.factories.disputes import Cast
from tests.factories.webhooks import DutyShiftFactory, WebhookEndpointFactory

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
ZHEJIANG = "国家海外知识产权纠纷应对指导中心浙江分中心"


def a_case_with_a_pause(cast: Cast) -> Case:
    """A consultation that began nine days ago, was asked back for two days and runs again."""
    now = clock.now()
    CalendarYear.objects.create(calendar="CN", year=now.year, confirmed_on=now.date())
    case = cast.case
    CaseClock.objects.filter(case=case).delete()

    def at(days: float) -> Any:
        return clock.set_to(now - timedelta(days=days))

    with at(5):
        Case.objects.filter(pk=case.pk).update(**started(case, ClockKind.FIRST_ANSWER))
    case.refresh_from_db()
    with at(4):
        ask_back(case=case, by=cast.officer, text="请补充美国商标的注册号。")
    with at(2):
        reply(case=case, by=cast.owner, text="注册号是 1234567。")
    return case


@pytest.fixture
def desk() -> Cast:
    cast = Cast(state=CaseState.IN_CONSULTATION, held=True)
    Membership.objects.update(valid_from=clock.today() - timedelta(days=30))  # they act in the past below
    GuidanceCentre.objects.filter(pk=cast.centre.pk).update(name_zh=ZHEJIANG, name_en="Zhejiang sub-centre")
    return cast


def test_both_sides_follow_every_hour_of_a_clock_that_stood_still(
    desk: Cast, looker: Looker, browser_page: Page, login_as: Callable[[Any], None]
) -> None:
    case = a_case_with_a_pause(desk)
    login_as(desk.owner)
    browser_page.goto(f"/cases/{case.reference}/")
    browser_page.get_by_role("link", name="计时明细").click()
    expect(browser_page.get_by_role("heading", level=1)).to_have_text("计时明细")
    table = browser_page.get_by_role("table")
    expect(table.locator("tbody tr").last).to_contain_text("期限")
    expect(browser_page.get_by_text("暂停期间")).to_be_visible()
    looker.assert_looks_right(f"/cases/{case.reference}/clock/", "clock-enterprise", user=desk.owner)
    looker.assert_looks_right(f"/triage/{case.reference}/clock/", "clock-centre", user=desk.officer)
    looker.assert_looks_right("/triage/", "triage-due", user=desk.officer)


def test_an_emergency_is_acknowledged_by_a_button_and_calls_nobody_any_more(
    desk: Cast, looker: Looker, browser_page: Page, login_as: Callable[[Any], None]
) -> None:
    DutyShiftFactory.create(centre=desk.centre, person=desk.colleague, phone="13900000000")
    set_priority(case=desk.case, by=desk.head, priority=Priority.P0, reason="账户被冻结")
    looker.assert_looks_right(f"/triage/{desk.case.reference}/call/", "duty-call", user=desk.colleague)
    login_as(desk.colleague)
    browser_page.goto(f"/triage/{desk.case.reference}/")
    browser_page.get_by_role("button", name="由我处理").click()
    expect(browser_page.get_by_text("您已确认该特急案件")).to_be_visible()
    expect(browser_page.get_by_role("button", name="由我处理")).to_have_count(0)


def test_the_head_keeps_roster_webhooks_and_service_times(
    desk: Cast, looker: Looker, browser_page: Page, login_as: Callable[[Any], None]
) -> None:
    endpoint = WebhookEndpointFactory.create(
        centre=desk.centre, name="短信网关", failures=2, failing_since=clock.now(), last_error="answered 503"
    )
    WebhookEndpointFactory.create(centre=desk.centre, name="企业微信", is_active=False, disabled_why="failing")
    insert([prepare_post(endpoint=endpoint, key="one", kind="notices.webhook_test", context={"name": "短信网关"})])
    DutyShiftFactory.create(centre=desk.centre, person=desk.officer)
    DutyShiftFactory.create(centre=desk.centre, person=desk.colleague, starts_at=clock.now() + timedelta(hours=11))
    place = f"/triage/people/{desk.centre.slug}"
    login_as(desk.head)
    browser_page.goto(f"{place}/service-times/")
    tomorrow = (datetime.now(clock.SHANGHAI) + timedelta(days=1)).date().isoformat()
    browser_page.get_by_label("适用优先级").select_option("P3")
    browser_page.get_by_label("数量").fill("3")
    browser_page.get_by_role("button", name="发布").click()
    expect(browser_page.get_by_text("服务时限已公布。")).to_be_visible()
    expect(browser_page.get_by_text(f"自 {tomorrow} 起")).to_be_visible()
    browser_page.goto(f"{place}/webhooks/")
    browser_page.get_by_label("名称").fill("值班短信")
    browser_page.get_by_label("地址").fill("https://sms.example/hook")
    browser_page.get_by_label("特急（P0）案件值班呼叫").check()
    browser_page.get_by_role("button", name="添加接口").click()
    browser_page.get_by_role("button", name="显示密钥").click()
    expect(browser_page.get_by_text("whsec_")).to_be_visible()
    for path, name in (
        (f"{place}/duty/", "duty"),
        (f"{place}/webhooks/", "webhooks"),
        (f"/accounts/webhooks/{endpoint.pk}/", "webhook"),
        (f"{place}/service-times/", "service-times-publish"),
    ):
        looker.assert_looks_right(path, name, user=desk.head)
    looker.assert_looks_right("/centres/service-times/", "service-times")
