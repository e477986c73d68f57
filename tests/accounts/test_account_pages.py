"""The account page, its menu, and what roles say of themselves."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from portal.accounts.access import people_with
from portal.accounts.models import Membership
from portal.accounts.permissions import Permission
from portal.accounts.privacy import VERSION
from portal.accounts.roles import ROLES
from portal.lib import clock
from tests.clients import as_user
from tests.factories.accounts import (
    CentreFactory,
    EnterpriseFactory,
    MembershipFactory,
    UserFactory,
    a_member,
    end_memberships,
)

pytestmark = pytest.mark.django_db


class TestTheAccountPages:
    def test_the_menu_shows_what_this_person_can_open(self) -> None:
        enterprise_page = as_user(a_member("enterprise_owner", enterprise=EnterpriseFactory.create()))
        officer_page = as_user(a_member("centre_officer", centre=CentreFactory.create()))
        administrator_page = as_user(a_member("administrator"))
        assert "/triage/claims/" not in enterprise_page.get("/accounts/menu/").content.decode()
        assert "/triage/claims/" in officer_page.get("/accounts/menu/").content.decode()
        assert "/accounts/admin/centres/" in administrator_page.get("/accounts/menu/").content.decode()
        assert "/admin/" in administrator_page.get("/accounts/menu/").content.decode()

    def test_the_menu_is_never_cached_and_leads_a_stranger_back(self) -> None:
        response = Client().get(
            "/accounts/menu/", headers={"hx-request": "true", "hx-current-url": "http://testserver/laws/US/"}
        )
        assert "no-store" in response.headers["Cache-Control"]
        assert "next=%2Flaws%2FUS%2F" in response.content.decode()

    def test_a_public_page_says_nothing_about_its_reader(self) -> None:
        reader = UserFactory.create(name="Somebody Special")
        assert "Somebody Special" not in as_user(reader).get("/centres/").content.decode()

    def test_the_profile_is_saved_and_a_wrong_choice_is_not(self) -> None:
        person = UserFactory.create()
        client = as_user(person)
        client.post("/accounts/", {"name": "李\u202e雷", "language": "en", "time_zone": "Europe/Berlin"})
        person.refresh_from_db()
        assert (person.name, person.language, person.time_zone) == ("李雷", "en", "Europe/Berlin")
        wrong = client.post("/accounts/", {"name": "x", "language": "xx", "time_zone": "Moon/Base"})
        assert wrong.status_code == 400

    def test_a_new_version_of_the_notice_is_asked_for_once(self, monkeypatch: pytest.MonkeyPatch) -> None:
        person = UserFactory.create()
        client = as_user(person)
        assert "The privacy notice has changed" in client.get("/en/accounts/").content.decode()
        client.post("/en/accounts/consent/")
        assert person.consents.get().document_version == VERSION
        assert "The privacy notice has changed" not in client.get("/en/accounts/").content.decode()

    def test_menu_and_account_cost_the_same_with_many_memberships(self, django_assert_max_num_queries: Any) -> None:
        person = UserFactory.create()
        for _n in range(12):
            MembershipFactory.create(user=person, enterprise=EnterpriseFactory.create(), role="enterprise_member")
        client = as_user(person)
        with django_assert_max_num_queries(4):
            client.get("/accounts/menu/")
        with django_assert_max_num_queries(7):
            client.get("/accounts/")

    def test_the_list_of_people_costs_the_same_with_many_people(self, django_assert_max_num_queries: Any) -> None:
        enterprise = EnterpriseFactory.create()
        owner = a_member("enterprise_owner", enterprise=enterprise)
        for _n in range(12):
            a_member("enterprise_member", enterprise=enterprise)
        client = as_user(owner)
        with django_assert_max_num_queries(9):
            client.get(f"/accounts/people/{enterprise.pk}/")

    def test_memberships_are_shown_with_their_validity(self) -> None:
        enterprise = EnterpriseFactory.create()
        person = UserFactory.create()
        MembershipFactory.create(
            user=person, enterprise=enterprise, role="enterprise_member", valid_to=clock.today() + timedelta(days=9)
        )
        page = as_user(person).get("/en/accounts/").content.decode()
        assert enterprise.name_zh in page
        assert (clock.today() + timedelta(days=9)).isoformat() in page


def test_every_role_explains_itself_and_no_administrator_sees_cases() -> None:
    for role in ROLES.values():
        assert str(role.name)
        assert str(role.description)
    cases = {Permission.VIEW_CENTRE_CASES, Permission.VIEW_ENTERPRISE_CASES, Permission.WORK_ON_CASES}
    assert not ROLES["administrator"].permissions & cases
    assert not ROLES["auditor"].permissions & cases


def test_no_role_can_be_stored_in_the_wrong_place() -> None:
    from django.db import IntegrityError

    with pytest.raises(IntegrityError):
        Membership.objects.create(user=UserFactory.create(), role="centre_officer", scope="centre")


def test_people_with_a_right_are_those_of_the_place_and_of_nowhere_nobody() -> None:
    centre = CentreFactory.create()
    officer, editor = a_member("centre_officer", centre=centre), a_member("editor")
    a_member("centre_officer", centre=CentreFactory.create())
    gone = a_member("centre_officer", centre=centre)
    end_memberships(gone)
    both = (Permission.WORK_ON_CASES, Permission.EDIT_GUIDE)
    assert list(people_with(*both, centre=centre.pk)) == [officer]
    assert list(people_with(*both)) == [editor]
    assert not people_with(*both, centre=None).exists()
