"""Outside counsel: invited to one case, sees that one, and goes when the owner says so."""

from collections.abc import Callable

import pytest
from django.test import Client

from disputes.actions.inviting import invite_counsel
from disputes.models import Case
from portal.accounts.models import Invitation, Membership, User
from portal.lib.errors import NotAllowed
from portal.notices.models import Notice
from tests.factories.accounts import UserFactory
from tests.factories.disputes import CaseFactory, Cast

pytestmark = pytest.mark.django_db
As = Callable[[User], Client]


@pytest.fixture
def cast() -> Cast:
    return Cast(kind="guidance", state="in_guidance", held=True)


@pytest.fixture
def lawyer() -> User:
    return UserFactory.create(email="lawyer@firm.example")


def address(case: Case) -> str:
    return f"/cases/{case.reference}/counsel/"


def accept(as_user: As, lawyer: User) -> str:
    link = str(Notice.objects.get(kind="accounts.invitation").payload["link"])
    response = as_user(lawyer).post(link[link.index("/accounts/") :])
    return str(response["Location"])


def test_counsel_is_invited_accepts_and_sees_this_case_alone(cast: Cast, lawyer: User, as_user: As) -> None:
    sent = as_user(cast.owner).post(address(cast.case), {"email": lawyer.email})
    assert sent["Location"] == address(cast.case)
    assert accept(as_user, lawyer) == f"/cases/{cast.case.reference}/"
    other = CaseFactory.create(enterprise=cast.enterprise, claim=None)
    client = as_user(lawyer)
    assert client.get(f"/cases/{cast.case.reference}/").status_code == 200
    assert client.get(f"/cases/{other.reference}/").status_code == 404
    kinds = list(cast.case.events.values_list("kind", flat=True))
    assert kinds == ["counsel_invited", "counsel_joined"]


def test_counsel_writes_and_does_not_decide(cast: Cast, lawyer: User, as_user: As) -> None:
    invite_counsel(case=cast.case, by=cast.owner, email=lawyer.email)
    accept(as_user, lawyer)
    client, page = as_user(lawyer), f"/cases/{cast.case.reference}"
    assert client.post(f"{page}/write/", {"write-text": "答辩草稿已备好。"}).status_code == 302
    cast.case.refresh_from_db()
    assert client.post(f"{page}/withdraw/", {"version": str(cast.case.version)}).status_code == 403
    assert client.get(address(cast.case)).status_code == 404


def test_the_owner_ends_it_and_the_case_is_closed_to_them(cast: Cast, lawyer: User, as_user: As) -> None:
    invite_counsel(case=cast.case, by=cast.owner, email=lawyer.email)
    accept(as_user, lawyer)
    membership = Membership.objects.get(user=lawyer)
    ended = as_user(cast.owner).post(f"/accounts/memberships/{membership.pk}/end/")
    assert ended["Location"] == f"/cases/{cast.case.reference}/"
    assert as_user(lawyer).get(f"/cases/{cast.case.reference}/").status_code == 404


def test_an_open_invitation_is_taken_back(cast: Cast, lawyer: User, as_user: As) -> None:
    invitation = invite_counsel(case=cast.case, by=cast.owner, email=lawyer.email)
    as_user(cast.owner).post(f"/accounts/invitations/{invitation.pk}/revoke/")
    assert Invitation.objects.get().revoked_at is not None


@pytest.mark.parametrize("who", ["member", "counsel", "officer", "head", "stranger"])
def test_nobody_but_the_owner_invites(cast: Cast, who: str) -> None:
    with pytest.raises(NotAllowed):
        invite_counsel(case=cast.case, by=getattr(cast, who), email="other@firm.example")
    assert not Invitation.objects.exists()


@pytest.mark.parametrize("who", ["member", "officer", "stranger"])
def test_nobody_but_the_owner_finds_the_page_or_ends_a_role(cast: Cast, lawyer: User, as_user: As, who: str) -> None:
    invite_counsel(case=cast.case, by=cast.owner, email=lawyer.email)
    accept(as_user, lawyer)
    client = as_user(getattr(cast, who))
    assert client.get(address(cast.case)).status_code == 404
    membership = Membership.objects.get(user=lawyer)
    assert client.post(f"/accounts/memberships/{membership.pk}/end/").status_code == 404
    membership.refresh_from_db()
    assert membership.ended_at is None


def test_a_wrong_address_is_told_beside_the_field(cast: Cast, as_user: As) -> None:
    response = as_user(cast.owner).post(address(cast.case), {"email": "keine adresse"})
    assert response.status_code == 400
    assert "keine adresse" in response.content.decode()
