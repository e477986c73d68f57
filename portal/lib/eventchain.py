"""What makes a log of events tamper-evident: the hash of one row, and the search for what was done to a chain.

Everything here works on plain rows, without the database, so that ten thousand of them take a moment.
"""

import hashlib
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any, NamedTuple

GENESIS = "0" * 64
# Rows that fit nowhere are tried in every free place only while that stays cheap.
TRIES = 100_000
# Contents of changed rows are compared with each other only while there are few of them.
SWAPS = 50


class Row(NamedTuple):
    """One event as it stands in the table; the names are those of the columns."""

    seq: int
    kind: str
    actor_id: int | None
    at: datetime
    old_state: str
    new_state: str
    data: Any
    prev_hash: str
    hash: str


class Head(NamedTuple):
    """What the subject keeps about its log: how many events there are, and the hash of the newest."""

    length: int
    hash: str


class DamageKind(StrEnum):
    CHANGED = "changed"
    REMOVED = "removed"
    INSERTED = "inserted"
    REORDERED = "reordered"


@dataclass(frozen=True, order=True)
class Damage:
    """One thing done to a log. `seq` is the number the event had, of an inserted one the number it was given."""

    seq: int
    kind: DamageKind


def hash_of(subject_id: object, row: Row, *, seq: int | None = None, prev_hash: str | None = None) -> str:
    """The hash this row must carry; `seq` and `prev_hash` stand in for its own where a guess is tried.

    The moment is taken to the millisecond, which both databases keep.
    """
    content = json.dumps(
        {
            "subject": str(subject_id),
            "seq": row.seq if seq is None else seq,
            "kind": row.kind,
            "actor": row.actor_id,
            "at": row.at.astimezone(UTC).isoformat(timespec="milliseconds"),
            "old": row.old_state,
            "new": row.new_state,
            "data": row.data,
            "prev": row.prev_hash if prev_hash is None else prev_hash,
        },
        sort_keys=True,
        ensure_ascii=False,
        separators=(",", ":"),
    )
    return hashlib.sha256(content.encode()).hexdigest()


def is_whole(subject_id: object, rows: Iterable[Row], head: Head | None) -> bool:
    """Whether `rows`, in the order of their numbers, are what was written. One pass, nothing kept."""
    count, newest = 0, GENESIS
    for row in rows:
        if row.seq != count + 1 or row.prev_hash != newest or row.hash != hash_of(subject_id, row):
            return False
        count, newest = row.seq, row.hash
    return head is None or (count, newest) == head


def examine(subject_id: object, rows: Sequence[Row], head: Head | None) -> list[Damage]:
    """Every damage to the log of one subject, by number; empty when it is whole.

    `head` is what the subject keeps; without it nothing tells that events were cut off or added at the end. Somebody
    who may write the table and the head and knows how to hash can rewrite an end of the log so that it fits: that is
    found by a root kept elsewhere.
    """
    ordered = sorted(rows, key=lambda row: row.seq)
    return [] if is_whole(subject_id, ordered, head) else _Examination(subject_id, ordered, head).damages()


class _Examination:
    """Puts each genuine row into the place it was written for; what is left over tells what was done."""

    def __init__(self, subject_id: object, rows: Sequence[Row], head: Head | None) -> None:
        self.subject_id = subject_id
        self.rows = rows
        self.head = head
        self.count = head.length if head else max((row.seq for row in rows), default=0)
        # Place -> index of the row that was written for it; and the rows for which no place is known yet.
        self.placed: dict[int, int] = {}
        self.left = set(range(len(rows)))
        self.by_hash: dict[str, list[int]] = {}
        self.by_prev: dict[str, list[int]] = {}
        for index, row in enumerate(rows):
            self.by_hash.setdefault(row.hash, []).append(index)
            self.by_prev.setdefault(row.prev_hash, []).append(index)

    def damages(self) -> list[Damage]:
        self._place_back_from_the_head()
        self._place_on_from_the_start()
        self._place_by_trying()
        found = self._forged() | self._reordered()
        changed = self._changed()
        swapped = self._swapped(changed)
        found |= {Damage(place, DamageKind.REORDERED if place in swapped else DamageKind.CHANGED) for place in changed}
        free = set(range(1, self.count + 1)) - self.placed.keys() - changed.keys()
        found |= {Damage(place, DamageKind.REMOVED) for place in free}
        found |= {Damage(self.rows[index].seq, DamageKind.INSERTED) for index in self.left - set(changed.values())}
        return sorted(found or self._renumbered())

    def _fits(self, index: int, place: int) -> bool:
        row = self.rows[index]
        return row.hash == hash_of(self.subject_id, row, seq=place)

    def _place(self, candidates: Iterable[int], place: int) -> int | None:
        """Put one of the rows that are left into `place` if it was written for it; the one that stands there first."""
        for index in sorted(candidates, key=lambda index: self.rows[index].seq != place):
            if index in self.left and self._fits(index, place):
                self.placed[place] = index
                self.left.discard(index)
                return index
        return None

    def _place_back_from_the_head(self) -> None:
        """From the newest hash, which the subject keeps, each row vouches for the one before it."""
        if self.head is None:
            return
        wanted = self.head.hash
        for place in range(self.count, 0, -1):
            index = self._place(self.by_hash.get(wanted, ()), place)
            if index is None:
                return
            wanted = self.rows[index].prev_hash

    def _place_on_from_the_start(self) -> None:
        wanted = GENESIS
        for place in range(1, self.count + 1):
            if place in self.placed:
                return
            index = self._place(self.by_prev.get(wanted, ()), place)
            if index is None:
                return
            wanted = self.rows[index].hash

    def _place_by_trying(self) -> None:
        """Rows between two holes: most stand where they were written; others were moved along with a hole."""
        for index in sorted(self.left):
            place = self.rows[index].seq
            if 1 <= place <= self.count and place not in self.placed:
                self._place((index,), place)
        free = set(range(1, self.count + 1)) - self.placed.keys()
        if len(free) * len(self.left) <= TRIES:
            for place in sorted(free):
                self._place(tuple(self.left), place)

    def _forged(self) -> set[Damage]:
        """Rows that carry a fitting hash of their own, but not the one that the next row or the head remembers."""
        found: set[Damage] = set()
        above_is_forged = False
        for place in range(self.count, 0, -1):
            index = self.placed.get(place)
            above = self.placed.get(place + 1)
            remembered = self.rows[above].prev_hash if above is not None and not above_is_forged else None
            if place == self.count and self.head is not None:
                remembered = self.head.hash
            above_is_forged = index is not None and remembered is not None and self.rows[index].hash != remembered
            if above_is_forged:
                found.add(Damage(place, DamageKind.CHANGED))
        return found

    def _reordered(self) -> set[Damage]:
        """Genuine rows whose numbers are in another order than their places. A mere shift is the trace of a hole."""
        places = sorted(self.placed)
        by_number = sorted(places, key=lambda place: self.rows[self.placed[place]].seq)
        return {
            Damage(place, DamageKind.REORDERED)
            for place, standing in zip(places, by_number, strict=True)
            if place != standing
        }

    def _renumbered(self) -> set[Damage]:
        """Every event is there and in order, but some do not carry their number."""
        return {
            Damage(place, DamageKind.CHANGED) for place, index in self.placed.items() if self.rows[index].seq != place
        }

    def _changed(self) -> dict[int, int]:
        """Free places with the row that was written for each, by its number or by what its neighbours remember."""
        found: dict[int, int] = {}
        for index in sorted(self.left):
            row = self.rows[index]
            for place in self._claimed_by(row):
                if 1 <= place <= self.count and place not in self.placed and place not in found:
                    found[place] = index
                    break
        return found

    def _claimed_by(self, row: Row) -> list[int]:
        places = [row.seq]
        places += [place - 1 for place, index in self._neighbours(self.by_prev.get(row.hash, ()))]
        places += [place + 1 for place, index in self._neighbours(self.by_hash.get(row.prev_hash, ()))]
        if self.head is not None and row.hash == self.head.hash:
            places.append(self.count)
        return places

    def _neighbours(self, indexes: Iterable[int]) -> list[tuple[int, int]]:
        wanted = set(indexes)
        return [(place, index) for place, index in self.placed.items() if index in wanted] if wanted else []

    def _swapped(self, changed: dict[int, int]) -> set[int]:
        """Of the changed places those that hold what was written for another one of them."""
        if len(changed) > SWAPS:
            return set()
        found = set()
        for place, index in changed.items():
            kept = self.rows[index]
            for other in changed.values():
                if other != index and kept.hash == hash_of(
                    self.subject_id, self.rows[other], seq=place, prev_hash=kept.prev_hash
                ):
                    found.add(place)
        return found
