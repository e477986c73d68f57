"""Counting and writing down what became of each text."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import F

from laws.importers.bulk import insert_new
from laws.models import ImportRow, ImportRun
from portal.lib.fields import clean_text

NEW, CHANGED, UNCHANGED, REJECTED = (str(outcome) for outcome in ImportRow.Outcome.values)
PATH = ImportRow._meta.get_field("path").max_length or 0


@dataclass
class Totals:
    """How many texts of an import ended how."""

    new: int = 0
    changed: int = 0
    unchanged: int = 0
    rejected: int = 0

    @property
    def accepted(self) -> int:
        return self.new + self.changed + self.unchanged

    @property
    def succeeded(self) -> bool:
        """What the exit status of a command says: something was accepted and nothing refused."""
        return self.accepted > 0 and not self.rejected

    def count(self, outcome: str) -> None:
        setattr(self, outcome, getattr(self, outcome) + 1)


def shortened(path: str) -> str:
    """A path as a report keeps it: without signs no column holds; of one that is too long the end, which names the
    file."""
    path = clean_text(path) or "?"
    return path if len(path) <= PATH else "…" + path[1 - PATH :]


def refused(run: ImportRun, path: str, reason: str, **facts: object) -> ImportRow:
    return ImportRow(run=run, path=shortened(path), outcome=REJECTED, reason=clean_text(reason)[:2000], **facts)


def store(run: ImportRun, rows: Sequence[ImportRow]) -> None:
    """The rows and the counters of the run, in the transaction of the caller."""
    insert_new(rows)
    counts = Totals()
    for row in rows:
        counts.count(row.outcome)
    ImportRun.objects.filter(pk=run.pk).update(
        **{name: F(name) + count for name, count in vars(counts).items() if count},
        done=F("done") + len(rows),
    )


def as_json(row: ImportRow) -> dict[str, object]:
    """A line of the report under the names that programs rely on."""
    names = ("path", "jurisdiction", "ref", "title", "language", "adapter", "articles", "containers", "warnings")
    return {name: getattr(row, name) for name in (*names, "outcome", "reason")}
