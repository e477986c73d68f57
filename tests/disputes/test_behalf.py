"""Filing for a caller, and logging a call: the case is the enterprise's, the officer stays an officer."""

import uuid
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from disputes.access import standing_of
from disputes.models import Case, CaseClock
from portal.accounts.models import EnterpriseClaim, User
from portal.notices.models import Notice
from tests.factories.accounts import EnterpriseFactory, UserFactory, a_credit_code, a_member
from tests.factories.disputes import Cast, DisputeTypeFactory
from tests.factories.reference import JurisdictionFactory

pytestmark = pytest.mark.django_db
As = Callable[[User], Client]


@pytest.fixture
def told(cast: Cast, intake_data: dict[str, Any]) -> dict[str, Any]:
    """What the officer types."""
    left = {name: value for name, value in intake_data.items() if name not in {"company", "consent", "uscc"}}
    return {
        **left,
        "key": str(uuid.uuid4()),
        "centre": str(cast.centre.pk),
        "origin": "fair",
        "consent_how": "in_person",
        "kind": "consultation",
        "contact_email": "caller@company.example",
    }


def file(as_user: As, by: User, told: dict[str, Any]) -> Case:
    response = as_user(by).post("/triage/new/", told)
    assert response.status_code == 302, response.content.decode()[-3000:]
    return Case.objects.exclude(origin="portal").get()


def test_the_officer_who_files_never_stands_on_the_enterprises_side(
    cast: Cast, told: dict[str, Any], as_user: As
) -> None:
    case = file(as_user, cast.hotline, told)
    assert (case.origin, case.on_behalf, case.company_name) == ("fair", True, "宁波新创电器有限公司")
    assert case.behalf.officer == cast.hotline
    assert case.behalf.consent_how == "in_person"
    standing = standing_of(cast.hotline, case)
    assert not standing.acts_for_enterprise
    assert not standing.reads_for_enterprise
    assert str(case.reference) not in as_user(cast.hotline).get("/cases/").content.decode()


def test_a_company_on_the_portal_sees_its_case_at_once(cast: Cast, told: dict[str, Any], as_user: As) -> None:
    enterprise = EnterpriseFactory.create(uscc=a_credit_code(990077))
    owner = a_member("enterprise_owner", enterprise=enterprise)
    case = file(as_user, cast.officer, {**told, "uscc": enterprise.uscc})
    assert case.enterprise == enterprise
    assert not case.on_behalf
    assert as_user(owner).get(f"/cases/{case.reference}/").status_code == 200
    assert Notice.objects.filter(kind="disputes.receipt", recipient=owner).exists()
    assert not Notice.objects.filter(kind="accounts.invitation").exists()


def test_the_caller_takes_the_case_over_through_the_invitation(cast: Cast, told: dict[str, Any], as_user: As) -> None:
    case = file(as_user, cast.officer, {**told, "uscc": a_credit_code(990078)})
    caller = UserFactory.create(email="caller@company.example")
    assert as_user(caller).get(f"/cases/{case.reference}/").status_code == 404
    link = str(Notice.objects.get(kind="accounts.invitation").payload["link"])
    response = as_user(caller).post(link[link.index("/accounts/") :])
    assert response["Location"] == f"/cases/{case.reference}/"
    case.refresh_from_db()
    assert (case.filer, case.on_behalf) == (caller, False)
    assert case.claim == EnterpriseClaim.objects.get(claimant=caller)
    assert as_user(caller).get(f"/cases/{case.reference}/").status_code == 200
    assert "taken_over" in case.events.values_list("kind", flat=True)


def test_without_consent_nothing_is_kept(cast: Cast, told: dict[str, Any], as_user: As) -> None:
    response = as_user(cast.officer).post("/triage/new/", {**told, "consent_how": ""})
    assert response.status_code == 400
    assert told["company_name"] in response.content.decode()
    assert not Case.objects.exclude(pk=cast.case.pk).exists()


def test_a_guidance_case_is_filed_for_a_caller(cast: Cast, told: dict[str, Any], as_user: As) -> None:
    case = file(as_user, cast.officer, {**told, "kind": "guidance"})
    assert set(CaseClock.objects.filter(case=case).values_list("kind", flat=True)) == {"first_answer", "decision"}


class TestACall:
    """Logged and closed on one screen."""

    @pytest.fixture
    def call(self, cast: Cast) -> dict[str, Any]:
        return {
            "key": str(uuid.uuid4()),
            "centre": str(cast.centre.pk),
            "caller_name": "李强",
            "caller_phone": "0571-8800 0000",
            "company_name": "杭州某某灯饰有限公司",
            "jurisdiction": JurisdictionFactory.create().pk,
            "dispute_type": DisputeTypeFactory.create(code="criminal").pk,
            "right": "unknown",
            "question": "收到警告函怎么办？",
            "answer": "先不要承认，记下来函日期。",
            "minutes": "8",
            "consent": "on",
        }

    def test_it_is_filed_answered_in_time_and_closed_at_once(
        self, cast: Cast, call: dict[str, Any], as_user: As
    ) -> None:
        response = as_user(cast.hotline).post("/triage/phone/", call)
        assert response["Location"] == "/triage/phone/"
        case = Case.objects.get(origin="hotline")
        assert (case.state, case.answered_in_time, case.centre) == ("closed", True, cast.centre)
        assert case.behalf.minutes == 8
        kinds = list(case.events.order_by("seq").values_list("kind", flat=True))
        assert kinds == ["submitted", "phone_logged", "taken", "answered", "closed"]
        assert not Notice.objects.filter(kind__startswith="disputes.").exists()

    def test_the_same_screen_sent_twice_is_one_call(self, cast: Cast, call: dict[str, Any], as_user: As) -> None:
        for _time in range(2):
            as_user(cast.hotline).post("/triage/phone/", call)
        assert Case.objects.filter(origin="hotline").count() == 1

    def test_without_consent_or_answer_it_is_not_logged_and_nothing_typed_is_lost(
        self, cast: Cast, call: dict[str, Any], as_user: As
    ) -> None:
        for missing in ("consent", "answer"):
            response = as_user(cast.hotline).post("/triage/phone/", {**call, missing: ""})
            assert response.status_code == 400
            assert call["question"] in response.content.decode()
        assert not Case.objects.filter(origin="hotline").exists()

    @pytest.mark.parametrize("who", ["owner", "stranger", "administrator"])
    def test_it_is_for_officers(self, cast: Cast, call: dict[str, Any], as_user: As, who: str) -> None:
        assert as_user(getattr(cast, who)).post("/triage/phone/", call).status_code == 403
        assert not Case.objects.filter(origin="hotline").exists()

    def test_another_centre_is_refused(self, cast: Cast, call: dict[str, Any], as_user: As) -> None:
        response = as_user(cast.hotline).post("/triage/phone/", {**call, "centre": str(cast.other_centre.pk)})
        assert response.status_code == 400
