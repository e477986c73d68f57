"""The one clock. Whatever decides by time asks here, so that a test can set the hour."""

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
