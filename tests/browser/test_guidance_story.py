"""A section 337 investigation as a guidance case, from the application to the archive, played by six people.

Through a supplement, and through a conflict of interest that removes the first expert.
"""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import pytest
from django.conf import settings
from docx import Document
from playwright.sync_api import Page, expect
from pypdf import PdfReader
from pypdf.generic import DictionaryObject

from disputes.models import ArchiveClass, Case, CaseDocument, CaseEvent, CaseForm, LossRecord
from disputes.results import LossKind, OutcomeResult
from disputes.tasks import make_papers
from portal.accounts.models import User
from portal.lib import clock
from portal.lib.events import verify
from portal.notices.models import Notice
from tests.factories.accounts import (
    EnterpriseFactory,
    GuidanceCentreFactory,
    NationalCentreFactory,
    UserFactory,
    a_member,
)
from tests.factories.disputes import DisputeTypeFactory
from tests.factories.experts import an_expert
from tests.factories.laws import LawFactory
from tests.factories.reference import JurisdictionFactory
from tests.factories.results import CurrencyFactory

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PDF = b"%PDF-1.7\n1 0 obj <<>> endobj\ntrailer <<>>\n%%EOF\n"
OTHER_SIDE = "Bright Lumen Technologies LLC"


@pytest.fixture
def people() -> SimpleNamespace:
    """The enterprise, its centre, its counsel-to-be and two experts; the first one once worked for the other side."""
    enterprise = EnterpriseFactory.create(name_zh="宁波海曙照明电器有限公司")
    centre = GuidanceCentreFactory.create(
        city=enterprise.city, province=enterprise.province, name_zh="国家海外知识产权纠纷应对指导中心宁波分中心"
    )
    NationalCentreFactory.create()
    JurisdictionFactory.create()
    DisputeTypeFactory.create(code="itc_337", name_zh="337 调查", name_en="Section 337 investigation")
    LawFactory.create(
        title_zh="1930 年关税法第 337 条", title_en="Section 337 of the Tariff Act", jurisdiction__code="US"
    )
    CurrencyFactory.create()
    skill = ("US", "patent")
    return SimpleNamespace(
        owner=a_member("enterprise_owner", enterprise=enterprise, name="王芳"),
        officer=a_member("centre_officer", centre=centre, name="李明"),
        reviewer=a_member("centre_reviewer", centre=centre, name="赵审"),
        head=a_member("centre_head", centre=centre, name="周主任"),
        conflicted=an_expert(skill, centre=centre, name_zh="钱冲突").user,
        expert=an_expert(skill, centre=centre, name_zh="孙专家").user,
        retention=ArchiveClass.objects.create(code="years-10", name_zh="10 年", name_en="10 years", years=10),
        counsel=UserFactory.create(name="Ms Chen"),
    )


class Player:
    """Plays one page after the other in one browser, as whoever is logged in."""

    def __init__(self, page: Page, login_as: Callable[[Any], None]) -> None:
        self.page, self._login = page, login_as

    def be(self, user: User, path: str) -> None:
        self._login(user)
        self.page.goto(path)

    def fill(self, **fields: str) -> None:
        """Fill fields by name; a choice by its value."""
        for name, value in fields.items():
            field = self.page.locator(f"form.form [name='{name}']:not([type=hidden])").first
            if field.evaluate("field => field.tagName") == "SELECT":
                field.select_option(value)
            elif field.get_attribute("type") in {"radio", "checkbox"}:
                self.page.locator(f"form.form [name='{name}'][value='{value}']").check()
            else:
                field.fill(value)

    def act(self, name: str, **fields: str) -> None:
        """Unfold an act of the case page, fill it in and send it."""
        fold = self.page.locator(f"details#act-{name}")
        if fold.get_attribute("open") is None:
            fold.locator("summary").click()
        self.fill(**{f"{name}-{field}": value for field, value in fields.items()})
        fold.locator("button[type=submit]").last.click()
        self.was_done()

    def go_on(self) -> None:
        """To the next page of form A."""
        self.page.locator("button[name=go][value=next]:not([tabindex])").click()

    def send(self, name: str) -> None:
        """Press the button of an act that asks for nothing."""
        self.page.locator(f"form[action$='/{name}/'] button[type=submit]").click()
        self.was_done()

    def was_done(self) -> None:
        expect(self.page.locator(".messages .is-success, .messages .is-info").first).to_be_visible()


@pytest.fixture
def player(browser_page: Page, login_as: Callable[[Any], None]) -> Player:
    return Player(browser_page, login_as)


def apply_for_guidance(player: Player, people: SimpleNamespace, papers: Path) -> str:
    """Form A on its five pages; returns the number on the receipt."""
    page = player.page
    player.be(people.owner, "/cases/new/guidance/")
    player.fill(contact_name="王芳", contact_phone="0574-87000000")
    player.go_on()
    player.fill(
        dispute_type="itc_337", jurisdiction="US", our_role="accused", right="patent", docket="337-TA-1400",
        forum_name="美国国际贸易委员会", counterparty=OTHER_SIDE, counterparty_counsel="Stone & Field LLP",
        rights_asserted="US 9,123,456 B2; USPTO",
        what_happened="对方以两件专利请求对我司 LED 灯具发起 337 调查，并请求普遍排除令。",
    )  # fmt: skip
    player.go_on()
    player.fill(service_channel="post", received_on="2026-11-10", papers="起诉状副本与调查公告")
    page.locator("input[type=file]").set_input_files(papers)
    player.go_on()
    player.fill(evidence="设计图纸；公司档案室", requests="strategy")
    player.go_on()
    expect(page.get_by_text("337-TA-1400").first).to_be_visible()
    page.locator("input[name=consent]").check()
    page.locator("input[name=consent_to_share]").check()
    page.locator("button[name=submit]").click()
    expect(page.locator(".receipt-number")).to_be_visible()
    return page.locator(".receipt-number").inner_text()


def test_a_337_case_from_the_application_to_the_archive(
    player: Player, people: SimpleNamespace, screenshot: Callable[[str], Path], tmp_path: Path
) -> None:
    page = player.page
    papers = tmp_path / "complaint.pdf"
    papers.write_bytes(PDF)
    number = apply_for_guidance(player, people, papers)
    screenshot("story-receipt")
    own, desk = f"/cases/{number}/", f"/triage/{number}/"

    # The officer takes it and asks for what is missing; the owner sends it.
    player.be(people.officer, desk)
    player.send("take")
    player.act("request_supplement", text="请补充专利权利要求对照表。")
    player.be(people.owner, own)
    screenshot("story-supplement")
    player.act("supplement", text="对照表已附上。")

    # The reviewer accepts, the officer begins and invites the first expert, who has a conflict.
    player.be(people.reviewer, desk)
    player.act("accept", text="予以受理，由李明承办。")
    player.be(people.officer, desk)
    player.send("begin")
    invite(player, number, "钱冲突")
    player.be(people.conflicted, "/engagements/")
    page.locator("main a[href*='/engagements/']").first.click()
    expect(page.get_by_text(OTHER_SIDE)).to_have_count(0)
    screenshot("story-blinded")
    see_names(player)
    expect(page.get_by_text(OTHER_SIDE).first).to_be_visible()
    player.fill(parties="yes", affiliates="no", counsel="no", prior_advice="yes")
    player.send("declare")
    expect(page.get_by_text("利益冲突").first).to_be_visible()
    expect(page.get_by_text(OTHER_SIDE)).to_have_count(0)
    document = CaseDocument.objects.get(case__reference=number)
    assert page.goto(f"{own}documents/{document.pk}/").status == 404  # type: ignore[union-attr]  # a response

    # The owner lets outside counsel into this one case; counsel writes to the centre.
    player.be(people.owner, f"{own}counsel/")
    player.fill(email=people.counsel.email)
    page.locator("main form.form button[type=submit]").first.click()
    invitation = Notice.objects.get(kind="accounts.invitation", recipient=people.counsel)
    player.be(people.counsel, invitation.payload["link"].removeprefix(settings.BASE_URL))
    page.locator("main form button[type=submit]").first.click()
    page.goto(own)
    player.act("write", text="我们建议同时准备多方复审。")

    # The second one is free of conflicts, accepts and drafts the opinion.
    player.be(people.officer, desk)
    invite(player, number, "孙专家")
    player.be(people.expert, "/engagements/")
    page.locator("main a[href*='/engagements/']").first.click()
    see_names(player)
    player.fill(parties="no", affiliates="no", counsel="no", prior_advice="no")
    player.send("declare")
    player.send("accept")
    expect(page.get_by_role("heading", level=1)).to_have_text(number)
    draft_opinion(player)
    screenshot("story-opinion")

    # Another person signs it, the officer issues it, the owner confirms.
    player.be(people.reviewer, f"{own}opinions/1/")
    player.send("sign")
    player.be(people.officer, f"{own}opinions/1/")
    player.send("issue")
    player.be(people.owner, own)
    screenshot("story-issued")
    page.goto(f"{own}opinions/1/")
    player.send("acknowledge")

    # It is followed up; the result and an amount are recorded, the owner agrees, another person verifies.
    player.be(people.officer, desk)
    player.act(
        "follow_up", text="对方撤回申请，委员会终止调查。", next_on=(clock.today() + timedelta(days=20)).isoformat()
    )
    page.goto(f"{own}outcome/")
    player.fill(result=OutcomeResult.WITHDRAWN_BY_OTHER, decided_on=clock.today().isoformat())
    page.locator("#record form button[type=submit]").click()
    page.goto(f"{own}losses/new/")
    player.fill(
        kind=LossKind.FEES_AVOIDED, amount="120000.00", currency="USD", on=clock.today().isoformat(), rate="7.1",
        rate_source="当日中间价", evidence=str(document.pk),
    )  # fmt: skip
    page.locator("main form.form button[type=submit]").last.click()
    loss = LossRecord.objects.get()
    player.be(people.owner, f"{own}losses/{loss.pk}/")
    page.locator("form[action*='/state/'] [name$='agreed'][value=yes]").check()
    page.locator("form[action*='/state/'] button[type=submit]").click()
    player.be(people.officer, f"{own}losses/{loss.pk}/")
    expect(page.locator("form[action*='/verify/']")).to_have_count(0)
    player.be(people.head, f"{own}losses/{loss.pk}/")
    page.locator("form[action*='/verify/'] button[type=submit]").click()
    player.be(people.owner, f"{own}outcome/")
    expect(page.get_by_text("852,000.00").first).to_be_visible()
    screenshot("story-outcome")

    # The officer closes, the head archives.
    player.be(people.officer, desk)
    player.send("close")
    player.be(people.head, desk)
    make_papers()
    player.act("archive", retention=str(people.retention.pk))
    make_papers()
    page.goto(desk)
    screenshot("story-archived")
    case = Case.objects.get(reference=number)
    assert case.state == "archived"
    assert [form.kind for form in case.forms.order_by("event_seq")] == ["A", "B", "D", "F", "G"]
    for form in case.forms.all():
        check_papers(form)
    assert verify(CaseEvent, case) == []


def invite(player: Player, number: str, expert: str) -> None:
    player.page.goto(f"/triage/{number}/experts/")
    player.page.locator("li, tr, article", has_text=expert).last.get_by_role("link").last.click()
    player.page.locator("form.form button[type=submit]").last.click()
    expect(player.page.get_by_role("heading", level=1)).to_have_text(number)


def see_names(player: Player) -> None:
    player.send("names")


def draft_opinion(player: Player) -> None:
    page = player.page
    page.locator("form[action$='/opinions/start/'] button[type=submit]").first.click()
    player.fill(
        facts="申请人以两件美国专利请求调查。",
        questions="是否应诉",
        analysis="涉案权利要求可能不具新颖性。",
        steps="2026-12-01 提交应诉通知书\n准备不侵权比对",
        risks="缺席将被推定侵权。",
    )
    page.locator("form.opinion-form button[type=submit]").last.click()
    player.send("submit")


def check_papers(form: CaseForm) -> None:
    """The form opens as a tagged Chinese PDF and as a Word file, each with the number of its case."""
    with form.pdf.open("rb") as file:
        pdf = PdfReader(file)
        root = cast(DictionaryObject, pdf.trailer["/Root"])
        assert str(root["/Lang"]) == "zh-Hans"
        assert "/StructTreeRoot" in root
        assert str(form.case.reference) in "".join(page.extract_text() for page in pdf.pages)
    with form.docx.open("rb") as file:
        document = Document(file)
        words = [paragraph.text for paragraph in document.paragraphs]
        words += [cell.text for table in document.tables for row in table.rows for cell in row.cells]
        words += [paragraph.text for section in document.sections for paragraph in section.header.paragraphs]
    assert any(str(form.case.reference) in text for text in words)
