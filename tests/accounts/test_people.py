"""Roles, invitations and validity: who lets whom in, who is out, and nobody is locked out for good."""

import re
from datetime import timedelta

import pytest
from django.core import mail
from django.test import Client

from portal.accounts.access import require, rights_of
from portal.accounts.actions.invitations import accept_invitation, invite
from portal.accounts.actions.memberships import Spot, end_membership, grant_membership
from portal.accounts.models import AuditEvent, Invitation, User
from portal.accounts.permissions import Permission
from portal.lib import clock
from portal.lib.errors import Conflict, Invalid, NotAllowed
from portal.notices.delivery import deliver_due
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


def mailed_link(to: str) -> str:
    deliver_due()
    body = next(str(sent.body) for sent in reversed(mail.outbox) if sent.to == [to])
    found = re.search(r"https?://[^/\s]+(/\S*invitations/\S+)", body)
    assert found, body
    return found.group(1)


class TestInviting:
    def test_an_owner_invites_a_colleague_who_has_an_account(self) -> None:
        enterprise = EnterpriseFactory.create()
        owner, colleague = a_member("enterprise_owner", enterprise=enterprise), UserFactory.create()
        page = f"/accounts/people/{enterprise.pk}/"
        as_user(owner).post(page, {"email": colleague.email.upper(), "role": "enterprise_member"})
        link = mailed_link(colleague.email)
        client = as_user(colleague)
        assert enterprise.name_zh in client.get(link).content.decode()
        assert not colleague.memberships.exists(), "opening the link alone must not accept"
        client.post(link)
        assert colleague.memberships.get().role == "enterprise_member"
        assert client.get(page).status_code == 200
        verbs = set(AuditEvent.objects.values_list("verb", flat=True))
        assert {"invitation.sent", "invitation.accepted", "membership.granted"} <= verbs

    def test_a_newcomer_signs_up_through_the_link_and_comes_back_to_it(self) -> None:
        centre = CentreFactory.create()
        head = a_member("centre_head", centre=centre)
        as_user(head).post(f"/triage/people/{centre.slug}/", {"email": "new@example.com", "role": "centre_officer"})
        link = mailed_link("new@example.com")
        client = Client()
        assert "signup" in client.get(link).content.decode()
        signup = {
            "name": "新人",
            "email": "new@example.com",
            "password1": "quiet river 27 stones",
            "password2": "quiet river 27 stones",
            "language": "zh-hans",
            "consent": "on",
            "next": link,
        }
        assert client.post("/accounts/signup/", signup).headers["Location"] == link
        client.post(link)
        assert rights_of(User.objects.get(email="new@example.com")).may(Permission.WORK_ON_CASES, centre=centre.pk)

    def test_the_administrator_invites_a_head_and_a_head_invites_officers_of_the_own_centre_only(self) -> None:
        centre = CentreFactory.create()
        administrator, head = a_member("administrator"), a_member("centre_head", centre=centre)
        invite(email="a@example.com", role="centre_head", by=administrator, spot=Spot(centre=centre))
        invite(email="b@example.com", role="centre_officer", by=head, spot=Spot(centre=centre))
        refused = [
            (administrator, "centre_officer", Spot(centre=centre)),
            (head, "centre_head", Spot(centre=centre)),
            (head, "centre_officer", Spot(centre=CentreFactory.create())),
            (head, "administrator", Spot()),
            (head, "enterprise_owner", Spot(enterprise=EnterpriseFactory.create())),
        ]
        for by, role, spot in refused:
            with pytest.raises(NotAllowed):
                invite(email="c@example.com", role=role, by=by, spot=spot)

    @pytest.mark.parametrize("role", ["emperor", "centre_head", "administrator"])
    def test_a_role_that_does_not_belong_there_is_refused(self, role: str) -> None:
        enterprise = EnterpriseFactory.create()
        owner = a_member("enterprise_owner", enterprise=enterprise)
        with pytest.raises(Invalid):
            invite(email="a@example.com", role=role, by=owner, spot=Spot(enterprise=enterprise))

    def test_a_wrong_address_is_refused_and_nothing_typed_is_lost(self) -> None:
        enterprise = EnterpriseFactory.create()
        owner = a_member("enterprise_owner", enterprise=enterprise)
        response = as_user(owner).post(
            f"/accounts/people/{enterprise.pk}/", {"email": "no address", "role": "enterprise_member"}
        )
        assert response.status_code == 400
        assert "no address" in response.content.decode()

    def test_a_member_invites_nobody(self) -> None:
        enterprise = EnterpriseFactory.create()
        member = a_member("enterprise_member", enterprise=enterprise)
        response = as_user(member).post(
            f"/accounts/people/{enterprise.pk}/", {"email": "a@example.com", "role": "enterprise_member"}
        )
        assert response.status_code == 403
        assert not Invitation.objects.exists()


class TestTheLink:
    @pytest.fixture
    def owner(self) -> User:
        return a_member("enterprise_owner", enterprise=EnterpriseFactory.create(), language="en")

    def invited(self, owner: User, email: str) -> str:
        enterprise = owner.memberships.get().enterprise
        invite(email=email, role="enterprise_member", by=owner, spot=Spot(enterprise=enterprise))
        return mailed_link(email)

    def test_it_works_once(self, owner: User) -> None:
        colleague = UserFactory.create()
        link = self.invited(owner, colleague.email)
        client = as_user(colleague)
        assert client.post(link).status_code == 302
        assert client.post(link).status_code == 410
        assert colleague.memberships.count() == 1

    def test_another_person_is_told_so_and_gets_nothing(self, owner: User) -> None:
        link = self.invited(owner, "colleague@example.com")
        other = UserFactory.create()
        client = as_user(other)
        assert "This invitation is for somebody else" in client.get(link).content.decode()
        refused = client.post(link)
        assert refused.status_code == 403
        assert "c***@example.com" in refused.content.decode()
        assert not other.memberships.exists()

    def test_it_expires(self, owner: User) -> None:
        colleague = UserFactory.create()
        link = self.invited(owner, colleague.email)
        with clock.set_to(clock.now() + timedelta(days=15)):
            assert "has expired" in as_user(colleague).get(f"/en{link}").content.decode()

    def test_it_can_be_taken_back(self, owner: User) -> None:
        colleague = UserFactory.create()
        link = self.invited(owner, colleague.email)
        as_user(owner).post(f"/accounts/invitations/{Invitation.objects.get().pk}/revoke/")
        assert as_user(colleague).get(link).status_code == 410

    def test_a_new_offer_replaces_the_old_link(self, owner: User) -> None:
        colleague = UserFactory.create()
        first = self.invited(owner, colleague.email)
        with clock.set_to(clock.now() + timedelta(minutes=2)):
            second = self.invited(owner, colleague.email)
        client = as_user(colleague)
        assert client.get(first).status_code == 410
        assert client.get(second).status_code == 200

    def test_a_doubled_click_sends_one_link(self, owner: User) -> None:
        colleague = UserFactory.create()
        first, second = (self.invited(owner, colleague.email) for _n in range(2))
        assert first == second
        assert Invitation.objects.count() == 1

    def test_nobody_mails_strangers_without_end(self, owner: User, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr("portal.accounts.actions.invitations.MAX_OPEN", 1)
        self.invited(owner, "one@example.com")
        with pytest.raises(Conflict, match="Too many"):
            self.invited(owner, "two@example.com")

    def test_it_opens_nothing_once_the_inviter_may_not_invite_any_more(self, owner: User) -> None:
        colleague = UserFactory.create()
        token = self.invited(owner, colleague.email).rstrip("/").rpartition("/")[2]
        end_memberships(owner)
        with pytest.raises(Conflict, match="may no longer"):
            accept_invitation(token=token, by=colleague)

    def test_only_a_hash_of_it_is_stored(self, owner: User) -> None:
        token = self.invited(owner, "a@example.com").rstrip("/").rpartition("/")[2]
        assert Invitation.objects.get().token_hash != token

    def test_who_takes_it_up_without_an_account_open_comes_back_to_it(self, owner: User) -> None:
        link = self.invited(owner, UserFactory.create().email)
        assert Client().post(link).headers["Location"] == f"/accounts/login/?next={link}"

    def test_a_made_up_link_says_it_is_not_valid(self) -> None:
        response = Client().get("/en/accounts/invitations/made-up/")
        assert response.status_code == 410
        assert "not valid" in response.content.decode()


class TestValidity:
    def test_a_membership_counts_on_its_last_day_and_not_on_the_next(self) -> None:
        membership = MembershipFactory.create(centre=CentreFactory.create(), valid_to=clock.today())

        def may() -> bool:
            return rights_of(membership.user).may(Permission.WORK_ON_CASES, centre=membership.centre_id)

        assert may()
        with clock.set_to(clock.now() + timedelta(days=1)):
            assert not may()

    def test_a_membership_does_not_count_before_its_first_day(self) -> None:
        membership = MembershipFactory.create(
            centre=CentreFactory.create(), valid_from=clock.today() + timedelta(days=1)
        )
        assert not rights_of(membership.user).may(Permission.WORK_ON_CASES, centre=membership.centre_id)

    def test_a_closed_account_has_no_rights(self) -> None:
        person = a_member("administrator", is_active=False)
        with pytest.raises(NotAllowed):
            require(person, Permission.GRANT_ROLE)

    def test_a_superuser_flag_opens_nothing(self) -> None:
        person = UserFactory.create(is_superuser=True)
        with pytest.raises(NotAllowed):
            require(person, Permission.GRANT_ROLE)
        assert as_user(person).get("/admin/accounts/user/").status_code == 302

    def test_a_last_day_in_the_past_is_refused(self) -> None:
        with pytest.raises(Invalid, match="past"):
            grant_membership(
                user=UserFactory.create(),
                role="editor",
                by=a_member("administrator"),
                spot=Spot(),
                valid_to=clock.today() - timedelta(days=1),
            )

    def test_the_same_role_twice_is_one_membership_with_the_later_date(self) -> None:
        person, administrator = UserFactory.create(), a_member("administrator")
        until = clock.today() + timedelta(days=30)
        for valid_to in (None, until):
            grant_membership(user=person, role="editor", by=administrator, spot=Spot(), valid_to=valid_to)
        assert person.memberships.get().valid_to == until


class TestEnding:
    def test_an_owner_ends_a_colleague_who_is_out_at_once(self) -> None:
        enterprise = EnterpriseFactory.create()
        owner = a_member("enterprise_owner", enterprise=enterprise)
        member = a_member("enterprise_member", enterprise=enterprise)
        page = f"/accounts/memberships/{member.memberships.get().pk}/end/"
        client = as_user(owner)
        assert client.get(page).status_code == 200
        assert member.memberships.get().ended_at is None
        client.post(page)
        assert not rights_of(member).memberships
        assert as_user(member).get(f"/accounts/people/{enterprise.pk}/").status_code == 404

    def test_people_may_leave(self) -> None:
        member = a_member("enterprise_member", enterprise=EnterpriseFactory.create())
        as_user(member).post(f"/accounts/memberships/{member.memberships.get().pk}/end/")
        assert not rights_of(member).memberships

    def test_who_leaves_one_of_two_enterprises_ends_on_a_page_that_is_there(self) -> None:
        member = a_member("enterprise_member", enterprise=EnterpriseFactory.create())
        left = MembershipFactory.create(user=member, enterprise=EnterpriseFactory.create(), role="enterprise_member")
        response = as_user(member).post(f"/accounts/memberships/{left.pk}/end/", follow=True)
        assert response.status_code == 200

    def test_the_last_owner_stays(self) -> None:
        owner = a_member("enterprise_owner", enterprise=EnterpriseFactory.create())
        response = as_user(owner).post(f"/en/accounts/memberships/{owner.memberships.get().pk}/end/")
        assert response.status_code == 409
        assert "Name another one first" in response.content.decode()
        assert rights_of(owner).memberships

    def test_the_last_administrator_stays(self) -> None:
        administrator = a_member("administrator")
        with pytest.raises(Conflict, match="last"):
            end_membership(membership=administrator.memberships.get(), by=administrator)

    def test_an_owner_may_leave_when_another_one_is_there(self) -> None:
        enterprise = EnterpriseFactory.create()
        one, _two = (a_member("enterprise_owner", enterprise=enterprise) for _n in range(2))
        end_membership(membership=one.memberships.get(), by=one)
        assert not rights_of(one).memberships

    def test_the_last_head_goes_only_after_the_administrator_confirms(self) -> None:
        centre = CentreFactory.create()
        head = a_member("centre_head", centre=centre)
        page = f"/en/accounts/memberships/{head.memberships.get().pk}/end/"
        assert as_user(head).post(page, {"last_one_confirmed": "on"}).status_code == 409
        client = as_user(a_member("administrator"))
        asked = client.post(page)
        assert asked.status_code == 409
        assert "I know that the centre stays without a head" in asked.content.decode()
        assert client.post(page, {"last_one_confirmed": "on"}).status_code == 302
        assert not rights_of(head).memberships

    def test_a_stranger_finds_no_membership_to_end(self) -> None:
        officer = a_member("centre_officer", centre=CentreFactory.create())
        elsewhere = a_member("centre_head", centre=CentreFactory.create())
        page = f"/accounts/memberships/{officer.memberships.get().pk}/end/"
        assert as_user(elsewhere).post(page).status_code == 404
        assert rights_of(officer).memberships

    def test_a_colleague_without_the_right_is_told_so(self) -> None:
        enterprise = EnterpriseFactory.create()
        one, two = (a_member("enterprise_member", enterprise=enterprise) for _n in range(2))
        response = as_user(one).post(f"/en/accounts/memberships/{two.memberships.get().pk}/end/")
        assert response.status_code == 403
        assert "Your role does not allow this" in response.content.decode()

    def test_what_has_ended_cannot_end_again(self) -> None:
        member = a_member("enterprise_member", enterprise=EnterpriseFactory.create())
        membership = member.memberships.get()
        end_membership(membership=membership, by=member)
        with pytest.raises(Conflict, match="ended already"):
            end_membership(membership=membership, by=member)
