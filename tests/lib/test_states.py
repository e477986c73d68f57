"""Guarded updates: exactly one of two callers wins, on both databases."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection

from laws.models import GuideRevision
from portal.lib.errors import Conflict
from portal.lib.states import guarded_update, may_move, move
from tests.factories.guides import DraftFactory

TABLE = {"draft": {"in_review"}, "in_review": {"draft"}}


@pytest.mark.django_db
def test_an_update_counts_the_version_up() -> None:
    row = DraftFactory.create()
    guarded_update(row, expected={"version": 1}, change_note="neu")
    assert (row.version, row.change_note) == (2, "neu")


@pytest.mark.django_db
def test_an_update_on_other_ground_changes_nothing_and_leaves_the_row_as_it_was_read() -> None:
    row = DraftFactory.create(change_note="alt")
    GuideRevision.objects.filter(pk=row.pk).update(version=7)
    with pytest.raises(Conflict):
        guarded_update(row, expected={"version": 1}, change_note="neu")
    assert (row.version, row.change_note) == (1, "alt")
    assert GuideRevision.objects.get().change_note == "alt"


@pytest.mark.django_db
def test_a_row_deleted_meanwhile_is_a_conflict() -> None:
    row = DraftFactory.create()
    GuideRevision.objects.all().delete()
    with pytest.raises(Conflict):
        guarded_update(row, expected={}, change_note="neu")


@pytest.mark.django_db
def test_a_move_that_the_table_does_not_know_is_refused_in_words() -> None:
    row = DraftFactory.create()
    with pytest.raises(Conflict, match=r"草稿|Draft"):
        move(row, TABLE, "published")
    assert not may_move(TABLE, "published", "draft")
    assert not may_move(TABLE, "draft", "nonsense")


@pytest.mark.django_db
def test_a_move_from_a_state_left_meanwhile_is_a_conflict() -> None:
    row = DraftFactory.create()
    GuideRevision.objects.update(state="withdrawn")
    with pytest.raises(Conflict):
        move(row, TABLE, "in_review")
    assert GuideRevision.objects.get().state == "withdrawn"


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_of_two_at_once_exactly_one_moves_the_row() -> None:
    pk = DraftFactory.create().pk
    start = Barrier(2)

    def submit() -> str:
        try:
            row = GuideRevision.objects.get(pk=pk)
            start.wait(5)
            return "moved" if move(row, TABLE, "in_review") == "draft" else "odd"
        except Conflict:
            return "conflict"
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        outcomes = sorted(f.result() for f in [pool.submit(submit), pool.submit(submit)])
    assert outcomes == ["conflict", "moved"]
    assert GuideRevision.objects.get().version == 2
