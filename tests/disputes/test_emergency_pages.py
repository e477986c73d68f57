"""The pages of the emergency door: without an account, without scripts, and for the officers behind it."""

import uuid
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client, override_settings
from pytest_django import DjangoAssertNumQueries

from disputes.actions.answering import answer_case
from disputes.actions.holding import take_case
from disputes.models import Case, CaseMessage, EmergencyFiling
from disputes.privatelinks import token_of
from portal.accounts.models import EnterpriseClaim, GuidanceCentre, User
from portal.lib import clock
from portal.notices.models import Notice
from tests.clients import as_user
from tests.factories.accounts import GuidanceCentreFactory, UserFactory, a_credit_code, a_member
from tests.factories.emergencies import a_filing, case_of, the_ground
from tests.factories.reference import CityFactory, JurisdictionFactory, ProvinceFactory
from tests.factories.webhooks import DutyShiftFactory

pytestmark = pytest.mark.django_db
NEW = "/en/emergency/new/"


@pytest.fixture
def centre() -> GuidanceCentre:
    the_ground()
    return GuidanceCentreFactory.create(duty_phone="0574-8700 0000")


@pytest.fixture
def officer(centre: GuidanceCentre) -> User:
    return a_member("centre_officer", centre=centre)


@pytest.fixture
def typed() -> dict[str, Any]:
    return {
        "key": str(uuid.uuid4()),
        "kind": "frozen",
        "jurisdiction": JurisdictionFactory.create().pk,
        "what_happened": "店铺资金被冻结。",
        "province": ProvinceFactory.create().pk,
        "phone": "１３８ ００１３ ８０００",
        "consent": "on",
    }


def file(client: Client, typed: dict[str, Any]) -> str:
    """Send the form; the address of the private link."""
    response = client.post(NEW, typed)
    assert response.status_code == 302, response.content.decode()[-3000:]
    return str(response.headers["Location"])


@pytest.mark.usefixtures("officer")
def test_from_the_form_to_the_private_link_without_an_account(client: Client, typed: dict[str, Any]) -> None:
    page = client.get(NEW + "?kind=raid")
    assert 'value="raid" id="id_kind_2" checked' in page.text or 'value="raid"' in page.text
    assert page.context["form"]["kind"].value() == "raid"
    address = file(client, typed)
    receipt = client.get(address)
    case = Case.objects.get()
    assert str(case.reference) in receipt.text
    assert "0574-8700 0000" in receipt.text
    assert 'href="tel:+8657487000000"' in receipt.text
    assert receipt.headers["Cache-Control"].count("no-store") == 1
    assert receipt.headers["Referrer-Policy"] == "same-origin"
    assert "noindex" in receipt.headers["X-Robots-Tag"]
    assert file(client, typed) == address, "a doubled click leads to the same receipt"
    assert Case.objects.count() == 1


def test_an_error_loses_nothing_that_was_typed(client: Client, centre: GuidanceCentre, typed: dict[str, Any]) -> None:
    wrong = {**typed, "phone": "call me", "docket": "1:26-cv-99", "amount_at_risk": "１２，０００", "consent": ""}
    page = client.post(NEW, wrong)
    assert page.status_code == 400
    for kept in ("call me", "1:26-cv-99", "店铺资金被冻结。", "１２，０００", typed["key"]):
        assert kept in page.text
    assert set(page.context["form"].errors) == {"consent"}
    again = client.post(NEW, {**wrong, "consent": "on", "amount_currency": "USD"})
    assert set(again.context["form"].errors) == {"phone"}
    assert not EmergencyFiling.objects.exists()


@pytest.mark.usefixtures("centre")
@pytest.mark.parametrize(
    ("typed_amount", "currency", "kept"),
    [
        ("12万", "CNY", Decimal(120_000)),
        ("１．５亿", "CNY", Decimal(150_000_000)),
        ("120,000", "USD", Decimal(120_000)),
        ("12万", "", None),
        ("大约十二万", "CNY", None),
        ("99999999999999.99", "USD", None),
        ("9" * 40, "USD", None),
    ],
)
def test_no_amount_keeps_an_emergency_out(
    client: Client, typed: dict[str, Any], typed_amount: str, currency: str, kept: Decimal | None
) -> None:
    file(client, {**typed, "amount_at_risk": typed_amount, "amount_currency": currency})
    case = Case.objects.get()
    assert case.amount_at_risk == kept
    assert ("Amount at risk, as typed" in case.what_happened) is (kept is None)
    assert kept is not None or typed_amount in case.what_happened


@pytest.mark.usefixtures("centre")
def test_an_address_too_long_to_be_kept_is_refused_at_its_field(client: Client, typed: dict[str, Any]) -> None:
    long = f"{'a' * 60}@{'.'.join(['b' * 60] * 4)}.example"
    page = client.post(NEW, {**typed, "email": long})
    assert page.status_code == 400
    assert set(page.context["form"].errors) == {"email"}


def test_the_form_refuses_forged_requests(centre: GuidanceCentre, typed: dict[str, Any]) -> None:
    assert Client(enforce_csrf_checks=True).post(NEW, typed).status_code == 403


@pytest.mark.usefixtures("centre")
def test_an_empty_form_names_what_is_missing(client: Client) -> None:
    page = client.post(NEW, {})
    assert page.status_code == 400
    assert set(page.context["form"].errors) == {"kind", "jurisdiction", "what_happened", "phone", "consent"}


def test_who_is_logged_in_gets_the_receipt_of_their_case(centre: GuidanceCentre, typed: dict[str, Any]) -> None:
    person = UserFactory.create()
    client = as_user(person)
    assert client.get(NEW).context["form"]["email"].value() == person.email
    address = file(client, typed)
    assert address == f"/en/cases/{Case.objects.get().reference}/receipt/"
    page = client.get(address).text
    assert "/company/" in page


def test_the_roster_shows_its_numbers_to_who_has_a_case_and_to_nobody_else(
    client: Client, officer: User, centre: GuidanceCentre, typed: dict[str, Any]
) -> None:
    now = clock.now()
    DutyShiftFactory.create(
        centre=centre,
        person=officer,
        starts_at=now - timedelta(hours=1),
        ends_at=now + timedelta(hours=1),
        phone="139 0574 0000",
    )
    with override_settings(EMERGENCY_PER_MINUTE=0):
        waiting = file(client, {**typed, "key": str(uuid.uuid4())})
    page = client.get(waiting).text
    assert "139 0574 0000" not in page, "nobody has confirmed it"
    assert "0574-8700 0000" in page
    assert "139 0574 0000" in client.get(file(client, typed)).text
    assert "139 0574 0000" not in client.get("/en/emergency/").text


def test_without_any_number_the_receipt_says_so(client: Client, typed: dict[str, Any]) -> None:
    the_ground()
    assert "has not told us a telephone" in client.get(file(client, typed)).text


def test_what_the_centre_writes_is_read_and_answered_over_the_link(
    client: Client, officer: User, typed: dict[str, Any]
) -> None:
    address = file(client, typed)
    case = Case.objects.get()
    take_case(case=case, by=officer)
    answer_case(case=case, by=officer, text="请先保留冻结通知。")
    page = client.get(address)
    assert "请先保留冻结通知。" in page.text
    empty = client.post(f"{address}reply/", {"text": " "})
    assert empty.status_code == 400
    data = {"text": "好的", "key": str(page.context["key"])}
    for _click in range(2):
        assert client.post(f"{address}reply/", data).status_code == 302
    message = CaseMessage.objects.get(side="enterprise")
    assert (message.author, message.text) == (None, "好的")
    desk = as_user(officer).get(f"/en/triage/{case.reference}/").text
    assert "好的" in desk
    assert "Through the private link" in desk


def test_the_officers_page_works_without_a_filer_and_leads_to_the_telephone(
    client: Client, officer: User, typed: dict[str, Any]
) -> None:
    file(client, {**typed, "company": ""})
    case = Case.objects.get()
    staff = as_user(officer)
    queue = staff.get("/en/triage/").text
    assert "Emergency door" in queue
    assert "no account yet" in queue
    page = staff.get(f"/en/triage/{case.reference}/").text
    assert 'href="tel:+8613800138000"' in page
    assert "No account yet" in page
    for act in ("take", "note"):
        version = Case.objects.get().version
        data = {"version": version, "note-text": "x"}
        assert staff.post(f"/en/triage/{case.reference}/{act}/", data).status_code == 302
    for tail in ("documents/", "clock/"):
        assert staff.get(f"/en/cases/{case.reference}/{tail}").status_code in (200, 404)
    assert staff.get(f"/en/triage/{case.reference}/clock/").status_code == 200


def test_taking_over_asks_for_the_log_in_and_leads_to_the_company(client: Client, typed: dict[str, Any]) -> None:
    the_ground()
    address = file(client, typed)
    case, person = Case.objects.get(), UserFactory.create()
    away = client.post(f"{address}take-over/")
    assert away.headers["Location"] == "/en/emergency/take-over/"
    login = client.get(away.headers["Location"])
    assert "login" in login.headers["Location"]
    assert token_of(EmergencyFiling.objects.get()) not in login.headers["Location"]
    client.force_login(person)
    asked = client.get("/en/emergency/take-over/")
    assert str(case.reference) in asked.text
    done = client.post("/en/emergency/take-over/")
    assert done.headers["Location"] == f"/en/cases/{case.reference}/company/"
    code = a_credit_code(990321)
    city = CityFactory.create()
    company = client.post(
        done.headers["Location"],
        {
            "company": "new",
            "company_name": "宁波小店贸易有限公司",
            "uscc": code,
            "province": city.province_id,
            "city": city.pk,
        },
    )
    assert company.headers["Location"] == f"/en/cases/{case.reference}/"
    case.refresh_from_db()
    assert (case.filer, case.claim) == (person, EnterpriseClaim.objects.get(uscc=code))
    assert client.get(f"/en/cases/{case.reference}/").status_code == 200
    taken = Client().get(address)
    assert "This case was taken over" in taken.text
    assert "店铺资金被冻结" not in taken.text
    other = as_user(UserFactory.create())
    assert other.post(f"{address}take-over/").status_code == 409


def test_a_wrong_credit_code_keeps_what_was_typed(client: Client, typed: dict[str, Any]) -> None:
    the_ground()
    address = file(client, typed)
    client.force_login(UserFactory.create())
    page = client.post(f"{address}take-over/", follow=True).redirect_chain[-1][0]
    data = {"company": "new", "company_name": "甲公司", "uscc": "9133", "province": typed["province"]}
    refused = client.post(page, data)
    assert refused.status_code == 400
    assert "uscc" in refused.context["form"].errors
    assert "甲公司" in refused.text
    assert not EnterpriseClaim.objects.exists()


@pytest.fixture
def waiting(officer: User, settings: Any) -> EmergencyFiling:
    settings.EMERGENCY_PER_MINUTE = 1
    a_filing()
    return a_filing(email="fair@example.com")


def test_above_the_limit_the_link_asks_once_more(client: Client, waiting: EmergencyFiling) -> None:
    address = f"/en/emergency/receipt/{token_of(waiting)}/"
    page = client.get(address)
    assert "Nobody is called before you confirm it" in page.text
    assert Case.objects.count() == 1, "opening the link confirms nothing"
    assert client.post(f"{address}confirm/").status_code == 302
    assert Case.objects.count() == 2
    assert str(Case.objects.latest("created_at").reference) in client.get(address).text


def test_the_code_page_confirms_and_leads_to_the_receipt(client: Client, waiting: EmergencyFiling) -> None:
    code = Notice.objects.get(key=f"emergency:{waiting.pk}:confirm").payload["code_token"]
    wrong = client.post("/en/emergency/code/", {"email": "fair@example.com", "code": "12"})
    assert wrong.status_code == 400
    done = client.post("/en/emergency/code/", {"email": "fair@example.com", "code": code})
    assert "/emergency/receipt/" in done.headers["Location"]
    assert case_of(EmergencyFiling.objects.get(pk=waiting.pk)).priority == "P0"


def test_the_officers_list_confirms_and_sets_aside(waiting: EmergencyFiling, officer: User) -> None:
    staff = as_user(officer)
    assert "1 emergency to confirm" in staff.get("/en/triage/").text
    page = staff.get("/en/triage/emergencies/")
    assert "fair@example.com" in page.text
    address = f"/en/triage/emergencies/{waiting.pk}/"
    empty = staff.post(f"{address}discard/", {f"{waiting.pk.hex}-reason": " "})
    assert empty.status_code == 400
    assert staff.post(f"{address}other/").status_code == 404
    done = staff.post(f"{address}discard/", {f"{waiting.pk.hex}-reason": "Sent twice."})
    assert done.status_code == 302
    receipt = Client().get(f"/en/emergency/receipt/{token_of(waiting)}/")
    assert "Sent twice." in receipt.text
    assert (
        as_user(a_member("centre_officer", centre=GuidanceCentreFactory.create()))
        .post(f"{address}confirm/")
        .status_code
        == 404
    )


def test_the_list_costs_the_same_however_many_wait(
    waiting: EmergencyFiling, officer: User, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for _number in range(8):
        a_filing()
    staff = as_user(officer)
    with django_assert_max_num_queries(12):
        assert staff.get("/en/triage/emergencies/").text.count("Confirm: it is an emergency") == 9


def test_a_forged_link_says_what_to_do(client: Client) -> None:
    page = client.get("/en/emergency/receipt/abc/")
    assert page.status_code == 404
    assert "This private link is not valid any more" in page.text


@pytest.mark.parametrize("kind", ["frozen", "order", "raid", "fair", "customs"])
def test_the_card_is_in_both_languages_whatever_the_page(client: Client, kind: str) -> None:
    for address in (f"/emergency/card/{kind}/", f"/en/emergency/card/{kind}/"):
        page = client.get(address).text
        assert "I sign nothing that I cannot read." in page
        assert "看不懂的文件我不签" in page
        assert 'lang="zh-Hans"' in page
    assert client.get("/emergency/card/flood/").status_code == 404


def test_the_public_page_leads_to_the_form_of_each_kind(client: Client) -> None:
    page = client.get("/en/emergency/").text
    for kind in ("frozen", "order", "raid", "fair", "customs"):
        assert f"/en/emergency/new/?kind={kind}" in page
        assert f"/en/emergency/card/{kind}/" in page
