"""The factories make rows that the database and the log-in accept."""

import pytest
from allauth.account.models import EmailAddress
from stdnum.cn import uscc

from tests.factories.accounts import (
    PASSWORD,
    CentreFactory,
    ClaimFactory,
    EnterpriseFactory,
    NationalCentreFactory,
    UserFactory,
    a_member,
)

pytestmark = pytest.mark.django_db


def test_a_person_has_a_confirmed_address_and_the_known_password() -> None:
    user = UserFactory.create()
    assert user.check_password(PASSWORD)
    assert EmailAddress.objects.get(user=user).verified


def test_an_enterprise_has_a_valid_credit_code() -> None:
    assert uscc.is_valid(EnterpriseFactory.create().uscc)
    assert uscc.is_valid(ClaimFactory.create().uscc)


def test_a_member_stands_in_the_place_that_was_named() -> None:
    centre, enterprise = CentreFactory.create(), EnterpriseFactory.create()
    assert a_member("centre_officer", centre=centre).memberships.get().scope == "centre"
    assert a_member("enterprise_owner", enterprise=enterprise).memberships.get().scope == "enterprise"
    assert a_member("editor").memberships.get().scope == "network"


def test_there_is_one_national_centre() -> None:
    assert NationalCentreFactory.create() == NationalCentreFactory.create()
