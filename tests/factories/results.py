"""Currencies, evidence and results for tests; an entry of the ledger is made by its action."""

from datetime import date
from decimal import Decimal
from typing import Any

from factory.declarations import LazyAttribute, Sequence, SubFactory
from factory.django import DjangoModelFactory

from disputes.actions.losses import LossFacts
from disputes.choices import Side
from disputes.models import Case, CaseDocument, IsoCurrency, Opinion, Outcome
from disputes.opinions import digest
from disputes.results import OutcomeResult
from disputes.states import OpinionState
from portal.accounts.models import User
from portal.lib import clock
from tests.factories.accounts import UserFactory
from tests.factories.disputes import CaseFactory


class CurrencyFactory(DjangoModelFactory[IsoCurrency]):
    class Meta:
        model = IsoCurrency
        django_get_or_create = ("code",)

    code = "USD"
    name_zh = LazyAttribute(lambda row: {"USD": "美元", "CNY": "人民币", "EUR": "欧元"}.get(row.code, row.code))
    name_en = LazyAttribute(lambda row: row.code)


class EvidenceFactory(DjangoModelFactory[CaseDocument]):
    """A document of a case, as a row; nothing opens its file."""

    class Meta:
        model = CaseDocument

    case: Any = SubFactory(CaseFactory)
    name = "回单.pdf"
    size = 1000
    sha256: Any = Sequence(lambda n: f"{n:064x}")
    mime = "application/pdf"
    side = Side.CENTRE
    uploader = SubFactory(UserFactory)
    file = "cases/none"


class OutcomeFactory(DjangoModelFactory[Outcome]):
    class Meta:
        model = Outcome

    case: Any = SubFactory(CaseFactory)
    result = OutcomeResult.SETTLED
    decided_on = date(2026, 11, 1)
    by: Any = SubFactory(UserFactory)


def a_loss(evidence: CaseDocument, **changes: Any) -> LossFacts:
    """What an officer types about 10,000 dollars that were received: right as it stands."""
    CurrencyFactory.create()
    columns: dict[str, Any] = {
        "kind": "settled_or_awarded_paid",
        "amount": Decimal("10000.00"),
        "currency": "USD",
        "on": date(2026, 11, 2),
        "evidence": evidence,
        "rate": Decimal("7.12"),
        "rate_source": "中国人民银行中间价 2026-11-02",
    }
    return LossFacts(**{**columns, **changes})


def an_opinion(case: Case, state: OpinionState, *, signed_by: User, issued_by: User) -> Opinion:
    """The first version of an opinion in `state`, signed, with the hash of its text."""
    issued = {"issued_by": issued_by, "issued_at": clock.now()} if state == OpinionState.ISSUED else {}
    opinion = Opinion.objects.create(
        case=case,
        number=1,
        state=state,
        language="zh-hans",
        facts="收到平台通知。",
        analysis="仍在异议期内。",
        steps="提交异议",
        updated_by=issued_by,
        sha256="0" * 64,
        signed_by=signed_by,
        signed_at=clock.now(),
        **issued,
    )
    opinion.sha256 = digest(opinion)
    opinion.save(update_fields=["sha256"])
    return opinion
