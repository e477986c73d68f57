"""Partial dates as days. What is in no calendar (a row of another time, year 0000) is told apart, never an error."""

import datetime

from portal.lib import clock


def first_day(partial: str) -> datetime.date | None:
    """The earliest day a partial date can mean; None for one that is in no calendar."""
    try:
        return datetime.date.fromisoformat((partial + "-01-01")[:10])
    except ValueError:
        return None


def is_to_come(partial: str) -> bool:
    """Whether a partial date lies in the future, as far as it says: "2027" does until 2027 begins."""
    return bool(partial) and partial > clock.today().isoformat()[: len(partial)]
