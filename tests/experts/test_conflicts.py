"""Conflicts that the portal sees by itself: names, windows, sides."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from experts.choices import NameRole
from experts.conflicts import HitKind, Job, Name, PastCase, automatic_hits, core, same, window_start
from portal.lib import clock

TODAY = date(2026, 11, 22)
ACME = Name(NameRole.COUNTERPARTY, "Acme Wireless Inc")
OURS = Name(NameRole.CLIENT, "宁波海晏照明电器有限公司")
DAYS = st.dates(date(2015, 1, 1), date(2027, 12, 31))
MONTHS = st.integers(1, 120)


def hits(*, jobs: list[Job] | None = None, past: list[PastCase] | None = None, months: int = 24) -> list[HitKind]:
    found = automatic_hits([OURS, ACME], jobs=jobs or [], past=past or [], today=TODAY, months=months)
    return [hit.kind for hit in found]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Acme Wireless Inc", "ACME WIRELESS, INC."),
        ("Acme Wireless Inc", "Acme Wireless Holdings GmbH"),
        ("宁波海晏照明电器有限公司", "宁波海晏照明电器股份有限公司"),
        ("海桥律师事务所", "北京海桥律师事务所上海分所"),
        ("Ａｃｍｅ　Wireless", "acme wireless"),
    ],
)
def test_two_spellings_of_one_name_are_the_same(one: str, other: str) -> None:
    assert same(one, other)
    assert same(other, one)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Acme Wireless", "Apex Wireless"),
        ("GE", "General Electric"),
        ("Inc", "Ltd"),
        ("", "Acme"),
        ("华为", "华东为民"),
    ],
)
def test_different_names_are_not(one: str, other: str) -> None:
    assert not same(one, other)


@given(st.text(max_size=40))
def test_every_name_with_a_core_is_the_same_as_itself(name: str) -> None:
    assert same(name, name) == bool(core(name))


def test_an_employer_counts_while_it_lasts_and_within_the_window() -> None:
    edge = window_start(TODAY, 24)
    assert hits(jobs=[Job("Acme Wireless")]) == [HitKind.EMPLOYER]
    assert hits(jobs=[Job("Acme Wireless", edge)]) == [HitKind.EMPLOYER]
    assert hits(jobs=[Job("Acme Wireless", edge - timedelta(days=1))]) == []


def test_having_worked_for_the_enterprise_itself_is_a_tie_too() -> None:
    assert hits(jobs=[Job("宁波海晏照明电器有限公司", TODAY)]) == [HitKind.EMPLOYER]


def test_the_same_counterparty_in_another_case_is_a_hit_the_same_client_is_none() -> None:
    assert hits(past=[PastCase([ACME], TODAY)]) == [HitKind.ENGAGED]
    assert hits(past=[PastCase([OURS], TODAY)]) == []
    turned = PastCase([Name(NameRole.COUNTERPARTY, OURS.name)], TODAY)
    assert hits(past=[turned]) == [HitKind.ENGAGED]
    assert hits(past=[PastCase([Name(NameRole.CLIENT, "Acme Wireless")], None)]) == [HitKind.ENGAGED]


@given(day=DAYS, months=MONTHS, more=st.integers(0, 60))
def test_a_longer_window_never_loses_a_hit(day: date, months: int, more: int) -> None:
    jobs, past = [Job("Acme Wireless", day)], [PastCase([ACME], day)]
    assert len(hits(jobs=jobs, past=past, months=months + more)) >= len(hits(jobs=jobs, past=past, months=months))


@given(day=DAYS, later=st.integers(0, 800), months=MONTHS)
def test_having_left_later_never_loses_a_hit(day: date, later: int, months: int) -> None:
    after = Job("Acme Wireless", day + timedelta(days=later))
    assert len(hits(jobs=[after], months=months)) >= len(hits(jobs=[Job("Acme Wireless", day)], months=months))


@given(day=DAYS, months=MONTHS)
def test_the_window_begins_that_many_calendar_months_back(day: date, months: int) -> None:
    start = window_start(day, months)
    assert start < day
    assert (day.year - start.year) * 12 + day.month - start.month == months
    assert clock.months_after(start, months) <= day


def test_names_that_are_empty_hit_nothing() -> None:
    found = automatic_hits([Name(NameRole.COUNSEL, "  ")], jobs=[Job("")], past=[], today=TODAY, months=24)
    assert found == []
