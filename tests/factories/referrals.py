"""Grounds and departments of a referral, and what an officer writes into one."""

from datetime import date
from typing import Any

from factory.django import DjangoModelFactory

from disputes.actions.referring import ReferralFacts
from disputes.choices import ConsentGiven
from disputes.models import Ground, ReferralDepartment, ReferralGround
from portal.lib import clock


class GroundFactory(DjangoModelFactory[ReferralGround]):
    class Meta:
        model = ReferralGround
        django_get_or_create = ("ground", "valid_from")

    ground: Any = Ground.LICENCE_TERMS
    text_zh = "强制一揽子许可等行为"
    text_en = "Forced package licence"
    citation_zh = "第801号令第十四条第二项"
    citation_en = "Decree No. 801, art. 14(2)"
    valid_from: Any = date(2025, 5, 1)
    fact_status = "secondary"


class DepartmentFactory(DjangoModelFactory[ReferralDepartment]):
    class Meta:
        model = ReferralDepartment
        django_get_or_create = ("code",)

    code: Any = "mofcom"
    name_zh = "商务部"
    name_en = "Ministry of Commerce"


def a_referral(*, agreed: bool = True, **changes: Any) -> ReferralFacts:
    """Facts that fit: on `LICENCE_TERMS`, to `mofcom`; the rows they name are made."""
    GroundFactory.create()
    DepartmentFactory.create()
    given = {"consent": ConsentGiven.WRITTEN, "consent_by": "王芳", "consent_on": clock.today()} if agreed else {}
    facts: dict[str, Any] = {
        "ground": Ground.LICENCE_TERMS,
        "department": "mofcom",
        "facts": "对方要求接受全部专利的一揽子许可。",
        "products": "通信模块，HS 8517",
        "parties": "甲公司；Acme Licensing",
    }
    return ReferralFacts(**{**facts, **given, **changes})
