"""A cast around one case, and a client for each of them."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from portal.accounts.models import User
from tests import clients
from tests.factories.disputes import Cast


@pytest.fixture
def cast() -> Cast:
    return Cast()


@pytest.fixture
def as_user() -> Callable[[User], Client]:
    """`as_user(cast.owner).get("/cases/")`"""

    return clients.as_user


@pytest.fixture
def intake_data() -> dict[str, Any]:
    """What a person types at least for a new company, as a browser sends it."""
    from tests.factories.accounts import NationalCentreFactory, a_credit_code
    from tests.factories.disputes import DisputeTypeFactory
    from tests.factories.reference import CityFactory, JurisdictionFactory

    NationalCentreFactory.create()
    city = CityFactory.create()
    return {
        "key": "6b1e0f9e-0000-4000-8000-000000000001",
        "what_happened": "有人在美国抢注了我们的商标，亚马逊下架了我们的商品。",
        "our_role": "squatted",
        "jurisdiction": JurisdictionFactory.create().pk,
        "dispute_type": DisputeTypeFactory.create().pk,
        "right": "trademark",
        "company": "new",
        "company_name": "宁波新创电器有限公司",
        "uscc": a_credit_code(990001),
        "province": city.province_id,
        "city": city.pk,
        "contact_name": "王芳",
        "contact_phone": "0574-87000000",
        "consent": "on",
        "submit": "yes",
    }


@pytest.fixture
def emergency_officer() -> User:
    """Of the only staffed centre of the province; on duty now."""
    from datetime import timedelta

    from portal.lib import clock
    from tests.factories.accounts import GuidanceCentreFactory, a_member
    from tests.factories.emergencies import the_ground
    from tests.factories.webhooks import DutyShiftFactory

    the_ground()
    centre = GuidanceCentreFactory.create()
    person = a_member("centre_officer", centre=centre)
    DutyShiftFactory.create(
        centre=centre,
        person=person,
        starts_at=clock.now() - timedelta(hours=1),
        ends_at=clock.now() + timedelta(hours=9),
        phone="0574-8700 1234",
    )
    return person
