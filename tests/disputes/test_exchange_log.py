"""The exchange log of a licence dispute: entries are only added, and say whose turn it is."""

import io
import uuid
from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from openpyxl import load_workbook

from disputes.actions.exchanging import ExchangeFacts, add_exchange, correct_exchange
from disputes.choices import CaseKind, Side
from disputes.models import Direction, ExchangeEntry, ExchangeKind
from disputes.states import CaseState
from portal.accounts.models import User
from portal.lib import clock
from portal.lib.errors import Conflict, Invalid, NotAllowed
from portal.notices.models import Notice
from tests.factories.disputes import Cast, DisputeTypeFactory
from tests.factories.results import CurrencyFactory, EvidenceFactory

pytestmark = pytest.mark.django_db
As = Callable[[User], Client]


@pytest.fixture
def cast() -> Cast:
    kind = DisputeTypeFactory.create(code="sep_frand")
    return Cast(kind=CaseKind.GUIDANCE, state=CaseState.IN_GUIDANCE, held=True, dispute_type=kind)


def facts(**changes: Any) -> ExchangeFacts:
    said: dict[str, Any] = {
        "on": clock.today() - timedelta(days=9),
        "direction": Direction.TO_US,
        "kind": ExchangeKind.OFFER,
        "summary": "对全部产品提出许可要约",
    }
    return ExchangeFacts(**{**said, **changes})


@pytest.mark.parametrize(
    ("who", "side", "told"),
    [("owner", Side.ENTERPRISE, "officer"), ("counsel", Side.COUNSEL, "officer"), ("officer", Side.CENTRE, "owner")],
)
def test_each_side_enters_and_the_other_is_told(cast: Cast, who: str, side: Side, told: str) -> None:
    entry = add_exchange(case=cast.case, by=getattr(cast, who), facts=facts())
    assert entry.side == side
    assert Notice.objects.get(kind="disputes.exchange_added").recipient == getattr(cast, told)


@pytest.mark.parametrize("who", ["hotline", "archivist", "stranger"])
def test_nobody_else_enters(cast: Cast, who: str) -> None:
    with pytest.raises(NotAllowed):
        add_exchange(case=cast.case, by=getattr(cast, who), facts=facts())


def test_the_same_page_sent_twice_is_one_entry(cast: Cast) -> None:
    key = uuid.uuid4()
    first = add_exchange(case=cast.case, by=cast.owner, facts=facts(), form_key=key)
    assert add_exchange(case=cast.case, by=cast.owner, facts=facts(), form_key=key) == first


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"on": None}, "on"),
        ({"direction": "sideways"}, "direction"),
        ({"kind": "poem"}, "kind"),
        ({"summary": " \x00 "}, "summary"),
        ({"currency": "USD"}, "amount"),
        ({"amount": Decimal(5)}, "currency"),
        ({"amount": Decimal(-5), "currency": "USD"}, "amount"),
        ({"amount": Decimal(5), "currency": "XXZ"}, "currency"),
        ({"rate": "长" * 121}, "rate"),
    ],
)
def test_what_does_not_fit_is_named(cast: Cast, changes: dict[str, Any], field: str) -> None:
    CurrencyFactory.create(code="USD")
    if "on" in changes:
        changes = {"on": clock.today() + timedelta(days=1)}
    with pytest.raises(Invalid) as refusal:
        add_exchange(case=cast.case, by=cast.owner, facts=facts(**changes))
    assert field in refusal.value.fields
    assert not ExchangeEntry.objects.exists()


def test_a_document_of_another_case_is_refused(cast: Cast) -> None:
    with pytest.raises(Invalid) as refusal:
        add_exchange(case=cast.case, by=cast.owner, facts=facts(document=EvidenceFactory.create()))
    assert "document" in refusal.value.fields


def test_a_correction_stands_in_the_place_of_the_entry_once(cast: Cast, as_user: As) -> None:
    wrong = add_exchange(case=cast.case, by=cast.owner, facts=facts(summary="写错的内容"))
    client, address = as_user(cast.officer), f"/cases/{cast.case.reference}/exchange/"
    assert "写错的内容" in client.get(f"{address}{wrong.pk}/correct/").content.decode()
    right = correct_exchange(entry=wrong, by=cast.officer, facts=facts(summary="改正的内容"))
    assert right.corrects == wrong
    with pytest.raises(Conflict):
        correct_exchange(entry=wrong, by=cast.owner, facts=facts())
    page = client.get(address).content.decode()
    assert "<s>写错的内容</s>" in page
    assert "改正的内容" in page


def test_the_page_of_the_case_says_whose_turn_it_is(cast: Cast, as_user: As) -> None:
    page = f"/en/cases/{cast.case.reference}/"
    assert "Nothing has been entered yet" in as_user(cast.owner).get(page).content.decode()
    add_exchange(case=cast.case, by=cast.owner, facts=facts())
    shown = as_user(cast.owner).get(page).content.decode()
    assert "9 days since the last exchange" in shown
    assert "Our turn" in shown


def test_other_disputes_show_no_empty_log(as_user: As) -> None:
    cast = Cast(kind=CaseKind.GUIDANCE, state=CaseState.IN_GUIDANCE, held=True)
    assert 'id="exchange"' not in as_user(cast.owner).get(f"/cases/{cast.case.reference}/").content.decode()


def test_an_entry_is_made_on_the_page_and_a_refused_one_keeps_what_was_typed(cast: Cast, as_user: As) -> None:
    client, address = as_user(cast.owner), f"/cases/{cast.case.reference}/exchange/"
    sent = {"on": "2026-01-05", "direction": "from_us", "kind": "willingness", "summary": "愿意按 FRAND 条件取得许可"}
    refused = client.post(address, {**sent, "on": "2999-01-01"})
    assert refused.status_code == 400
    assert sent["summary"] in refused.content.decode()
    assert client.post(address, sent).status_code == 302
    assert ExchangeEntry.objects.get().kind == ExchangeKind.WILLINGNESS


def test_the_sheet_holds_every_entry_and_no_formula(cast: Cast, as_user: As) -> None:
    wrong = add_exchange(case=cast.case, by=cast.owner, facts=facts(summary="=1+1"))
    right = correct_exchange(entry=wrong, by=cast.owner, facts=facts())
    answer = as_user(cast.officer).get(f"/en/cases/{cast.case.reference}/exchange.xlsx")
    rows = list(load_workbook(io.BytesIO(answer.content)).worksheets[0].iter_rows(values_only=True))
    assert rows[0][:2] == ("Number", "Date")
    assert rows[1][4] == "'=1+1"
    assert rows[1][-1] == right.pk


def test_the_log_costs_the_same_with_many_entries(cast: Cast, as_user: As, django_assert_max_num_queries: Any) -> None:
    for days in range(8):
        add_exchange(case=cast.case, by=cast.owner, facts=facts(on=clock.today() - timedelta(days=days)))
    client, address = as_user(cast.owner), f"/cases/{cast.case.reference}/exchange/"
    client.get(address)
    with django_assert_max_num_queries(10):
        client.get(address)
