"""Coverage: own law and inherited law apart, repealed laws and organisations left out."""

from collections.abc import Callable
from typing import Any

import pytest

from laws import stats
from laws.models import Law, LawInheritance, LawSubject
from laws.stats import Coverage
from portal.lib import figures
from portal.reference.models import Jurisdiction
from tests.factories.reference import JurisdictionFactory

pytestmark = pytest.mark.django_db


def law(code: str, *subjects: str, status: str = "unknown", kind: str = "country") -> Law:
    place = JurisdictionFactory.create(code=code, kind=kind)
    made = Law.objects.create(
        ref=f"{code.lower()}-{Law.objects.count()}", jurisdiction=place, kind="statute", status=status
    )
    LawSubject.objects.bulk_create([LawSubject(law=made, subject=subject) for subject in subjects])
    return made


def inherit(code: str, from_law: Law, *subjects: str) -> None:
    LawInheritance.objects.create(
        jurisdiction=JurisdictionFactory.create(code=code),
        law=from_law,
        inherited_from=from_law.jurisdiction,
        subjects=list(subjects),
    )


def test_a_place_with_two_laws_counts_once() -> None:
    law("US", "patent")
    law("US", "trademark")
    assert stats.coverage() == Coverage(own=1, inherited_only=0)


def test_a_place_that_only_inherits_is_counted_apart() -> None:
    epc = law("EP", "patent", kind=Jurisdiction.Kind.ORGANISATION)
    inherit("MC", epc, "patent")
    inherit("DE", epc, "patent")
    law("DE", "trademark")
    assert stats.coverage() == Coverage(own=1, inherited_only=1)
    assert stats.coverage().together == 2


def test_repealed_laws_do_not_count_neither_own_nor_inherited() -> None:
    law("US", "patent", status=Law.Status.REPEALED)
    inherit("MC", law("FR", "patent", status=Law.Status.REPEALED), "patent")
    assert stats.coverage() == Coverage(own=0, inherited_only=0)


def test_each_right_is_counted_by_itself() -> None:
    epc = law("EP", "patent", kind=Jurisdiction.Kind.ORGANISATION)
    inherit("DE", epc, "patent", "design")
    law("DE", "patent", "trademark")
    law("US", "patent")
    assert stats.coverage_by_right() == {
        "patent": Coverage(own=2, inherited_only=0),
        "trademark": Coverage(own=1, inherited_only=0),
        "design": Coverage(own=0, inherited_only=1),
    }


def test_the_counters_take_two_queries_each(django_assert_num_queries: Callable[[int], Any]) -> None:
    inherit("DE", law("EP", "patent"), "patent")
    with django_assert_num_queries(2):
        stats.coverage()
    with django_assert_num_queries(2):
        stats.coverage_by_right()


def test_the_figures_of_the_library_stand_on_the_statistics_page() -> None:
    law("US", "patent")
    inherit("DE", law("EP", "patent", kind=Jurisdiction.Kind.ORGANISATION), "patent")
    counted = {figure.key: figure.count() for figure in figures.figures() if figure.key.startswith("laws.")}
    assert counted["laws.places"] == 1
    assert counted["laws.inherited_only"] == 1
    assert counted["laws.laws"] == 2
    split = {item.key: item.rows() for item in figures.breakdowns() if item.key.startswith("laws.")}
    assert [number for _, number in split["laws.own_by_right"]] == [1]
    assert [number for _, number in split["laws.inherited_by_right"]] == [1]
