"""Cases for tests.

`CaseFactory` makes a filed case as a row; `state=` gives it every column that state needs. What an action does is
tested through the action, from here on.
"""

import uuid
from datetime import datetime, timedelta
from typing import Any, cast

from factory.declarations import LazyAttribute, LazyFunction, Sequence, SubFactory
from factory.django import DjangoModelFactory
from factory.helpers import post_generation

from disputes.choices import CaseKind, ClockKind, OurRole, Priority, RefusalReason, Right
from disputes.models import Assignment, Case, CaseClock, CaseContact, ReplyTemplate
from disputes.states import CaseState, WaitingOn
from portal.accounts.models import User
from portal.lib import clock
from portal.reference.models import DisputeType
from tests.factories.accounts import ClaimFactory, EnterpriseFactory, GuidanceCentreFactory, UserFactory, a_member
from tests.factories.reference import JurisdictionFactory

S = CaseState
GUIDED = {S.ACCEPTED, S.IN_GUIDANCE, S.OPINION_ISSUED, S.TRACKING, S.CLOSED, S.ARCHIVED}
ANSWERED = {S.ANSWERED, S.SUPPLEMENT_REQUESTED, *GUIDED}
OWED = {S.SUBMITTED, S.IN_CONSULTATION, S.SUPPLEMENT_REQUESTED, S.ACCEPTED, S.IN_GUIDANCE}
# What runs while a case is in a state.
RUNNING: dict[tuple[str, str], tuple[ClockKind, ...]] = {
    ("consultation", S.SUBMITTED): (ClockKind.FIRST_ANSWER,),
    ("consultation", S.IN_CONSULTATION): (ClockKind.FIRST_ANSWER,),
    ("guidance", S.SUBMITTED): (ClockKind.FIRST_ANSWER, ClockKind.DECISION),
    ("guidance", S.SUPPLEMENT_REQUESTED): (ClockKind.DECISION, ClockKind.SUPPLEMENT),
    ("guidance", S.ACCEPTED): (ClockKind.OPINION,),
    ("guidance", S.IN_GUIDANCE): (ClockKind.OPINION,),
}


class DisputeTypeFactory(DjangoModelFactory[DisputeType]):
    class Meta:
        model = DisputeType
        django_get_or_create = ("code",)

    code = "tm_squatting"
    name_zh = LazyAttribute(
        lambda row: {"tm_squatting": "境外商标抢注", "schedule_a": "Schedule A 诉讼"}.get(row.code, row.code)
    )
    name_en = LazyAttribute(lambda row: {"tm_squatting": "Trademark squatting abroad"}.get(row.code, row.code))
    checklist_zh = ["查登记状态与公告日", "收集使用证据"]
    checklist_en = ["Check the register", "Collect evidence of use"]


class CaseFactory(DjangoModelFactory[Case]):
    """A consultation filed under a claim that nobody has verified yet."""

    class Meta:
        model = Case
        skip_postgeneration_save = True

    reference: Any = Sequence(lambda n: f"GD-2025-{n + 1:06d}")
    kind: Any = CaseKind.CONSULTATION
    state = CaseState.SUBMITTED
    filer = SubFactory(UserFactory)
    claim: Any = SubFactory(ClaimFactory)
    enterprise: Any = None
    centre: Any = SubFactory(GuidanceCentreFactory)
    jurisdiction = SubFactory(JurisdictionFactory)
    dispute_type = SubFactory(DisputeTypeFactory)
    right = Right.TRADEMARK
    our_role = OurRole.SQUATTED
    what_happened = "有人在美国注册了我们的商标。"
    consent_to_share = True
    priority: Any = Priority.P3
    submitted_at: Any = LazyFunction(clock.now)
    consent_at: Any = LazyFunction(clock.now)
    due_at: Any = LazyAttribute(lambda row: row.submitted_at + timedelta(days=7) if row.state in OWED else None)
    answered_at = LazyAttribute(lambda row: clock.now() if row.state in ANSWERED else None)
    answered_in_time = LazyAttribute(lambda row: True if row.state in ANSWERED else None)
    closed_at = LazyAttribute(lambda row: clock.now() if row.state == CaseState.CLOSED else None)
    refusal_reason = LazyAttribute(lambda row: RefusalReason.NOT_IP if row.state == CaseState.REFUSED else "")
    accepted_at = LazyAttribute(lambda row: clock.now() if row.state in GUIDED else None)
    termination_reason = LazyAttribute(lambda row: "requested" if row.state == CaseState.TERMINATED else "")
    paused_at = LazyAttribute(lambda row: clock.now() if row.waiting_on == WaitingOn.ENTERPRISE else None)
    waiting_on: Any = LazyAttribute(
        lambda row: WaitingOn.ENTERPRISE if row.state == CaseState.SUPPLEMENT_REQUESTED else WaitingOn.NONE
    )
    waiting_on = WaitingOn.NONE
    idempotency_key = LazyFunction(uuid.uuid4)

    @post_generation
    def surroundings(self, create: bool, extracted: Any, **kwargs: Any) -> None:
        case = cast(Case, self)  # the hook runs on the row, not on the factory
        if not create or case.is_draft or case.centre is None:
            return
        filed_at, due_at = cast(datetime, case.submitted_at), cast(datetime, case.due_at)
        for kind in RUNNING.get((case.kind, case.state), ()):
            CaseClock.objects.create(
                case=case,
                kind=kind,
                priority=case.priority,
                started_at=filed_at,
                due_at=due_at,
                paused_at=None if kind == ClockKind.SUPPLEMENT else case.paused_at,
                snapshot={"kind": kind, "unit": "working_day", "start": filed_at.isoformat()},
            )
        CaseContact.objects.create(case=case, name="王芳", phone="0574-8700 0000", email="wang@example.com")
        Assignment.objects.create(
            case=case, centre=case.centre, officer=case.holder, assigned_by=case.holder or case.filer
        )


def filer_of(case: Case) -> User:
    """Who filed it. Only a case of the emergency door has nobody."""
    assert case.filer is not None
    return case.filer


class DraftFactory(CaseFactory):
    reference = None
    state = CaseState.DRAFT
    claim = None
    centre = None
    submitted_at = None
    consent_at = None
    due_at = None
    priority = ""


class ReplyTemplateFactory(DjangoModelFactory[ReplyTemplate]):
    class Meta:
        model = ReplyTemplate

    slug = Sequence(lambda n: f"template-{n}")
    title_zh = "商标抢注：异议与无效"
    title_en = "Squatting: opposition and invalidation"
    text_zh = "您好！根据您提供的情况，建议先查明公告日。"
    text_en = "From what you write, first establish the date of publication."


class Cast:
    """Everybody around one case: its enterprise, its centre, and those who have nothing to do with it.

    `held=True` lets `officer` hold it.
    """

    def __init__(self, **case: Any) -> None:
        self.centre = GuidanceCentreFactory.create()
        self.other_centre = GuidanceCentreFactory.create()
        self.enterprise = EnterpriseFactory.create()
        self.owner = a_member("enterprise_owner", enterprise=self.enterprise)
        self.member = a_member("enterprise_member", enterprise=self.enterprise)
        self.stranger = UserFactory.create()
        self.officer = a_member("centre_officer", centre=self.centre)
        self.colleague = a_member("centre_officer", centre=self.centre)
        self.hotline = a_member("hotline_officer", centre=self.centre)
        self.reviewer = a_member("centre_reviewer", centre=self.centre)
        self.head = a_member("centre_head", centre=self.centre)
        self.archivist = a_member("archivist", centre=self.centre)
        self.supervisor = a_member("supervisor")
        self.other_officer = a_member("centre_officer", centre=self.other_centre)
        self.administrator = a_member("administrator")
        if case.pop("held", False):
            case.setdefault("holder", self.officer)
        self.case = CaseFactory.create(
            **{"filer": self.owner, "enterprise": self.enterprise, "claim": None, "centre": self.centre, **case}
        )
        self.counsel = a_member("counsel", case_id=self.case.pk)
