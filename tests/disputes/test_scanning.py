"""The virus check of documents: driven by rows, shown on the page, and with consequences."""

from collections.abc import Callable, Iterator
from datetime import datetime

import pytest
from django.core.files.base import ContentFile
from django.test import Client
from pytest_django import Settings

from disputes.actions.documents import add_document
from disputes.actions.scanning import scan_document
from disputes.choices import ScanState
from disputes.models import CaseDocument, CaseEvent
from disputes.tasks import scan_documents
from portal.accounts.models import User
from portal.notices.models import Notice
from tests.clamd import EICAR, Clamd
from tests.factories.disputes import Cast, DraftFactory, filer_of

pytestmark = pytest.mark.django_db
As = Callable[[User], Client]


@pytest.fixture
def clamd(settings: Settings) -> Iterator[Clamd]:
    with Clamd() as server:
        settings.CLAMD_URL = server.url
        yield server


@pytest.fixture
def held() -> Cast:
    return Cast(held=True, state="in_consultation")


def a_document(cast: Cast, content: bytes = b"1", by: User | None = None) -> CaseDocument:
    file = ContentFile(b"%PDF-1.7\n" + content * 300, name="传票.pdf")
    return add_document(case=cast.case, by=by or cast.owner, file=file)


def address(document: CaseDocument) -> str:
    return f"/cases/{document.case.reference}/documents/{document.pk}/"


def status(client: Client, path: str) -> int:
    response = client.get(path)
    if response.streaming:
        list(response)
    return int(response.status_code)


def test_without_a_scanner_nothing_is_checked_and_files_are_open(held: Cast, as_user: As) -> None:
    document = a_document(held)
    assert scan_documents() == 0
    document.refresh_from_db()
    assert document.scan_state == ScanState.NOT_SCANNED
    assert status(as_user(held.officer), address(document)) == 200


def test_a_clean_file_opens_once_it_was_checked(held: Cast, as_user: As, clamd: Clamd) -> None:
    document = a_document(held)
    officer = as_user(held.officer)
    assert status(officer, address(document)) == 403
    assert status(as_user(held.member), address(document)) == 403
    assert status(as_user(held.owner), address(document)) == 200, "who sent it knows what is in it"
    assert scan_documents() == 1
    document.refresh_from_db()
    assert (document.scan_state, document.scanned_at is not None) == (ScanState.CLEAN, True)
    assert status(officer, address(document)) == 200
    assert scan_documents() == 0
    assert len(clamd.seen) == 1


def test_an_infected_file_is_closed_to_all_and_both_sides_are_told(held: Cast, as_user: As, clamd: Clamd) -> None:
    document = a_document(held, EICAR)
    assert scan_documents() == 1
    document.refresh_from_db()
    assert (document.scan_state, document.scan_found) == (ScanState.INFECTED, "Eicar-Test-Signature")
    for person in (held.owner, held.officer, held.head):
        assert status(as_user(person), address(document)) == 403
    mails = Notice.objects.filter(kind="disputes.virus_found")
    assert {mail.recipient for mail in mails} == {held.owner, held.officer}
    event = CaseEvent.objects.filter(subject=held.case).last()
    assert event is not None
    assert (event.kind, event.actor_id, event.data) == ("virus_found", None, {"document": str(document.pk)})
    assert "传票.pdf" in as_user(held.officer).get(f"/cases/{held.case.reference}/documents/").content.decode()


def test_a_virus_in_a_draft_is_kept_with_the_row_alone(clamd: Clamd) -> None:
    draft = DraftFactory.create()
    document = add_document(case=draft, by=filer_of(draft), file=ContentFile(b"%PDF-1.7\n" + EICAR * 99, name="a.pdf"))
    assert scan_documents() == 1
    document.refresh_from_db()
    assert document.scan_state == ScanState.INFECTED
    assert not CaseEvent.objects.exists()


def test_a_scanner_that_is_down_leaves_files_closed_and_is_asked_again(
    held: Cast, as_user: As, settings: Settings, clock_at: Callable[[str], datetime]
) -> None:
    clock_at("2026-11-23T09:00+08:00")
    settings.CLAMD_URL = "tcp://127.0.0.1:1"
    document = a_document(held)
    a_document(held, b"2")
    assert scan_documents() == 0
    assert sorted(CaseDocument.objects.values_list("scan_state", flat=True)) == ["failed", "not_scanned"]
    assert status(as_user(held.officer), address(document)) == 403
    with Clamd() as server:
        settings.CLAMD_URL = server.url
        clock_at("2026-11-23T09:01+08:00")
        assert scan_documents() == 1, "the one that failed rests"
        clock_at("2026-11-23T09:06+08:00")
        assert scan_documents() == 1
    assert set(CaseDocument.objects.values_list("scan_state", flat=True)) == {ScanState.CLEAN}


def test_a_verdict_is_not_changed_by_a_second_worker(held: Cast, clamd: Clamd) -> None:
    document = a_document(held, EICAR)
    twin = CaseDocument.objects.get(pk=document.pk)
    assert scan_document(document)
    assert scan_document(twin)
    assert CaseEvent.objects.filter(kind="virus_found").count() == 1


def test_a_file_that_was_lost_is_no_verdict(held: Cast, clamd: Clamd) -> None:
    document = a_document(held)
    document.file.storage.delete(str(document.file.name))
    assert scan_documents() == 0
    document.refresh_from_db()
    assert document.scan_state == ScanState.FAILED
