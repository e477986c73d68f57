"""Demonstration guidance cases from the application to the close, marked 演示 and never counted.

Every step is the act that a person would do, at its own time, by the person who would do it.
"""

import uuid
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.core.files.base import ContentFile
from django.db import transaction

from disputes import demo_exports
from disputes.actions import engaging
from disputes.actions.deadlines import confirm_deadline, mark_done, order_overrides
from disputes.actions.deciding import accept_case, request_supplement
from disputes.actions.documents import add_document
from disputes.actions.drafting import draft_for
from disputes.actions.ending import close_case
from disputes.actions.guiding import begin_guidance, follow_up
from disputes.actions.holding import take_case
from disputes.actions.intake import Contact, submit_case
from disputes.actions.losses import LossFacts, add_loss, correct_loss, state_loss, verify_loss
from disputes.actions.opinions import (
    acknowledge_opinion,
    issue_opinion,
    save_opinion,
    sign_opinion,
    start_opinion,
    submit_opinion,
)
from disputes.actions.outcomes import OutcomeFacts, record_outcome
from disputes.actions.rating import rate_case
from disputes.choices import CaseKind, OurRole, Right, ServiceChannel
from disputes.models import Case, CaseDocument, Deadline, DeadlineState, Opinion
from disputes.opinions import OpinionText
from disputes.pdf_pages import one_page
from disputes.results import LossKind, OutcomeResult
from experts.models import Expert
from laws.models import Law
from portal.accounts.models import User
from portal.lib import clock
from portal.reference.models import DisputeType, Jurisdiction

SPACE = uuid.UUID("5d0f2f5e-3c0a-4a0b-9d53-6f3f0d4f7a11")
RATE_SOURCE = "（演示）当日人民币汇率中间价"


@dataclass(frozen=True)
class Cast:
    """Who plays: the enterprise's owner, the officer, the reviewer, and an expert of the pool if there is one."""

    owner: User
    officer: User
    reviewer: User
    expert: Expert | None


class Day:
    """The days of a story: `day(3)` is three days after it began, never later than now."""

    def __init__(self, days_ago: int) -> None:
        self.now = clock.now()
        self.start = self.now - timedelta(days=days_ago)

    def __call__(self, number: float) -> Any:
        return clock.set_to(min(self.start + timedelta(days=number), self.now))


Story = Callable[[Case, Cast, Day], None]


@dataclass(frozen=True)
class Scene:
    key: str
    kind: str
    place: str
    right: Right
    role: OurRole
    story: str
    days_ago: int
    then: Story = lambda case, cast, day: None
    more: dict[str, Any] = field(default_factory=dict)
    papers_came: int | None = None  # days before the filing; the deadlines are counted from there


def came_on(days_before: int | None) -> date | None:
    """The day on which the papers came, seen from the day of the story."""
    return clock.today() - timedelta(days=days_before) if days_before is not None else None


def _first_deadline(case: Case) -> Deadline | None:
    """The one that the portal computed at filing; none where the rules are not loaded."""
    return case.deadlines.filter(state=DeadlineState.RUNNING).first()


def _supplement(case: Case, cast: Cast, day: Day) -> None:
    with day(0.2):
        take_case(case=case, by=cast.officer)
    with day(1):
        request_supplement(
            case=case,
            by=cast.officer,
            text="（演示）请补充：\n1. 警告函原件及收到日期；\n2. 贵公司产品的上市时间与图片。",
        )


def _accepted(case: Case, cast: Cast, day: Day) -> None:
    with day(0.2):
        take_case(case=case, by=cast.officer)
    with day(1):
        accept_case(
            case=case, by=cast.reviewer, text="（演示）予以受理，由陈平跟进。指导免费，10 个工作日内出具指导意见书。"
        )
    with day(1.2):
        begin_guidance(case=case, by=cast.officer)


def _in_review(case: Case, cast: Cast, day: Day) -> None:
    _accepted(case, cast, day)
    writer = cast.officer
    if cast.expert is not None and cast.expert.user is not None:
        writer = _engaged(case, cast.expert, cast.expert.user, cast, day)
    opinion = _written(case, writer, day, at=3)
    with day(4):
        submit_opinion(opinion=opinion, by=writer, version=opinion.version)
    _ordered(case, cast, day)


def _ordered(case: Case, cast: Cast, day: Day) -> None:
    """The officer confirms what the portal computed; then the court gives two weeks more, with its order attached."""
    row = _first_deadline(case)
    if row is None:
        return
    with day(4.2):
        confirm_deadline(deadline=row, by=cast.officer)
    order = _paper(case, cast.officer, day, "scheduling-order")
    with day(5):
        order_overrides(deadline=row, by=cast.officer, on=row.act_by + timedelta(days=14), document=order)
        case.refresh_from_db()


def _engaged(case: Case, expert: Expert, user: User, cast: Cast, day: Day) -> User:
    """The expert is invited blind, declares against the names and accepts."""
    with day(1.5):
        engagement = engaging.invite_expert(case=case, by=cast.officer, expert=expert)
    with day(2):
        engaging.show_names(engagement=engagement, by=user)
        engaging.declare(
            engagement=engagement, by=user, parties=False, affiliates=False, counsel=False, prior_advice=False
        )
        engaging.accept(engagement=engagement, by=user)
    return user


def _written(case: Case, writer: User, day: Day, *, at: float) -> Opinion:
    law = (
        Law.objects.filter(jurisdiction=case.jurisdiction_id, status="in_force", subjects__subject=case.right)
        .order_by("ref")
        .first()
    )
    due = f"{(day.now + timedelta(days=14)).astimezone(clock.SHANGHAI):%Y-%m-%d}"
    text = OpinionText(
        {
            "facts": "（演示）企业于当地收到对方函件，称其产品落入对方权利范围。送达方式与日期以企业提供的材料为准。",
            "questions": "是否侵权？\n应在何时以何种方式答复？",
            "analysis": "（演示）对方权利有效。就独立权利要求逐项比对，至少一项技术特征不同，不落入保护范围的理由较强；"
            "同时存在申请日前的公开资料，可作为无效理由。",
            "steps": f"{due} 在期限内书面答复，否认侵权并保留权利\n整理研发记录与首次公开的证据\n委托当地律师核对期限",
            "risks": "逾期不答复，可能被缺席裁判；未经审核不得向境外提供含个人信息的材料。",
            "deadlines": "答复期限自送达之日起算，以法院或机构文书所载日期为准。",
        },
        (("law", law.ref),) if law else (),
    )
    with day(at):
        opinion = start_opinion(case=case, by=writer)
        save_opinion(opinion=opinion, by=writer, text=text, version=opinion.version)
    return opinion


def _tracked(case: Case, cast: Cast, day: Day) -> None:
    _accepted(case, cast, day)
    opinion = _written(case, cast.officer, day, at=3)
    with day(4):
        submit_opinion(opinion=opinion, by=cast.officer, version=opinion.version)
    with day(5):
        sign_opinion(opinion=opinion, by=cast.reviewer, version=opinion.version)
        issue_opinion(opinion=opinion, by=cast.officer, version=opinion.version)
    with day(6):
        acknowledge_opinion(opinion=opinion, by=cast.owner)
        case.refresh_from_db()
    with day(12):
        row = _first_deadline(case)
        if row is not None:
            mark_done(deadline=row, by=cast.officer, note="（演示）已委托当地律师按期提交答复。")
            case.refresh_from_db()
    with day(20):
        follow_up(case=case, by=cast.officer, text="（演示）已在期限内答复，对方同意谈判。")


def _tracking(case: Case, cast: Cast, day: Day) -> None:
    _tracked(case, cast, day)
    evidence = _paper(case, cast.officer, day, "release-notice")
    with day(25):
        released = add_loss(
            case=case,
            by=cast.officer,
            facts=_loss(LossKind.ASSETS_RELEASED, "182000.00", "USD", "7.1000", evidence),
        )
        state_loss(record=released, by=cast.owner, agreed=True, text="（演示）平台账户已解冻，金额无误。")
        verify_loss(record=released, by=cast.reviewer)
        wrong = add_loss(
            case=case, by=cast.officer, facts=_loss(LossKind.FEES_AVOIDED, "500000.00", "USD", "7.1000", evidence)
        )
    with day(26):
        correct_loss(
            record=wrong, by=cast.officer, facts=_loss(LossKind.FEES_AVOIDED, "50000.00", "USD", "7.1000", evidence)
        )
        add_loss(
            case=case,
            by=cast.officer,
            facts=_loss(LossKind.CLAIMED_EXPOSURE, "2000000.00", "USD", "7.1000", evidence),
        )


def _closed(case: Case, cast: Cast, day: Day) -> None:
    _tracked(case, cast, day)
    evidence = _paper(case, cast.officer, day, "settlement")
    with day(40):
        record_outcome(
            case=case,
            by=cast.officer,
            facts=OutcomeFacts(
                result=OutcomeResult.SETTLED,
                decided_on=clock.today(),
                awarded_amount=Decimal(120_000),
                awarded_currency="EUR",
                collected_amount=Decimal(90_000),
                collected_currency="EUR",
                note="（演示）双方和解，对方分两期付款，首期已到账。",
            ),
        )
        paid = add_loss(case=case, by=cast.officer, facts=_loss(LossKind.PAID, "90000.00", "EUR", "7.8000", evidence))
    with day(41):
        state_loss(record=paid, by=cast.owner, agreed=True)
        verify_loss(record=paid, by=cast.reviewer)
    with day(42):
        case.refresh_from_db()
        close_case(case=case, by=cast.officer)
    with day(43):
        rate_case(case=case, by=cast.owner, rating=5, comment="（演示）专家讲得很清楚，流程也快。")


def _loss(kind: LossKind, amount: str, currency: str, rate: str, evidence: CaseDocument) -> LossFacts:
    return LossFacts(
        kind=kind,
        amount=Decimal(amount),
        currency=currency,
        on=clock.today(),
        evidence=evidence,
        rate=Decimal(rate),
        rate_source=RATE_SOURCE,
    )


def _paper(case: Case, by: User, day: Day, name: str) -> CaseDocument:
    with day(21):
        paper = add_document(case=case, by=by, file=ContentFile(one_page(f"Demonstration: {name}"), f"demo-{name}.pdf"))
        case.refresh_from_db()
    return paper


SCENES = (
    Scene(
        "g-submitted",
        "itc_337",
        "US",
        Right.PATENT,
        OurRole.ACCUSED,
        "（演示）被列为美国 337 调查的被申请人，涉及 LED 驱动电路专利，收到起诉书副本。",
        0,
        more={"service_channel": ServiceChannel.POST, "forum_name": "美国国际贸易委员会"},
        papers_came=4,
    ),
    Scene(
        "g-supplement",
        "patent_litigation",
        "DE",
        Right.DESIGN,
        OurRole.ACCUSED,
        "（演示）德国客户转来律师函，称我们的台灯侵犯其外观设计。",
        3,
        _supplement,
    ),
    Scene(
        "g-review",
        "us_court",
        "US",
        Right.PATENT,
        OurRole.ACCUSED,
        "（演示）在美国联邦法院被诉专利侵权，尚未答辩。",
        6,
        _in_review,
        {"forum_name": "美国联邦地区法院", "counterparty": "（演示）Lumen Claims LLC"},
        papers_came=3,
    ),
    Scene(
        "g-tracking",
        "schedule_a",
        "US",
        Right.TRADEMARK,
        OurRole.ACCUSED,
        "（演示）列入 Schedule A 批量诉讼，平台账户被冻结。",
        30,
        _tracking,
        {"measures": ["freeze"], "counterparty": "（演示）Bright Brands Inc."},
        papers_came=2,
    ),
    Scene(
        "g-closed",
        "tm_infringement",
        "DE",
        Right.TRADEMARK,
        OurRole.RIGHT_HOLDER,
        "（演示）德国经销商停止合作后继续使用我们的商标销售。",
        60,
        _closed,
        {"counterparty": "（演示）Nordlicht Handel GmbH"},
    ),
)


def cast() -> Cast | None:
    """The demonstration people, or None where they are not there."""
    people = {
        who: User.objects.filter(email=f"{who}@demo-{host}.example").first()
        for who, host in (("owner", "enterprise"), ("officer", "centre"), ("reviewer", "centre"))
    }
    owner, officer, reviewer = people["owner"], people["officer"], people["reviewer"]
    if owner is None or officer is None or reviewer is None:
        return None
    expert = Expert.objects.filter(user__email="expert@demo-expert.example").select_related("user").first()
    return Cast(owner, officer, reviewer, expert)


def create() -> None:
    """Add the demonstration guidance cases that are missing. Needs the demonstration people and the reference data."""
    people = cast()
    if people is None:
        return
    for scene in SCENES:
        _play(scene, people)
    tracked = Case.objects.filter(filer=people.owner, idempotency_key=uuid.uuid5(SPACE, "g-tracking")).first()
    if tracked is not None:
        demo_exports.create(tracked, owner=people.owner, reviewer=people.reviewer)


def _play(scene: Scene, cast: Cast) -> None:
    key = uuid.uuid5(SPACE, scene.key)
    if Case.objects.filter(filer=cast.owner, idempotency_key=key).exists():
        return
    kind = DisputeType.objects.filter(pk=scene.kind).first()
    place = Jurisdiction.objects.filter(pk=scene.place).first()
    membership = cast.owner.memberships.filter(enterprise__isnull=False).select_related("enterprise").first()
    if kind is None or place is None or membership is None:
        return
    day = Day(scene.days_ago)
    with transaction.atomic():
        with day(0):
            draft_for(cast.owner, key, "zh-hans", CaseKind.GUIDANCE)
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
                    "received_on": came_on(scene.papers_came),
                    **scene.more,
                },
                contact=Contact(name=cast.owner.name, phone="0574-0000 0000", email=cast.owner.email),
                enterprise=membership.enterprise,
            )
        scene.then(case, cast, day)
