"""`harvest_laws`: the terminal's way to a harvest."""

import json
from collections.abc import Callable
from datetime import timedelta
from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.utils import translation

from laws.importdesk.actions import start_harvest
from laws.importers import leases
from laws.models import ImportRun, LawSource, LawVersion
from portal.lib import clock
from tests.laws.harvest.publisher import Page, Publisher, act, legis

pytestmark = pytest.mark.django_db


@pytest.fixture
def source(publisher: Publisher, a_source: Callable[..., LawSource]) -> LawSource:
    publisher.pages = {
        "/eng/XML/Legis.xml": Page(legis(publisher.url, "A-1", "B-2")),
        "/eng/XML/A-1.xml": Page(act("A-1", "Kites fly.")),
        "/eng/XML/B-2.xml": Page(act("B-2", "Strings hold.")),
    }
    return a_source()


def run(*args: str, **options: Any) -> tuple[str, int]:
    out = StringIO()
    try:
        call_command("harvest_laws", *args, stdout=out, stderr=StringIO(), **options)
    except SystemExit as ended:
        return out.getvalue(), int(str(ended.code))
    return out.getvalue(), 0


def test_json_has_the_keys_of_import_laws(source: LawSource) -> None:
    said, status = run(source.code, "--json")
    rows = [json.loads(line) for line in said.splitlines()]
    assert status == 0
    assert [row["outcome"] for row in rows] == ["new", "new"]
    assert set(rows[0]) == {
        *("path", "jurisdiction", "ref", "title", "language", "adapter"),
        *("articles", "containers", "warnings", "outcome", "reason"),
    }


def test_people_get_a_table_and_a_total(source: LawSource) -> None:
    said, status = run(source.code, "--limit", "1")
    assert status == 0
    assert "Kite Protection Act A-1" in said
    assert said.splitlines()[-1] == "total: 1 new, 0 changed, 0 unchanged, 0 rejected"


def test_a_rejected_text_ends_with_1(source: LawSource, publisher: Publisher) -> None:
    publisher.pages["/eng/XML/B-2.xml"] = Page(status=404)
    said, status = run(source.code)
    assert status == 1
    assert "no longer has this document" in said


def test_a_dry_run_changes_nothing(source: LawSource) -> None:
    said, status = run(source.code, "--dry-run")
    assert (status, LawVersion.objects.count()) == (0, 0)
    assert "2 new" in said


def test_without_a_source_it_lists_them(source: LawSource) -> None:
    said, _status = run()
    assert source.code in said
    listed, _status = run("--json")
    assert json.loads(listed)["scheduled"] is False


def test_the_schedule_is_turned_on_and_off(source: LawSource) -> None:
    run(source.code, "--schedule", "on")
    source.refresh_from_db()
    assert source.enabled
    run(source.code, "--schedule", "off")
    source.refresh_from_db()
    assert not source.enabled


@pytest.mark.parametrize("args", [("nobody",), ("test-justice-ca", "--limit", "0")])
def test_what_it_cannot_do_it_says(args: tuple[str, ...], source: LawSource) -> None:
    with pytest.raises(CommandError):
        run(*args)


def test_a_harvest_under_way_is_left_alone_and_an_abandoned_one_is_gone_on_with(source: LawSource) -> None:
    begun = start_harvest(source=source, by=None)
    assert leases.claim(begun.pk) is not None
    with pytest.raises(CommandError, match="under way"):
        run(source.code)
    with clock.set_to(clock.now() + leases.LEASE + timedelta(seconds=1)):
        _said, status = run(source.code)
    assert status == 0
    assert ImportRun.objects.get().state == "done"


def test_a_list_that_cannot_be_had_is_the_reason(source: LawSource, publisher: Publisher) -> None:
    publisher.pages["/eng/XML/Legis.xml"] = Page(status=500)
    with pytest.raises(CommandError, match="HTTP 500"):
        run(source.code)


def test_a_harvest_that_reads_nothing_says_one_line_in_english(source: LawSource, publisher: Publisher) -> None:
    publisher.pages["/eng/XML/Legis.xml"] = Page(status=500)
    out = StringIO()
    with translation.override("zh-hans"), pytest.raises(CommandError) as failed:
        call_command("harvest_laws", source.code, stdout=out, stderr=StringIO())
    assert str(failed.value) == "The harvest failed: The publisher refused the request (HTTP 500)"
    assert out.getvalue() == ""


def test_its_import_is_a_command_s_and_that_of_the_schedule_is_not(source: LawSource) -> None:
    run(source.code)
    assert ImportRun.objects.get().by_command
    assert not start_harvest(source=source, by=None).by_command
