"""The pages of outcome and ledger: both sides see them, each does its own part, nothing typed is lost."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from disputes.actions.losses import add_loss, state_loss
from disputes.models import LossRecord, Outcome
from portal.accounts.models import User
from tests.factories.disputes import CaseFactory, Cast
from tests.factories.results import CurrencyFactory, EvidenceFactory, a_loss

pytestmark = pytest.mark.django_db
As = Callable[[User], Client]


@pytest.fixture
def cast() -> Cast:
    for code in ("USD", "CNY"):
        CurrencyFactory.create(code=code)
    return Cast(kind="guidance", state="tracking", held=True)


@pytest.fixture
def entry(cast: Cast) -> LossRecord:
    return add_loss(case=cast.case, by=cast.officer, facts=a_loss(EvidenceFactory.create(case=cast.case)))


def at(cast: Cast, tail: str) -> str:
    return f"/en/cases/{cast.case.reference}/{tail}"


def typed(cast: Cast, **changes: Any) -> dict[str, Any]:
    return {
        "kind": "assets_released",
        "amount": "182000",
        "currency": "USD",
        "on": "2026-11-02",
        "rate": "7.1",
        "rate_source": "central parity",
        "evidence": EvidenceFactory.create(case=cast.case).pk,
        **changes,
    }


def test_an_amount_goes_through_its_pages_until_it_counts(cast: Cast, as_user: As) -> None:
    officer, owner, reviewer = (as_user(one) for one in (cast.officer, cast.owner, cast.reviewer))
    made = officer.post(at(cast, "losses/new/"), typed(cast))
    assert made.status_code == 302
    record = LossRecord.objects.get()
    asked = owner.get(f"/en/cases/{cast.case.reference}/").content.decode()
    assert f"losses/{record.pk}/" in asked
    assert owner.post(at(cast, f"losses/{record.pk}/state/"), {"state-agreed": "yes"}).status_code == 302
    assert f"losses/{record.pk}/" in reviewer.get(f"/en/triage/{cast.case.reference}/").content.decode()
    assert reviewer.post(at(cast, f"losses/{record.pk}/verify/")).status_code == 302
    page = owner.get(at(cast, "outcome/")).content.decode()
    assert "CNY 1,292,200.00" in page


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"currency": "ABC"}, "is not a currency of ISO 4217"),
        ({"amount": "-5"}, "must be above zero"),
        ({"amount": "many"}, "Enter a number"),
        ({"rate": ""}, "Give the rate"),
        ({"rate_source": ""}, "where the rate comes from"),
        ({"evidence": "nonsense"}, "evidence"),
    ],
)
def test_a_refused_entry_says_why_and_keeps_what_was_typed(
    changes: dict[str, str], said: str, cast: Cast, as_user: As
) -> None:
    answer = as_user(cast.officer).post(at(cast, "losses/new/"), typed(cast, note="还在这里", **changes))
    assert answer.status_code == 400
    page = answer.content.decode()
    assert said in page
    assert "还在这里" in page
    assert not LossRecord.objects.exists()


def test_a_document_of_another_case_is_no_evidence(cast: Cast, as_user: As) -> None:
    elsewhere = EvidenceFactory.create(case=CaseFactory.create())
    answer = as_user(cast.officer).post(at(cast, "losses/new/"), typed(cast, evidence=elsewhere.pk))
    assert answer.status_code == 400
    assert not LossRecord.objects.exists()


def test_the_handler_reads_why_another_must_verify(cast: Cast, entry: LossRecord, as_user: As) -> None:
    state_loss(record=entry, by=cast.owner, agreed=True)
    cast.officer.memberships.update(role="centre_reviewer")
    client = as_user(cast.officer)
    assert "another reviewer must verify it" in client.get(at(cast, f"losses/{entry.pk}/")).content.decode()
    refused = client.post(at(cast, f"losses/{entry.pk}/verify/"))
    assert refused.status_code == 403
    assert "Ask another reviewer" in refused.content.decode()
    entry.refresh_from_db()
    assert entry.state == "recorded"


def test_an_objection_without_words_is_shown_again(cast: Cast, entry: LossRecord, as_user: As) -> None:
    answer = as_user(cast.owner).post(at(cast, f"losses/{entry.pk}/state/"), {"state-agreed": "no"})
    assert answer.status_code == 400
    assert "Please write something here" in answer.content.decode()


def test_a_correction_begins_with_what_stands_and_strikes_it_through(
    cast: Cast, entry: LossRecord, as_user: As
) -> None:
    client = as_user(cast.officer)
    page = client.get(at(cast, f"losses/{entry.pk}/correct/")).content.decode()
    assert 'value="10000.00"' in page
    assert client.post(at(cast, f"losses/{entry.pk}/correct/"), typed(cast, amount="9000")).status_code == 302
    assert "<s>USD 10,000.00</s>" in client.get(at(cast, "outcome/")).content.decode()
    again = client.post(at(cast, f"losses/{entry.pk}/correct/"), typed(cast, amount="8000"))
    assert again.status_code == 409
    assert LossRecord.objects.count() == 2


def test_a_result_is_recorded_on_the_page_and_a_wrong_one_kept_in_the_form(cast: Cast, as_user: As) -> None:
    client = as_user(cast.officer)
    wrong = {"result": "settled", "decided_on": "2026-11-01", "awarded_amount": "5", "awarded_currency": "ZZZ"}
    answer = client.post(at(cast, "outcome/"), {**wrong, "note": "还在这里"})
    assert answer.status_code == 400
    assert "还在这里" in answer.content.decode()
    assert client.post(at(cast, "outcome/"), {**wrong, "awarded_currency": "usd"}).status_code == 302
    assert Outcome.objects.get().awarded_currency_id == "USD"
    assert "USD 5.00" in as_user(cast.owner).get(at(cast, "outcome/")).content.decode()


def test_the_close_without_an_outcome_is_refused_on_the_page(cast: Cast, as_user: As) -> None:
    answer = as_user(cast.officer).post(f"/en/triage/{cast.case.reference}/close/", {"version": cast.case.version})
    assert answer.status_code == 409
    cast.case.refresh_from_db()
    assert cast.case.state == "tracking"


def test_an_entry_of_another_case_is_not_found_here(cast: Cast, entry: LossRecord, as_user: As) -> None:
    other = CaseFactory.create(
        kind="guidance", state="tracking", enterprise=cast.enterprise, claim=None, centre=cast.centre
    )
    client = as_user(cast.owner)
    assert client.get(f"/cases/{other.reference}/losses/{entry.pk}/").status_code == 404
    assert client.get(f"/cases/{CaseFactory.create().reference}/outcome/").status_code == 404


def test_a_long_ledger_costs_no_more_queries(
    cast: Cast, entry: LossRecord, as_user: As, django_assert_max_num_queries: Any
) -> None:
    evidence = EvidenceFactory.create(case=cast.case)
    for _number in range(6):
        add_loss(case=cast.case, by=cast.officer, facts=a_loss(evidence))
    client = as_user(cast.officer)
    client.get(at(cast, "outcome/"))
    with django_assert_max_num_queries(18):
        client.get(at(cast, "outcome/"))
