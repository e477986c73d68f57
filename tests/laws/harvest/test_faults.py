"""What publishers do wrong: each is a line of the report, and the harvest goes on."""

import errno
import re
import tempfile
from collections.abc import Callable
from io import BufferedRandom, RawIOBase
from typing import Any

import pytest
from django.core.files.base import File
from django.core.files.storage import default_storage

from laws.harvest import harvesting, visiting
from laws.importdesk import reports
from laws.models import ImportRun, LawSource, LawVersion, SourceDocument
from portal.lib import clock, fetch
from tests.laws.harvest.publisher import Answer, Page, Publisher, act, legis, zipped

pytestmark = pytest.mark.django_db

Sources = Callable[..., LawSource]
Harvest = Callable[..., ImportRun]
GOOD = act("A-1", "Kites fly.")


@pytest.mark.parametrize(
    ("answer", "reason"),
    [
        (Page(b"gone", status=404), "no longer has this document"),
        (Page(b"gone", status=410), "no longer has this document"),
        (Page(b"oops", status=500), "refused the request (HTTP 500)"),
        (Page(b"no", status=403), "refused the request (HTTP 403)"),
        (Page(b"<!DOCTYPE html><html><body>Maintenance</body></html>"), "web page instead"),
        (Page(b"\n<html lang='en'>Sorry</html>"), "web page instead"),
        (Page(b""), "empty document"),
        (Page(b'{"error": "soon"}'), "not whole XML"),
        (Page(GOOD[:200], announce=len(GOOD)), "第 200 字节处中断"),
        (Page(GOOD, announce=10**12), "响应超过"),
        (Page(status=302, headers={"Location": "/eng/XML/A-1.xml"}), "重定向超过 5 次"),
        (Page(status=302, headers={"Location": "http://["}), "could not be fetched"),
        (Page(status=302, headers={"Location": "ftp://files.example/A-1.xml"}), "could not be fetched"),
    ],
    ids=str,
)
def test_a_document_that_cannot_be_had_is_a_line_and_the_next_one_is_imported(
    answer: Answer, reason: str, publisher: Publisher, a_source: Sources, harvest: Harvest
) -> None:
    publisher.pages = {
        "/eng/XML/Legis.xml": Page(legis(publisher.url, "A-1", "B-2")),
        "/eng/XML/A-1.xml": answer,
        "/eng/XML/B-2.xml": Page(act("B-2", "Strings hold.")),
    }
    run = harvest(a_source())
    bad, good = run.rows.order_by("pk")
    assert (bad.path, bad.outcome, good.outcome, run.state) == ("A-1", "rejected", "new", "done")
    assert reason in bad.reason
    assert (run.new, run.rejected, run.done, run.total) == (1, 1, 2, 2)
    assert not SourceDocument.objects.filter(url__contains="A-1").exists()


@pytest.mark.parametrize("body", [GOOD[: len(GOOD) // 2], GOOD.replace(b"Kites", b"\xff\xfe\xf0")])
def test_a_text_that_is_broken_inside_is_rejected_by_its_adapter_and_read_again_next_time(
    body: bytes, publisher: Publisher, a_source: Sources, harvest: Harvest
) -> None:
    publisher.pages = {
        "/eng/XML/Legis.xml": Page(legis(publisher.url, "A-1")),
        "/eng/XML/A-1.xml": [Page(body, headers={"ETag": '"one"'}), Page(GOOD, headers={"ETag": '"one"'})],
    }
    source = a_source()
    run = harvest(source)
    assert (run.state, run.rejected) == ("done", 1)
    assert run.rows.get().reason
    assert harvest(source).new == 1, "no conditional request for what is not in the library"


def test_a_slow_publisher_is_given_up_in_time(
    publisher: Publisher, a_source: Sources, harvest: Harvest, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(visiting, "DOCUMENT_SECONDS", 0.4)
    publisher.pages = {
        "/eng/XML/Legis.xml": Page(legis(publisher.url, "A-1", "B-2")),
        "/eng/XML/A-1.xml": Page(GOOD, pause=3.0),
        "/eng/XML/B-2.xml": Page(act("B-2", "Strings hold.")),
    }
    run = harvest(a_source())
    assert reports.said(run.rows.order_by("pk")[0].reason) == "无法取得该文件 (127.0.0.1 未在规定时间内作出响应)"
    assert run.new == 1


def test_what_has_not_changed_is_neither_sent_nor_read_again(
    publisher: Publisher, a_source: Sources, harvest: Harvest
) -> None:
    publisher.pages = {
        "/eng/XML/Legis.xml": Page(legis(publisher.url, "A-1", "B-2")),
        "/eng/XML/A-1.xml": Page(GOOD, headers={"ETag": '"one"'}),
        "/eng/XML/B-2.xml": Page(act("B-2", "Strings hold.")),  # no ETag: told by its bytes
    }
    source = a_source()
    harvest(source)
    again = harvest(source)
    assert (again.new, again.changed, again.unchanged, again.rejected) == (0, 0, 2, 0)
    asked = [headers for path, headers in publisher.asked if path == "/eng/XML/A-1.xml"]
    assert ["If-None-Match" in headers for headers in asked] == [False, True]


def test_a_changed_text_becomes_a_new_version(publisher: Publisher, a_source: Sources, harvest: Harvest) -> None:
    publisher.pages = {
        "/eng/XML/Legis.xml": Page(legis(publisher.url, "A-1")),
        "/eng/XML/A-1.xml": [
            Page(GOOD, headers={"ETag": '"one"'}),
            Page(act("A-1", "Kites fly high."), headers={"ETag": '"two"'}),
        ],
    }
    source = a_source()
    harvest(source)
    run = harvest(source)
    assert run.changed == 1
    assert LawVersion.objects.count() == 2
    assert LawVersion.objects.get(current=True).provisions.filter(text__contains="high").exists()


@pytest.mark.parametrize("status", [429, 503])
def test_a_busy_publisher_is_asked_again_when_it_says(
    status: int, publisher: Publisher, a_source: Sources, harvest: Harvest, naps: list[float]
) -> None:
    publisher.pages = {
        "/eng/XML/Legis.xml": Page(legis(publisher.url, "A-1")),
        "/eng/XML/A-1.xml": [Page(status=status, headers={"Retry-After": "7"}), Page(status=status), Page(GOOD)],
    }
    run = harvest(a_source())
    assert (run.state, run.new, run.rejected) == ("done", 1, 0)
    assert naps == [7.0, 10.0], "as it says, then longer each time"


def test_a_publisher_that_stays_busy_is_a_line_and_not_an_endless_wait(
    publisher: Publisher, a_source: Sources, harvest: Harvest
) -> None:
    publisher.pages = {
        "/eng/XML/Legis.xml": Page(legis(publisher.url, "A-1")),
        "/eng/XML/A-1.xml": Page(status=429, headers={"Retry-After": "1"}),
    }
    run = harvest(a_source())
    assert "asked to wait again and again (HTTP 429)" in run.rows.get().reason
    assert publisher.times("/eng/XML/A-1.xml") == harvesting.MAX_LATER + 1


def test_too_many_faults_in_a_row_end_the_harvest(publisher: Publisher, a_source: Sources, harvest: Harvest) -> None:
    numbers = [f"A-{place}" for place in range(harvesting.MAX_FAULTS + 5)]
    publisher.pages = {"/eng/XML/Legis.xml": Page(legis(publisher.url, *numbers))}
    source = a_source()
    run = harvest(source)
    assert (run.state, run.rejected) == ("failed", harvesting.MAX_FAULTS)
    assert run.reason.startswith("Too many documents in a row could not be fetched")
    source.refresh_from_db()
    assert source.last_success is None


@pytest.mark.parametrize(
    ("index", "reason"),
    [
        (Page(status=404), "no longer has this document"),
        (Page(b"<!doctype html><html>Sorry</html>"), "web page instead"),
        (Page(b"<ActsRegsList><Acts/></ActsRegsList>"), "names no act"),
        (Page(b"<ActsRegsList>\n<Acts>"), "not whole XML (第 2 行第 "),
        (Page(b'<!DOCTYPE a [<!ENTITY b "c">]><ActsRegsList>&b;</ActsRegsList>'), "document type or entities"),
    ],
)
def test_a_list_that_cannot_be_read_fails_the_harvest_with_the_reason(
    index: Page, reason: str, publisher: Publisher, a_source: Sources, harvest: Harvest
) -> None:
    publisher.pages = {"/eng/XML/Legis.xml": index}
    run = harvest(a_source())
    assert (run.state, reason in run.reason) == ("failed", True), run.reason


@pytest.mark.parametrize("cut", [0, 30, -40])
def test_an_archive_that_is_not_whole_fails_the_harvest(
    cut: int, publisher: Publisher, a_source: Sources, harvest: Harvest
) -> None:
    body = zipped({"kites-1/acts/A-1.xml": GOOD})[: cut or None] if cut else b"<html>Sorry</html>"
    publisher.pages = {"/all.zip": Page(body)}
    run = harvest(a_source("repository", "/all.zip", settings={"paths": ["acts/*.xml"]}))
    assert run.state == "failed"
    assert "zip" in run.reason or "web page" in run.reason


def test_an_archive_of_a_kind_that_is_not_read_fails_the_harvest(
    publisher: Publisher, a_source: Sources, harvest: Harvest
) -> None:
    body = bytearray(zipped({"kites-1/acts/A-1.xml": GOOD}))
    body[body.index(b"PK\x01\x02") + 6] = 99  # the version of the format that is needed to unpack it
    publisher.pages = {"/all.zip": Page(bytes(body))}
    run = harvest(a_source("repository", "/all.zip", settings={"paths": ["acts/*.xml"]}))
    assert (run.state, "zip" in run.reason) == ("failed", True), run.reason


class FullDisk(RawIOBase):
    """A file on a disk without room; behind a buffer it tells when the buffer is emptied, as a real one does."""

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def writable(self) -> bool:
        return True

    def seek(self, offset: int, whence: int = 0) -> int:
        return 0

    def write(self, data: object) -> int:
        raise OSError(errno.ENOSPC, "No space left on device")


@pytest.mark.parametrize("place", ["while it comes", "in the store", "the list"])
def test_an_archive_that_this_machine_cannot_keep_is_not_the_publishers_fault(
    place: str, publisher: Publisher, a_source: Sources, harvest: Harvest, monkeypatch: pytest.MonkeyPatch
) -> None:
    save = default_storage.save

    def full(name: str, content: "File[Any]") -> str:
        if name.endswith(".zip") or place == "the list":
            raise OSError(errno.ENOSPC, "No space left on device")
        return save(name, content)

    if place == "while it comes":
        monkeypatch.setattr(tempfile, "TemporaryFile", lambda: BufferedRandom(FullDisk()))
    else:
        monkeypatch.setattr(default_storage, "save", full)
    publisher.pages = {"/all.zip": Page(zipped({"kites-1/acts/A-1.xml": GOOD}))}
    run = harvest(a_source("repository", "/all.zip", settings={"paths": ["acts/*.xml"]}))
    said = "This machine could not keep the document: look whether its disk is full (ENOSPC)"
    assert (run.state, run.reason) == ("failed", said)
    assert [row.reason for row in run.rows.all()] == ([] if place == "the list" else [said])
    assert not re.search("[a-z]", reports.said(run.reason))


def test_a_file_of_an_archive_packed_to_fill_memory_is_a_line(
    publisher: Publisher, a_source: Sources, harvest: Harvest
) -> None:
    members = {"kites-1/acts/A-1.xml": GOOD, "kites-1/acts/B-2.xml": b" " * 8_000_000}
    publisher.pages = {"/all.zip": Page(zipped(members))}
    run = harvest(a_source("repository", "/all.zip", settings={"paths": ["acts/*.xml"]}))
    assert (run.new, run.rejected) == (1, 1)
    assert "packed tighter" in run.rows.get(outcome="rejected").reason


def test_an_archive_of_all_laws_packed_to_fill_memory_is_not_unpacked(
    publisher: Publisher, a_source: Sources, harvest: Harvest
) -> None:
    publisher.pages = {"/all.zip": Page(zipped({"ChLaw.json": b" " * 8_000_000}))}
    run = harvest(a_source("moj_tw", "/all.zip"))
    assert run.state == "failed"
    assert "packed tighter" in run.reason


@pytest.mark.parametrize("address", ["http://[", "http://[::1/A-1.xml"])
def test_a_malformed_address_in_a_list_is_a_line(
    address: str, publisher: Publisher, a_source: Sources, harvest: Harvest
) -> None:
    publisher.pages = {
        "/list": Page(f"{address}\n{publisher.url}/B-2.xml\n".encode()),
        "/B-2.xml": Page(act("B-2", "Strings hold.")),
    }
    run = harvest(a_source("akn", "/list"))
    assert (run.state, run.new, run.rejected) == ("done", 1, 1)


def test_only_a_whole_harvest_counts_as_the_last_success(
    publisher: Publisher, a_source: Sources, harvest: Harvest
) -> None:
    publisher.pages = {
        "/eng/XML/Legis.xml": Page(legis(publisher.url, "A-1", "B-2")),
        "/eng/XML/A-1.xml": Page(GOOD),
        "/eng/XML/B-2.xml": Page(act("B-2", "Strings hold.")),
    }
    source = a_source()
    for options in ({"limit": 1}, {"dry_run": True}):
        run = harvest(source, **options)
        source.refresh_from_db()
        assert (run.state, source.last_success) == ("done", None)
    assert LawVersion.objects.count() == 1, "a dry run changes nothing"
    assert SourceDocument.objects.count() == 1
    harvest(source)
    source.refresh_from_db()
    assert source.last_success is not None


@pytest.mark.parametrize(
    ("text", "seconds"),
    [("30", 30.0), ("0", 1.0), ("99999999", 3600.0), ("soon", 5.0), ("", 5.0), ("-5", 5.0)],
)
def test_how_long_to_wait_is_bounded(text: str, seconds: float) -> None:
    assert visiting.wait_of(text, 0) == seconds


def test_a_date_to_wait_for_is_understood(clock_at: Callable[[str], object]) -> None:
    clock_at("2026-11-22T10:00:00+00:00")
    assert visiting.wait_of("Sun, 22 Nov 2026 10:02:00 GMT", 0) == 120.0
    assert clock.now()


def test_one_host_is_asked_at_a_pace(publisher: Publisher) -> None:
    naps: list[float] = []
    publisher.pages = {"/a": Page(b"a"), "/b": Page(b"b")}
    visitor = visiting.Visitor(pause=5.0, sleep=naps.append)
    visitor.get(f"{publisher.url}/a")
    visitor.get(f"{publisher.url}/b")
    assert len(naps) == 1
    assert 4.0 < naps[0] <= 5.0
    assert fetch.MAX_REDIRECTS == 5
