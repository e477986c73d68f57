"""Dates, numbers and amounts in the words of the page's language."""

import datetime
from decimal import ROUND_HALF_UP, Decimal
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils import timezone
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _

from portal.lib import clock

Moment = datetime.date | datetime.datetime

WAN = Decimal(10_000)
YI = Decimal(100_000_000)
CENT = Decimal("0.01")
# Written after the unit in Chinese; any other currency keeps its code.
CURRENCIES_ZH = {
    "CNY": "元",
    "USD": "美元",
    "EUR": "欧元",
    "JPY": "日元",
    "GBP": "英镑",
    "KRW": "韩元",
    "HKD": "港元",
    "AUD": "澳元",
    "CAD": "加元",
    "SGD": "新加坡元",
    "INR": "卢比",
    "RUB": "卢布",
    "CHF": "瑞士法郎",
}


def is_english() -> bool:
    return (get_language() or settings.LANGUAGE_CODE).startswith("en")


def _weekday(day: datetime.date) -> str:
    names = [
        pgettext("weekday", "Mon"),
        pgettext("weekday", "Tue"),
        pgettext("weekday", "Wed"),
        pgettext("weekday", "Thu"),
        pgettext("weekday", "Fri"),
        pgettext("weekday", "Sat"),
        pgettext("weekday", "Sun"),
    ]
    return names[day.weekday()]


def _local(value: Moment) -> Moment:
    if isinstance(value, datetime.datetime) and timezone.is_aware(value):
        return timezone.localtime(value)
    return value


def day(value: Moment | None) -> str:
    """`2026-05-01`; a moment gives its day in the page's time zone."""
    return f"{_local(value):%Y-%m-%d}" if value else ""


def day_with_weekday(value: Moment | None) -> str:
    """`2026-05-01 (Fri)`, `2026-05-01(周五)`: for whatever must be done by then."""
    if not value:
        return ""
    return _("%(day)s (%(weekday)s)") % {"day": day(value), "weekday": _weekday(_local(value))}


def moment(value: datetime.datetime | None) -> str:
    """`2026-05-01 14:30`; the zone is named when the page is not in Beijing time."""
    if not value:
        return ""
    return _with_zone(f"{_local(value):%Y-%m-%d %H:%M}")


def moment_with_weekday(value: datetime.datetime | None) -> str:
    """`2026-05-01 (Fri) 14:30`: until when something must be done."""
    return _with_zone(f"{day_with_weekday(value)} {_local(value):%H:%M}") if value else ""


def _with_zone(text: str) -> str:
    zone = timezone.get_current_timezone_name()
    if zone == "Asia/Shanghai" and not is_english():
        return text
    return f"{text} {zone_name(zone)}"


def zone_name(zone: str) -> str:
    """`Beijing time`, or the name of the zone and its offset today."""
    if zone == "Asia/Shanghai":
        return _("Beijing time")
    offset = clock.now().astimezone(ZoneInfo(zone)).strftime("%z")
    return f"{zone} (UTC{offset[:3]}:{offset[3:]})"


def partial_date(value: str | None) -> str:
    """A date known to the year or the month keeps its precision: `2019`, `2019-05`; unknown says so."""
    return value or _("not known")


def number(value: int | float | Decimal | None) -> str:
    """Grouped by thousands: `12,345`."""
    return "" if value is None else f"{value:,}"


def money(amount: Decimal | int | None, currency: str = "CNY") -> str:
    """An amount with currency and unit: `CNY 1,234,500` in English; `123.45 万元`, `12 万美元` in Chinese."""
    if amount is None:
        return ""
    value = Decimal(amount)
    if is_english():
        return f"{currency} {value:,.2f}".removesuffix(".00")
    unit, short = "", value.quantize(CENT, rounding=ROUND_HALF_UP)
    for larger, by in (("万", WAN), ("亿", YI)):
        # Asked after rounding, so that 99,999,999 reads 1 亿 and not 10,000 万.
        if abs(short) >= WAN:
            unit, short = larger, (value / by).quantize(CENT, rounding=ROUND_HALF_UP)
    text = _trim(short.normalize())
    return f"{text} {unit}{CURRENCIES_ZH[currency]}" if currency in CURRENCIES_ZH else f"{text}{unit} {currency}"


def _trim(value: Decimal) -> str:
    """Grouped, without an exponent and without zeros after the point."""
    return f"{value:,f}"
