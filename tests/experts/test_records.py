"""Nominating, keeping the record, and the account behind it."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest

from experts.actions.accounts import invite_to_account
from experts.actions.records import edit, nominate
from experts.inputs import EmploymentInput, LanguageInput, LicenceInput, SkillInput
from experts.models import Expert
from portal.accounts.actions.invitations import accept_invitation
from portal.accounts.models import Invitation, User
from portal.lib import clock
from portal.lib.errors import Conflict, Invalid, NotAllowed
from portal.notices.models import Notice
from tests.factories.accounts import GuidanceCentreFactory, UserFactory, a_member
from tests.factories.experts import ExpertFactory, a_record, an_expert
from tests.factories.reference import IndustryFactory, JurisdictionFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def officer() -> User:
    JurisdictionFactory.create(code="US")
    JurisdictionFactory.create(code="DE")
    return a_member("centre_officer", centre=GuidanceCentreFactory.create())


def put_up(officer: User, **changes: Any) -> Expert:
    centre = officer.memberships.get().centre
    assert centre is not None
    return nominate(centre=centre, by=officer, record=a_record(**changes))


def test_a_whole_record_is_kept(officer: User) -> None:
    IndustryFactory.create()
    expert = put_up(
        officer,
        email="Zhang@Example.ORG ",
        kinds=["legal", "technical"],
        skills=[SkillInput("US", "patent", "C38"), SkillInput("*", "trade_secret", level=3)],
        licences=[LicenceInput("律协", "13302", "DE", date(2030, 1, 1))],
        employments=[EmploymentInput("某律所", "合伙人", date(2015, 3, 1))],
        rate_amount=Decimal("1500.00"),
        rate_currency="CNY",
    )
    expert.refresh_from_db()
    assert expert.email == "zhang@example.org"
    assert [row.kind for row in expert.kinds.all()] == ["legal", "technical"]
    assert {(row.jurisdiction, row.industry) for row in expert.skills.all()} == {("US", "C38"), ("*", "*")}
    assert expert.licences.get().jurisdiction_id == "DE"
    assert expert.employments.get().until is None


WRONG: dict[str, dict[str, Any]] = {
    "email": {"email": "nobody"},
    "name_zh": {"name_zh": ""},
    "kinds": {"kinds": ["wizard"]},
    "skills": {"skills": [SkillInput("XX", "patent")]},
    "languages": {"languages": [LanguageInput("zh"), LanguageInput("zh")]},
    "licences": {"licences": [LicenceInput("律协", "")]},
    "employments": {"employments": [EmploymentInput("某律所", "", date(2020, 1, 2), date(2020, 1, 1))]},
    "rate_amount": {"rate_amount": Decimal("-1")},
    "rate_currency": {"rate_amount": Decimal(1), "rate_currency": "money"},
    "pro_bono_hours": {"pro_bono_hours": 2001},
    "confidentiality_signed_on": {"confidentiality_signed_on": clock.today() + timedelta(days=2)},
    "max_open_cases": {"max_open_cases": 0},
    "outposts": {"outposts": [424242]},
}


@pytest.mark.parametrize("field", WRONG)
def test_each_wrong_field_is_named_and_nothing_is_kept(field: str, officer: User) -> None:
    with pytest.raises(Invalid) as refused:
        put_up(officer, **WRONG[field])
    assert field in refused.value.fields
    assert not Expert.objects.exists()


def test_all_faults_are_named_at_once(officer: User) -> None:
    with pytest.raises(Invalid) as refused:
        put_up(officer, email="nobody", kinds=[], skills=[SkillInput("US", "law")])
    assert {"email", "kinds", "skills"} <= set(refused.value.fields)


def test_a_person_is_in_the_pool_once(officer: User) -> None:
    put_up(officer)
    with pytest.raises(Invalid) as refused:
        put_up(officer, email="NEW.EXPERT@example.org")
    assert "email" in refused.value.fields


def test_only_the_people_of_a_centre_nominate_for_it(officer: User) -> None:
    centre = GuidanceCentreFactory.create()
    for person in (officer, a_member("expert"), a_member("supervisor"), a_member("hotline_officer", centre=centre)):
        with pytest.raises(NotAllowed):
            nominate(centre=centre, by=person, record=a_record())


def test_an_expert_keeps_their_record_but_not_what_others_vouched_for() -> None:
    JurisdictionFactory.create(code="US")
    expert = an_expert(("US", "patent"))
    assert expert.user is not None
    typed = a_record("other@example.org", name_zh="改名", confidentiality_signed_on=None)
    edit(expert=expert, by=expert.user, record=typed, version=expert.version)
    assert (expert.name_zh, expert.email) == ("改名", expert.user.email)
    assert expert.confidentiality_signed_on == date(2025, 1, 1)
    assert expert.events.get().data == {"own": True}


def test_a_stale_edit_keeps_what_was_saved_first(officer: User) -> None:
    expert = put_up(officer)
    edit(expert=expert, by=officer, record=replace(a_record(), name_zh="第一次"), version=1)
    with pytest.raises(Conflict):
        edit(expert=expert, by=officer, record=replace(a_record(), name_zh="第二次"), version=1)
    expert.refresh_from_db()
    assert expert.name_zh == "第一次"


def test_a_record_of_another_centre_and_a_closed_one_are_not_changed(officer: User) -> None:
    with pytest.raises(NotAllowed):
        edit(expert=ExpertFactory.create(), by=officer, record=a_record(), version=1)
    closed = ExpertFactory.create(centre=officer.memberships.get().centre, state="removed")
    with pytest.raises(Conflict):
        edit(expert=closed, by=officer, record=a_record(), version=1)


def test_an_invitation_taken_up_joins_account_and_record(officer: User) -> None:
    expert = put_up(officer)
    invite_to_account(expert=expert, by=officer)
    notice = Notice.objects.get(kind="accounts.invitation", address=expert.email)
    token = str(notice.payload["link"]).rstrip("/").rpartition("/")[2]
    person = UserFactory.create(email=expert.email)
    accept_invitation(token=token, by=person)
    expert.refresh_from_db()
    assert expert.user == person
    assert [event.kind for event in expert.events.all()] == ["nominated", "account_invited", "account_linked"]
    with pytest.raises(Conflict):
        invite_to_account(expert=expert, by=officer)


def test_who_is_an_expert_already_is_joined_at_once(officer: User) -> None:
    person = a_member("expert", user=UserFactory.create(email="new.expert@example.org"))
    expert = put_up(officer)
    invite_to_account(expert=expert, by=officer)
    expert.refresh_from_db()
    assert expert.user == person
    assert not Invitation.objects.exists()


def test_an_officer_lets_experts_in_but_ends_none_of_their_roles(officer: User) -> None:
    from portal.accounts.actions.memberships import end_membership

    expert = an_expert(centre=officer.memberships.get().centre)
    assert expert.user is not None
    with pytest.raises(NotAllowed):
        end_membership(membership=expert.user.memberships.get(), by=officer)


def test_the_pool_is_for_staff_and_an_own_record_for_the_expert(officer: User) -> None:
    one, other = an_expert(), an_expert()
    assert one.user is not None
    assert set(Expert.objects.visible_to(officer)) == {one, other}
    assert set(Expert.objects.visible_to(one.user)) == {one}
    for nobody in (a_member("supervisor"), a_member("enterprise_owner"), UserFactory.create()):
        assert not Expert.objects.visible_to(nobody).exists()
