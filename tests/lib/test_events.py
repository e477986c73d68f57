"""The event chain: numbered without gaps, hashed, and honest about what was tampered with."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from decimal import Decimal
from threading import Barrier
from typing import Any

import pytest
from django.db import connection, transaction
from django.db.transaction import TransactionManagementError

from laws.models import GuideEvent, GuideRevision
from portal.lib.eventchain import GENESIS, Damage, DamageKind
from portal.lib.events import append, verify
from tests.factories.guides import DraftFactory


def chain(length: int = 4, code: str = "US") -> GuideRevision:
    subject = DraftFactory.create(guide__jurisdiction__code=code)
    for number in range(length):
        append(GuideEvent, subject=subject, kind="saved", actor_id=number, data={"parts": ["costs"], "n": number})
    return subject


@pytest.mark.django_db
def test_events_are_numbered_and_chained_per_subject() -> None:
    first, second = chain(3), chain(2, "DE")
    events = list(first.events.all())
    assert [event.seq for event in events] == [1, 2, 3]
    assert events[0].prev_hash == GENESIS
    assert [event.prev_hash for event in events[1:]] == [event.hash for event in events[:2]]
    assert (verify(GuideEvent, first), verify(GuideEvent, second)) == ([], [])


@pytest.mark.django_db
def test_a_subject_without_events_is_whole() -> None:
    assert verify(GuideEvent, DraftFactory.create()) == []


@pytest.mark.django_db
@pytest.mark.parametrize(
    "change",
    [
        {"kind": "published"},
        {"actor_id": 99},
        {"at": datetime(2020, 1, 1, tzinfo=UTC)},
        {"new_state": "published"},
        {"data": {"parts": []}},
        {"prev_hash": "f" * 64},
        {"hash": "f" * 64},
    ],
    ids=lambda change: next(iter(change)),
)
def test_a_changed_event_is_named(change: dict[str, Any]) -> None:
    subject = chain()
    GuideEvent.objects.filter(subject=subject, seq=2).update(**change)
    assert verify(GuideEvent, subject) == [Damage(2, DamageKind.CHANGED)]


@pytest.mark.django_db
def test_a_missing_event_is_named() -> None:
    subject = chain()
    GuideEvent.objects.filter(subject=subject, seq=3).delete()
    assert verify(GuideEvent, subject) == [Damage(3, DamageKind.REMOVED)]


@pytest.mark.django_db
def test_a_forged_event_with_a_fitting_hash_does_not_fit_the_next_one() -> None:
    subject = chain()
    forged = GuideEvent.objects.get(subject=subject, seq=2)
    forged.actor_id = 99
    forged.hash = forged.content_hash()
    forged.save()
    assert verify(GuideEvent, subject) == [Damage(2, DamageKind.CHANGED)]


@pytest.mark.django_db
def test_an_event_of_another_subject_does_not_fit() -> None:
    subject, other = chain(), chain(1, "DE")
    GuideEvent.objects.filter(subject=other).update(subject=subject, seq=5)
    assert verify(GuideEvent, subject) == [Damage(5, DamageKind.CHANGED)]


@pytest.mark.django_db
@pytest.mark.parametrize(
    "bad", [{"rate": 0.5}, {"list": [1, {"deep": 1.0}]}, {"at": datetime.now(UTC)}, {"d": Decimal(1)}]
)
def test_data_that_the_databases_would_change_is_refused(bad: dict[str, Any]) -> None:
    with pytest.raises(TypeError):
        append(GuideEvent, subject=DraftFactory.create(), kind="saved", actor_id=1, data=bad)


@pytest.mark.django_db
def test_data_survives_the_database_with_its_hash() -> None:
    subject = DraftFactory.create()
    data = {"zh": "中文", "list": [1, "二", None, True], "empty": {}, "big": 2**53}
    append(GuideEvent, subject=subject, kind="saved", actor_id=None, data=data)
    assert verify(GuideEvent, subject) == []


@pytest.mark.django_db(transaction=True)
def test_an_event_outside_a_transaction_is_refused() -> None:
    subject = DraftFactory.create()
    with pytest.raises(TransactionManagementError):
        append(GuideEvent, subject=subject, kind="saved", actor_id=1)


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_many_at_once_leave_one_unbroken_chain() -> None:
    subject = DraftFactory.create()
    writers = 6
    start = Barrier(writers)

    def write(number: int) -> None:
        try:
            start.wait(10)
            with transaction.atomic():
                append(GuideEvent, subject=subject, kind="saved", actor_id=number)
        finally:
            connection.close()

    with ThreadPoolExecutor(writers) as pool:
        for done in [pool.submit(write, number) for number in range(writers)]:
            done.result()
    assert list(subject.events.values_list("seq", flat=True)) == [1, 2, 3, 4, 5, 6]
    assert verify(GuideEvent, subject) == []
