"""What a load found: counts per file, and a note for each row that somebody should look at."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any


class Outcome(StrEnum):
    NEW = "new"
    CHANGED = "changed"
    UNCHANGED = "unchanged"
    KEPT = "kept"
    REJECTED = "rejected"


GONE = "gone"
"""A note, not an outcome: a seeded row that the file no longer has. It stays in the database."""


@dataclass(frozen=True)
class Note:
    """Why a row was changed, kept or rejected. `line` is 0 for a row that is not in the file."""

    outcome: str
    line: int
    key: str
    reason: str

    def as_text(self) -> str:
        where = f"line {self.line}" if self.line else "not in the file"
        return (
            f"{where} [{self.key}] {self.outcome}: {self.reason}"
            if self.key
            else f"{where} {self.outcome}: {self.reason}"
        )


@dataclass
class FileReport:
    file: str
    counts: dict[Outcome, int] = field(default_factory=lambda: dict.fromkeys(Outcome, 0))
    notes: list[Note] = field(default_factory=list)
    skipped: bool = False
    unreadable: bool = False

    def count(self, outcome: Outcome, number: int = 1) -> None:
        self.counts[outcome] += number

    def note(self, outcome: Outcome, line: int, key: str, reason: str) -> None:
        """Counts one row and says why."""
        self.count(outcome)
        self.notes.append(Note(outcome.value, line, key, reason))

    def as_dict(self) -> dict[str, Any]:
        counts = {outcome.value: number for outcome, number in self.counts.items()}
        return {"file": self.file, **counts, "skipped": self.skipped}


def totals(reports: Iterable[FileReport]) -> dict[str, int]:
    found = dict.fromkeys((outcome.value for outcome in Outcome), 0)
    for report in reports:
        for outcome, number in report.counts.items():
            found[outcome.value] += number
    return found


def total_line(reports: Iterable[FileReport]) -> str:
    """The last line of `seed`. Programs read it, so it is never translated."""
    return "total: " + ", ".join(f"{number} {outcome}" for outcome, number in totals(reports).items())
