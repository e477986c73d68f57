"""The import desk: who gets in, uploads, progress, stop, report, sources."""

import gzip
import json
import re
from typing import Any

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import translation
from pytest_django import DjangoAssertNumQueries, Settings

from laws.importdesk import reports
from laws.importers import working
from laws.models import ImportRow, ImportRun, LawSource, LawVersion
from portal.accounts.models import AuditEvent, User
from portal.lib import clock
from tests.clients import as_user
from tests.factories.accounts import UserFactory, a_member
from tests.factories.reference import JurisdictionFactory
from tests.laws.harvest.publisher import act, zipped

pytestmark = pytest.mark.django_db
DESK = "/en/editorial/imports/"


@pytest.fixture
def editor() -> User:
    return a_member("editor")


@pytest.fixture
def client(editor: User) -> Client:
    JurisdictionFactory.create(code="CA")
    return as_user(editor)


@pytest.fixture
def source() -> LawSource:
    JurisdictionFactory.create(code="JP")
    row: LawSource = LawSource.objects.create(
        code="kites",
        name_en="Kite laws",
        publisher="Ministry of Kites",
        jurisdiction_id="JP",
        layout="akn",
        index_url="https://kites.example/list",
        licence="Free to copy",
        rhythm_days=7,
        source="own",
    )
    return row


def upload(client: Client, name: str, data: bytes, **more: Any) -> Any:
    return client.post(DESK, {"file": SimpleUploadedFile(name, data), **more})


def worked() -> ImportRun:
    while working.work_next():
        pass
    return ImportRun.objects.get()


def test_a_stranger_gets_404_and_a_reviewer_may_only_look(client: Client) -> None:
    assert as_user(UserFactory.create()).get(DESK).status_code == 404
    reviewer = as_user(a_member("legal_reviewer"))
    page = reviewer.get(DESK)
    assert page.status_code == 200
    assert b'type="file"' not in page.content
    assert upload(reviewer, "a.xml", act("A-1", "Kites fly.")).status_code == 403
    assert ImportRun.objects.count() == 0


def test_the_desk_has_a_door(client: Client) -> None:
    assert DESK in client.get("/en/editorial/").content.decode()


@pytest.mark.parametrize(
    ("name", "data", "new"),
    [
        ("a.xml", act("A-1", "Kites fly."), 1),
        ("no-ending", act("A-1", "Kites fly."), 1),
        ("a.xml.gz", gzip.compress(act("A-1", "Kites fly."), mtime=0), 1),
        ("acts.zip", zipped({"a/A.xml": act("A-1", "Kites fly."), "b/B.xml": act("B-2", "Strings hold.")}), 2),
    ],
    ids=["xml", "no ending", "gz", "zip"],
)
def test_an_upload_is_imported_by_a_worker(name: str, data: bytes, new: int, client: Client, editor: User) -> None:
    answer = upload(client, name, data)
    run = ImportRun.objects.get()
    assert answer.status_code == 302
    assert answer.url == f"{DESK}{run.pk}/"
    assert (run.state, run.by) == ("waiting", editor)
    run = worked()
    assert (run.state, run.new, run.rejected) == ("done", new, 0), list(run.rows.values_list("reason", flat=True))
    assert AuditEvent.objects.get(verb="import.started").actor_id == editor.pk
    assert not default_storage.exists(str(run.file.name)), "the texts are in the library, the upload is not kept"
    page = client.get(answer.url).content.decode()
    assert "Kite Protection Act A-1" in page
    assert "import_progress" not in page
    assert "hx-trigger" not in page.partition('id="import-progress"')[2].partition(">")[0]


def test_an_upload_may_only_be_looked_at(client: Client) -> None:
    upload(client, "a.xml", act("A-1", "Kites fly."), dry_run="on")
    run = worked()
    assert (run.dry_run, run.new, LawVersion.objects.count()) == (True, 1, 0)


@pytest.mark.parametrize(
    ("name", "data", "said"),
    [
        ("a.xml", b"", "empty"),
        ("a.pdf", b"%PDF-1.7 \n%\xe2\xe3", "cannot read this file"),
        ("a.md", b"\x89PNG\r\n\x1a\n\x00\x00\x00", "cannot read this file"),
        ("a.docx", zipped({"[Content_Types].xml": b"<x/>", "word/document.xml": b"<x/>"}), "cannot read this file"),
        ("a.zip", zipped({"a.xml": act("A-1", "Kites fly.")})[:60], "not whole"),
        ("a.zip", zipped({}), "cannot read this file"),
        ("a.gz", gzip.compress(b"\x00\x01\x02"), "cannot read this file"),
        ("a.gz", b"\x1f\x8bnonsense", "cannot read this file"),
        ("a.csv", b"article,text\n1,Kites fly.\n", "cannot read this file"),
        ("pic.png", act("A-1", "Kites fly."), "cannot read this file"),
    ],
    # Archives carry the time of their making: no name for a test.
    ids=[
        "empty",
        "pdf",
        "picture",
        "word",
        "cut archive",
        "empty archive",
        "binary",
        "damaged gz",
        "table",
        "false name",
    ],
)
def test_what_cannot_be_texts_is_refused_beside_the_field(name: str, data: bytes, said: str, client: Client) -> None:
    answer = upload(client, name, data)
    assert answer.status_code == 400
    assert said in answer.content.decode()
    assert ImportRun.objects.count() == 0


def test_an_upload_named_meta_json_says_nothing_of_other_uploads(client: Client) -> None:
    upload(client, "meta.json", b'{"jurisdiction": "XX", "language": "xx", "licence": "mine"}')
    upload(client, "My act (2).xml", act("A-1", "Kites fly."))
    first, second = ImportRun.objects.order_by("pk")
    assert str(first.file.name).rpartition("/")[0] != str(second.file.name).rpartition("/")[0]
    while working.work_next():
        pass
    row = second.rows.get()
    assert (row.outcome, row.path, row.jurisdiction) == ("new", "My act (2).xml", "CA")
    assert LawVersion.objects.get().licence == ""


def test_the_report_of_an_upload_is_in_the_language_of_who_sent_it(client: Client, editor: User) -> None:
    for language in ("en", "zh-hans"):
        User.objects.filter(pk=editor.pk).update(language=language)
        upload(client, "a.xml", b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>')
        while working.work_next():
            pass
    english, chinese = ImportRow.objects.order_by("pk").values_list("reason", flat=True)
    assert "DOCTYPE" in english
    assert "DOCTYPE" in chinese
    assert english.isascii()
    assert not chinese.isascii()


def test_an_upload_above_the_bound_is_refused(client: Client, settings: Settings) -> None:
    settings.IMPORT_MAX_BYTES = 100
    answer = upload(client, "a.xml", act("A-1", "Kites fly."))
    assert answer.status_code == 400
    assert "larger than 100" in answer.content.decode().replace("\xa0", " ")


def test_a_bad_file_in_an_archive_is_a_line_and_the_rest_is_imported(client: Client) -> None:
    upload(client, "acts.zip", zipped({"a/A.xml": act("A-1", "Kites fly."), "b/B.xml": b"<Statute><Body>"}))
    run = worked()
    assert (run.state, run.new, run.rejected) == ("done", 1, 1)
    page = client.get(f"{DESK}{run.pk}/?outcome=rejected").content.decode()
    assert "B.xml" in page
    assert "A.xml" not in page.partition("<tbody>")[2]


def test_progress_is_asked_for_while_it_runs_and_the_page_is_loaded_again_at_the_end(client: Client) -> None:
    run = ImportRun.objects.create(
        kind="upload", state="running", name="acts.zip", done=3, total=12, created_at=clock.now()
    )
    part = client.get(f"{DESK}{run.pk}/progress/")
    text = part.content.decode()
    assert 'hx-trigger="every 2s"' in text
    assert 'value="25"' in text
    assert "3 of 12 looked at" in text
    assert "HX-Refresh" not in part.headers
    ImportRun.objects.update(state="done")
    assert client.get(f"{DESK}{run.pk}/progress/").headers["HX-Refresh"] == "true"


def test_the_stop_button_stops_what_waits(client: Client) -> None:
    upload(client, "a.xml", act("A-1", "Kites fly."))
    run = ImportRun.objects.get()
    assert "Stop" in client.get(f"{DESK}{run.pk}/").content.decode()
    answer = client.post(f"{DESK}{run.pk}/stop/", follow=True)
    assert "What was imported stays" in answer.content.decode()
    run.refresh_from_db()
    assert run.state == "stopped"
    assert "ended already" in client.post(f"{DESK}{run.pk}/stop/", follow=True).content.decode()
    assert AuditEvent.objects.filter(verb="import.stopped").count() == 1


def test_the_report_is_downloaded_as_csv_and_as_json_lines(client: Client) -> None:
    run = ImportRun.objects.create(kind="upload", state="done", name="acts.zip", created_at=clock.now())
    ImportRow.objects.create(run=run, path="a.xml", title="=cmd()", outcome="new", warnings=["One", "Two"])
    ImportRow.objects.create(run=run, path="b.xml", outcome="rejected", reason="0 articles found")
    table = b"".join(client.get(f"{DESK}{run.pk}/report.csv").streaming_content).decode()  # type: ignore[attr-defined]
    assert table.startswith("\ufeffpath,jurisdiction,ref")
    assert "'=cmd()" in table, "no spreadsheet runs a title"
    lines = b"".join(
        client.get(f"{DESK}{run.pk}/report.jsonl?outcome=rejected").streaming_content  # type: ignore[attr-defined]
    )
    assert [json.loads(line)["path"] for line in lines.splitlines()] == ["b.xml"]


def test_reasons_are_said_in_chinese_on_the_chinese_page(client: Client) -> None:
    run = ImportRun.objects.create(kind="harvest", state="done", name="Kites", created_at=clock.now())
    reason = "The publisher no longer has this document (HTTP 404)"
    ImportRow.objects.create(run=run, path="a.xml", outcome="rejected", reason=reason)
    page = client.get(f"/editorial/imports/{run.pk}/").content.decode()
    assert "no longer has" not in page
    assert "(HTTP 404)" in page
    answer = client.get(f"/editorial/imports/{run.pk}/report.csv")
    table = b"".join(answer.streaming_content).decode()  # type: ignore[attr-defined]
    assert "no longer has" not in table
    assert "(HTTP 404)" in table


@pytest.mark.parametrize(
    "reason",
    [
        "The XML declares a document type (DOCTYPE) or entities. Such files are refused: send it without.",
        "Too many documents in a row could not be fetched (The publisher sent an empty document)",
        "This file of the archive is packed by a method that is not read (14)",
        "The command that did this import was broken off. What it had reported is in the library. (KeyboardInterrupt)",
        "Interrupted at the terminal",
    ],
)
def test_no_english_sentence_of_a_reason_reaches_a_chinese_reader(reason: str) -> None:
    with translation.override("zh-hans"):
        words = re.findall(r"[A-Za-z]{3,}", reports.said(reason))
    assert set(words) <= {"XML", "DOCTYPE", "KeyboardInterrupt"}


def test_a_source_is_harvested_now_and_turned_on_and_off(client: Client, source: LawSource) -> None:
    address = f"{DESK}sources/kites/"
    assert "Free to copy" in client.get(f"{DESK}sources/").content.decode()
    client.post(address, {"act": "turn_on"})
    assert LawSource.objects.filter(enabled=True).count() == 1
    client.post(address, {"act": "turn_off"})
    assert LawSource.objects.filter(enabled=True).count() == 0
    assert set(AuditEvent.objects.values_list("verb", flat=True)) >= {"source.enabled", "source.disabled"}
    answer = client.post(address, {"act": "harvest", "limit": "5"})
    run = ImportRun.objects.get()
    assert (answer.headers["Location"], run.limit, run.state) == (f"{DESK}{run.pk}/", 5, "waiting")
    assert client.post(address, {"act": "harvest"}).status_code == 409
    assert client.post(address, {"act": "dance"}).status_code == 404
    assert client.post(address, {"act": "harvest", "limit": "-1"}).status_code == 400


def test_the_pages_ask_the_database_the_same_however_long_they_are(
    client: Client, source: LawSource, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    person = a_member("editor")
    runs = [
        ImportRun.objects.create(
            kind="harvest", state="done", name=f"run {place}", created_at=clock.now(), by=person, source=source
        )
        for place in range(25)
    ]
    ImportRow.objects.bulk_create(
        ImportRow(run=runs[0], path=f"{place}.xml", outcome="new", title="Kites") for place in range(120)
    )
    for path in ("", "sources/", f"{runs[0].pk}/", "sources/kites/"):
        with django_assert_max_num_queries(12):
            client.get(f"{DESK}{path}")


@pytest.mark.parametrize("path", ["", "sources/", "sources/kites/"])
def test_the_pages_speak_both_languages(path: str, client: Client, source: LawSource) -> None:
    for prefix in ("", "/en"):
        assert client.get(f"{prefix}/editorial/imports/{path}").status_code == 200


@pytest.mark.parametrize("state", ["failed", "stopped", "done"])
def test_an_import_that_read_nothing_says_so_and_asks_for_no_filter(
    state: str, client: Client, source: LawSource
) -> None:
    item = ImportRun.objects.create(
        kind="harvest", source=source, name="Kites", state=state, created_at=clock.now(), by_command=True
    )
    said = {"failed": "before it failed", "stopped": "before it stopped", "done": "There was no text in it"}
    page = client.get(f"{DESK}{item.pk}/").content.decode()
    assert said[state] in page
    assert "Take a filter off" not in page
    ImportRow.objects.create(run=item, path="A-1", outcome="new")
    assert "Take a filter off" in client.get(f"{DESK}{item.pk}/?outcome=rejected").content.decode()
    assert "a command" in client.get(DESK).content.decode()


def test_an_import_that_waits_is_not_waiting_to_be_sent(client: Client, source: LawSource) -> None:
    item = ImportRun.objects.create(kind="harvest", source=source, name="Kites", created_at=clock.now())
    page = client.get(f"/editorial/imports/{item.pk}/").content.decode()
    assert "等待处理" in page
    assert "等待发送" not in page
    assert "未接受" in page
