"""Demonstration people, an enterprise and a centre, all marked 演示 and never counted.

The officers of the demonstration centre also work for the national centre: no other centre is staffed on a fresh
installation, so whatever a visitor files reaches somebody who can be played.
"""

from datetime import date, time, timedelta

from allauth.account.models import EmailAddress
from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.db import transaction

from portal.accounts.actions.memberships import Spot, add_membership
from portal.accounts.actions.people import record_consent
from portal.accounts.models import CentreHours, Enterprise, GuidanceCentre, User
from portal.lib import clock
from portal.reference.models import City, Industry, Jurisdiction, Province

ENTERPRISE, CENTRE, EXPERT, PORTAL = (
    "demo-enterprise.example",
    "demo-centre.example",
    "demo-expert.example",
    "demo-portal.example",
)
# Address, name, role; where the role applies follows from the host of the address.
PEOPLE = [
    (f"owner@{ENTERPRISE}", "演示 林晓（企业负责人）", "enterprise_owner"),
    (f"member@{ENTERPRISE}", "演示 何静（企业成员）", "enterprise_member"),
    (f"subscriber@{ENTERPRISE}", "演示 吴订阅（预警订阅人）", "enterprise_member"),
    (f"officer@{CENTRE}", "演示 陈平（中心工作人员）", "centre_officer"),
    (f"reviewer@{CENTRE}", "演示 赵审（中心审核人）", "centre_reviewer"),
    (f"head@{CENTRE}", "演示 周主任（中心负责人）", "centre_head"),
    (f"expert@{EXPERT}", "演示 孙专家（专家）", "expert"),
    (f"shen@{EXPERT}", "演示 沈专家（专家）", "expert"),
    (f"author@{PORTAL}", "演示 郑拟稿（预警拟稿人）", "warning_author"),
    (f"issuer@{PORTAL}", "演示 钱签发（预警签发人）", "warning_issuer"),
    (f"editor@{PORTAL}", "演示 许编辑（指引编辑）", "editor"),
    (f"legal@{PORTAL}", "演示 曹法审（法律审核人）", "legal_reviewer"),
    (f"publisher@{PORTAL}", "演示 魏发布（发布人）", "publisher"),
    (f"admin@{PORTAL}", "演示 蒋管理（系统管理员）", "administrator"),
]
# Made up, with a check digit that fits: the pages check it like any other.
USCC = "91330200MADEM0001U"
# No such number can be dialled.
DUTY_PHONE = "0574-0000 0001"


@transaction.atomic
def create_demo(*, password: str) -> None:
    """Add what is missing; the password of all demonstration people becomes `password`.

    Needs the reference data: provinces, cities and the national centre.
    """
    enterprise, centre = _enterprise(), _centre()
    # One check and at most one hash for all of them: both are slow on purpose.
    first = User.objects.filter(email=PEOPLE[0][0]).first()
    encoded = first.password if first is not None and first.check_password(password) else make_password(password)
    national = GuidanceCentre.objects.filter(kind=GuidanceCentre.Kind.NATIONAL).order_by("slug").first()
    for address, name, role in PEOPLE:
        person = _person(address, name, encoded)
        host = address.partition("@")[2]
        spots = {ENTERPRISE: [Spot(enterprise=enterprise)], CENTRE: [Spot(centre=centre)]}.get(host, [Spot()])
        if host == CENTRE and national is not None:
            spots.append(Spot(centre=national))
        # They belong there for a while already, so that their cases may lie in the past.
        with clock.set_to(clock.now() - timedelta(days=90)):
            for spot in spots:
                add_membership(user=person, role=role, by=None, spot=spot)


def _person(address: str, name: str, encoded: str) -> User:
    person, _created = User.objects.get_or_create(email=address, defaults={"name": name, "is_demo": True})
    if person.password != encoded:
        person.password = encoded
        person.save(update_fields=["password"])
    EmailAddress.objects.get_or_create(user=person, email=address, defaults={"primary": True, "verified": True})
    record_consent(by=person, language=settings.LANGUAGE_CODE)
    return person


def _enterprise() -> Enterprise:
    city = City.objects.select_related("province").get(pk="330200")
    enterprise, created = Enterprise.objects.get_or_create(
        uscc=USCC,
        defaults={
            "name_zh": "（演示）宁波海晏照明电器有限公司",
            "name_en": "(Demo) Ningbo Haiyan Lighting Co., Ltd",
            "province": city.province,
            "city": city,
            "industry": Industry.objects.filter(pk="C38").first(),
            "key_industry": Industry.objects.filter(pk="KEY-LIGHT").first(),
            "size": "medium",
            "verified_at": clock.now(),
            "is_demo": True,
        },
    )
    if created:
        enterprise.export_markets.set(Jurisdiction.objects.filter(pk__in=["US", "DE", "GB"]))
    return enterprise


def _centre() -> GuidanceCentre:
    province = Province.objects.get(pk="330000")
    centre, created = GuidanceCentre.objects.get_or_create(
        slug="demo",
        defaults={
            "kind": GuidanceCentre.Kind.LOCAL,
            "name_zh": "（演示）指导中心示范分中心",
            "name_en": "(Demo) Sample sub-centre",
            "province": province,
            "city": City.objects.filter(pk="330200").first(),
            "jurisdiction": Jurisdiction.objects.get(pk="CN"),
            "phone": "0574-0000 0000",
            "duty_phone": DUTY_PHONE,
            "fact_status": "demo",
            "note": "Made for the demonstration; it does not exist.",
            "is_demo": True,
        },
    )
    if not centre.duty_phone:  # made before demonstrations had one
        GuidanceCentre.objects.filter(pk=centre.pk).update(duty_phone=DUTY_PHONE)
    if created:
        CentreHours.objects.create(
            centre=centre, valid_from=date(2020, 1, 1), opens=time(9, 0), closes=time(17, 30), calendar="CN"
        )
    return centre
