"""The case file: versions beside each other, what a document is as evidence, and how much a case takes."""

import hashlib
import io
import zipfile
from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from pytest_django import Settings

from disputes.actions.documents import add_document, replace_document
from disputes.actions.evidence import EvidenceFacts, describe_evidence
from disputes.choices import Attestation, EvidenceKind, Side
from disputes.models import CaseDocument, CaseEvent, Evidence
from portal.accounts.models import User
from portal.lib.errors import Conflict, Invalid, NotAllowed
from tests.factories.disputes import Cast

pytestmark = pytest.mark.django_db
As = Callable[[User], Client]
BLOCKCHAIN = {
    "kind": "electronic",
    "original_at": "公司服务器",
    "attestation": "blockchain",
    "provider": "某区块链存证平台",
    "certificate_number": "BC-2026-001",
}


@pytest.fixture
def held() -> Cast:
    return Cast(held=True, state="in_consultation")


def a_pdf(content: bytes = b"1", name: str = "合同.pdf") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, b"%PDF-1.7\n" + content * 300)


def a_document(cast: Cast, content: bytes = b"1", by: User | None = None) -> CaseDocument:
    return add_document(case=cast.case, by=by or cast.owner, file=a_pdf(content))


def casefile(cast: Cast) -> str:
    return f"/cases/{cast.case.reference}/documents/"


def an_office_file(main: str, *more: str) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as package:
        for part in ("[Content_Types].xml", main, *more):
            package.writestr(part, "<x/>")
    return buffer.getvalue()


class TestVersions:
    def test_a_newer_version_stands_beside_the_older_one(self, held: Cast, as_user: As) -> None:
        first = a_document(held)
        second = replace_document(case=held.case, by=held.owner, document=first, file=a_pdf(b"2"))
        third = replace_document(case=held.case, by=held.member, document=second, file=a_pdf(b"3"))
        first.refresh_from_db()
        assert (first.edition, second.edition, third.edition) == (1, 2, 3)
        assert first.replaced_at == second.created_at
        assert third.previous == second
        event = CaseEvent.objects.filter(subject=held.case, kind="document_replaced").latest("seq")
        assert event.data == {"document": str(third.pk), "previous": str(second.pk), "sha256": third.sha256}
        for document in (first, second, third):
            response = as_user(held.officer).get(f"{casefile(held)}{document.pk}/")
            assert hashlib.sha256(b"".join(response)).hexdigest() == document.sha256

    def test_the_page_groups_them(self, held: Cast, as_user: As) -> None:
        first = a_document(held)
        alone = a_document(held, b"9")
        newest = replace_document(case=held.case, by=held.owner, document=first, file=a_pdf(b"2"))
        files = as_user(held.owner).get(casefile(held)).context["files"]
        assert [(file.document, [older.document for older in file.older]) for file in files] == [
            (alone, []),
            (newest, [first]),
        ]

    def test_a_document_has_one_successor(self, held: Cast) -> None:
        first = a_document(held)
        replace_document(case=held.case, by=held.owner, document=first, file=a_pdf(b"2"))
        with pytest.raises(Conflict):
            replace_document(case=held.case, by=held.owner, document=first, file=a_pdf(b"3"))
        assert CaseDocument.objects.count() == 2

    def test_the_same_file_is_no_newer_version(self, held: Cast) -> None:
        first = a_document(held)
        with pytest.raises(Invalid):
            replace_document(case=held.case, by=held.owner, document=first, file=a_pdf())
        first.refresh_from_db()
        assert first.replaced_at is None

    def test_the_other_side_may_not_replace_it(self, held: Cast, as_user: As) -> None:
        first = a_document(held)
        with pytest.raises(NotAllowed):
            replace_document(case=held.case, by=held.officer, document=first, file=a_pdf(b"2"))
        assert "/replace/" not in as_user(held.officer).get(casefile(held)).content.decode()

    def test_it_is_sent_through_the_page(self, held: Cast, as_user: As) -> None:
        first = a_document(held)
        client, path = as_user(held.owner), f"{casefile(held)}{first.pk}/replace/"
        assert client.get(path).status_code == 200
        assert client.post(path).status_code == 400
        assert client.post(path, {"file": SimpleUploadedFile("x.pdf", b"")}).status_code == 400
        assert client.post(path, {"file": a_pdf(b"2")})["Location"] == casefile(held)
        assert client.post(path, {"file": a_pdf(b"3")}).status_code == 409


class TestEvidence:
    def test_a_blockchain_record_is_written_down_and_shown(self, held: Cast, as_user: As) -> None:
        document = a_document(held)
        client, path = as_user(held.owner), f"{casefile(held)}{document.pk}/evidence/"
        claimed = " ".join([document.sha256.upper()[:32], document.sha256.upper()[32:]])
        response = client.post(path, {**BLOCKCHAIN, "claimed_sha256": claimed, "version": "0"})
        assert response["Location"] == casefile(held)
        evidence = Evidence.objects.get()
        assert (evidence.kind, evidence.claimed_sha256, evidence.hash_fits) == ("electronic", document.sha256, True)
        page = as_user(held.officer).get(casefile(held)).content.decode()
        assert "BC-2026-001" in page
        event = CaseEvent.objects.get(subject=held.case, kind="evidence_described")
        assert event.data == {
            "document": str(document.pk),
            "kind": "electronic",
            "attestation": "blockchain",
            "claimed": document.sha256,
        }

    def test_another_hash_is_kept_and_shown_as_another(self, held: Cast, as_user: As) -> None:
        document = a_document(held)
        facts = EvidenceFacts(EvidenceKind.ELECTRONIC, attestation=Attestation.BLOCKCHAIN, claimed_sha256="a" * 64)
        assert describe_evidence(case=held.case, by=held.owner, document=document, facts=facts).hash_fits is False
        assert "a" * 64 in as_user(held.owner).get(casefile(held)).content.decode()

    @pytest.mark.parametrize(
        ("sent", "field"),
        [
            ({"claimed_sha256": "abc"}, "claimed_sha256"),
            ({"claimed_sha256": "g" * 64}, "claimed_sha256"),
            ({"attestation": ""}, "attestation"),
            ({"kind": "nonsense"}, "kind"),
            ({"provider": "x" * 121}, "provider"),
        ],
    )
    def test_what_cannot_be_is_refused_beside_its_field(
        self, sent: dict[str, str], field: str, held: Cast, as_user: As
    ) -> None:
        document = a_document(held)
        path = f"{casefile(held)}{document.pk}/evidence/"
        response = as_user(held.owner).post(path, {**BLOCKCHAIN, "version": "0", **sent})
        assert response.status_code == 400
        assert field in response.context["form"].errors
        assert "BC-2026-001" in response.content.decode(), "nothing typed is lost"
        assert not Evidence.objects.exists()

    def test_two_who_write_at_once_are_told(self, held: Cast, as_user: As) -> None:
        document = a_document(held)
        path = f"{casefile(held)}{document.pk}/evidence/"
        assert as_user(held.owner).post(path, {**BLOCKCHAIN, "version": "0"}).status_code == 302
        late = as_user(held.member).post(path, {**BLOCKCHAIN, "provider": "另一个", "version": "0"})
        assert late.status_code == 409
        assert "另一个" in late.content.decode()
        assert as_user(held.member).post(path, {**BLOCKCHAIN, "version": "1"}).status_code == 302

    @pytest.mark.parametrize(("who", "status"), [("hotline", 403), ("counsel", 403), ("stranger", 404)])
    def test_who_may_not_add_may_not_describe(self, who: str, status: int, held: Cast, as_user: As) -> None:
        path = f"{casefile(held)}{a_document(held).pk}/evidence/"
        client = as_user(getattr(held, who))
        assert client.get(path).status_code == status
        assert client.post(path, {**BLOCKCHAIN, "version": "0"}).status_code == status
        assert not Evidence.objects.exists()


class TestWhatIsTaken:
    def test_the_side_is_the_senders(self, as_user: As) -> None:
        cast = Cast(held=True, state="in_guidance", kind="guidance")
        assert a_document(cast, b"1", cast.counsel).side == Side.COUNSEL
        assert a_document(cast, b"2", cast.officer).side == Side.CENTRE
        assert a_document(cast, b"3", cast.member).side == Side.ENTERPRISE

    @pytest.mark.parametrize(
        ("main", "ending"), [("word/document.xml", "docx"), ("xl/workbook.xml", "xlsx")], ids=["word", "excel"]
    )
    def test_office_files_are_known_by_their_content(self, main: str, ending: str, held: Cast) -> None:
        file = ContentFile(an_office_file(main), name="名单.bin")
        assert add_document(case=held.case, by=held.owner, file=file).name == f"名单.{ending}"

    @pytest.mark.parametrize(
        "content",
        [
            an_office_file("word/document.xml", "word/vbaProject.bin"),
            an_office_file("word/document.xml", "setup.EXE"),
            an_office_file("word/document.xml", "xl/workbook.xml"),
            an_office_file("readme.txt"),
            an_office_file("word/document.xml")[:-10],
            b"PK\x03\x04" + b"\0" * 300,
        ],
        ids=["macros", "program", "both", "plain archive", "cut off", "head of an archive"],
    )
    def test_an_archive_that_is_no_plain_office_file_is_refused(self, content: bytes, held: Cast) -> None:
        with pytest.raises(Invalid):
            add_document(case=held.case, by=held.owner, file=ContentFile(content, name="a.docx"))

    def test_three_hundred_files_at_once_get_a_sentence(self, held: Cast, as_user: As) -> None:
        files = [a_pdf(str(number).encode(), f"{number}.pdf") for number in range(300)]
        for path, name in ((casefile(held), "documents"), (f"/cases/{held.case.reference}/reply/", "reply-documents")):
            data: dict[str, Any] = {name: files, "reply-text": "见附件"}
            response = as_user(held.owner).post(path, data, follow=True)
            assert "300" in response.content.decode()
            assert "20" in response.content.decode()
        assert not CaseDocument.objects.exists()

    def test_a_full_case_says_so(self, held: Cast, settings: Settings) -> None:
        settings.CASE_MAX_FILES = 1
        document = a_document(held)
        with pytest.raises(Invalid, match="1"):
            a_document(held, b"2")
        with pytest.raises(Invalid, match="1"):
            replace_document(case=held.case, by=held.owner, document=document, file=a_pdf(b"2"))
        assert a_document(held) == document

    def test_a_full_case_file_costs_few_questions(
        self, held: Cast, as_user: As, django_assert_max_num_queries: Callable[[int], Any]
    ) -> None:
        for number in range(8):
            document = a_document(held, b"%d" % number)
            replace_document(case=held.case, by=held.owner, document=document, file=a_pdf(b"n%d" % number))
        client = as_user(held.owner)
        with django_assert_max_num_queries(8):
            assert len(client.get(casefile(held)).context["files"]) == 8
