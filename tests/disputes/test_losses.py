"""The loss ledger: what may be entered, who says what about it, and what counts as recovered."""

import uuid
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db.models import Sum
from django.utils import translation
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from disputes.actions.losses import add_loss, correct_loss, refuse_loss, state_loss, verify_loss
from disputes.models import Assignment, CaseEvent, LossRecord
from disputes.results import RECOVERED, LossKind
from portal.accounts.models import User
from portal.lib import clock
from portal.lib.errors import Conflict, Invalid, NotAllowed
from portal.notices.models import Notice
from tests.factories.accounts import a_member
from tests.factories.disputes import CaseFactory, Cast
from tests.factories.results import CurrencyFactory, EvidenceFactory, a_loss

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast() -> Cast:
    for code in ("USD", "CNY"):
        CurrencyFactory.create(code=code)
    return Cast(kind="guidance", state="tracking", held=True)


def entered(cast: Cast, **changes: Any) -> LossRecord:
    changes.setdefault("evidence", EvidenceFactory.create(case=cast.case))
    return add_loss(case=cast.case, by=cast.officer, facts=a_loss(**changes))


def agreed(cast: Cast, **changes: Any) -> LossRecord:
    record = entered(cast, **changes)
    state_loss(record=record, by=cast.owner, agreed=True)
    return record


def verified(cast: Cast, **changes: Any) -> LossRecord:
    record = agreed(cast, **changes)
    verify_loss(record=record, by=cast.reviewer)
    return record


def recovered(cast: Cast) -> Decimal:
    return LossRecord.objects.filter(case=cast.case).recovered().aggregate(s=Sum("amount_cny"))["s"] or Decimal(0)


def told(user: User) -> list[str]:
    return list(Notice.objects.filter(recipient=user).order_by("pk").values_list("kind", flat=True))


def test_an_entry_counts_once_the_enterprise_agreed_and_another_person_verified_it(cast: Cast) -> None:
    record = entered(cast)
    assert (record.amount_cny, recovered(cast)) == (Decimal("71200.00"), Decimal(0))
    state_loss(record=record, by=cast.member, agreed=True, text="已到账。")
    assert recovered(cast) == 0
    verify_loss(record=record, by=cast.reviewer)
    assert recovered(cast) == Decimal("71200.00")
    assert (record.verifier, record.stated_by) == (cast.reviewer, cast.member)
    assert told(cast.owner) == ["disputes.loss_added"]
    assert told(cast.officer) == ["disputes.loss_stated", "disputes.loss_verified"]


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"amount": Decimal("-1")}, "amount"),
        ({"amount": Decimal(0)}, "amount"),
        ({"amount": Decimal("NaN")}, "amount"),
        ({"amount": Decimal("9" * 16)}, "amount"),
        ({"amount": Decimal("99999999999.00"), "rate": Decimal(900)}, "amount"),
        ({"amount": Decimal("0.01"), "rate": Decimal("0.001")}, "amount"),
        ({"currency": "ZZZ"}, "currency"),
        ({"currency": "BTC"}, "currency"),
        ({"currency": ""}, "currency"),
        ({"currency": "美元"}, "currency"),
        ({"rate": None}, "rate"),
        ({"rate": Decimal(0)}, "rate"),
        ({"rate": Decimal(-7)}, "rate"),
        ({"rate": Decimal(100000)}, "rate"),
        ({"rate_source": " "}, "rate_source"),
        ({"currency": "CNY"}, "rate"),
        ({"kind": "profit"}, "kind"),
        ({"on": date(1999, 12, 31)}, "on"),
        ({"on": date(2999, 1, 1)}, "on"),
        ({"evidence": None}, "evidence"),
    ],
)
def test_what_cannot_be_right_is_refused_at_its_field(changes: dict[str, Any], field: str, cast: Cast) -> None:
    with pytest.raises(Invalid) as refused:
        entered(cast, **changes)
    assert set(refused.value.fields) == {field}
    assert not LossRecord.objects.exists()
    assert not CaseEvent.objects.filter(subject=cast.case).exists()


def test_every_wrong_field_is_named_at_once(cast: Cast) -> None:
    with pytest.raises(Invalid) as refused:
        entered(cast, amount=Decimal(-5), currency="ABC", kind="", evidence=None)
    assert set(refused.value.fields) == {"amount", "currency", "kind", "evidence"}


def test_the_evidence_is_a_document_of_this_case(cast: Cast) -> None:
    elsewhere = EvidenceFactory.create(case=CaseFactory.create())
    with pytest.raises(Invalid) as refused:
        entered(cast, evidence=elsewhere)
    assert set(refused.value.fields) == {"evidence"}


def test_yuan_needs_no_rate(cast: Cast) -> None:
    record = entered(cast, currency="cny", rate=None, rate_source="")
    assert (record.rate, record.rate_source, record.amount_cny) == (Decimal(1), "", record.amount)


def test_an_amount_is_rounded_half_up_to_the_fen(cast: Cast) -> None:
    record = entered(cast, amount=Decimal("1.00"), rate=Decimal("7.12500000"))
    assert record.amount_cny == Decimal("7.13")


def test_the_handler_never_verifies(cast: Cast) -> None:
    a_member("centre_reviewer", centre=cast.centre, user=cast.officer)
    record = agreed(cast)
    with pytest.raises(NotAllowed) as refused, translation.override("en"):
        verify_loss(record=record, by=cast.officer)
    assert "another reviewer" in str(refused.value.message).lower()
    with pytest.raises(NotAllowed):
        refuse_loss(record=record, by=cast.officer, reason="我自己看的")
    assert recovered(cast) == 0


def test_neither_does_whoever_holds_the_case_now(cast: Cast) -> None:
    record = agreed(cast)
    cast.case.holder = cast.head
    cast.case.save(update_fields=["holder"])
    with pytest.raises(NotAllowed):
        verify_loss(record=record, by=cast.head)
    verify_loss(record=record, by=cast.reviewer)


@pytest.mark.parametrize("who", ["colleague", "hotline", "owner", "counsel", "other_officer", "archivist", "stranger"])
def test_nobody_verifies_without_the_right_to(who: str, cast: Cast) -> None:
    record = agreed(cast)
    with pytest.raises(NotAllowed):
        verify_loss(record=record, by=getattr(cast, who))


def test_nothing_is_verified_against_the_word_of_the_enterprise(cast: Cast) -> None:
    silent, disputed = entered(cast), entered(cast, amount=Decimal(5))
    state_loss(record=disputed, by=cast.owner, agreed=False, text="金额不对。")
    for record in (silent, disputed):
        with pytest.raises(Conflict):
            verify_loss(record=record, by=cast.reviewer)
    refuse_loss(record=disputed, by=cast.reviewer, reason="企业有异议。")
    assert disputed.state == "refused"
    assert recovered(cast) == 0


def test_an_objection_needs_its_words_and_is_made_once(cast: Cast) -> None:
    record = entered(cast)
    with pytest.raises(Invalid):
        state_loss(record=record, by=cast.owner, agreed=False, text=" ")
    with pytest.raises(NotAllowed):
        state_loss(record=record, by=cast.officer, agreed=True)
    state_loss(record=record, by=cast.owner, agreed=True)
    with pytest.raises(Conflict):
        state_loss(record=record, by=cast.member, agreed=False, text="反悔")


def test_a_decision_is_made_once_and_a_refusal_says_why(cast: Cast) -> None:
    record = agreed(cast)
    with pytest.raises(Invalid):
        refuse_loss(record=record, by=cast.reviewer, reason=" ")
    verify_loss(record=record, by=cast.reviewer)
    with pytest.raises(Conflict):
        refuse_loss(record=record, by=cast.head, reason="再看")


def test_a_correction_takes_the_place_of_the_entry_that_counts_no_more(cast: Cast) -> None:
    wrong = verified(cast)
    evidence = EvidenceFactory.create(case=cast.case)
    right = correct_loss(record=wrong, by=cast.officer, facts=a_loss(evidence, amount=Decimal(2000)))
    wrong = LossRecord.objects.get(pk=wrong.pk)
    assert wrong.is_corrected
    assert (wrong.state, wrong.amount, wrong.counts) == ("verified", Decimal(10000), False)
    assert recovered(cast) == 0
    state_loss(record=right, by=cast.owner, agreed=True)
    verify_loss(record=right, by=cast.reviewer)
    assert recovered(cast) == Decimal("14240.00")
    with pytest.raises(Conflict):
        correct_loss(record=wrong, by=cast.officer, facts=a_loss(evidence))
    assert CaseEvent.objects.get(kind="loss_corrected").data["in_place_of"] == wrong.pk


def test_a_corrected_entry_is_neither_stated_nor_decided_any_more(cast: Cast) -> None:
    old = entered(cast)
    correct_loss(record=old, by=cast.officer, facts=a_loss(EvidenceFactory.create(case=cast.case)))
    old = LossRecord.objects.get(pk=old.pk)
    with pytest.raises(Conflict):
        state_loss(record=old, by=cast.owner, agreed=True)
    with pytest.raises(Conflict):
        refuse_loss(record=old, by=cast.reviewer, reason="旧的")


def test_the_same_form_sent_twice_is_one_entry(cast: Cast) -> None:
    key, evidence = uuid.uuid4(), EvidenceFactory.create(case=cast.case)
    first = add_loss(case=cast.case, by=cast.officer, facts=a_loss(evidence), form_key=key)
    assert add_loss(case=cast.case, by=cast.officer, facts=a_loss(evidence), form_key=key) == first
    assert LossRecord.objects.count() == 1


AMOUNTS = st.decimals(min_value="0.01", max_value="1000000", places=2)
ENTRY = st.tuples(st.sampled_from(list(LossKind)), AMOUNTS, st.sampled_from(["none", "agree", "verify", "refuse"]))
# An entry, or a correction of one that stands (which one: by its place).
STEPS = st.lists(st.tuples(ENTRY, st.one_of(st.none(), st.integers(0, 20))), max_size=12)


@pytest.mark.slow
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=STEPS)
def test_recovered_is_the_verified_uncorrected_sum_of_three_kinds(steps: list[Any], cast: Cast) -> None:
    LossRecord.objects.filter(case=cast.case).update(corrects=None)
    LossRecord.objects.filter(case=cast.case).delete()
    evidence = EvidenceFactory.create(case=cast.case)
    # What must count, by entry; a correction takes the one before out.
    counting: dict[int, Decimal] = {}
    standing: list[LossRecord] = []
    for (kind, amount, fate), place in steps:
        facts = a_loss(evidence, kind=kind, amount=amount, currency="CNY", rate=None, rate_source="")
        if place is not None and standing:
            old = standing.pop(place % len(standing))
            record = correct_loss(record=old, by=cast.officer, facts=facts)
            counting.pop(old.pk, None)
        else:
            record = add_loss(case=cast.case, by=cast.officer, facts=facts)
        standing.append(record)
        if fate in {"agree", "verify"}:
            state_loss(record=record, by=cast.owner, agreed=True)
        if fate == "verify":
            verify_loss(record=record, by=cast.reviewer)
            if kind in RECOVERED:
                counting[record.pk] = amount
        if fate == "refuse":
            refuse_loss(record=record, by=cast.reviewer, reason="证据不足")
    assert recovered(cast) == sum(counting.values(), Decimal(0))
    marked = [row for row in LossRecord.objects.filter(case=cast.case) if row.counts]
    assert {row.pk for row in marked} == set(counting)


@pytest.mark.parametrize("state", ["submitted", "accepted", "terminated", "archived", "withdrawn"])
def test_the_ledger_is_open_from_the_guidance_to_the_close(state: str) -> None:
    cast = Cast(kind="guidance", state=state, held=True)
    evidence = EvidenceFactory.create(case=cast.case)
    with pytest.raises(Conflict):
        add_loss(case=cast.case, by=cast.officer, facts=a_loss(evidence))


def test_the_day_of_an_entry_may_be_today_and_not_tomorrow(cast: Cast) -> None:
    assert entered(cast, on=clock.today()).on == clock.today()
    with pytest.raises(Invalid):
        entered(cast, on=clock.today() + timedelta(days=1))


def test_whoever_held_the_case_since_the_entry_or_made_an_earlier_one_does_not_verify(cast: Cast) -> None:
    record = agreed(cast)
    stint = Assignment.objects.create(
        case=cast.case, centre=cast.centre, officer=cast.reviewer, assigned_by=cast.head, ended_at=clock.now()
    )
    with pytest.raises(NotAllowed):
        verify_loss(record=record, by=cast.reviewer)
    stint.delete()
    LossRecord.objects.filter(pk=record.pk).update(handler=cast.reviewer)
    evidence = EvidenceFactory.create(case=cast.case)
    newer = correct_loss(record=record, by=cast.officer, facts=a_loss(evidence))
    state_loss(record=newer, by=cast.owner, agreed=True)
    with pytest.raises(NotAllowed):
        verify_loss(record=LossRecord.objects.get(pk=newer.pk), by=cast.reviewer)
    verify_loss(record=newer, by=cast.head)
