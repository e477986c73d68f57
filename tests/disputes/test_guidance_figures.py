"""What the figures of guidance cases count, and what they leave out."""

from decimal import Decimal
from typing import Any

import pytest
from django.utils import translation

from disputes import guidance_stats, stats
from disputes.actions.losses import add_loss, correct_loss, state_loss, verify_loss
from disputes.models import LossRecord
from disputes.states import CaseState
from portal.lib import figures
from tests.factories.disputes import CaseFactory, Cast
from tests.factories.results import CurrencyFactory, EvidenceFactory, a_loss

pytestmark = pytest.mark.django_db


def verified(cast: Cast, **changes: Any) -> LossRecord:
    facts = a_loss(EvidenceFactory.create(case=cast.case), **changes)
    record = add_loss(case=cast.case, by=cast.officer, facts=facts)
    state_loss(record=record, by=cast.owner, agreed=True)
    verify_loss(record=record, by=cast.head)
    return record


def a_cast(**case: Any) -> Cast:
    CurrencyFactory.create()
    return Cast(kind="guidance", state="tracking", held=True, **case)


def test_consultations_and_guidance_cases_are_counted_apart() -> None:
    CaseFactory.create()
    a_cast()
    CaseFactory.create(kind="guidance", is_demo=True)
    CaseFactory.create(kind="guidance", restricted=True)
    assert (stats.count_filed(), guidance_stats.count_filed()) == (1, 1)
    assert guidance_stats.by_state() == [(str(CaseState.TRACKING.label), 1)]
    assert guidance_stats.count_accepted() == 1


def test_recovered_leaves_out_demonstrations_restricted_matters_and_estimates() -> None:
    verified(a_cast())
    verified(a_cast(), kind="market_retained")
    verified(a_cast(), kind="claimed_exposure")
    verified(a_cast(is_demo=True))
    verified(a_cast(restricted=True))
    assert guidance_stats.sum_recovered() == 71200


def test_every_breakdown_adds_up_to_the_same_sum() -> None:
    cast = a_cast()
    verified(cast)
    wrong = verified(cast, amount=Decimal(500))
    correct_loss(record=wrong, by=cast.officer, facts=a_loss(EvidenceFactory.create(case=cast.case)))
    for rows in (
        guidance_stats.recovered_by_year(),
        guidance_stats.recovered_by_type(),
        guidance_stats.recovered_by_jurisdiction(),
        guidance_stats.recovered_by_province(),
    ):
        assert sum(total for _label, total in rows) == guidance_stats.sum_recovered() == 71200
    assert guidance_stats.recovered_by_year()[0][0] == "2026"


def test_each_sum_stands_beside_its_definition() -> None:
    shown = [item for item in figures.breakdowns() if item.key.startswith("guidance.recovered")]
    assert len(shown) == 4
    with translation.override("en"):
        assert all("not comparable" in str(item.how) and "Recovered = " in str(item.how) for item in shown)
