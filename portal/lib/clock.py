"""The one clock. Whatever decides by time asks here, so that a test can set the hour."""

from calendar import monthrange
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date, datetime, tzinfo
from zoneinfo import ZoneInfo

from django.utils import timezone

SHANGHAI = ZoneInfo("Asia/Shanghai")

_fixed: ContextVar[datetime | None] = ContextVar("fixed_now", default=None)


def now() -> datetime:
    """The present moment, always aware."""
    return _fixed.get() or timezone.now()


def today(zone: tzinfo = SHANGHAI) -> date:
    """The calendar day in `zone`; the network works on Shanghai days."""
    return now().astimezone(zone).date()


def months_after(day: date, months: int) -> date:
    """The same day of a later month, or that month's last day when it is shorter."""
    years, month = divmod(day.month - 1 + months, 12)
    year = day.year + years
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


@contextmanager
def set_to(moment: datetime) -> Iterator[None]:
    """Stop the clock at `moment` (aware) inside the block."""
    if timezone.is_naive(moment):
        raise ValueError("The clock needs an aware datetime.")
    token = _fixed.set(moment)
    try:
        yield
    finally:
        _fixed.reset(token)
