"""The panel beside both forms: it follows the fields, folds to a line on a phone, and works without scripts."""

from decimal import Decimal
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from disputes.models import Case
from portal.lib import clock
from tests.browser.looking import LANGUAGES, WIDTHS, Looker, assert_axe_clean, assert_fits, save_screenshot
from tests.factories.accounts import EnterpriseFactory, NationalCentreFactory, a_member
from tests.factories.disputes import CaseFactory, DisputeTypeFactory, DraftFactory
from tests.factories.guides import a_published_guide
from tests.factories.laws import DeadlineRuleFactory, JudgmentFactory
from tests.factories.reference import ForumFactory, JurisdictionFactory
from tests.factories.warnings import a_published_warning

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

FIRST_AID = (
    "先做三件事：**记下收到的日期和方式，保存全部材料，不要删除任何数据**。\n\n"
    "- 法院命令写明日期的，以命令为准。\n- 不要置之不理。",
    "Three things first: **note when and how the papers arrived, keep everything, delete nothing**.\n\n"
    "- Where an order of the court names a date, the order governs.\n- Do not ignore papers that came by e-mail.",
)


@pytest.fixture
def owner() -> Any:
    """A person about to file, and a library that knows something of Schedule A suits in the United States."""
    NationalCentreFactory.create()
    place, kind = JurisdictionFactory.create(code="US"), DisputeTypeFactory.create(code="schedule_a")
    court = ForumFactory.create(filing_cutoff_local="23:59", month_rule="clip", calendar="US", fact_status="verified")
    rule: dict[str, Any] = {"dispute_type": kind, "forum": court, "role": "respondent"}
    for number, (act_zh, act_en, days, status) in enumerate(
        (
            ("答辩（起诉状）", "Answer the complaint", 21, "verified"),
            ("临时限制令届满（关注日期）", "Restraining order without notice expires (watch date)", 14, "memory"),
        )
    ):
        DeadlineRuleFactory.create(
            rule_id=f"us-court-{number}",
            act_zh=act_zh,
            act_en=act_en,
            quantity=days,
            fact_status=status,
            roll_rule="next_working_day",
            trigger_kind="service",
            **rule,
        )
    DeadlineRuleFactory.create(
        rule_id="us-appeal", act_zh="上诉", act_en="Appeal", trigger_kind="judgment_entered", quantity=30, **rule
    )
    JudgmentFactory.create(
        caption="Alpha Inc. v. The Partnerships Identified on Schedule A",
        dispute_type=kind,
        court="N.D. Ill.",
        decision_date="2025-06",
        amount=Decimal(500000),
        currency="USD",
        amount_kind="default judgment",
        fact_status="secondary",
        source="page: courtlistener.com",
    )
    a_published_guide("US", first_aid=FIRST_AID)
    a_published_warning(places=["US"])
    for _number in range(2):
        CaseFactory.create(docket="1:26-cv-04242", jurisdiction=place, dispute_type=kind)
    return a_member(
        "enterprise_owner", enterprise=EnterpriseFactory.create(name_zh="宁波海曙电器有限公司"), name="王芳"
    )


def fill(page: Page) -> None:
    """What a person fills in first; the panel is asked for after each field."""
    page.locator("#id_our_role input[value=accused]").check()
    page.locator("#id_jurisdiction").select_option("US")
    page.locator("#id_docket").fill("1:26 CV 04242")
    page.locator("#id_dispute_type").select_option("schedule_a")
    page.locator("#id_received_on").fill(clock.today().isoformat())
    page.locator("#id_received_on").press("Tab")
    expect(page.locator("#deadlines-so-far .legal-date")).to_have_count(2)
    expect(page.locator(".htmx-request, .htmx-swapping, .htmx-settling")).to_have_count(0)


def test_the_panel_follows_the_fields_and_sends_no_story(looker: Looker, owner: Any) -> None:
    with looker.page(user=owner) as page:
        page.goto("/cases/new/")
        expect(page.locator("#so-far")).to_contain_text("选定国家或地区")
        page.locator("#id_what_happened").fill("店铺资金被冻结，只说给中心听。")
        asked = []
        page.on("request", lambda sent: asked.append(sent.post_data or "") if "so-far" in sent.url else None)
        page.locator("#id_jurisdiction").select_option("US")
        expect(page.locator("#first-aid")).to_contain_text("不要删除任何数据")
        expect(page.locator("#warnings-here")).to_contain_text("337")
        fill(page)
        expect(page.locator("#so-far")).to_contain_text("2 项期限")
        expect(page.locator("#same-docket")).to_contain_text("2")
        expect(page.locator("#typical-cases")).to_contain_text("Alpha Inc.")
        expect(page.locator("#deadlines-so-far .known-needs")).to_contain_text("上诉")
        assert asked
        assert not [sent for sent in asked if "what_happened" in sent or "contact_phone" in sent]
        assert page.locator("#id_what_happened").input_value().startswith("店铺资金")
    assert not Case.objects.filter(filer=owner).exists()


def test_on_a_phone_one_line_stands_above_the_form_and_leads_to_the_panel(looker: Looker, owner: Any) -> None:
    with looker.page(width=390, user=owner) as page:
        page.goto("/cases/new/")
        fill(page)
        line, form, panel = (page.locator(one).bounding_box() for one in (".so-far", "form.intake", "#outlook"))
        assert line is not None
        assert form is not None
        assert panel is not None
        assert line["y"] + line["height"] <= form["y"]
        assert panel["y"] >= form["y"] + form["height"]
        page.locator(".so-far-link").click()
        expect(page.locator("#deadlines-so-far")).to_be_in_viewport()


def test_without_scripts_a_button_shows_the_panel_and_keeps_what_was_typed(looker: Looker, owner: Any) -> None:
    with looker.page(user=owner, scripts=False) as page:
        page.goto("/cases/new/")
        page.locator("#id_our_role input[value=accused]").check()
        page.locator("#id_jurisdiction").select_option("US")
        page.locator("#id_dispute_type").select_option("schedule_a")
        page.locator("#id_received_on").fill(clock.today().isoformat())
        page.locator("button[name=look]").click()
        expect(page.locator("#deadlines-so-far .legal-date")).to_have_count(2)
        expect(page.locator("#id_jurisdiction")).to_have_value("US")


def test_both_forms_hold_the_floor_with_a_full_panel(looker: Looker, owner: Any) -> None:
    for language, prefix in LANGUAGES:
        for width in WIDTHS:
            with looker.page(width=width, user=owner) as page:
                page.goto(f"{prefix}/cases/new/")
                fill(page)
                save_screenshot(page, "panel-consultation", language)
                assert_fits(page)
                assert_axe_clean(page)
    known = {
        "jurisdiction": ["US"],
        "dispute_type": ["schedule_a"],
        "our_role": ["accused"],
        "received_on": [clock.today().isoformat()],
    }
    draft = DraftFactory.create(filer=owner, kind="guidance", draft_data=known)
    looker.assert_looks_right(f"/cases/drafts/{draft.pk}/steps/3/", "panel-wizard", user=owner)
