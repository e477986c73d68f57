"""The emergency door: stored always, a case at once, confirmed above the limit, taken over once."""

import uuid
from collections.abc import Callable
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.db import IntegrityError, transaction
from django.utils import translation

from disputes.access import standing_of
from disputes.actions.answering import ask_back
from disputes.actions.emergencies import (
    confirm_by_code,
    confirm_by_link,
    confirm_emergency,
    discard_emergency,
    file_emergency,
)
from disputes.actions.emergency_cases import name_company, renew_link, reply_by_link, take_over_emergency
from disputes.actions.forgetting import forget_emergencies
from disputes.actions.holding import take_case
from disputes.actions.priority import set_priority
from disputes.choices import Priority
from disputes.models import Case, CaseEvent, CaseMessage, DutyCall, EmergencyFiling, EmergencyNetwork
from disputes.privatelinks import filing_of, token_of
from portal.accounts.actions.claims import Facts, claim_enterprise, verify_claim
from portal.accounts.models import User
from portal.lib import clock
from portal.lib.errors import Conflict, Invalid, NotAllowed
from portal.notices.delivery import deliver_due
from portal.notices.models import Notice
from tests.factories.accounts import GuidanceCentreFactory, UserFactory, a_credit_code, a_member
from tests.factories.disputes import CaseFactory
from tests.factories.emergencies import a_filing, case_of, told
from tests.factories.reference import CityFactory

pytestmark = pytest.mark.django_db
SetClock = Callable[[str], datetime]


@pytest.fixture
def officer(emergency_officer: User) -> User:
    return emergency_officer


def centre_of(person: User) -> int:
    return int(person.memberships.get().centre_id or 0)


def test_without_an_account_it_is_a_p0_case_at_once_and_the_roster_is_called(officer: User) -> None:
    filing = a_filing(email="fair@example.com")
    case = case_of(filing)
    assert (case.filer, case.origin, case.priority, case.state) == (None, "emergency", "P0", "submitted")
    assert case.centre_id == centre_of(officer)
    assert "emergency" in case.priority_reasons
    assert case.company_name == "宁波小店"
    assert (case.contact.phone, case.contact.email) == ("138 0013 8000", "fair@example.com")
    assert (filing.phone, filing.values) == ("+8613800138000", {})
    assert DutyCall.objects.get(case=case).rings == 1
    assert Notice.objects.filter(kind="disputes.duty_call", recipient=officer).count() == 1
    mail = Notice.objects.get(kind="disputes.emergency_receipt")
    assert mail.address == "fair@example.com"
    assert mail.recipient is None
    assert token_of(filing) in mail.payload["url"]


@pytest.mark.parametrize("kind", ["frozen", "order", "raid", "fair", "customs"])
def test_every_kind_of_emergency_is_p0(officer: User, kind: str) -> None:
    assert case_of(a_filing(kind=kind)).priority == "P0"


def test_nobody_at_all_stands_for_the_enterprise_of_a_case_without_filer(officer: User) -> None:
    case = case_of(a_filing())
    for person in (officer, UserFactory.create(), a_member("administrator"), a_member("supervisor")):
        standing = standing_of(person, case)
        assert not standing.reads_for_enterprise, person
        assert not standing.acts_for_enterprise
    assert standing_of(officer, case).works
    assert not Case.objects.visible_to(UserFactory.create()).exists()


def test_whoever_is_logged_in_is_the_filer(officer: User) -> None:
    person = UserFactory.create()
    case = case_of(a_filing(by=person))
    assert case.filer == person
    assert standing_of(person, case).acts_for_enterprise
    assert not Notice.objects.filter(kind="disputes.emergency_receipt").exists()
    assert Notice.objects.filter(kind="disputes.receipt", recipient=person).exists()


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"phone": "", "email": ""}, "phone"),
        ({"phone": "call me"}, "phone"),
        ({"phone": "", "email": "nobody"}, "email"),
        ({"email": f"{'a' * 60}@{'.'.join(['b' * 60] * 4)}.example"}, "email"),
        ({"kind": "earthquake"}, "kind"),
        ({"what_happened": " \n"}, "what_happened"),
        ({"jurisdiction": None}, "jurisdiction"),
        ({"amount_at_risk": 5}, "amount_currency"),
        ({"docket": "x" * 101}, "docket"),
    ],
)
def test_what_is_missing_is_named_and_nothing_is_stored(officer: User, wrong: dict[str, Any], field: str) -> None:
    with pytest.raises(Invalid) as refused:
        a_filing(**wrong)
    assert field in refused.value.fields
    assert not EmergencyFiling.objects.exists()


def test_without_consent_nothing_is_stored(officer: User) -> None:
    with pytest.raises(Invalid) as refused:
        file_emergency(key=uuid.uuid4(), told=told(), consent=False, network=None)
    assert "consent" in refused.value.fields
    assert not EmergencyFiling.objects.exists()


def test_the_same_form_sent_twice_is_one_emergency(officer: User) -> None:
    key = uuid.uuid4()
    assert a_filing(key=key) == a_filing(key=key)
    assert Case.objects.count() == 1
    with pytest.raises(Conflict):
        a_filing(key=key, by=UserFactory.create())


def test_of_two_hundred_in_a_minute_all_are_stored_and_only_the_limit_is_called(officer: User, settings: Any) -> None:
    settings.EMERGENCY_PER_MINUTE = 3
    for _number in range(200):
        a_filing()
    assert EmergencyFiling.objects.count() == 200
    assert Case.objects.count() == DutyCall.objects.count() == 3
    assert EmergencyFiling.objects.waiting().count() == 197
    elsewhere = a_filing(network="198.51.100.0")
    assert elsewhere.case is not None, "another network has its own count"
    assert a_filing(by=UserFactory.create()).case is not None, "who is logged in is counted alone"


def test_a_minute_later_the_next_one_is_called_again(officer: User, settings: Any, clock_at: SetClock) -> None:
    settings.EMERGENCY_PER_MINUTE = 1
    begin = clock_at(clock.now().isoformat())
    assert a_filing().case is not None
    assert a_filing().case is None
    clock_at((begin + timedelta(seconds=61)).isoformat())
    assert a_filing().case is not None


@pytest.fixture
def waiting(officer: User, settings: Any) -> EmergencyFiling:
    """One above the limit, with an e-mail address."""
    settings.EMERGENCY_PER_MINUTE = 1
    a_filing()
    filing = a_filing(email="fair@example.com", amount_at_risk=12, amount_currency="USD", received_on=clock.today())
    assert filing.state == "unconfirmed"
    return filing


def code_of(filing: EmergencyFiling) -> str:
    return str(Notice.objects.get(key=f"emergency:{filing.pk}:confirm").payload["code_token"])


def test_the_private_link_confirms_with_everything_that_was_typed_and_only_once(waiting: EmergencyFiling) -> None:
    case = confirm_by_link(filing=waiting)
    assert confirm_by_link(filing=waiting) == case
    assert (case.amount_at_risk, case.amount_currency, case.received_on) == (Decimal(12), "USD", clock.today())
    assert DutyCall.objects.filter(case=case).count() == 1
    waiting.refresh_from_db()
    assert (waiting.state, waiting.confirmed_how, waiting.values) == ("filed", "link", {})


def test_the_code_of_the_mail_confirms(waiting: EmergencyFiling) -> None:
    code = code_of(waiting)
    confirmed = confirm_by_code(email="Fair@Example.com", code=f" {code[:3]} {code[3:]} ")
    assert confirmed == waiting
    assert case_of(confirmed).priority == "P0"


def test_a_code_is_dead_after_five_wrong_ones(waiting: EmergencyFiling) -> None:
    code = code_of(waiting)
    wrong = "000000" if code != "000000" else "111111"
    for _attempt in range(5):
        with pytest.raises(Invalid):
            confirm_by_code(email="fair@example.com", code=wrong)
    with pytest.raises(Invalid):
        confirm_by_code(email="fair@example.com", code=code)
    assert confirm_by_link(filing=waiting), "the link still does it"


def test_a_code_is_dead_after_a_day_and_unknown_addresses_learn_nothing(
    waiting: EmergencyFiling, clock_at: SetClock
) -> None:
    code = code_of(waiting)
    with pytest.raises(Invalid) as unknown:
        confirm_by_code(email="other@example.com", code=code)
    clock_at((clock.now() + timedelta(hours=25)).isoformat())
    with pytest.raises(Invalid) as late:
        confirm_by_code(email="fair@example.com", code=code)
    assert unknown.value.fields == late.value.fields


def test_an_officer_of_the_centre_confirms_or_sets_aside_and_nobody_else(
    waiting: EmergencyFiling, officer: User
) -> None:
    elsewhere = a_member("centre_officer", centre=GuidanceCentreFactory.create(province=None))
    for stranger in (elsewhere, a_member("administrator"), UserFactory.create()):
        with pytest.raises(NotAllowed):
            confirm_emergency(filing=waiting, by=stranger)
        with pytest.raises(NotAllowed):
            discard_emergency(filing=waiting, by=stranger, reason="x")
    with pytest.raises(Invalid):
        discard_emergency(filing=waiting, by=officer, reason=" ")
    case = confirm_emergency(filing=waiting, by=officer)
    event = CaseEvent.objects.get(subject=case, kind="emergency_filed")
    assert (event.actor_id, event.data["how"]) == (officer.pk, "officer")
    waiting.refresh_from_db()
    with pytest.raises(Conflict):
        discard_emergency(filing=waiting, by=officer, reason="测试")


def test_what_was_set_aside_is_no_case_any_more_and_says_why(waiting: EmergencyFiling, officer: User) -> None:
    discard_emergency(filing=waiting, by=officer, reason="重复提交。")
    with pytest.raises(Conflict, match="重复提交"):
        confirm_by_link(filing=waiting)
    assert Case.objects.count() == 1


def test_one_mailbox_is_not_filled_through_this_door(officer: User) -> None:
    for number in range(8):
        a_filing(email="victim@example.com", network=f"203.0.113.{number}")
    assert Notice.objects.filter(address="victim@example.com").count() == 5
    assert EmergencyFiling.objects.count() == 8


def test_the_two_sides_write_over_the_private_link(officer: User) -> None:
    filing = a_filing(email="fair@example.com")
    case = case_of(filing)
    take_case(case=case, by=officer)
    ask_back(case=case, by=officer, text="哪个平台？")
    assert Case.objects.filter(paused_at__isnull=False).exists()
    news = Notice.objects.get(kind="disputes.emergency_news")
    assert (news.address, news.recipient) == ("fair@example.com", None)
    assert "哪个平台" not in str(news.payload), "nobody has proved whose mailbox it is"
    key = uuid.uuid4()
    message = reply_by_link(filing=filing, text="亚马逊", form_key=key)
    assert reply_by_link(filing=filing, text="亚马逊", form_key=key) == message
    assert (message.author, message.side) == (None, "enterprise")
    assert Case.objects.filter(paused_at__isnull=True).exists()
    assert Notice.objects.filter(kind="disputes.replied", recipient=officer).count() == 1


def test_after_a_lowered_priority_the_door_raises_it_no_more(officer: User) -> None:
    from disputes.actions.priority import raise_by_rule

    case = case_of(a_filing(kind="fair"))
    set_priority(case=case, by=officer, priority=Priority.P2, reason="不是紧急情况")
    assert not raise_by_rule(case=Case.objects.get(pk=case.pk))


def test_the_first_account_takes_over_and_no_second_one(officer: User) -> None:
    filing, person = a_filing(), UserFactory.create()
    case = take_over_emergency(filing=filing, by=person)
    assert take_over_emergency(filing=filing, by=person) == case
    assert standing_of(person, case).acts_for_enterprise
    with pytest.raises(Conflict):
        take_over_emergency(filing=filing, by=UserFactory.create())
    with pytest.raises(Conflict):
        reply_by_link(filing=EmergencyFiling.objects.get(), text="noch etwas")
    assert not CaseMessage.objects.exists()


def test_the_centre_itself_and_an_unconfirmed_one_take_nothing_over(waiting: EmergencyFiling, officer: User) -> None:
    with pytest.raises(Conflict):
        take_over_emergency(filing=waiting, by=UserFactory.create())
    filed = EmergencyFiling.objects.get(state="filed")
    with pytest.raises(NotAllowed):
        take_over_emergency(filing=filed, by=officer)


def test_the_claim_named_for_the_case_brings_its_enterprise(officer: User) -> None:
    filing, person = a_filing(), UserFactory.create()
    case = take_over_emergency(filing=filing, by=person)
    city = CityFactory.create()
    claim = claim_enterprise(
        by=person,
        uscc=a_credit_code(990123),
        facts=Facts(name_zh="宁波小店贸易有限公司", province=city.province, city=city),
        evidence=ContentFile(b"%PDF-1.7\n" + b"x" * 300, name="licence.pdf"),
        evidence_kind="licence",
    )
    with pytest.raises(NotAllowed):
        name_company(case=Case.objects.get(), by=UserFactory.create(), claim=claim)
    name_company(case=case, by=person, claim=claim)
    with pytest.raises(Conflict):
        name_company(case=case, by=person, claim=claim)
    head = a_member("centre_head", centre=claim.centre)
    enterprise = verify_claim(claim=claim, by=head, version=claim.version)
    case.refresh_from_db()
    assert case.enterprise == enterprise
    assert case.company_name == "宁波小店贸易有限公司"


def test_a_renewed_link_makes_the_former_void(officer: User) -> None:
    filing = a_filing(email="fair@example.com")
    case, old = case_of(filing), token_of(filing)
    assert filing_of(old) == filing
    with pytest.raises(NotAllowed):
        renew_link(case=case, by=UserFactory.create())
    renew_link(case=case, by=officer)
    assert filing_of(old) is None
    filing.refresh_from_db()
    assert filing_of(token_of(filing)) == filing
    assert token_of(filing) in Notice.objects.filter(kind="disputes.emergency_news").latest("pk").payload["url"]
    take_over_emergency(filing=filing, by=UserFactory.create())
    with pytest.raises(Conflict):
        renew_link(case=Case.objects.get(), by=officer)


@pytest.mark.parametrize("change", ["", "x", "a.b", ":"])
def test_a_forged_link_opens_nothing(officer: User, change: str) -> None:
    token = token_of(a_filing())
    assert filing_of(token[:-3] + change) is None
    assert filing_of(change) is None


def test_only_an_emergency_may_have_no_filer(officer: User) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        CaseFactory.create(filer=None, claim=None, holder=officer)


def test_what_nobody_confirmed_is_forgotten_after_a_month(waiting: EmergencyFiling, clock_at: SetClock) -> None:
    deliver_due()
    assert forget_emergencies() == 0
    assert Notice.objects.filter(address="fair@example.com").exists()
    clock_at((clock.now() + timedelta(days=33)).isoformat())
    assert forget_emergencies() == 1
    kept = EmergencyFiling.objects.get()
    assert (kept.state, kept.network) == ("filed", "")
    assert not EmergencyNetwork.objects.exists()
    assert not Notice.objects.filter(address="fair@example.com").exists()


def test_no_address_of_a_visitor_is_stored(officer: User) -> None:
    filing = a_filing(network="203.0.113.0")
    assert "203.0.113" not in filing.network
    assert EmergencyNetwork.objects.get().network == filing.network


def test_the_mails_are_in_the_language_of_the_page(officer: User) -> None:
    filing = file_emergency(
        key=uuid.uuid4(), told=told(email="a@example.com"), consent=True, network=None, language="en"
    )
    with translation.override("zh-hans"):
        mail = Notice.objects.get(kind="disputes.emergency_receipt")
    assert mail.language == "en"
    assert "/en/emergency/receipt/" in mail.payload["url"]
    assert filing.language == "en"
