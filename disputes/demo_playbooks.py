"""Demonstration cases in which playbooks are played, marked 演示 and never counted.

One for each playbook that no other demonstration case plays, some steps of all of them ticked by either side, and a
licence dispute with its exchange log and a referral. Every step is the act that a person would do.
"""

import uuid
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction

from disputes.actions.answering import answer_case
from disputes.actions.exchanging import ExchangeFacts, add_exchange
from disputes.actions.holding import take_case
from disputes.actions.intake import Contact, submit_case
from disputes.actions.playing import add_playbook, tick_step
from disputes.actions.referring import ReferralFacts, make_referral, send_referral
from disputes.choices import ConsentGiven, OurRole, Right, ServiceChannel
from disputes.demo_guidance import Cast, Day
from disputes.models import Case, Direction, ExchangeKind, Ground, Playbook, PlaybookStep, ReferralGround, StepTick
from disputes.playbooks import playbooks_of
from disputes.states import OPEN_STATES
from portal.lib import clock
from portal.reference.models import DisputeType, Jurisdiction

SPACE = uuid.UUID("5d0f2f5e-3c0a-4a0b-9d53-6f3f0d4f7a12")


@dataclass(frozen=True)
class Scene:
    """One consultation, filed so many days ago; of its playbook the first `ticked` steps are done."""

    kind: str
    place: str
    right: Right
    role: OurRole
    story: str
    days_ago: int
    ticked: int
    more: dict[str, Any] = field(default_factory=dict)


SCENES = (
    Scene(
        "bulk_squatting", "TH", Right.TRADEMARK, OurRole.SQUATTED,
        "（演示）同一申请人在泰国一个月内申请了我们和同行的二十多个商标。", 4, 3,
    ),
    Scene(
        "customs", "DE", Right.DESIGN, OurRole.ACCUSED,
        "（演示）一个集装箱的灯具在汉堡被海关扣留，买方转来德文通知。", 1, 2,
        {"measures": ["detention"], "service_channel": ServiceChannel.POST},
    ),
    Scene(
        "customs_rightholder", "FR", Right.TRADEMARK, OurRole.RIGHT_HOLDER,
        "（演示）法国海关通知查到疑似仿冒我们品牌的玩具。", 2, 3,
    ),
    Scene(
        "trade_fair", "DE", Right.PATENT, OurRole.ACCUSED,
        "（演示）展会第二天，对方律师带着一份德文命令要求撤下展品。", 0, 2,
    ),
    Scene(
        "preliminary_injunction", "DE", Right.PATENT, OurRole.ACCUSED,
        "（演示）慕尼黑法院发出禁令，要求立即停止销售一款净水器。", 3, 4, {"measures": ["tro"]},
    ),
    Scene(
        "domain_name", "US", Right.DOMAIN, OurRole.ACCUSED,
        "（演示）收到争议解决机构邮件，对方要求转移我们用了八年的域名。", 5, 4,
    ),
    Scene(
        "trade_secret", "US", Right.TRADE_SECRET, OurRole.ACCUSED,
        "（演示）美国公司来函称我们一名工程师带走了其工艺资料。", 6, 3,
    ),
    Scene(
        "ai_counterfeit", "US", Right.COPYRIGHT, OurRole.RIGHT_HOLDER,
        "（演示）平台上出现用人工智能仿制我们卡通形象的手机壳。", 3, 2,
    ),
)  # fmt: skip
LICENCE = Scene(
    "sep_frand", "DE", Right.PATENT, OurRole.ACCUSED,
    "（演示）一家标准必要专利权利人要求为全部通信模块接受全球一揽子许可。", 40, 6,
    {"counterparty": "（演示）Wellenwerk Licensing GmbH"},
)  # fmt: skip
# Days after the filing, who wrote, what, and the royalty as it was written.
EXCHANGES = (
    (0, Direction.TO_US, ExchangeKind.NOTICE, "（演示）来函列出六项专利和两个标准，要求取得许可", ""),
    (2, Direction.FROM_US, ExchangeKind.WILLINGNESS, "（演示）书面表明愿意按 FRAND 条件取得许可", ""),
    (9, Direction.TO_US, ExchangeKind.CHARTS, "（演示）寄来两项专利的权利要求对照表", ""),
    (
        16,
        Direction.TO_US,
        ExchangeKind.OFFER,
        "（演示）提出全球一揽子许可要约，要求不得质疑专利有效性",
        "每台 0.60 欧元",
    ),
    (30, Direction.FROM_US, ExchangeKind.COUNTER_OFFER, "（演示）提出书面反要约并附计算过程", "每台 0.11 欧元"),
)
NOTES = ("（演示）已截屏存证", "", "（演示）中心已电话核对", "")


def create(cast: Cast) -> None:
    """Add what is missing. Needs the reference data: without a playbook nothing is played."""
    for scene in SCENES:
        _consultation(scene, cast)
    _licence_dispute(cast)
    _tick_the_others(cast)


def _consultation(scene: Scene, cast: Cast) -> Case | None:
    """File the case and tick its steps; None when it was there before, or something it needs is missing."""
    key = uuid.uuid5(SPACE, scene.kind)
    kind = DisputeType.objects.filter(pk=scene.kind).first()
    place = Jurisdiction.objects.filter(pk=scene.place).first()
    membership = cast.owner.memberships.filter(enterprise__isnull=False).select_related("enterprise").first()
    known = Case.objects.filter(filer=cast.owner, idempotency_key=key).exists()
    if known or kind is None or place is None or membership is None:
        return None
    day = Day(scene.days_ago)
    with transaction.atomic():
        with day(0):
            case = submit_case(
                by=cast.owner,
                key=key,
                facts={
                    "jurisdiction": place,
                    "dispute_type": kind,
                    "right": scene.right,
                    "our_role": scene.role,
                    "what_happened": scene.story,
                    "consent": True,
                    "consent_to_share": True,
                    **scene.more,
                },
                contact=Contact(name=cast.owner.name, phone="0574-0000 0000", email=cast.owner.email),
                enterprise=membership.enterprise,
            )
            take_case(case=case, by=cast.officer)
        if scene.days_ago:
            with day(0.01):
                answer_case(case=case, by=cast.officer, text="（演示）已列出应对流程，请按步骤办理，有新文书当天上传。")
        _tick(case, cast, day, scene.ticked)
    return case


def _tick(case: Case, cast: Cast, day: Day, number: int) -> None:
    """The first steps of the first playbook, in turn by the enterprise and the officer."""
    steps: list[PlaybookStep] = [step for playbook in playbooks_of(case)[:1] for step in playbook.in_use]
    for count, step in enumerate(steps[:number]):
        with day(0.1 + count / 4):
            by = cast.officer if step.who == "centre" else cast.owner
            tick_step(case=case, by=by, step=step, note=NOTES[count % len(NOTES)])


def _licence_dispute(cast: Cast) -> None:
    """The exchange log from the notice to the counter-offer, and a referral for the terms that were asked for."""
    case = _consultation(LICENCE, cast)
    if case is None:
        return
    day = Day(LICENCE.days_ago)
    with transaction.atomic():
        for after, direction, kind, summary, rate in EXCHANGES:
            with day(after + 0.5):
                by = cast.owner if direction == Direction.FROM_US else cast.officer
                facts = ExchangeFacts(on=clock.today(), direction=direction, kind=kind, summary=summary, rate=rate)
                add_exchange(case=case, by=by, facts=facts)
        letters = Playbook.objects.filter(pk="licence_demand").first()
        if letters is not None:
            with day(31):
                add_playbook(case=case, by=cast.officer, playbook=letters)
        with day(32):
            if not ReferralGround.objects.in_force(clock.today()).filter(ground=Ground.LICENCE_TERMS).exists():
                return
            referral = make_referral(
                case=case,
                by=cast.officer,
                facts=ReferralFacts(
                    ground=Ground.LICENCE_TERMS,
                    department="mofcom",
                    facts="（演示）权利人要求接受全部专利的一揽子许可，并在合同中约定不得质疑专利有效性，否则终止谈判。",
                    products="（演示）通信模块，HS 8517",
                    parties="（演示）许可人 Wellenwerk Licensing GmbH；被许可人为本企业",
                    consent=ConsentGiven.WRITTEN,
                    consent_by=cast.owner.name,
                    consent_on=clock.today(),
                ),
            )
            send_referral(referral=referral, by=cast.officer, version=referral.version)


def _tick_the_others(cast: Cast) -> None:
    """Two steps of every other open demonstration case that has a playbook and no tick yet."""
    ticked = StepTick.objects.values("case")
    others = Case.objects.filter(
        filer=cast.owner,
        is_demo=True,
        state__in=OPEN_STATES,
        reference__isnull=False,
        dispute_type__playbooks__isnull=False,
    )
    for case in others.exclude(pk__in=ticked).distinct():
        with transaction.atomic():
            _tick(case, cast, Day(0), 2)
