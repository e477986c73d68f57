"""Two people in the same moment: real threads on PostgreSQL, where two writers do run at once."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from threading import Barrier, BrokenBarrierError
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.utils import translation

from portal.accounts.actions import claims as claims_actions
from portal.accounts.actions.claims import Facts, claim_enterprise, verify_claim
from portal.accounts.actions.invitations import accept_invitation, invite
from portal.accounts.actions.memberships import Spot, end_membership
from portal.accounts.models import Enterprise, EnterpriseClaim, Membership
from portal.lib.errors import ActionError
from portal.notices.models import Notice
from tests.factories.accounts import (
    CentreFactory,
    EnterpriseFactory,
    NationalCentreFactory,
    UserFactory,
    a_credit_code,
    a_member,
)
from tests.factories.reference import CityFactory

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]

CODE = a_credit_code(900_002)


def at_once(*acts: Callable[[], Any]) -> list[Any]:
    """Run the acts at the same moment; a refused one gives its error."""
    gate = Barrier(len(acts))

    def run(act: Callable[[], Any]) -> Any:
        with translation.override("en"):
            gate.wait()
            try:
                return act()
            except ActionError as error:
                return error
            finally:
                connection.close()

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(run, acts))


def claim(by: Any) -> EnterpriseClaim:
    city = CityFactory.create()
    return claim_enterprise(
        by=by,
        uscc=CODE,
        facts=Facts(name_zh="宁波海晏照明有限公司", province=city.province, city=city),
        evidence=SimpleUploadedFile("licence.pdf", b"%PDF-1.7\n" + b"x" * 300),
        evidence_kind="licence",
    )


def test_one_person_clicking_twice_makes_one_claim() -> None:
    NationalCentreFactory.create()
    CityFactory.create()
    person = UserFactory.create()
    first, second = at_once(lambda: claim(person), lambda: claim(person))
    assert first == second
    assert EnterpriseClaim.objects.count() == 1


def test_of_two_officers_verifying_two_rivals_at_once_one_is_told_to_look_again() -> None:
    centre = CentreFactory.create(city=CityFactory.create())
    NationalCentreFactory.create()
    officers = [a_member("centre_officer", centre=centre) for _n in range(2)]
    claims = [claim(UserFactory.create()) for _n in range(2)]
    for row in claims:
        row.refresh_from_db()
    results = at_once(
        lambda: verify_claim(claim=claims[0], by=officers[0], version=claims[0].version),
        lambda: verify_claim(claim=claims[1], by=officers[1], version=claims[1].version),
    )
    assert sorted(isinstance(result, ActionError) for result in results) == [False, True]
    assert Enterprise.objects.count() == 1
    assert Membership.objects.filter(role="enterprise_owner").count() == 1


def test_two_officers_on_one_claim_decide_once() -> None:
    centre = CentreFactory.create(city=CityFactory.create())
    NationalCentreFactory.create()
    officers = [a_member("centre_officer", centre=centre) for _n in range(2)]
    row = claim(UserFactory.create())
    results = at_once(*(lambda by=by: verify_claim(claim=row, by=by, version=row.version) for by in officers))
    assert sorted(isinstance(result, ActionError) for result in results) == [False, True]
    assert Notice.objects.filter(kind="accounts.claim_verified").count() == 1


def test_two_owners_who_leave_at_once_leave_one_behind() -> None:
    enterprise = EnterpriseFactory.create()
    memberships = [a_member("enterprise_owner", enterprise=enterprise).memberships.get() for _n in range(2)]
    at_once(*(lambda m=m: end_membership(membership=m, by=m.user) for m in memberships))
    assert Membership.objects.filter(ended_at__isnull=True).count() == 1


def test_a_link_opened_twice_at_once_gives_one_membership(client: Client) -> None:
    enterprise = EnterpriseFactory.create()
    owner, colleague = a_member("enterprise_owner", enterprise=enterprise), UserFactory.create()
    invite(email=colleague.email, role="enterprise_member", by=owner, spot=Spot(enterprise=enterprise))
    token = str(Notice.objects.get(kind="accounts.invitation").payload["link"]).rstrip("/").rpartition("/")[2]
    at_once(*(lambda: accept_invitation(token=token, by=colleague) for _n in range(2)))
    assert colleague.memberships.count() == 1


def test_two_people_claiming_one_code_at_once_open_a_review(monkeypatch: pytest.MonkeyPatch) -> None:
    meeting, keep = Barrier(2), claims_actions._keep_evidence

    def keep_and_wait(*args: Any) -> None:
        """Both stand here, neither having looked for rivals; unless the second one had to wait for the first."""
        keep(*args)
        with suppress(BrokenBarrierError):
            meeting.wait(timeout=1)

    monkeypatch.setattr(claims_actions, "_keep_evidence", keep_and_wait)
    NationalCentreFactory.create()
    CityFactory.create()
    people = [UserFactory.create(language="en") for _n in range(2)]
    at_once(*(lambda by=by: claim(by) for by in people))
    assert list(EnterpriseClaim.objects.values_list("state", flat=True)) == ["disputed", "disputed"]
    told = Notice.objects.filter(kind="accounts.claim_disputed").values_list("recipient", flat=True)
    assert set(told) == {person.pk for person in people}
