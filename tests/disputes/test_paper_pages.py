"""The forms of record on the pages of a case: who reads them, and how the signed copy comes in."""

from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils.translation import gettext

from disputes.choices import CaseKind, PaperState, ScanState
from disputes.models import CaseDocument, CaseEvent, CaseForm
from portal.accounts.models import AuditEvent, User
from tests.factories.disputes import CaseFactory, Cast
from tests.factories.papers import CaseFormFactory

pytestmark = pytest.mark.django_db
As = Callable[[User], Client]
SCAN = b"%PDF-1.4\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"


@pytest.fixture
def guided() -> Cast:
    return Cast(held=True, kind=CaseKind.GUIDANCE)


@pytest.fixture
def form(guided: Cast) -> CaseForm:
    return CaseFormFactory.create(case=guided.case)


def at(form: CaseForm, tail: str) -> str:
    return f"/cases/{form.case.reference}/forms/{form.pk}{tail}"


def scan(data: bytes = SCAN, name: str = "签章件.pdf") -> Any:
    return SimpleUploadedFile(name, data, content_type="application/pdf")


@pytest.mark.parametrize("who", ["owner", "member", "counsel", "officer", "head", "hotline"])
@pytest.mark.parametrize("tail", ["/", ".pdf", ".docx"])
def test_whoever_reads_the_case_reads_its_forms(who: str, tail: str, guided: Cast, form: CaseForm, as_user: As) -> None:
    response = as_user(getattr(guided, who)).get(at(form, tail))
    assert response.status_code == 200
    assert "no-store" in response.headers["Cache-Control"]
    list(response)


@pytest.mark.parametrize("who", ["stranger", "other_officer", "administrator"])
@pytest.mark.parametrize("tail", ["/", ".pdf", ".docx"])
def test_a_stranger_gets_404(who: str, tail: str, guided: Cast, form: CaseForm, as_user: As) -> None:
    assert as_user(getattr(guided, who)).get(at(form, tail)).status_code == 404


def test_a_form_is_not_found_under_another_case(guided: Cast, form: CaseForm, as_user: As) -> None:
    other = CaseFactory.create(kind=CaseKind.GUIDANCE, centre=guided.centre, claim=None, enterprise=guided.enterprise)
    for tail in ("/", ".pdf"):
        assert as_user(guided.officer).get(f"/cases/{other.reference}/forms/{form.pk}{tail}").status_code == 404
    assert as_user(guided.officer).get(at(form, ".exe")).status_code == 404


def test_a_pdf_is_an_attachment_named_after_case_form_and_version(guided: Cast, form: CaseForm, as_user: As) -> None:
    response = as_user(guided.owner).get(at(form, ".pdf"))
    assert response.headers["Content-Disposition"] == f'attachment; filename="{guided.case.reference}-A1.pdf"'
    assert response.headers["Content-Type"] == "application/pdf"
    assert response.headers["ETag"] == f'"{form.pdf_sha256}"'
    assert b"".join(response) == b"%PDF-1.7 test"


def test_while_a_pdf_is_not_made_the_print_page_serves(guided: Cast, as_user: As) -> None:
    waiting = CaseFormFactory.create(
        case=guided.case, state=PaperState.FAILED, pdf="", pdf_sha256="", reason="No font", docx="", docx_sha256=""
    )
    client = as_user(guided.owner)
    assert client.get(at(waiting, ".pdf")).status_code == 404
    page = client.get(at(waiting, "/")).content.decode()
    assert "内容。" in page
    assert waiting.content_sha256 in page
    assert at(waiting, ".pdf") not in page
    section = client.get(f"/cases/{guided.case.reference}/").content.decode()
    assert at(waiting, "/") in section
    assert at(waiting, ".pdf") not in section


def test_a_file_that_is_gone_is_404(guided: Cast, form: CaseForm, as_user: As) -> None:
    form.pdf.storage.delete(str(form.pdf.name))
    assert as_user(guided.owner).get(at(form, ".pdf")).status_code == 404


@pytest.mark.parametrize("page", ["cases", "triage"])
def test_both_pages_list_every_version_and_mark_the_replaced_one(
    page: str, guided: Cast, form: CaseForm, as_user: As
) -> None:
    newer = CaseFormFactory.create(case=guided.case, version=2)
    person = guided.owner if page == "cases" else guided.officer
    html = as_user(person).get(f"/{page}/{guided.case.reference}/").content.decode()
    assert html.count(gettext("Replaced by a newer version")) == 1
    for one in (form, newer):
        assert at(one, ".pdf") in html
        assert one.content_sha256 in html


def test_a_consultation_has_no_such_section(as_user: As) -> None:
    cast = Cast(held=True)
    assert "正式文书" not in as_user(cast.owner).get(f"/cases/{cast.case.reference}/").content.decode()


def test_the_section_costs_the_same_however_many_forms_there_are(
    guided: Cast, form: CaseForm, as_user: As, django_assert_num_queries: Any
) -> None:
    client = as_user(guided.owner)
    address = f"/cases/{guided.case.reference}/"
    client.get(address)
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as first:
        client.get(address)
    for version in range(2, 9):
        CaseFormFactory.create(case=guided.case, version=version)
    with django_assert_num_queries(len(first)):
        client.get(address)


def test_reading_a_form_is_kept_and_shown_to_the_owner(guided: Cast, form: CaseForm, as_user: As) -> None:
    list(as_user(guided.officer).get(at(form, ".pdf")))
    row = AuditEvent.objects.get(verb="form_read")
    assert (row.actor_id, row.data["form"]) == (guided.officer.pk, "A1")
    assert "表A，第 1 版" in as_user(guided.owner).get(f"/cases/{guided.case.reference}/readers/").content.decode()


def test_the_signed_copy_becomes_the_official_one(guided: Cast, form: CaseForm, as_user: As) -> None:
    number = guided.case.reference
    response = as_user(guided.officer).post(
        f"/triage/{number}/attach_form/", {"attach_form-form": form.pk, "attach_form-documents": scan()}
    )
    assert response.status_code == 302
    form.refresh_from_db()
    assert form.official is not None
    event = CaseEvent.objects.get(subject=guided.case, kind="form_attached")
    assert event.data["sha256"] == form.official.sha256
    page = as_user(guided.owner).get(f"/cases/{number}/").content.decode()
    assert f"/cases/{number}/documents/{form.official_id}/" in page
    assert "签章件" in page


def test_a_later_scan_replaces_the_official_copy_and_the_former_stays(
    guided: Cast, form: CaseForm, as_user: As
) -> None:
    address = f"/triage/{guided.case.reference}/attach_form/"
    client = as_user(guided.officer)
    for data in (SCAN, SCAN + b"2"):
        client.post(address, {"attach_form-form": form.pk, "attach_form-documents": scan(data)})
    form.refresh_from_db()
    documents = CaseDocument.objects.filter(case=guided.case)
    assert documents.count() == 2
    assert form.official == documents.order_by("-created_at").first()


@pytest.mark.parametrize(
    ("data", "name"), [(b"", "leer.pdf"), (b"MZ\x90\x00 program", "scan.pdf"), (b"plain", "../../scan.pdf")]
)
def test_a_scan_that_is_no_scan_is_refused_by_its_content(
    data: bytes, name: str, guided: Cast, form: CaseForm, as_user: As
) -> None:
    response = as_user(guided.officer).post(
        f"/triage/{guided.case.reference}/attach_form/",
        {"attach_form-form": form.pk, "attach_form-documents": scan(data, name)},
    )
    assert response.status_code == 400
    assert not CaseDocument.objects.exists()
    form.refresh_from_db()
    assert form.official is None


def test_a_form_of_another_case_cannot_be_chosen(guided: Cast, form: CaseForm, as_user: As) -> None:
    foreign = CaseFormFactory.create()
    response = as_user(guided.officer).post(
        f"/triage/{guided.case.reference}/attach_form/",
        {"attach_form-form": foreign.pk, "attach_form-documents": scan()},
    )
    assert response.status_code == 400
    assert not CaseDocument.objects.exists()


@pytest.mark.parametrize("who", ["owner", "colleague", "hotline"])
def test_only_holder_reviewer_and_archivist_attach(who: str, guided: Cast, form: CaseForm, as_user: As) -> None:
    response = as_user(getattr(guided, who)).post(
        f"/triage/{guided.case.reference}/attach_form/",
        {"attach_form-form": form.pk, "attach_form-documents": scan()},
    )
    assert response.status_code == (404 if who == "owner" else 403)
    assert not CaseDocument.objects.exists()


def test_an_infected_signed_copy_stays_closed(guided: Cast, form: CaseForm, as_user: As) -> None:
    as_user(guided.officer).post(
        f"/triage/{guided.case.reference}/attach_form/",
        {"attach_form-form": form.pk, "attach_form-documents": scan()},
    )
    document = CaseDocument.objects.get(case=guided.case)
    CaseDocument.objects.filter(pk=document.pk).update(scan_state=ScanState.INFECTED)
    response = as_user(guided.owner).get(f"/cases/{guided.case.reference}/documents/{document.pk}/")
    assert response.status_code == 403
