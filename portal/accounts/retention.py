"""How long what is kept, as data: `reference/retention_classes.csv`. Every section of personal data names its class.

Durations are proposals of this project until a competent office has confirmed them (`status`); the page says so.
"""

import csv
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path

from django.utils.translation import get_language

from portal.lib import clock

FILE = Path(__file__).parent / "reference" / "retention_classes.csv"


@dataclass(frozen=True)
class RetentionClass:
    """`months` is None where there is no end, 0 where nothing is kept."""

    code: str
    months: int | None
    status: str
    source: str
    texts: dict[str, str]

    def _text(self, name: str) -> str:
        return self.texts[f"{name}_{'en' if (get_language() or '').startswith('en') else 'zh'}"]

    @property
    def name(self) -> str:
        return self._text("name")

    @property
    def counted(self) -> str:
        """From when the months are counted, in words."""
        return self._text("counted")

    @property
    def basis(self) -> str:
        return self._text("basis")

    def until(self, start: date) -> date | None:
        """The last day, counted from `start`; None where there is no end."""
        return None if self.months is None else clock.months_after(start, self.months)

    def starts_that_ended(self, today: date) -> date | None:
        """What began before this day is past its time today; None where there is no end."""
        return None if self.months is None else clock.months_after(today, -self.months)


@lru_cache(maxsize=1)
def classes() -> dict[str, RetentionClass]:
    """All classes by code. Read once."""
    with FILE.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    return {
        row["code"]: RetentionClass(
            code=row["code"],
            months=int(row["months"]) if row["months"] else None,
            status=row["status"],
            source=row["source"],
            texts={name: text for name, text in row.items() if name.endswith(("_zh", "_en"))},
        )
        for row in rows
    }


def retention(code: str) -> RetentionClass:
    """Raises KeyError for a class that is not in the file: a programming error."""
    return classes()[code]
