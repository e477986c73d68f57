"""The emergency door in a browser: a frozen shop is reported from a telephone, without an account or scripts."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.core.files.base import ContentFile
from playwright.sync_api import Page, expect

from disputes.actions.calling import ring_due
from disputes.models import Case, DutyCall
from disputes.privatelinks import token_of
from portal.accounts.actions.claims import add_claim_evidence, verify_claim
from portal.accounts.models import EnterpriseClaim, GuidanceCentre, User
from portal.lib import clock
from portal.notices.models import Notice
from tests.browser.looking import Looker, assert_axe_clean, assert_fits, save_screenshot
from tests.factories.accounts import PASSWORD, GuidanceCentreFactory, UserFactory, a_credit_code, a_member
from tests.factories.disputes import CaseFactory
from tests.factories.emergencies import a_filing, a_waiting_filing, case_of, the_ground
from tests.factories.reference import CityFactory, JurisdictionFactory
from tests.factories.webhooks import DutyShiftFactory

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def centre() -> GuidanceCentre:
    the_ground()
    JurisdictionFactory.create(code="US")
    return GuidanceCentreFactory.create(
        name_zh="国家海外知识产权纠纷应对指导中心浙江分中心", name_en="Zhejiang sub-centre", duty_phone="0571-8700 0000"
    )


@pytest.fixture
def officer(centre: GuidanceCentre) -> User:
    person = a_member("centre_officer", centre=centre, name="李敏")
    now = clock.now()
    DutyShiftFactory.create(
        centre=centre, person=person, starts_at=now - timedelta(hours=1), ends_at=now + timedelta(hours=9)
    )
    return person


def hold(page: Page, name: str) -> None:
    assert_fits(page)
    assert_axe_clean(page)
    save_screenshot(page, name, "zh")


def report_a_frozen_shop(page: Page) -> str:
    """On the telephone; the address of the private link."""
    page.goto("/emergency/")
    page.locator("#frozen").get_by_role("link", name="立即告知指导机构").click()
    expect(page.get_by_label("店铺或收款账户被冻结")).to_be_checked()
    page.get_by_role("button", name="提交并呼叫值班人员").click()
    expect(page.get_by_role("alert")).to_be_visible()
    hold(page, "emergency-refused")
    page.get_by_label(re.compile("在哪个国家或地区")).select_option("US")
    page.get_by_label(re.compile("简要说明")).fill("店铺资金今早被冻结，邮件里有一个美国案号。")
    page.get_by_label(re.compile("^电话")).fill("１３８ ００１３ ８０００")
    page.get_by_label(re.compile("企业或店铺名称")).fill("宁波小店")
    page.get_by_label(re.compile("企业所在省份")).select_option("330000")
    page.get_by_label(re.compile("我同意")).check()
    page.get_by_role("button", name="提交并呼叫值班人员").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("已收到您的紧急求助")
    hold(page, "emergency-receipt")
    return page.url


def test_from_the_telephone_without_account_to_a_case_of_ones_own(
    centre: GuidanceCentre, officer: User, looker: Looker
) -> None:
    other = CaseFactory.create(centre=centre, priority="P2")
    with looker.page(width=390) as page:
        link = report_a_frozen_shop(page)
        case = Case.objects.get(origin="emergency")
        expect(page.locator(".receipt-number")).to_have_text(str(case.reference))
        expect(page.get_by_role("link", name="0571-8700 0000")).to_have_attribute("href", "tel:+8657187000000")

    assert Notice.objects.filter(kind="disputes.duty_call", recipient=officer).count() == 1
    with looker.page(user=officer) as page:
        page.goto("/triage/")
        rows = page.locator("tr[data-row]")
        expect(rows.first).to_contain_text(str(case.reference))
        expect(rows.first).to_contain_text("P0")
        expect(rows.nth(1)).to_contain_text(str(other.reference))
        hold(page, "emergency-triage")
        rows.first.get_by_role("link").first.click()
        expect(page.get_by_text("尚无账号").first).to_be_visible()
        expect(page.get_by_role("link", name=re.compile("138")).first).to_have_attribute("href", "tel:+8613800138000")
        hold(page, "emergency-case")
        page.get_by_role("button", name="由我处理").click()
        expect(page.get_by_role("button", name="由我处理")).to_have_count(0)
    call = DutyCall.objects.get(case=case)
    assert call.acknowledged_by == officer
    with clock.set_to(clock.now() + timedelta(hours=1)):
        assert ring_due() == 0
    assert Notice.objects.filter(kind="disputes.duty_call").count() == 1

    person = UserFactory.create()
    take_it_over(looker, link, person, case)
    claim = EnterpriseClaim.objects.get(claimant=person)
    add_claim_evidence(
        claim=claim, by=person, file=ContentFile(b"%PDF-1.7\n" + b"x" * 300, name="a.pdf"), kind="licence"
    )
    claim.refresh_from_db()
    head = a_member("centre_head", centre=claim.centre)
    enterprise = verify_claim(claim=claim, by=head, version=claim.version)
    colleague = a_member("enterprise_member", enterprise=enterprise)
    with looker.page(user=colleague) as page:
        page.goto("/cases/")
        page.get_by_role("link", name=str(case.reference)).click()
        expect(page.get_by_text("店铺资金今早被冻结").first).to_be_visible()


def take_it_over(looker: Looker, link: str, person: User, case: Case) -> None:
    """From the private link through the log-in to the company, on the same telephone."""
    code, city = a_credit_code(990777), CityFactory.create()
    with looker.page(width=390) as page:
        page.goto(link)
        page.get_by_role("button", name="登录或注册并接管本案").click()
        page.locator("input[name=login]").fill(person.email)
        page.locator("input[name=password]").fill(PASSWORD)
        page.locator("form:has(input[name=password]) button[type=submit]").click()
        expect(page.get_by_role("heading", level=1)).to_have_text("接管本案")
        hold(page, "emergency-take-over")
        page.get_by_role("button", name="接管本案").click()
        expect(page.get_by_role("heading", level=1)).to_have_text(re.compile("公司"))
        page.locator("[name=company_name]").fill("宁波小店贸易有限公司")
        page.locator("[name=uscc]").fill(code)
        page.locator("[name=province]").select_option(city.province_id)
        page.locator("[name=city]").select_option(city.pk)
        hold(page, "emergency-company")
        page.get_by_role("button", name="保存").click()
        expect(page.get_by_role("heading", level=1)).to_have_text(str(case.reference))
        page.goto(link)
        expect(page.get_by_role("heading", level=1)).to_have_text("本案已被接管")
    case.refresh_from_db()
    assert case.filer == person


def test_the_whole_way_works_without_scripts(centre: GuidanceCentre, officer: User, looker: Looker) -> None:
    with looker.page(width=390, scripts=False) as page:
        page.goto("/en/emergency/new/?kind=raid")
        page.locator("[name=jurisdiction]").select_option("US")
        page.locator("[name=what_happened]").fill("Two officers at our stand.")
        page.locator("[name=email]").fill("fair@example.com")
        page.locator("[name=consent]").check()
        page.get_by_role("button", name="Send: call the duty officer").click()
        expect(page.get_by_role("heading", level=1)).to_have_text("We have your emergency")
        page.locator("[name=text]").fill("They took the samples.")
        page.get_by_role("button", name="Send to the centre").click()
        expect(page.get_by_text("They took the samples.")).to_be_visible()
    assert Case.objects.get().messages.get().author is None


def test_the_pages_of_the_door_hold_the_floor(centre: GuidanceCentre, officer: User, looker: Looker) -> None:
    waiting = a_waiting_filing(email="fair@example.com")
    filed = a_filing()
    pages: dict[str, tuple[str, Any]] = {
        "/emergency/": ("emergency", None),
        "/emergency/new/?kind=frozen": ("emergency-new", None),
        "/emergency/code/": ("emergency-code", None),
        "/emergency/card/fair/": ("emergency-card", None),
        f"/emergency/receipt/{token_of(waiting)}/": ("emergency-waiting", None),
        f"/emergency/receipt/{token_of(filed)}/": ("emergency-private", None),
        "/triage/emergencies/": ("emergency-list", officer),
        f"/triage/{case_of(filed).reference}/": ("emergency-officer", officer),
    }
    for path, (name, user) in pages.items():
        looker.assert_looks_right(path, name, user=user)
