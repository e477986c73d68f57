"""Demonstration cases in several states, all marked 演示 and never counted.

They are made by the same actions that people use, so that timelines, mails and clocks are real.
"""

import uuid
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from django.db import transaction

from disputes import demo_emergency, demo_guidance, demo_playbooks
from disputes.actions.answering import add_note, answer_case, ask_back, refuse_case, reply
from disputes.actions.ending import close_case
from disputes.actions.holding import take_case
from disputes.actions.intake import Contact, submit_case
from disputes.actions.rating import rate_case
from disputes.choices import OurRole, RefusalReason, Right, ServiceChannel
from disputes.demo_guidance import came_on
from disputes.models import Case
from laws.citations import Citation
from laws.models import Law
from portal.accounts.models import User
from portal.lib import clock
from portal.reference.models import DisputeType, Jurisdiction

# The keys of the demonstration: a second run finds the same cases.
SPACE = uuid.UUID("5d0f2f5e-3c0a-4a0b-9d53-6f3f0d4f7a10")


@dataclass(frozen=True)
class Scene:
    """One case: what is filed, how many days ago, and what happens next."""

    key: str
    kind: str
    place: str
    right: Right
    role: OurRole
    story: str
    days_ago: int
    then: Callable[[Case, User, User], None] = lambda case, owner, officer: None
    more: dict[str, Any] = field(default_factory=dict)
    papers_came: int | None = None  # days before the filing; the deadlines are counted from there


def _waiting(case: Case, owner: User, officer: User) -> None:
    take_case(case=case, by=officer)
    ask_back(case=case, by=officer, text="（演示）请补充：通知书的送达日期和方式，以及贵公司最早的使用证据。")


def _working(case: Case, owner: User, officer: User) -> None:
    _waiting(case, owner, officer)
    reply(case=case, by=owner, text="（演示）通知是平台于上周三发来的，2019 年起我们就在当地销售。")
    add_note(case=case, by=officer, text="（演示）对方名下还有多件同类申请，可合并处理。")


def _answered(case: Case, owner: User, officer: User) -> None:
    take_case(case=case, by=officer)
    answer_case(
        case=case,
        by=officer,
        text="（演示）建议先查明公告日，判断是否仍在异议期内；同时整理最早的使用证据，并尽快提交自己的申请。",
        citations=_a_law_of(case),
    )


def _closed(case: Case, owner: User, officer: User) -> None:
    _answered(case, owner, officer)
    rate_case(case=case, by=owner, rating=5, comment="（演示）很清楚，谢谢。")
    close_case(case=case, by=owner)


def _refused(case: Case, owner: User, officer: User) -> None:
    refuse_case(
        case=case,
        by=officer,
        reason=RefusalReason.NOT_IP,
        text="（演示）货款纠纷不属于知识产权事项，抱歉我们无法办理。",
        other_body="中国国际经济贸易仲裁委员会",
    )


def _a_law_of(case: Case) -> list[Citation]:
    """The first law in force there on the right at issue."""
    laws = Law.objects.filter(jurisdiction=case.jurisdiction_id, status="in_force", subjects__subject=case.right)
    law = laws.order_by("ref").first()
    return [("law", law.ref)] if law else []


SCENES = (
    Scene(
        "frozen",
        "schedule_a",
        "US",
        Right.TRADEMARK,
        OurRole.ACCUSED,
        "（演示）昨天起平台店铺资金被冻结，收到一封英文邮件，说我们被列入批量诉讼，不知道该怎么办。",
        0,
        more={
            "measures": ["freeze", "tro"],
            "service_channel": ServiceChannel.EMAIL,
            "amount_at_risk": 180_000,
            "amount_currency": "USD",
            "forum_name": "平台与法院",
        },
        papers_came=1,
    ),
    Scene(
        "waiting",
        "tm_squatting",
        "DE",
        Right.TRADEMARK,
        OurRole.SQUATTED,
        "（演示）当地经销商在德国注册了我们的商标，要求我们停止销售。",
        2,
        _waiting,
    ),
    Scene(
        "working",
        "platform",
        "GB",
        Right.DESIGN,
        OurRole.ACCUSED,
        "（演示）竞争对手以外观设计为由投诉，三款灯具被下架。",
        3,
        _working,
        {"measures": ["delisting"], "service_channel": ServiceChannel.PLATFORM},
    ),
    Scene(
        "answered",
        "tm_opposition",
        "US",
        Right.TRADEMARK,
        OurRole.RIGHT_HOLDER,
        "（演示）有人在美国申请了与我们近似的商标，想知道能否提出异议。",
        6,
        _answered,
    ),
    Scene(
        "closed",
        "licence_demand",
        "US",
        Right.PATENT,
        OurRole.ACCUSED,
        "（演示）收到一家公司的许可要求函，称我们的驱动电路使用了其专利。",
        20,
        _closed,
    ),
    Scene(
        "refused",
        "licence_contract",
        "DE",
        Right.OTHER,
        OurRole.THIRD_PARTY,
        "（演示）德国客户拖欠货款，想请中心帮助追讨。",
        9,
        _refused,
    ),
)


def create_demo(*, password: str) -> None:
    """Add the demonstration cases that are missing. Needs the demonstration people and the reference data."""
    owner = User.objects.filter(email="owner@demo-enterprise.example").first()
    officer = User.objects.filter(email="officer@demo-centre.example").first()
    if owner is None or officer is None:
        return
    for scene in SCENES:
        _play(scene, owner, officer)
    demo_emergency.create(officer)
    demo_guidance.create()
    people = demo_guidance.cast()
    if people is not None:
        demo_playbooks.create(people)


def _play(scene: Scene, owner: User, officer: User) -> None:
    key = uuid.uuid5(SPACE, scene.key)
    if Case.objects.filter(filer=owner, idempotency_key=key).exists():
        return
    kind = DisputeType.objects.filter(pk=scene.kind).first()
    place = Jurisdiction.objects.filter(pk=scene.place).first()
    membership = owner.memberships.filter(enterprise__isnull=False).select_related("enterprise").first()
    if kind is None or place is None or membership is None:
        return
    with clock.set_to(clock.now() - timedelta(days=scene.days_ago)), transaction.atomic():
        case = submit_case(
            by=owner,
            key=key,
            facts={
                "jurisdiction": place,
                "dispute_type": kind,
                "right": scene.right,
                "our_role": scene.role,
                "what_happened": scene.story,
                "consent": True,
                "consent_to_share": True,
                "received_on": came_on(scene.papers_came),
                **scene.more,
            },
            contact=Contact(name=owner.name, phone="0574-0000 0000", email=owner.email),
            enterprise=membership.enterprise,
        )
        scene.then(case, owner, officer)
