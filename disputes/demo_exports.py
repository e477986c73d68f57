"""Demonstration exports of evidence, one for each result that teaches something; played by the people who would act.

They hang from the demonstration case that is being tracked (`disputes.demo_guidance`).
"""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta

from django.core.files.base import ContentFile
from django.db import transaction

from disputes.actions.documents import add_document
from disputes.actions.export_approval import Approval, record_approval
from disputes.actions.export_package import make_package
from disputes.actions.export_review import decide_export
from disputes.actions.exporting import (
    Given,
    RecipientFacts,
    answer_questions,
    prepare_export,
    put_redacted,
    submit_export,
)
from disputes.actions.redaction import look_at
from disputes.exports import dossier_of, the_questions
from disputes.gate import Answer, GateResult, Question, Recipient, StoredIn
from disputes.models import Case, EvidenceExport, RedactionCheck
from disputes.pdf_pages import one_page
from disputes.states import GUIDANCE_LIVE
from portal.accounts.models import User
from portal.lib import clock

SPACE = uuid.UUID("0b0c8f0e-6f3b-4d0e-9d6b-2f2f4c6f7a31")
NO = Given(Answer.NO)


@dataclass(frozen=True)
class Play:
    """One export: `covered` puts a name under a black box into its document, `redacted` sends a clean version after."""

    key: str
    paper: str
    recipient: Recipient
    name: str
    purpose: str
    answers: Mapping[Question, Given] = field(default_factory=dict)
    result: GateResult | None = None
    basis: str = ""
    covered: bool = False
    redacted: bool = False
    exported: bool = False
    approval: str = ""


PLAYS = (
    Play(
        "draft",
        "supplier-list",
        Recipient.OWN_COUNSEL,
        "（演示）Harbor & Lane LLP",
        "（演示）供美国律师核对供货来源。",
        {
            Question.PERSONAL: Given(Answer.YES, "（演示）含供应商联系人姓名、电话"),
            Question.TECHNOLOGY: Given(Answer.UNSURE, "（演示）工艺参数是否在目录内，待技术部门核对"),
        },
        covered=True,
    ),
    Play(
        "redacted",
        "order-records",
        Recipient.OWN_COUNSEL,
        "（演示）Harbor & Lane LLP",
        "（演示）证明涉案商品销售额，用于申请部分解冻。",
        {Question.PERSONAL: Given(Answer.YES, "（演示）买家姓名、地址，已脱敏")},
        GateResult.AFTER_REDACTION,
        "（演示）已核对脱敏版本：买家信息已删除，其余各项答“否”有据。",
        covered=True,
        redacted=True,
        exported=True,
    ),
    Play(
        "approval",
        "bank-statement",
        Recipient.FOREIGN_COURT,
        "（演示）U.S. District Court, N.D. Ill.",
        "（演示）法院要求提交的账户流水。",
        {Question.AUTHORITY: Given(Answer.YES, "（演示）直接提交法院")},
        GateResult.NEEDS_APPROVAL,
        "（演示）数据存储于境内，接收方为外国法院，须先经主管机关批准。",
        approval="（演示）〔2026〕第1号",
    ),
    Play(
        "blocked",
        "joint-project",
        Recipient.PRIVATE_PARTY,
        "（演示）Bright Brands Inc.",
        "（演示）对方要求提供的合作研发资料。",
        {Question.STATE_SECRET: Given(Answer.YES, "（演示）资料来自涉密合作项目")},
        GateResult.BLOCKED,
        "（演示）来源单位确认涉及国家秘密，不得提供。",
    ),
)


def create(case: Case, *, owner: User, reviewer: User) -> None:
    """Add the exports that are missing. Does nothing where the questions are not seeded or the case has ended."""
    if len(the_questions()) < len(Question) or case.state not in GUIDANCE_LIVE:
        return
    for play in PLAYS:
        key = uuid.uuid5(SPACE, f"{case.pk}:{play.key}")
        if EvidenceExport.objects.filter(prepared_by=owner, form_key=key).exists():
            continue
        with transaction.atomic():
            _play(play, key, case, owner, reviewer)


def _play(play: Play, key: uuid.UUID, case: Case, owner: User, reviewer: User) -> None:
    page = one_page(f"Demonstration: {play.paper}", covered="Zhang San 138 0000 0000" if play.covered else "")
    paper = add_document(case=case, by=owner, file=ContentFile(page, name=f"demo-{play.paper}.pdf"))
    place = case.jurisdiction
    if place is None:
        return
    facts = RecipientFacts(
        recipient_kind=play.recipient,
        recipient_name=play.name,
        recipient_country=place,
        stored_in=StoredIn.MAINLAND,
        purpose=play.purpose,
    )
    export = prepare_export(case=case, by=owner, facts=facts, documents=[paper], form_key=key)
    _look(export)
    given = dict.fromkeys(Question, NO) | dict(play.answers)
    items = {row.item: given for row in dossier_of(export).rows}
    answer_questions(export=export, by=owner, answers=items, version=export.version)
    if play.redacted:
        clean = ContentFile(one_page(f"Demonstration: {play.paper}, redacted"), name=f"demo-{play.paper}-redacted.pdf")
        item = dossier_of(export).rows[0].item
        put_redacted(export=export, by=owner, item=item, file=clean, version=export.version)
        _look(export)
    if play.result is None:
        return
    submit_export(export=export, by=owner, version=export.version)
    decide_export(export=export, by=reviewer, result=play.result, basis=play.basis, version=export.version)
    if play.approval:
        # Entered by the enterprise and left to wait: the reviewer's button is what there is to see.
        stated = Approval("（演示）司法部", play.approval, clock.today() - timedelta(days=7))
        paper_of_it = ContentFile(one_page("Demonstration: approval"), name="demo-approval.pdf")
        record_approval(export=export, by=owner, approval=stated, file=paper_of_it, version=export.version)
    if play.exported:
        make_package(export=export, by=owner, version=export.version)


def _look(export: EvidenceExport) -> None:
    """The check that a worker would make a minute later."""
    for row in dossier_of(export).rows:
        check = RedactionCheck.objects.get(document=row.item.outgoing)
        if not row.checked:
            look_at(check)
