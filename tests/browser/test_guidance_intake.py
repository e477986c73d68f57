"""Form A on five pages: without scripts, by keyboard, in two windows; each page looked at."""

from typing import Any

import pytest
from playwright.sync_api import Page, expect

from disputes.models import Case, IntakeQuestion
from tests.browser.looking import Looker
from tests.factories.accounts import EnterpriseFactory, NationalCentreFactory, a_member
from tests.factories.disputes import DisputeTypeFactory, DraftFactory
from tests.factories.reference import JurisdictionFactory

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def owner() -> Any:
    NationalCentreFactory.create()
    JurisdictionFactory.create(code="US")
    kind = DisputeTypeFactory.create(code="schedule_a")
    IntakeQuestion.objects.create(
        key="store-line", dispute_type=kind, kind="text", zh="附表中的店铺序号", en="Line in Schedule A", required=True
    )
    return a_member(
        "enterprise_owner", enterprise=EnterpriseFactory.create(name_zh="宁波海曙电器有限公司"), name="王芳"
    )


def test_it_is_filed_without_scripts(looker: Looker, owner: Any) -> None:
    with looker.page(user=owner, scripts=False) as page:
        page.goto("/cases/new/guidance/")
        page.locator("#id_contact_phone").fill("0574-87000000")
        on_with(page)
        page.locator("#id_dispute_type").select_option("schedule_a")
        page.locator("#id_jurisdiction").select_option("US")
        page.locator("#id_our_role input[value=accused]").check()
        page.locator("#id_right").select_option("trademark")
        page.locator("#id_what_happened").fill("亚马逊店铺资金被冻结。")
        on_with(page)
        on_with(page)
        page.locator("#id_q-store-line").fill("第 57 行")
        on_with(page)
        expect(page.locator(".form-a")).to_contain_text("亚马逊店铺资金被冻结。")
        expect(page.locator(".form-a")).to_contain_text("第 57 行")
        page.locator("#id_consent").check()
        page.locator(".actions button[name=submit]").click()
        expect(page.locator(".receipt-number")).to_have_text(str(Case.objects.get().reference))
    assert Case.objects.get().kind == "guidance"


def on_with(page: Page) -> None:
    page.locator(".actions button[name=go][value=next]").click()


def test_it_saves_itself_and_goes_on_by_keyboard_alone(looker: Looker, owner: Any) -> None:
    with looker.page(user=owner) as page:
        page.goto("/cases/new/guidance/")
        page.locator("#id_contact_phone").focus()
        page.keyboard.type("0574-87000000")
        page.keyboard.press("Tab")
        expect(page.locator("#saved")).to_contain_text("保存")
        page.keyboard.press("Enter")
        page.wait_for_url("**/steps/2/")
        page.locator("#id_counterparty").focus()
        page.keyboard.type("Acme Inc.")
        page.keyboard.press("Enter")
        page.wait_for_url("**/steps/3/")
        page.go_back()
        expect(page.locator("#id_counterparty")).to_have_value("Acme Inc.")
    assert Case.objects.get().draft_data["contact_phone"] == ["0574-87000000"]


def test_two_windows_on_one_field_keep_both_texts(looker: Looker, owner: Any) -> None:
    draft = DraftFactory.create(filer=owner, kind="guidance", draft_data={"counterparty": ["Acme"]})
    address = f"/cases/drafts/{draft.pk}/steps/2/"
    with looker.page(user=owner) as first, looker.page(user=owner) as second:
        first.goto(address)
        second.goto(address)
        for page, text in ((first, "Acme Inc."), (second, "Acme GmbH")):
            page.locator("#id_counterparty").fill(text)
            with page.expect_response(lambda answer: answer.url.endswith("/steps/2/")):
                page.locator("#id_docket").focus()
        expect(second.locator("#at-counterparty")).to_contain_text("Acme GmbH")
        expect(second.locator("#id_counterparty")).to_have_value("Acme Inc.")
        second.locator("#at-counterparty button", has_text="改用这份文字").click()
        expect(second.locator("#id_counterparty")).to_have_value("Acme GmbH")
    draft.refresh_from_db()
    assert draft.draft_data["counterparty"] == ["Acme GmbH"]


@pytest.mark.parametrize("step", [1, 2, 3, 4, 5])
def test_each_page_looks_right_in_both_languages_and_widths(looker: Looker, owner: Any, step: int) -> None:
    kind, place = DisputeTypeFactory.create(code="schedule_a"), JurisdictionFactory.create(code="US")
    told = {"dispute_type": [kind.pk], "jurisdiction": [place.pk], "counterparty": ["Acme"]}
    waiting = {"_other": {"counterparty": [["Acme GmbH"]]}}
    draft = DraftFactory.create(
        filer=owner, kind="guidance", dispute_type=kind, jurisdiction=place, draft_data={**told, **waiting}
    )
    looker.assert_looks_right(f"/cases/drafts/{draft.pk}/steps/{step}/", f"guidance-step-{step}", user=owner)
