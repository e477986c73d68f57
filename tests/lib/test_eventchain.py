"""Each way of tampering with a chain is told from the others, whichever rows it meets."""

import random
from datetime import UTC, datetime, timedelta

import pytest

from portal.lib.eventchain import GENESIS, Damage, DamageKind, Head, Row, examine, hash_of

SUBJECT = "7d0c7a52-9d0a-4e4e-9a63-0f6f6a1f2f10"
LENGTH = 9
EVERY = range(1, LENGTH + 1)


def written(length: int = LENGTH, subject: str = SUBJECT) -> list[Row]:
    """A chain as `append` writes it."""
    rows: list[Row] = []
    for seq in range(1, length + 1):
        at = datetime(2026, 11, 22, tzinfo=UTC) + timedelta(minutes=seq)
        prev = rows[-1].hash if rows else GENESIS
        row = Row(seq, "noted", seq % 3, at, "submitted", "submitted", {"note": seq, "字": "案"}, prev, "")
        rows.append(row._replace(hash=hash_of(subject, row)))
    return rows


def head_of(rows: list[Row]) -> Head:
    return Head(len(rows), rows[-1].hash)


def found(rows: list[Row], head: Head | None) -> list[tuple[int, str]]:
    return [(damage.seq, damage.kind.value) for damage in examine(SUBJECT, rows, head)]


def shifted(rows: list[Row], by: int) -> list[Row]:
    return [row._replace(seq=row.seq + by) for row in rows]


def test_a_chain_as_written_is_whole() -> None:
    rows = written()
    assert examine(SUBJECT, rows, head_of(rows)) == []
    assert examine(SUBJECT, [], Head(0, GENESIS)) == []


@pytest.mark.parametrize("seq", EVERY)
def test_changed_content_is_named(seq: int) -> None:
    rows = written()
    head = head_of(rows)
    rows[seq - 1] = rows[seq - 1]._replace(data={"note": 99})
    assert found(rows, head) == [(seq, "changed")]


@pytest.mark.parametrize("seq", EVERY)
def test_changed_content_with_a_new_fitting_hash_is_named(seq: int) -> None:
    rows = written()
    head = head_of(rows)
    forged = rows[seq - 1]._replace(actor_id=99)
    rows[seq - 1] = forged._replace(hash=hash_of(SUBJECT, forged))
    assert found(rows, head) == [(seq, "changed")]


@pytest.mark.parametrize("column", ["hash", "prev_hash"])
@pytest.mark.parametrize("seq", EVERY)
def test_an_overwritten_hash_is_named(seq: int, column: str) -> None:
    rows = written()
    head = head_of(rows)
    rows[seq - 1] = Row(**{**rows[seq - 1]._asdict(), column: "f" * 64})
    assert found(rows, head) == [(seq, "changed")]


@pytest.mark.parametrize("seq", EVERY)
def test_a_removed_event_is_named(seq: int) -> None:
    rows = written()
    head = head_of(rows)
    del rows[seq - 1]
    assert found(rows, head) == [(seq, "removed")]


@pytest.mark.parametrize("seq", EVERY)
def test_a_removed_event_is_named_when_the_later_ones_close_the_gap(seq: int) -> None:
    rows = written()
    head = head_of(rows)
    assert found(rows[: seq - 1] + shifted(rows[seq:], -1), head) == [(seq, "removed")]


def test_an_end_that_was_cut_off_is_named_event_by_event() -> None:
    rows = written()
    assert found(rows[:-2], head_of(rows)) == [(LENGTH - 1, "removed"), (LENGTH, "removed")]


def test_a_whole_log_that_was_removed_is_named() -> None:
    rows = written(2)
    assert found([], head_of(rows)) == [(1, "removed"), (2, "removed")]


@pytest.mark.parametrize("seq", range(1, LENGTH + 2))
def test_an_inserted_event_is_named(seq: int) -> None:
    rows = written()
    head = head_of(rows)
    prev = rows[seq - 2].hash if seq > 1 else GENESIS
    forged = written(1)[0]._replace(seq=seq, data={"note": 99}, prev_hash=prev)
    forged = forged._replace(hash=hash_of(SUBJECT, forged))
    assert found([*rows[: seq - 1], forged, *shifted(rows[seq - 1 :], 1)], head) == [(seq, "inserted")]


def test_a_copy_of_an_event_is_an_inserted_one() -> None:
    rows = written()
    assert found([*rows, rows[2]._replace(seq=LENGTH + 1)], head_of(rows)) == [(LENGTH + 1, "inserted")]


def test_an_event_of_another_subject_is_an_inserted_one() -> None:
    rows = written()
    stranger = written(LENGTH + 1, "another")[-1]
    assert found([*rows, stranger], head_of(rows)) == [(LENGTH + 1, "inserted")]


@pytest.mark.parametrize(("one", "other"), [(1, 2), (3, 7), (2, LENGTH), (LENGTH - 1, LENGTH)])
def test_two_events_that_changed_places_are_named(one: int, other: int) -> None:
    rows = written()
    head = head_of(rows)
    first, second = rows[one - 1], rows[other - 1]
    rows[one - 1], rows[other - 1] = second._replace(seq=one), first._replace(seq=other)
    assert found(rows, head) == [(one, "reordered"), (other, "reordered")]


@pytest.mark.parametrize(("one", "other"), [(1, 2), (3, 7), (2, LENGTH)])
def test_two_events_whose_contents_changed_places_are_named(one: int, other: int) -> None:
    rows = written()
    head = head_of(rows)
    first, second = rows[one - 1], rows[other - 1]
    rows[one - 1] = second._replace(seq=one, prev_hash=first.prev_hash, hash=first.hash)
    rows[other - 1] = first._replace(seq=other, prev_hash=second.prev_hash, hash=second.hash)
    assert found(rows, head) == [(one, "reordered"), (other, "reordered")]


def test_a_number_that_leaves_a_gap_where_nothing_is_missing_was_changed() -> None:
    rows = written()
    assert found([*rows[:-1], rows[-1]._replace(seq=LENGTH + 5)], head_of(rows)) == [(LENGTH, "changed")]


def test_several_kinds_at_once_are_told_apart() -> None:
    rows = written()
    head = head_of(rows)
    rows[1] = rows[1]._replace(kind="answered")
    rows[5], rows[6] = rows[6]._replace(seq=6), rows[5]._replace(seq=7)
    del rows[3]
    assert found(rows, head) == [(2, "changed"), (4, "removed"), (6, "reordered"), (7, "reordered")]


def test_without_a_head_only_the_end_can_be_cut_off_unseen() -> None:
    rows = written()
    assert found(rows[:-1], None) == []
    assert found(rows[:3] + rows[4:], None) == [(4, "removed")]


def test_no_tampering_of_many_passes_unseen() -> None:
    """Seeded play: whatever mixture of changes is made, something is named."""
    play = random.Random(20261122)  # noqa: S311  # a repeatable game, not a secret
    for _round in range(300):
        rows = written(play.randint(2, 12))
        head, untouched = head_of(rows), list(rows)
        for _blow in range(play.randint(1, 3)):
            at = play.randrange(len(rows)) if rows else 0
            match play.choice(["change", "remove", "swap", "insert"]) if rows else "insert":
                case "change":
                    rows[at] = rows[at]._replace(data={"note": play.random()})
                case "remove":
                    del rows[at]
                case "swap":
                    other = play.randrange(len(rows))
                    one, two = rows[at], rows[other]
                    rows[at], rows[other] = two._replace(seq=one.seq), one._replace(seq=two.seq)
                case "insert":
                    rows.append(written(1)[0]._replace(seq=max([0, *(row.seq for row in rows)]) + 1))
        if sorted(rows) != untouched:
            assert examine(SUBJECT, rows, head), rows


def test_a_log_with_every_event_changed_names_every_one() -> None:
    rows = written(2_000)
    head = head_of(rows)
    damaged = [row._replace(actor_id=7) for row in rows]
    assert len(examine(SUBJECT, damaged, head)) == 2_000
    assert examine(SUBJECT, damaged, head)[0] == Damage(1, DamageKind.CHANGED)
