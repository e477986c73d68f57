"""Archiving: the index that proves the file, the bundle, how long it is kept, and what must not be erased."""

import hashlib
import json
import zipfile
from collections.abc import Callable
from datetime import timedelta
from io import StringIO

import pytest
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.test import Client

from disputes.actions.archiving import archive_case, lift_hold, set_hold
from disputes.actions.documents import add_document
from disputes.choices import CaseKind, FormKind, ScanState
from disputes.models import ArchiveClass, CaseArchive, CaseDocument, CaseEvent, CaseForm, CaseMessage, LegalHold
from disputes.papers.casefile import verify
from disputes.states import CaseState
from disputes.tasks import forget_contacts, make_papers
from portal.accounts.models import AuditEvent, User
from portal.lib import clock
from portal.lib.errors import Conflict, Invalid, NotAllowed
from tests.factories.disputes import Cast
from tests.factories.papers import CaseFormFactory

pytestmark = pytest.mark.django_db
As = Callable[[User], Client]


def a_pdf(pages: int) -> bytes:
    from io import BytesIO

    from pypdf import PdfWriter

    writer, file = PdfWriter(), BytesIO()
    for _page in range(pages):
        writer.add_blank_page(width=200, height=200)
    writer.write(file)
    return file.getvalue()


@pytest.fixture
def closed() -> Cast:
    """A case that is closed, with one document of two pages, one message and form A."""
    cast = Cast(held=True, kind=CaseKind.GUIDANCE)
    add_document(case=cast.case, by=cast.owner, file=SimpleUploadedFile("立案通知.pdf", a_pdf(2)))
    CaseMessage.objects.create(case=cast.case, kind="reply", side="enterprise", author=cast.owner, text="材料见附件。")
    type(cast.case).objects.filter(pk=cast.case.pk).update(
        state=CaseState.CLOSED, answered_at=cast.case.submitted_at, answered_in_time=True,
        closed_at=cast.case.submitted_at, due_at=None,
    )  # fmt: skip
    cast.case.refresh_from_db()
    CaseFormFactory.create(case=cast.case, kind=FormKind.A, pdf_pages=3)
    return cast


@pytest.fixture
def ten() -> ArchiveClass:
    return ArchiveClass.objects.create(code="years-10", name_zh="10年", name_en="10 years", years=10)


def archived(cast: Cast, ten: ArchiveClass) -> CaseArchive:
    return archive_case(case=cast.case, by=cast.archivist, retention=ten)


def real_pdf_hash(cast: Cast) -> None:
    """The factory's form A says a hash that is not its file's; here it must be."""
    form = CaseForm.objects.get(case=cast.case, kind=FormKind.A)
    with form.pdf.open() as file:
        CaseForm.objects.filter(pk=form.pk).update(pdf_sha256=hashlib.sha256(file.read()).hexdigest())


def test_archiving_issues_form_g_with_every_part_its_pages_and_its_hash(closed: Cast, ten: ArchiveClass) -> None:
    archive = archived(closed, ten)
    assert closed.case.state == CaseState.ARCHIVED
    names = [part["name"] for part in archive.index]
    assert names == ["forms/A1.json", "forms/A1.pdf", "documents/001-立案通知.pdf", "messages.json", "log.json"]
    assert [part["pages"] for part in archive.index] == [None, 3, 2, None, None]
    assert archive.pages == 5
    assert all(len(part["sha256"]) == 64 for part in archive.index)
    words = str(archive.form.content)
    assert archive.form.kind == FormKind.G
    assert all(part["sha256"] in words for part in archive.index)
    assert archive.total_sha256 in words
    assert "10年" in words


def test_the_log_proves_the_archive(closed: Cast, ten: ArchiveClass) -> None:
    archive = archived(closed, ten)
    event = CaseEvent.objects.get(subject=closed.case, kind="archived")
    assert event.seq == archive.log_seq + 1
    assert event.data["sha256"] == archive.total_sha256
    assert (event.data["retention"], event.data["pages"]) == ("years-10", 5)


def test_a_file_is_kept_to_the_end_of_its_last_year_or_for_good(closed: Cast, ten: ArchiveClass) -> None:
    archive = archived(closed, ten)
    closed_at = closed.case.closed_at
    assert closed_at is not None
    assert archive.keep_until is not None
    assert (archive.keep_until.year, archive.keep_until.month, archive.keep_until.day) == (closed_at.year + 10, 12, 31)


def test_a_file_may_be_kept_for_good(closed: Cast) -> None:
    forever = ArchiveClass.objects.create(code="permanent", name_zh="永久", name_en="Kept for good")
    assert archived(closed, forever).keep_until is None


def test_a_form_without_paper_holds_the_archive_back(closed: Cast, ten: ArchiveClass) -> None:
    form = CaseFormFactory.create(
        case=closed.case, kind=FormKind.D, pdf="", pdf_sha256="", docx="", docx_sha256="", state="failed"
    )
    with pytest.raises(Conflict, match="D1"):
        archived(closed, ten)
    document = CaseDocument.objects.get(case=closed.case)
    CaseForm.objects.filter(pk=form.pk).update(official=document)
    assert archived(closed, ten).pages == 5


def test_a_document_that_is_not_as_it_arrived_holds_the_archive_back(closed: Cast, ten: ArchiveClass) -> None:
    document = CaseDocument.objects.get(case=closed.case)
    storage, name = document.file.storage, str(document.file.name)
    storage.delete(name)
    with pytest.raises(Conflict, match="立案通知"):
        archived(closed, ten)
    storage.save(name, ContentFile(b"another file"))
    with pytest.raises(Conflict, match="立案通知"):
        archived(closed, ten)
    closed.case.refresh_from_db()
    assert closed.case.state == CaseState.CLOSED


@pytest.mark.parametrize("who", ["owner", "officer", "colleague", "hotline", "stranger", "other_officer"])
def test_only_archivist_and_head_archive(who: str, closed: Cast, ten: ArchiveClass) -> None:
    with pytest.raises(NotAllowed):
        archive_case(case=closed.case, by=getattr(closed, who), retention=ten)


def test_the_archivist_archives_on_the_page_and_sees_the_bundle(closed: Cast, ten: ArchiveClass, as_user: As) -> None:
    client, number = as_user(closed.archivist), closed.case.reference
    page = client.get(f"/triage/{number}/").content.decode()
    assert f"/triage/{number}/archive/" in page
    sent = {"archive-retention": ten.pk, "version": closed.case.version}
    assert client.post(f"/triage/{number}/archive/", sent).status_code == 302
    real_pdf_hash(closed)
    assert client.get(f"/triage/{number}/archive.zip").status_code == 404
    assert make_papers() == {"made": 1, "bundles made": 1}
    assert f"/triage/{number}/archive.zip" in client.get(f"/triage/{number}/").content.decode()
    assert f"/triage/{number}/archive.zip" not in as_user(closed.officer).get(f"/triage/{number}/").content.decode()


def test_a_stale_page_does_not_archive(closed: Cast, ten: ArchiveClass, as_user: As) -> None:
    sent = {"archive-retention": ten.pk, "version": closed.case.version - 1}
    response = as_user(closed.head).post(f"/triage/{closed.case.reference}/archive/", sent)
    assert response.status_code == 409
    assert not CaseArchive.objects.exists()


def test_the_bundle_holds_what_the_index_says(closed: Cast, ten: ArchiveClass, as_user: As) -> None:
    real_pdf_hash(closed)
    archived(closed, ten)
    make_papers()
    archive = CaseArchive.objects.get(case=closed.case)
    response = as_user(closed.head).get(f"/triage/{closed.case.reference}/archive.zip")
    data = b"".join(response)
    assert hashlib.sha256(data).hexdigest() == archive.bundle_sha256
    from io import BytesIO

    with zipfile.ZipFile(BytesIO(data)) as bundle:
        assert bundle.testzip() is None
        assert {"index.json", "forms/G1.pdf", "forms/G1.docx", "forms/A1.docx"} <= set(bundle.namelist())
        about = json.loads(bundle.read("index.json"))
        assert about["total_sha256"] == archive.total_sha256
        for part in archive.index:
            if part["of"].startswith("content:"):
                continue  # hashed in its own fixed writing
            assert hashlib.sha256(bundle.read(part["name"])).hexdigest() == part["sha256"], part["name"]
    assert AuditEvent.objects.filter(verb="form_read", actor_id=closed.head.pk, data__form="G1").exists()


@pytest.mark.parametrize(("who", "status"), [("officer", 403), ("hotline", 403), ("owner", 404), ("stranger", 404)])
def test_the_bundle_and_the_holds_are_for_whoever_archives(
    who: str, status: int, closed: Cast, ten: ArchiveClass, as_user: As
) -> None:
    archived(closed, ten)
    make_papers()
    for page in ("archive.zip", "hold/"):
        response = as_user(getattr(closed, who)).get(f"/triage/{closed.case.reference}/{page}")
        assert response.status_code == status


def test_an_infected_file_stands_in_the_index_but_not_in_the_bundle(closed: Cast, ten: ArchiveClass) -> None:
    CaseDocument.objects.filter(case=closed.case).update(scan_state=ScanState.INFECTED)
    archive = archived(closed, ten)
    make_papers()
    archive.refresh_from_db()
    with archive.bundle.open("rb") as file, zipfile.ZipFile(file) as bundle:
        assert not [name for name in bundle.namelist() if name.startswith("documents/")]
    assert any("发现病毒" in part["what"] for part in archive.index)


class TestVerifying:
    @pytest.fixture
    def archive(self, closed: Cast, ten: ArchiveClass) -> CaseArchive:
        real_pdf_hash(closed)
        archived(closed, ten)
        make_papers()
        return CaseArchive.objects.select_related("case").get(case=closed.case)

    def test_a_whole_archive_has_no_findings(self, archive: CaseArchive) -> None:
        assert verify(archive) == []
        out = StringIO()
        call_command("verify_archive", archive.case.reference, stdout=out)
        assert "5 parts, 5 pages: as archived" in out.getvalue()

    def test_a_changed_message_is_found(self, archive: CaseArchive) -> None:
        CaseMessage.objects.filter(case=archive.case).update(text="别的内容")
        assert len(verify(archive)) == 1
        assert "messages.json" in verify(archive)[0]

    def test_a_changed_form_is_found(self, archive: CaseArchive) -> None:
        CaseForm.objects.filter(case=archive.case, kind="A").update(content={"kind": "A"})
        assert "forms/A1.json" in verify(archive)[0]

    def test_a_changed_or_missing_file_is_found(self, archive: CaseArchive) -> None:
        document = CaseDocument.objects.get(case=archive.case)
        storage, name = document.file.storage, str(document.file.name)
        storage.delete(name)
        assert "documents/001" in verify(archive)[0]
        storage.save(name, ContentFile(b"another"))
        assert "documents/001" in verify(archive)[0]

    def test_a_changed_index_is_found(self, archive: CaseArchive) -> None:
        index = [{**part, "sha256": "0" * 64} for part in archive.index]
        CaseArchive.objects.filter(pk=archive.pk).update(index=index)
        archive.refresh_from_db()
        assert len(verify(archive)) == 1 + len(index)

    def test_an_index_that_was_changed_with_its_total_is_held_against_the_log(self, archive: CaseArchive) -> None:
        CaseArchive.objects.filter(pk=archive.pk).update(index=[], total_sha256=hashlib.sha256(b"[]").hexdigest())
        archive.refresh_from_db()
        assert len(verify(archive)) == 1

    def test_the_command_ends_with_1_and_names_the_part(self, archive: CaseArchive) -> None:
        archive.bundle.storage.delete(str(archive.bundle.name))
        out = StringIO()
        with pytest.raises(SystemExit):
            call_command("verify_archive", stdout=out)
        assert str(archive.case.reference) in out.getvalue()

    def test_the_command_knows_an_unknown_number(self) -> None:
        with pytest.raises(CommandError):
            call_command("verify_archive", "GD-2026-999999")


class TestLegalHold:
    def test_a_hold_is_set_and_lifted_with_reasons_and_events(self, closed: Cast) -> None:
        hold = set_hold(case=closed.case, by=closed.head, reason="境外诉讼要求保全证据")
        with pytest.raises(Conflict):
            set_hold(case=closed.case, by=closed.head, reason="再次")
        lift_hold(case=closed.case, by=closed.head, reason="诉讼已结束")
        hold.refresh_from_db()
        assert (hold.lifted_by, hold.lift_reason) == (closed.head, "诉讼已结束")
        with pytest.raises(Conflict):
            lift_hold(case=closed.case, by=closed.head, reason="再次")
        kinds = list(CaseEvent.objects.filter(subject=closed.case).values_list("kind", flat=True))
        assert kinds[-2:] == ["hold_set", "hold_lifted"]

    @pytest.mark.parametrize("reason", ["", "  ", "长" * 501])
    def test_a_hold_needs_a_reason_that_fits(self, reason: str, closed: Cast) -> None:
        with pytest.raises(Invalid):
            set_hold(case=closed.case, by=closed.head, reason=reason)
        assert not LegalHold.objects.exists()

    def test_while_it_stands_no_contact_is_forgotten(self, closed: Cast) -> None:
        long_ago = clock.now() - timedelta(days=4000)
        type(closed.case).objects.filter(pk=closed.case.pk).update(closed_at=long_ago)
        set_hold(case=closed.case, by=closed.head, reason="境外诉讼")
        assert forget_contacts() == 0
        lift_hold(case=closed.case, by=closed.head, reason="已结束")
        assert forget_contacts() == 1

    def test_an_officer_sets_no_hold(self, closed: Cast) -> None:
        with pytest.raises(NotAllowed):
            set_hold(case=closed.case, by=closed.officer, reason="x")

    def test_the_page_sets_and_lifts_and_keeps_what_was_typed(self, closed: Cast, as_user: As) -> None:
        client, address = as_user(closed.head), f"/triage/{closed.case.reference}/hold/"
        assert client.post(address, {"act": "set", "reason": " "}).status_code == 400
        refused = client.post(address, {"act": "lift", "reason": "误操作的理由"})
        assert refused.status_code == 409
        assert "误操作的理由" in refused.content.decode()
        assert client.post(address, {"act": "set", "reason": "境外诉讼"}).status_code == 302
        assert "境外诉讼" in client.get(address).content.decode()
        assert client.post(address, {"act": "lift", "reason": "已结束"}).status_code == 302
        assert LegalHold.objects.get().lifted_at is not None

    def test_the_enterprise_sees_nothing_of_a_hold(self, closed: Cast, as_user: As) -> None:
        set_hold(case=closed.case, by=closed.head, reason="内部理由")
        page = as_user(closed.owner).get(f"/cases/{closed.case.reference}/").content.decode()
        assert "法律保全" not in page
        assert "法律保全" in as_user(closed.head).get(f"/triage/{closed.case.reference}/").content.decode()
