"""Dates, numbers and amounts as a reader sees them."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from django.template import Context, Template
from django.utils import timezone, translation

from portal.lib import formats

LATE_UTC = datetime(2026, 5, 1, 17, 30, tzinfo=UTC)  # already the 2nd in Shanghai


def shown(source: str, language: str = "en", **context: object) -> str:
    with translation.override(language):
        return Template(source).render(Context(context))


def test_a_day_is_written_the_iso_way_in_the_page_time_zone() -> None:
    assert shown("{{ at|day }}", at=date(2026, 5, 1)) == "2026-05-01"
    assert shown("{{ at|day }}", at=LATE_UTC) == "2026-05-02"
    assert shown("{{ at|day }}", at=None) == ""


def test_a_deadline_names_its_weekday() -> None:
    assert shown("{{ at|day_with_weekday }}", at=date(2026, 5, 1)) == "2026-05-01 (Fri)"
    assert shown("{{ at|day_with_weekday }}", "zh-hans", at=date(2026, 5, 1)) == "2026-05-01（周五）"
    assert shown("{{ at|day_with_weekday }}", at=None) == ""


def test_a_moment_names_its_zone_where_it_is_not_understood() -> None:
    assert shown("{{ at|moment }}", "zh-hans", at=LATE_UTC) == "2026-05-02 01:30"
    assert shown("{{ at|moment }}", at=LATE_UTC) == "2026-05-02 01:30 Beijing time"
    with timezone.override("Europe/Berlin"):
        assert shown("{{ at|moment }}", "zh-hans", at=LATE_UTC).startswith("2026-05-01 19:30 Europe/Berlin (UTC+0")


@pytest.mark.parametrize(
    ("value", "text"), [("2019", "2019"), ("2019-05", "2019-05"), ("", "not known"), (None, "not known")]
)
def test_a_partial_date_keeps_its_precision(value: str | None, text: str) -> None:
    assert shown("{{ value|partial_date }}", value=value) == text


@pytest.mark.parametrize(
    ("value", "text"), [(1234567, "1,234,567"), (0, "0"), (None, ""), (Decimal("1234.5"), "1,234.5")]
)
def test_a_number_is_grouped_by_thousands(value: int | None, text: str) -> None:
    assert shown("{{ value|number }}", value=value) == text


@pytest.mark.parametrize(
    ("amount", "currency", "zh", "en"),
    [
        (1_234_567, "CNY", "123.46 万元", "CNY 1,234,567"),
        (250_000_000, "CNY", "2.5 亿元", "CNY 250,000,000"),
        (9_999, "CNY", "9,999 元", "CNY 9,999"),
        (Decimal("0.5"), "CNY", "0.5 元", "CNY 0.50"),
        (-30_000, "CNY", "-3 万元", "CNY -30,000"),
        (50_000, "USD", "5 万美元", "USD 50,000"),
        (800, "EUR", "800 欧元", "EUR 800"),
        (70_000, "VND", "7万 VND", "VND 70,000"),
        (None, "CNY", "", ""),
    ],
)
def test_an_amount_carries_currency_and_unit(amount: Decimal | None, currency: str, zh: str, en: str) -> None:
    with translation.override("zh-hans"):
        assert formats.money(amount, currency) == zh
    with translation.override("en"):
        assert formats.money(amount, currency) == en


def test_an_amount_takes_the_next_unit_only_when_rounding_reaches_it() -> None:
    with translation.override("zh-hans"):
        assert formats.money(99_999_999) == "1 亿元"
        assert formats.money(Decimal("9999.99")) == "9,999.99 元"
