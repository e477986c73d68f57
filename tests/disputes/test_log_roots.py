"""The daily root: what the logs were is kept outside the database, and a rewritten log does not extend it."""

import json
from collections.abc import Callable
from datetime import datetime
from io import StringIO
from pathlib import Path

import pytest
from django.conf import settings as django_settings
from django.core.management import call_command
from django.db import transaction
from pytest_django import Settings

from disputes.actions.changing import change
from disputes.caselog import verify_cases
from disputes.models import Case, CaseEvent
from disputes.roots import Root, RootDamage, folder, read_roots, record_root, verify_roots
from disputes.tasks import record_log_root
from portal.lib.eventchain import GENESIS
from portal.notices.models import Notice
from tests.appendonly import unprotected
from tests.factories.disputes import CaseFactory

pytestmark = pytest.mark.django_db

SetClock = Callable[[str], datetime]


@pytest.fixture(autouse=True)
def own_data_dir(tmp_path: Path, settings: Settings) -> None:
    settings.DATA_DIR = tmp_path


def write(case: Case, events: int = 1) -> None:
    with transaction.atomic():
        for _number in range(events):
            change(case, by=None, kind="noted")


def rewrite(case: Case, **changes: object) -> None:
    """What somebody does who knows everything: change the first event and make every later hash and the head fit."""
    newest = GENESIS
    with unprotected():
        for event in CaseEvent.objects.filter(subject=case).order_by("seq"):
            if event.seq == 1:
                CaseEvent.objects.filter(pk=event.pk).update(**changes)
                event.refresh_from_db()
            event.prev_hash = newest
            event.hash = newest = event.content_hash()
            event.save()
        Case.objects.filter(pk=case.pk).update(event_head=newest)


def roots() -> list[Root]:
    return [root for root in read_roots() if isinstance(root, Root)]


def test_a_root_is_written_once_a_day(clock_at: SetClock) -> None:
    clock_at("2026-12-31T09:00+08:00")
    case = CaseFactory.create()
    write(case, 2)
    first = record_root()
    write(case)
    assert record_root() == first
    clock_at("2027-01-01T00:05+08:00")
    second = record_root()
    assert (first.day, second.day) == ("2026-12-31", "2027-01-01")
    assert second.previous == first.root != second.root
    assert sorted(path.name for path in folder().glob("*.jsonl")) == ["2026.jsonl", "2027.jsonl"]
    assert roots() == [first, second]


def test_a_line_holds_the_cases_that_grew_since_the_day_before(clock_at: SetClock) -> None:
    clock_at("2026-11-22T09:00+08:00")
    quiet, busy = CaseFactory.create(), CaseFactory.create()
    CaseFactory.create()  # without an event
    write(quiet)
    write(busy)
    assert {case_id for case_id, _count, _head in record_root().changed} == {str(quiet.pk), str(busy.pk)}
    clock_at("2026-11-23T09:00+08:00")
    write(busy, 2)
    busy.refresh_from_db()
    second = record_root()
    assert second.changed == ((str(busy.pk), 3, busy.event_head),)
    assert (second.cases, second.events) == (2, 4)


def test_logs_that_only_grew_extend_every_root(clock_at: SetClock) -> None:
    case = CaseFactory.create()
    for day in (22, 23, 24):
        clock_at(f"2026-11-{day}T09:00+08:00")
        write(case, 2)
        record_root()
    write(case)
    assert verify_roots() == []


def test_a_log_rewritten_with_fitting_hashes_is_named_with_the_day(clock_at: SetClock) -> None:
    clock_at("2026-11-22T09:00+08:00")
    case, other = CaseFactory.create(), CaseFactory.create()
    write(case, 3)
    write(other, 3)
    record_root()
    rewrite(case, kind="answered")
    assert [one.damages for one in verify_cases(Case.objects.all())] == [(), ()]
    assert verify_roots() == [RootDamage("2026-11-22", "event", str(case.pk), str(case.reference), 3)]


def test_a_case_that_vanished_with_its_log_is_named(clock_at: SetClock) -> None:
    clock_at("2026-11-22T09:00+08:00")
    case = CaseFactory.create()
    write(case, 3)
    record_root()
    with unprotected():
        CaseEvent.objects.all().delete()
    Case.objects.filter(pk=case.pk).update(event_count=0, event_head=GENESIS)
    assert [(damage.name, damage.seq) for damage in verify_roots()] == [(case.reference, 3)]


def test_a_changed_line_is_found_in_the_file(clock_at: SetClock) -> None:
    case = CaseFactory.create()
    for day in (22, 23):
        clock_at(f"2026-11-{day}T09:00+08:00")
        write(case)
        record_root()
    path = folder() / "2026.jsonl"
    first, second = (json.loads(line) for line in path.read_text().splitlines())
    first["events"] = 7
    path.write_text(json.dumps(first) + "\n" + json.dumps(second) + "\n")
    assert [damage.what for damage in verify_roots()] == ["2026.jsonl:1"]


def test_a_line_that_was_taken_out_is_found(clock_at: SetClock) -> None:
    case = CaseFactory.create()
    for day in (22, 23, 24):
        clock_at(f"2026-11-{day}T09:00+08:00")
        write(case)
        record_root()
    path = folder() / "2026.jsonl"
    lines = path.read_text().splitlines()
    path.write_text(lines[0] + "\n" + lines[2] + "\n")
    assert [damage.what for damage in verify_roots()] == ["2026.jsonl:2"]


def test_a_line_that_is_no_root_is_found_and_the_next_day_is_still_written(clock_at: SetClock) -> None:
    clock_at("2026-11-22T09:00+08:00")
    write(CaseFactory.create())
    record_root()
    with (folder() / "2026.jsonl").open("a") as file:
        file.write("{}\n")
    clock_at("2026-11-23T09:00+08:00")
    record_root()
    assert [damage.what for damage in verify_roots()] == ["2026.jsonl:2"]
    assert len(roots()) == 2


def test_what_a_crash_left_of_a_line_is_written_over(clock_at: SetClock) -> None:
    clock_at("2026-11-22T09:00+08:00")
    write(CaseFactory.create())
    whole = record_root()
    with (folder() / "2026.jsonl").open("a") as file:
        file.write('{"day":"2026-11-2')
    assert roots() == [whole]
    clock_at("2026-11-23T09:00+08:00")
    record_root()
    assert len(roots()) == 2
    assert verify_roots() == []


def test_the_command_says_what_no_longer_agrees(clock_at: SetClock) -> None:
    clock_at("2026-11-22T09:00+08:00")
    case = CaseFactory.create()
    write(case, 2)
    record_root()
    out = StringIO()
    call_command("verify_case_log", "--roots", stdout=out)
    assert out.getvalue() == "1 daily roots looked at, the newest of 2026-11-22.\n"
    rewrite(case, actor_id=99)
    out = StringIO()
    with pytest.raises(SystemExit):
        call_command("verify_case_log", "--roots", stdout=out)
    assert f"{case.reference!s:<38} event      2  is not the one the root of 2026-11-22 was made over" in out.getvalue()


def test_the_root_is_mailed_once_where_a_mailbox_keeps_it(clock_at: SetClock, settings: Settings) -> None:
    clock_at("2026-11-22T09:00+08:00")
    record_log_root()
    assert not Notice.objects.exists()
    settings.CASE_LOG_ROOT_MAIL = "roots@notary.example"
    root = record_log_root()
    assert record_log_root() == root
    notice = Notice.objects.get()
    assert (notice.address, notice.payload["root"]) == ("roots@notary.example", root)


def test_roots_lie_beside_the_data_not_in_it() -> None:
    assert folder().parent == Path(django_settings.DATA_DIR)
    assert Path(django_settings.MEDIA_ROOT) not in folder().parents
