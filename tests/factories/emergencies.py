"""Emergencies for tests: they come in through the action, as everybody's do."""

import uuid
from typing import Any

from django.test import override_settings

from disputes.actions.emergencies import Emergency, file_emergency
from disputes.models import Case, EmergencyFiling
from portal.accounts.models import User
from tests.factories.accounts import NationalCentreFactory
from tests.factories.disputes import DisputeTypeFactory
from tests.factories.reference import JurisdictionFactory, ProvinceFactory

KINDS = ("schedule_a", "preliminary_injunction", "criminal", "trade_fair", "customs")


def the_ground() -> None:
    """The reference data that the door needs: its kinds of dispute, a place, and a centre of last resort."""
    NationalCentreFactory.create()
    for code in KINDS:
        DisputeTypeFactory.create(code=code, default_role="respondent")


def told(**more: Any) -> Emergency:
    """A frozen shop, told from a telephone."""
    return Emergency(
        **{
            "kind": "frozen",
            "jurisdiction": JurisdictionFactory.create(code="US"),
            "what_happened": "店铺资金被冻结，收到一封英文邮件。",
            "province": ProvinceFactory.create(),
            "company": "宁波小店",
            "phone": "138 0013 8000",
            **more,
        }
    )


def a_filing(
    *, by: User | None = None, network: str = "203.0.113.0", key: uuid.UUID | None = None, **more: Any
) -> EmergencyFiling:
    return file_emergency(key=key or uuid.uuid4(), told=told(**more), consent=True, network=network, by=by)


def a_waiting_filing(**more: Any) -> EmergencyFiling:
    """One that came above the limit, so that somebody must confirm it."""
    with override_settings(EMERGENCY_PER_MINUTE=0):
        return a_filing(**more)


def case_of(filing: EmergencyFiling) -> Case:
    assert filing.case is not None
    return filing.case
