"""A consultation from the first question to the end, played through the pages in Chinese."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from disputes.models import Case
from tests.browser.looking import Looker
from tests.factories.accounts import EnterpriseFactory, GuidanceCentreFactory, NationalCentreFactory, a_member
from tests.factories.disputes import DisputeTypeFactory, ReplyTemplateFactory
from tests.factories.laws import LawFactory
from tests.factories.reference import JurisdictionFactory

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PDF = b"%PDF-1.7\n1 0 obj <<>> endobj\ntrailer <<>>\n%%EOF\n"


@pytest.fixture
def people() -> dict[str, Any]:
    """An owner in Ningbo, an officer of the Ningbo centre, and what the story needs of the library."""
    enterprise = EnterpriseFactory.create(name_zh="宁波海曙电器有限公司")
    centre = GuidanceCentreFactory.create(
        city=enterprise.city, province=enterprise.province, name_zh="国家海外知识产权纠纷应对指导中心宁波分中心"
    )
    NationalCentreFactory.create()
    JurisdictionFactory.create()
    kind = DisputeTypeFactory.create()
    ReplyTemplateFactory.create(dispute_type=kind)
    LawFactory.create(title_zh="美国商标法（兰哈姆法）", title_en="Lanham Act", jurisdiction__code="US")
    return {
        "owner": a_member("enterprise_owner", enterprise=enterprise, name="王芳"),
        "officer": a_member("centre_officer", centre=centre, name="李明"),
    }


def file_consultation(page: Page, papers: Path) -> str:
    """Fill in the one page and send it; returns the number on the receipt."""
    page.goto("/cases/new/?type=tm_squatting&j=US")
    page.get_by_label("发生了什么？").fill("有人在美国注册了我们的商标，亚马逊因此下架了我们的商品。")
    page.get_by_label("我方商标或名称被抢注").check()
    page.get_by_label("涉及哪种权利？").select_option("trademark")
    page.get_by_label("链接或店铺被下架").check()
    page.locator("input[type=file]").set_input_files(papers)
    page.get_by_role("textbox", name="联系人").fill("王芳")
    page.get_by_role("textbox", name="电话").fill("0574-87000000")
    page.get_by_label("我同意指导中心").check()
    page.get_by_role("button", name="发送给指导中心").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("我们已收到您的咨询")
    return page.locator(".receipt-number").inner_text()


def open_act(page: Page, title: str) -> Any:
    act = page.locator("details.act", has=page.locator("summary", has_text=title))
    if act.get_attribute("open") is None:
        act.locator("summary").click()
    return act


def test_a_consultation_is_filed_asked_back_answered_rated_and_closed(
    people: dict[str, Any],
    browser_page: Page,
    login_as: Callable[[Any], None],
    screenshot: Callable[[str], Path],
    tmp_path: Path,
) -> None:
    page = browser_page
    papers = tmp_path / "notice.pdf"
    papers.write_bytes(PDF)

    login_as(people["owner"])
    reference = file_consultation(page, papers)
    screenshot("consultation-receipt")

    login_as(people["officer"])
    page.goto("/triage/")
    screenshot("consultation-triage")
    page.keyboard.press("j")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text(reference)
    expect(page.get_by_text("notice.pdf")).to_be_visible()
    page.get_by_role("button", name="接办此案").click()
    expect(page.get_by_text("此案现由您承办。")).to_be_visible()
    act = open_act(page, "追问")
    act.get_by_label("要问的问题").fill("请提供亚马逊通知的全文和你们最早的使用证据。")
    act.get_by_role("button", name="发送追问").click()
    expect(page.get_by_text("等待企业回复").first).to_be_visible()

    login_as(people["owner"])
    page.goto(f"/cases/{reference}/")
    screenshot("consultation-asked-back")
    act = open_act(page, "写给中心")
    act.get_by_label("写给中心的话").fill("通知全文已附上，我们 2019 年开始在美国使用。")
    act.get_by_role("button", name="发送给中心").click()
    expect(page.get_by_text("消息已发送。")).to_be_visible()

    login_as(people["officer"])
    page.goto(f"/triage/{reference}/")
    act = open_act(page, "写内部备注")
    act.get_by_label("内部备注").fill("对方是惯常抢注人。")
    act.get_by_role("button", name="保存备注").click()
    act = open_act(page, "答复")
    act.get_by_label("答复模板").select_option(label="商标抢注：异议与无效")
    act.get_by_role("button", name="插入模板").click()
    act = open_act(page, "答复")
    expect(act.locator("#id_answer-text")).to_have_value("您好！根据您提供的情况，建议先查明公告日。")
    act.get_by_label("搜索要引用的").fill("兰哈姆")
    act.get_by_label("美国商标法").check()
    screenshot("consultation-answer-form")
    act.get_by_role("button", name="发送答复").click()
    expect(page.get_by_text("答复已发送。")).to_be_visible()

    login_as(people["owner"])
    page.goto(f"/cases/{reference}/")
    expect(page.get_by_text("建议先查明公告日")).to_be_visible()
    expect(page.get_by_role("link", name="美国商标法（兰哈姆法）")).to_be_visible()
    expect(page.get_by_text("惯常抢注人")).to_have_count(0)
    screenshot("consultation-answered")
    act = open_act(page, "评价答复")
    act.get_by_label("5 – 很有帮助").check()
    act.get_by_role("button", name="提交评价").click()
    page.get_by_role("button", name="办结").click()
    expect(page.get_by_text("案件已办结").first).to_be_visible()

    case = Case.objects.get(reference=reference)
    assert (case.state, case.answered_in_time, case.satisfaction.rating) == ("closed", True, 5)
    kinds = list(case.events.order_by("seq").values_list("kind", flat=True))
    assert kinds == ["submitted", "taken", "asked_back", "replied", "note_added", "answered", "rated", "closed"]


def test_a_consultation_is_filed_with_scripts_off_and_loses_nothing(
    people: dict[str, Any], looker: Looker, tmp_path: Path
) -> None:
    papers = tmp_path / "notice.pdf"
    papers.write_bytes(PDF)
    with looker.page(user=people["owner"], scripts=False, width=390) as page:
        reference = file_consultation(page, papers)
    assert Case.objects.get(reference=reference).documents.get().name == "notice.pdf"


def test_the_case_pages_hold_the_floor(people: dict[str, Any], looker: Looker) -> None:
    from disputes.actions.answering import add_note, answer_case, ask_back, reply
    from disputes.actions.holding import take_case
    from tests.factories.disputes import CaseFactory

    owner, officer = people["owner"], people["officer"]
    enterprise = owner.memberships.get().enterprise
    centre = officer.memberships.get().centre
    around = {"enterprise": enterprise, "claim": None, "filer": owner, "centre": centre}
    case = CaseFactory.create(**around, priority="P0", measures=["freeze"], priority_reasons=["freeze"])
    CaseFactory.create(**around, state="answered", holder=officer, priority="P1")
    take_case(case=case, by=officer)
    ask_back(case=case, by=officer, text="请提供平台通知的全文。")
    looker.assert_looks_right(f"/cases/{case.reference}/", "case-waiting", user=owner)
    reply(case=case, by=owner, text="已附上。")
    add_note(case=case, by=officer, text="对方是惯常抢注人。")
    answer_case(case=case, by=officer, text="建议提出异议。", citations=[("law", "gone")])
    looker.assert_looks_right("/cases/", "my-cases", user=owner)
    looker.assert_looks_right("/cases/new/", "intake", user=owner)
    looker.assert_looks_right(f"/cases/{case.reference}/", "case", user=owner)
    looker.assert_looks_right(f"/cases/{case.reference}/receipt/", "case-receipt", user=owner)
    looker.assert_looks_right("/triage/?state=", "triage", user=officer)
    looker.assert_looks_right(f"/triage/{case.reference}/", "triage-case", user=officer)
