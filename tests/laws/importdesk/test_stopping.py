"""Stopping an upload in the middle of a file that takes long."""

import pytest

from laws.importdesk.actions import stop_import
from laws.importers import importing, jsonl, leases, working
from laws.models import ImportRow, ImportRun, LawVersion
from tests.clients import as_user
from tests.factories.accounts import a_member
from tests.factories.reference import JurisdictionFactory
from tests.laws.importdesk.test_desk import upload
from tests.laws.importers.bringing import a_line, lines

pytestmark = pytest.mark.django_db
MANY = 60


@pytest.fixture(autouse=True)
def in_small_steps(monkeypatch: pytest.MonkeyPatch) -> None:
    """What happens every few seconds of a large file happens at each step of a small one."""
    monkeypatch.setattr(jsonl, "BLOCK", 500)
    monkeypatch.setattr(importing, "GROUP_LAWS", 5)
    monkeypatch.setattr(working, "PROGRESS_SECONDS", -1.0)


def claimed_upload(text: str) -> ImportRun:
    JurisdictionFactory.create(code="CA")
    upload(as_user(a_member("editor")), "acts.jsonl", text.encode())
    run = leases.claim()
    assert run is not None
    return run


def ask_to_stop(run: ImportRun) -> None:
    stop_import(run=ImportRun.objects.get(pk=run.pk), by=a_member("editor"))


def test_a_file_of_many_laws_is_stopped_before_its_end_and_what_was_imported_stays() -> None:
    run = claimed_upload(lines(a_line(law=f"Act {number}", law_id=f"A-{number}") for number in range(MANY)))

    def first(row: ImportRow) -> None:
        if not run.stop_asked:
            ask_to_stop(run)

    working.work(run, on_row=first)
    run.refresh_from_db()
    assert (run.state, run.reason, run.rejected) == ("stopped", "", 0)
    assert 0 < run.new == LawVersion.objects.count() < MANY / 2


def test_a_law_that_is_read_for_long_is_stopped_before_it_is_a_line_of_the_report() -> None:
    run = claimed_upload(lines(a_line(str(number)) for number in range(1, MANY)))
    ask_to_stop(run)
    working.work(run)
    run.refresh_from_db()
    assert (run.state, run.rows.count(), LawVersion.objects.count()) == ("stopped", 0, 0)
