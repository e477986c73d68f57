"""Harvests as a queue: slices, a killed worker, two workers at once, the schedule."""

import threading
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.core.files.storage import default_storage
from django.db import connection

from laws import tasks
from laws.harvest import harvesting, schedule, visiting
from laws.importdesk.actions import set_harvesting, start_harvest, stop_import
from laws.importers import leases, working
from laws.models import ImportRow, ImportRun, LawSource, SourceDocument
from portal.lib import clock
from portal.lib.errors import Conflict, Invalid
from tests.factories.accounts import a_member
from tests.laws.harvest.publisher import Page, Publisher, act, legis, zipped

pytestmark = pytest.mark.django_db

Sources = Callable[..., LawSource]
NUMBERS = ("A-1", "B-2", "C-3", "D-4")


@pytest.fixture
def source(publisher: Publisher, a_source: Sources) -> LawSource:
    publisher.pages = {"/eng/XML/Legis.xml": Page(legis(publisher.url, *NUMBERS))}
    publisher.pages |= {f"/eng/XML/{number}.xml": Page(act(number, f"Rule of {number}.")) for number in NUMBERS}
    return a_source()


class Killed(BaseException):
    """A worker that is shot: nothing of it runs any more."""


def killed_at(monkeypatch: pytest.MonkeyPatch, number: int) -> None:
    """Let the worker die when it has asked for `number` documents."""
    asked = {"n": 0}
    get = visiting.Visitor.get

    def dying(self: Any, url: str, **more: Any) -> Any:
        asked["n"] += "/XML/" in url and not url.endswith("Legis.xml")
        if asked["n"] > number:
            raise Killed
        return get(self, url, **more)

    monkeypatch.setattr(visiting.Visitor, "get", dying)


def test_a_killed_harvest_goes_on_where_it_stopped_and_fetches_nothing_twice(
    source: LawSource, publisher: Publisher, monkeypatch: pytest.MonkeyPatch
) -> None:
    run = start_harvest(source=source, by=None)
    with monkeypatch.context() as patch:
        killed_at(patch, 2)
        with pytest.raises(Killed):
            working.work_next()
    run.refresh_from_db()
    assert (run.state, run.done, run.total, run.new) == ("running", 2, 4, 2)
    assert leases.claim() is None, "its lease still holds"

    with clock.set_to(clock.now() + leases.LEASE + timedelta(seconds=1)):
        assert working.work_next()
    run.refresh_from_db()
    assert (run.state, run.new, run.done, run.rows.count()) == ("done", 4, 4, 4)
    assert [publisher.times(f"/eng/XML/{number}.xml") for number in NUMBERS] == [1, 1, 1, 1]
    assert publisher.times("/eng/XML/Legis.xml") == 1
    assert not default_storage.exists(str(run.cursor["list"])), "what it needed to go on is gone"


def test_a_worker_whose_lease_ran_out_changes_nothing_any_more(source: LawSource) -> None:
    start_harvest(source=source, by=None)
    first = leases.claim()
    assert first is not None
    with clock.set_to(clock.now() + leases.LEASE + timedelta(seconds=1)):
        second = leases.claim()
    assert second is not None
    assert second.pk == first.pk
    with pytest.raises(leases.LeaseLost):
        leases.Lease(first).write(done=99)
    working.work(first)
    second.refresh_from_db()
    assert (second.state, second.done) == ("running", 0)


def test_a_harvest_is_worked_on_in_slices(source: LawSource, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(working, "SLICE_SECONDS", 0.0)
    run = start_harvest(source=source, by=None)
    seen = []
    while working.work_next():
        run.refresh_from_db()
        seen.append((run.state, run.done, run.lease))
    assert seen == [("running", 1, None), ("running", 2, None), ("running", 3, None), ("done", 4, None)]


def test_an_archive_is_imported_in_slices_and_downloaded_once(
    publisher: Publisher, a_source: Sources, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(harvesting, "BATCH", 1)
    members = {f"kites-1/acts/{number}.xml": act(number, f"Rule of {number}.") for number in NUMBERS}
    publisher.pages = {"/all.zip": Page(zipped(members))}
    run = start_harvest(source=a_source("repository", "/all.zip", settings={"paths": ["acts/*.xml"]}), by=None)
    monkeypatch.setattr(working, "SLICE_SECONDS", 0.0)
    slices = 0
    while working.work_next():
        slices += 1
        assert slices < 20
    run.refresh_from_db()
    assert (run.state, run.new, run.done, run.total) == ("done", 4, 4, 4), run.reason
    assert slices >= 4
    assert publisher.times("/all.zip") == 1


def test_a_worker_does_not_wait_for_a_busy_publisher(source: LawSource, publisher: Publisher) -> None:
    good = publisher.pages["/eng/XML/A-1.xml"]
    assert isinstance(good, Page)
    publisher.pages["/eng/XML/A-1.xml"] = [Page(status=429, headers={"Retry-After": "90"}), good]
    run = start_harvest(source=source, by=None)
    assert working.work_next()
    run.refresh_from_db()
    assert (run.state, run.done) == ("running", 0)
    assert leases.claim() is None, "not before the publisher's time"
    with clock.set_to(clock.now() + timedelta(seconds=91)):
        assert working.work_next()
    run.refresh_from_db()
    assert (run.state, run.new) == ("done", 4)


def test_an_upload_goes_before_a_harvest(source: LawSource) -> None:
    start_harvest(source=source, by=None)
    upload = ImportRun.objects.create(kind="upload", name="a.xml", created_at=clock.now())
    claimed = leases.claim()
    assert claimed is not None
    assert claimed.pk == upload.pk


def test_a_command_is_not_in_the_queue() -> None:
    ImportRun.objects.create(kind="command", state="running", name="folder", created_at=clock.now())
    assert leases.claim() is None


def test_a_source_has_one_open_harvest(source: LawSource) -> None:
    start_harvest(source=source, by=None)
    with pytest.raises(Conflict, match="来源"):
        start_harvest(source=source, by=None)
    assert ImportRun.objects.count() == 1


def test_a_source_of_an_unknown_layout_is_refused(source: LawSource) -> None:
    source.layout = "telepathy"
    with pytest.raises(Invalid):
        start_harvest(source=source, by=None)


def test_a_harvest_that_is_asked_to_stop_stops_after_the_text_in_hand(
    source: LawSource, monkeypatch: pytest.MonkeyPatch
) -> None:
    editor = a_member("editor")
    run = start_harvest(source=source, by=editor)

    def stop(row: ImportRow) -> None:
        if row.path == "B-2.xml":
            stop_import(run=ImportRun.objects.get(pk=run.pk), by=editor)

    claimed = leases.claim()
    assert claimed is not None
    working.work(claimed, on_row=stop)
    run.refresh_from_db()
    assert (run.state, run.new) == ("stopped", 2)
    with pytest.raises(Conflict):
        stop_import(run=run, by=editor)


def test_a_waiting_harvest_stops_at_once(source: LawSource) -> None:
    editor = a_member("editor")
    run = start_harvest(source=source, by=editor)
    stop_import(run=run, by=editor)
    assert run.state == "stopped"
    assert leases.claim() is None


def test_a_bug_ends_the_run_with_a_reason_and_not_the_worker(
    source: LawSource, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(self: Any) -> bool:
        raise RuntimeError("a bug")

    monkeypatch.setattr(harvesting.Harvest, "go_on", broken)
    run = start_harvest(source=source, by=None)
    assert working.work_next()
    run.refresh_from_db()
    assert run.state == "failed"
    assert "error of the program" in run.reason


def test_the_schedule_harvests_what_is_turned_on_and_due(source: LawSource) -> None:
    assert tasks.plan_harvests() == 0, "nothing is fetched unasked"
    set_harvesting(source=source, by=a_member("editor"), enabled=True)
    assert tasks.plan_harvests() == 1
    assert tasks.plan_harvests() == 0, "one is open"
    assert tasks.work_imports()
    assert ImportRun.objects.get().state == "done"
    assert tasks.plan_harvests() == 0, "it was harvested today"
    with clock.set_to(clock.now() + timedelta(days=7)):
        assert schedule.due() == [source]
    assert not tasks.work_imports()


def test_a_source_without_a_rhythm_is_harvested_by_hand_only(source: LawSource) -> None:
    source.rhythm_days = 0
    source.save()
    with pytest.raises(Invalid):
        set_harvesting(source=source, by=a_member("editor"), enabled=True)


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_two_workers_at_once_take_one_run_each_time_and_plan_one_harvest(
    publisher: Publisher, a_source: Sources
) -> None:
    publisher.pages = {"/eng/XML/Legis.xml": Page(legis(publisher.url, *NUMBERS))}
    publisher.pages |= {
        f"/eng/XML/{number}.xml": Page(act(number, f"Rule of {number}."), pause=0.1) for number in NUMBERS
    }
    source = a_source(enabled=True)
    found: list[Any] = []
    gate = threading.Barrier(2)

    def at_once(act: Callable[[], Any]) -> None:
        def one() -> None:
            gate.wait()
            try:
                found.append(act())
            finally:
                connection.close()

        threads = [threading.Thread(target=one) for _place in range(2)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()

    at_once(schedule.plan)
    assert sorted(found) == [0, 1]
    found.clear()
    at_once(working.work_next)
    assert sorted(found) == [False, True]
    assert ImportRun.objects.get().new == len(NUMBERS)
    assert SourceDocument.objects.filter(source=source).count() == len(NUMBERS)
    assert [publisher.times(f"/eng/XML/{number}.xml") for number in NUMBERS] == [1] * len(NUMBERS)
