"""An emergency at the centre, from taking it to its end, with nobody who has an account behind it."""

import pytest

from disputes.actions.answering import add_note, answer_case
from disputes.actions.deciding import request_supplement, supplement_case
from disputes.actions.emergency_cases import reply_by_link, take_over_emergency
from disputes.actions.ending import close_case
from disputes.actions.holding import take_case
from disputes.actions.upgrading import upgrade_case
from disputes.models import Case, EmergencyFiling
from portal.accounts.models import User
from portal.lib.errors import Conflict
from portal.notices.models import Notice
from tests.factories.accounts import UserFactory
from tests.factories.emergencies import a_filing, case_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def officer(emergency_officer: User) -> User:
    return emergency_officer


def test_an_officer_brings_it_to_its_end_with_nobody_behind_it(officer: User) -> None:
    filing = a_filing(company="")
    case = case_of(filing)
    take_case(case=case, by=officer)
    add_note(case=case, by=officer, text="已回电。")
    answer_case(case=case, by=officer, text="请保留全部证据。")
    reply_by_link(filing=filing, text="谢谢")
    close_case(case=case, by=officer)
    assert Case.objects.get().state == "closed"
    assert not Notice.objects.filter(kind="disputes.rate").exists(), "nobody is there to be asked"


def test_an_officer_makes_a_guidance_case_of_it_and_the_supplement_wants_an_account(officer: User) -> None:
    filing = a_filing()
    case = case_of(filing)
    take_case(case=case, by=officer)
    upgrade_case(case=case, by=officer, application={}, agreed=True)
    request_supplement(case=case, by=officer, text="请补充营业执照。")
    with pytest.raises(Conflict):
        reply_by_link(filing=filing, text="稍后")
    person = UserFactory.create()
    taken = take_over_emergency(filing=EmergencyFiling.objects.get(), by=person)
    supplement_case(case=taken, by=person, text="见附件。")
    assert Case.objects.get().state == "submitted"


def test_the_duty_call_names_no_empty_company(officer: User) -> None:
    a_filing(company="")
    call = Notice.objects.get(kind="disputes.duty_call")
    assert call.payload["company"]
