"""An officer invites an expert for an SEP case in four clicks; the expert declares, accepts, or is shut out."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from disputes.models import Case
from experts.models import Engagement, Expert
from tests.browser.looking import Looker
from tests.factories.accounts import EnterpriseFactory, GuidanceCentreFactory, a_member
from tests.factories.disputes import CaseFactory, DisputeTypeFactory
from tests.factories.experts import EngagementFactory, ExpertFactory, an_expert
from tests.factories.reference import JurisdictionFactory

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
MOST_CLICKS = 4


class Clicks:
    """Counts the clicks of a person."""

    def __init__(self) -> None:
        self.number = 0

    def on(self, target: Any) -> None:
        self.number += 1
        target.click()


@pytest.fixture
def scene() -> dict[str, Any]:
    """A held SEP case in guidance, the fitting expert, one who is tied to the other side, one of another country."""
    JurisdictionFactory.create(languages=["en"])
    JurisdictionFactory.create(code="DE")
    centre = GuidanceCentreFactory.create(name_zh="国家海外知识产权纠纷应对指导中心宁波分中心")
    officer = a_member("centre_officer", centre=centre, name="李明")
    case = CaseFactory.create(
        kind="guidance",
        state="in_guidance",
        centre=centre,
        holder=officer,
        claim=None,
        enterprise=EnterpriseFactory.create(name_zh="宁波海曙通信设备有限公司"),
        right="patent",
        dispute_type=DisputeTypeFactory.create(code="sep_frand", name_zh="标准必要专利与 FRAND"),
        counterparty="Acme Wireless Inc",
        what_happened="对方要求我们按整机售价支付许可费。",
    )
    fitting = an_expert(("US", "patent", "*", "sep_frand"), name_zh="孙明远", name_en="Sun Mingyuan")
    tied = an_expert(("US", "patent", "*", "sep_frand"), name_zh="沈若溪", employers=["Acme Wireless Inc"])
    an_expert(("DE", "patent"), name_zh="韦思安")
    return {"officer": officer, "case": case, "fitting": fitting, "tied": tied}


def test_an_sep_case_has_its_expert_invited_in_at_most_four_clicks(
    scene: dict[str, Any], browser_page: Page, login_as: Callable[[Any], None], screenshot: Callable[[str], Path]
) -> None:
    page, clicks, case = browser_page, Clicks(), scene["case"]
    login_as(scene["officer"])
    page.goto("/triage/?state=")
    clicks.on(page.get_by_role("link", name=case.reference))
    clicks.on(page.get_by_role("link", name="邀请专家"))
    rows = page.locator("tbody tr")
    expect(rows).to_have_count(2)
    expect(rows.nth(0)).to_contain_text("孙明远")
    expect(rows.nth(0)).to_contain_text("熟悉此类纠纷")
    expect(rows.nth(1)).to_contain_text("系统已知存在利益冲突")
    screenshot("expert-candidates")
    clicks.on(page.get_by_role("link", name="邀请孙明远"))
    screenshot("expert-invite")
    clicks.on(page.get_by_role("button", name="发送邀请"))
    expect(page.get_by_text("已邀请孙明远。")).to_be_visible()
    assert clicks.number <= MOST_CLICKS
    assert Engagement.objects.get().expert == scene["fitting"]

    login_as(scene["fitting"].user)
    page.goto("/engagements/")
    page.get_by_role("link", name="美国 · 专利").click()
    expect(page.get_by_text("标准必要专利与 FRAND")).to_be_visible()
    expect(page.get_by_text("Acme Wireless Inc")).to_have_count(0)
    screenshot("expert-blinded")
    page.get_by_role("button", name="可以承担：请显示名称").click()
    expect(page.get_by_text("Acme Wireless Inc")).to_be_visible()
    expect(page.get_by_text("按整机售价")).to_have_count(0)
    for question in page.locator("fieldset:has(input[type=radio])").all():
        question.get_by_label("否").check()
    screenshot("expert-declaration")
    page.get_by_role("button", name="提交声明").click()
    page.get_by_role("button", name="接受邀请").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(case.reference)
    expect(page.get_by_text("按整机售价")).to_be_visible()
    screenshot("expert-case")

    page.get_by_text("报告利益冲突").click()
    leave = page.locator("details", has_text="报告并回避本案")
    for question in leave.locator("fieldset:has(input[type=radio])").all():
        question.get_by_label("是", exact=True).check()
    leave.get_by_role("button", name="报告并回避本案").click()
    expect(page.get_by_text("案件已对您关闭").first).to_be_visible()
    expect(page.get_by_text("按整机售价")).to_have_count(0)
    response = page.goto(f"/cases/{case.reference}/")
    assert response is not None
    assert response.status == 404
    assert Engagement.objects.get().state == "conflicted"


def test_the_pool_pages_hold_the_floor(scene: dict[str, Any], looker: Looker) -> None:
    officer, fitting = scene["officer"], scene["fitting"]
    centre = officer.memberships.get().centre
    reviewer = a_member("centre_reviewer", centre=centre)
    nominated = ExpertFactory.create(centre=centre, state="nominated", nominated_by=officer)
    looker.assert_looks_right("/experts/", "expert-pool", user=officer)
    looker.assert_looks_right(f"/experts/{nominated.pk}/", "expert-record", user=reviewer)
    looker.assert_looks_right("/experts/new/", "expert-new", user=officer)
    looker.assert_looks_right("/experts/import/", "expert-import", user=officer)
    looker.assert_looks_right("/experts/gaps/", "expert-gaps", user=officer)
    looker.assert_looks_right("/engagements/edit/", "expert-own-record", user=fitting.user)


def test_the_engagement_pages_hold_the_floor(scene: dict[str, Any], looker: Looker) -> None:
    officer, case = scene["officer"], scene["case"]
    around = {"case_id": case.pk, "reference": case.reference, "centre": case.centre}
    names = [{"role": "counterparty", "name": "Acme Wireless Inc"}]

    def one(**state: Any) -> tuple[Expert, Engagement]:
        expert = an_expert(("US", "patent"))
        return expert, EngagementFactory.create(expert=expert, names=names, **around, **state)

    assert Case.objects.filter(pk=case.pk).exists()
    looker.assert_looks_right(f"/triage/{case.reference}/experts/", "engagement-candidates", user=officer)
    looker.assert_looks_right(
        f"/triage/{case.reference}/experts/{scene['fitting'].pk}/", "engagement-invite", user=officer
    )
    for name, state in (
        ("invited", {}),
        ("declared", {"state": "declared_clear"}),
        ("accepted", {"state": "accepted"}),
        ("conflicted", {"state": "conflicted"}),
    ):
        expert, engagement = one(**state)
        looker.assert_looks_right(f"/engagements/{engagement.pk}/", f"engagement-{name}", user=expert.user)
    looker.assert_looks_right(f"/triage/{case.reference}/", "engagement-triage-case", user=officer)
