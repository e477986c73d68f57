"""Deadlines of a case in a browser: counted, ordered, done, and looked at on both sides in both languages."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from disputes.actions.deadlines import add_paper_date, mark_done, note_next, order_overrides
from disputes.choices import CaseKind
from disputes.models import Deadline, Look
from disputes.states import CaseState
from portal.lib import clock
from tests.browser.looking import Looker
from tests.factories.deadlines import a_deadline, a_forum, a_rule
from tests.factories.disputes import Cast
from tests.factories.results import EvidenceFactory

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def cast() -> Cast:
    cast = Cast(held=True, kind=CaseKind.GUIDANCE, state=CaseState.IN_GUIDANCE, our_role="accused")
    itc = a_forum("us-itc", filing_cutoff_local="17:15", fact_status="memory")
    itc.name_zh, itc.name_en = "美国国际贸易委员会", "USITC"
    itc.save()
    a_rule(
        "us-itc-response", kind="tm_squatting", forum=itc, quantity=20, fact_status="secondary",
        act_zh="答复起诉书和调查通知", act_en="File response to complaint and notice of investigation",
        citation="19 CFR 210.13(a)", source_quote="within 20 days after the date of service",
    )  # fmt: skip
    a_rule("us-appeal", kind="tm_squatting", trigger_kind="judgment_entered", act_zh="上诉", act_en="Appeal")
    return cast


def several(cast: Cast) -> None:
    """One as the portal computed it, one ordered, one to look at, one from a paper, one done."""
    today = clock.today()
    checked = a_rule(quantity=40, act_zh="送达答辩状", act_en="Serve the answer", source_quote="within 40 days")
    proposed = a_deadline(cast, rule=checked, trigger=today - timedelta(days=9))
    Deadline.objects.filter(pk=proposed.pk).update(added_by=None)
    ordered = a_deadline(cast, rule=checked, trigger=today - timedelta(days=3))
    order = EvidenceFactory.create(case=cast.case)
    order_overrides(deadline=ordered, by=cast.officer, on=today + timedelta(days=60), document=order)
    to_look_at = a_deadline(cast, rule=checked, trigger=today - timedelta(days=5))
    Deadline.objects.filter(pk=to_look_at.pk).update(look=Look.WITHDRAWN)
    add_paper_date(case=cast.case, by=cast.owner, on=today + timedelta(days=2), what="电话会议")
    done = add_paper_date(case=cast.case, by=cast.owner, on=today + timedelta(days=1), what="提交证据清单")
    mark_done(deadline=done, by=cast.owner, note="已提交")
    note_next(cast.case)


def test_an_enterprise_counts_a_deadline_orders_it_otherwise_and_says_that_it_is_done(
    cast: Cast, browser_page: Page, login_as: Callable[[Any], None], looker: Looker
) -> None:
    order = EvidenceFactory.create(case=cast.case, name="scheduling-order.pdf")
    served = clock.today() - timedelta(days=4)
    login_as(cast.owner)
    browser_page.goto(f"/cases/{cast.case.reference}/")
    browser_page.get_by_role("link", name="计算一项期限").click()
    browser_page.get_by_label("应办事项").select_option(label="答复起诉书和调查通知 · 美国国际贸易委员会 · 送达")
    browser_page.get_by_label("起算点").fill(served.isoformat())
    browser_page.get_by_role("button", name="计算一项期限").click()
    expect(browser_page.get_by_text("期限已添加。")).to_be_visible()
    row = Deadline.objects.get(case=cast.case)
    assert row.act_by <= served + timedelta(days=20)
    browser_page.get_by_role("link", name="裁定或指令另定日期").click()
    browser_page.get_by_label("裁定或指令确定的日期").fill((row.act_by + timedelta(days=14)).isoformat())
    browser_page.locator("select[name=document]").select_option(str(order.pk))
    browser_page.get_by_role("button", name="录入裁定或指令").click()
    expect(browser_page.locator("del").first).to_contain_text(row.act_by.isoformat())
    browser_page.get_by_text("已办理", exact=True).first.click()
    browser_page.get_by_label("备注（可不填）").first.fill("律师已提交")
    browser_page.get_by_role("button", name="已办理").first.click()
    expect(browser_page.get_by_text("目前没有进行中的期限。")).to_be_visible()


def test_the_pages_of_deadlines_are_looked_at(cast: Cast, looker: Looker) -> None:
    several(cast)
    reference = cast.case.reference
    looker.assert_looks_right(f"/cases/{reference}/", "case-with-deadlines", user=cast.owner)
    looker.assert_looks_right(f"/triage/{reference}/", "triage-case-with-deadlines", user=cast.officer)
    looker.assert_looks_right(f"/cases/{reference}/deadlines/", "case-deadlines", user=cast.officer)
    row = Deadline.objects.filter(case=cast.case, rule__isnull=False, order_on__isnull=False).get()
    looker.assert_looks_right(f"/cases/{reference}/deadlines/{row.pk}/", "case-deadline-why", user=cast.owner)
    looker.assert_looks_right(f"/cases/{reference}/deadlines/{row.pk}/order/", "case-deadline-order", user=cast.owner)
    looker.assert_looks_right(f"/cases/{reference}/deadlines/new/", "case-deadline-new", user=cast.owner)
    looker.assert_looks_right("/triage/", "triage-with-deadlines", user=cast.officer)
    looker.assert_looks_right("/cases/calendar/", "calendar-link", user=cast.owner)
