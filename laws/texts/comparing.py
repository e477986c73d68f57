"""Two texts of a law held against each other, article by article.

The database leaves out what is equal; only what differs is read and looked at word by word. Blank lines are no
difference: they say nothing, and no reader sees them.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from django.db.models import Exists, OuterRef

from laws.models import LawVersion, Provision
from laws.texts.reading import COLUMNS, Row
from portal.lib.textdiff import ChangedLine, words


@dataclass(frozen=True)
class Change:
    """A provision that is not the same in both. `kind`: changed, added, removed, or moved (same words, new place)."""

    kind: str
    older: Row | None
    newer: Row | None

    @property
    def row(self) -> Row:
        """The one to name it by: as it reads now, else as it read."""
        row = self.newer or self.older
        if row is None:
            raise ValueError("a change has at least one side")
        return row

    @cached_property
    def lines(self) -> list[ChangedLine]:
        return words(_said(self.older), _said(self.newer))

    @cached_property
    def heading(self) -> list[ChangedLine]:
        """Number and heading; empty where they stayed the same."""
        older, newer = (self.older.label if self.older else ""), (self.newer.label if self.newer else "")
        return words(older, newer) if older != newer and self.kind == "changed" else []


@dataclass(frozen=True)
class Comparison:
    """Everything that differs, in the order of the newer text, and how many articles do not."""

    older: LawVersion
    newer: LawVersion
    changes: list[Change]
    unchanged: int

    def count(self, kind: str) -> int:
        return sum(change.kind == kind for change in self.changes)

    @property
    def counts(self) -> list[tuple[str, int]]:
        return [(kind, self.count(kind)) for kind in ("changed", "added", "removed", "moved")]


def compare(older: LawVersion, newer: LawVersion) -> Comparison:
    """What differs between two texts. Two queries: the rows of either that the other does not have word for word."""
    before, after = _without_equal(_only_in(older, newer), _only_in(newer, older))
    old_by_anchor = {row.anchor: row for row in before}
    new_by_anchor = {row.anchor: row for row in after}
    changes = [
        Change("changed", old_by_anchor[anchor], row)
        for anchor, row in new_by_anchor.items()
        if anchor in old_by_anchor
    ]
    gone = [row for row in before if row.anchor not in new_by_anchor]
    come = [row for row in after if row.anchor not in old_by_anchor]
    moved = _moved(gone, come)
    changes += moved
    left = {change.older.anchor for change in moved if change.older}
    arrived = {change.newer.anchor for change in moved if change.newer}
    changes += [Change("removed", row, None) for row in gone if row.anchor not in left]
    changes += [Change("added", None, row) for row in come if row.anchor not in arrived]
    changes.sort(key=lambda change: (change.row.position, change.newer is None))
    touched = sum(change.newer is not None and change.newer.is_article for change in changes)
    return Comparison(older, newer, changes, newer.articles - touched)


def _only_in(version: LawVersion, other: LawVersion) -> list[Row]:
    """The rows of `version` that `other` does not hold under the same anchor in the same words."""
    same = Provision.objects.filter(
        version=other,
        anchor=OuterRef("anchor"),
        number_raw=OuterRef("number_raw"),
        heading=OuterRef("heading"),
        text=OuterRef("text"),
    )
    rows = version.provisions.filter(~Exists(same)).order_by("position").values(*COLUMNS, "text")
    return [Row(**row) for row in rows]


def _said(row: Row | None) -> str:
    """The words of a provision without blank lines."""
    return "\n".join(row.lines) if row else ""


def _without_equal(before: list[Row], after: list[Row]) -> tuple[list[Row], list[Row]]:
    """Both without the provisions that differ in blank lines alone."""

    def key(row: Row) -> tuple[str, str, str, str]:
        return row.anchor, row.number_raw, row.heading, _said(row)

    equal = {key(row) for row in before} & {key(row) for row in after}
    return [row for row in before if key(row) not in equal], [row for row in after if key(row) not in equal]


def _moved(gone: Iterable[Row], come: Iterable[Row]) -> list[Change]:
    """Provisions with the same words under another number or in another place; each counts once."""
    waiting: dict[tuple[str, str, str], list[Row]] = {}
    for row in gone:
        if row.text:
            waiting.setdefault((row.kind, row.heading, _said(row)), []).append(row)
    found = []
    for row in come:
        candidates = waiting.get((row.kind, row.heading, _said(row)))
        if candidates:
            found.append(Change("moved", candidates.pop(0), row))
    return found
