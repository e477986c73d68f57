"""Files that come in beside a form: at any step, one by one, and never half."""

from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from disputes.models import Case, CaseDocument
from portal.accounts.models import User
from tests.factories.accounts import UserFactory
from tests.factories.disputes import Cast, DraftFactory, filer_of

pytestmark = pytest.mark.django_db
As = Callable[[User], Client]
HTMX = {"HX-Request": "true"}


def a_pdf(name: str = "paper.pdf", content: bytes = b"1") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, b"%PDF-1.7\n" + content * 300, content_type="application/pdf")


@pytest.fixture
def draft() -> Case:
    return DraftFactory.create()


def into(case: Case) -> str:
    return f"/cases/drafts/{case.pk}/documents/"


def names() -> list[str]:
    return list(CaseDocument.objects.order_by("name").values_list("name", flat=True))


def test_a_chosen_file_is_kept_at_once_and_listed(draft: Case, as_user: As) -> None:
    response = as_user(filer_of(draft)).post(into(draft), {"documents": [a_pdf("传票.pdf")], "x": "y"}, headers=HTMX)
    assert response.status_code == 200
    assert "传票.pdf" in response.content.decode()
    assert 'id="uploaded"' in response.content.decode()
    assert names() == ["传票.pdf"]


def test_good_files_are_kept_beside_a_refused_one_which_is_named(draft: Case, as_user: As) -> None:
    files = [a_pdf("good.pdf"), SimpleUploadedFile("tool.pdf", b"MZ" + b"\0" * 300)]
    response = as_user(filer_of(draft)).post(into(draft), {"documents": files}, headers=HTMX)
    assert response.status_code == 200
    assert "tool.pdf: " in response.content.decode()
    assert names() == ["good.pdf"]


def test_the_same_file_sent_again_with_the_form_is_one_document(draft: Case, as_user: As) -> None:
    client = as_user(filer_of(draft))
    for _time in range(2):
        assert client.post(into(draft), {"any-name": [a_pdf()]}, headers=HTMX).status_code == 200
    assert names() == ["paper.pdf"]


def test_without_scripts_it_leads_back_and_says_what_was_wrong(draft: Case, as_user: As) -> None:
    files = [a_pdf(), SimpleUploadedFile("empty.pdf", b"")]
    response = as_user(filer_of(draft)).post(into(draft), {"documents": files}, follow=True)
    assert response.redirect_chain == [(f"/cases/drafts/{draft.pk}/", 302)]
    assert "empty.pdf: " in response.content.decode()
    assert names() == ["paper.pdf"]


def test_no_file_at_all_is_said(draft: Case, as_user: As) -> None:
    response = as_user(filer_of(draft)).post(into(draft), headers=HTMX)
    assert "field-error" in response.content.decode()


def test_a_draft_of_somebody_else_is_not_found(draft: Case, as_user: As) -> None:
    assert as_user(UserFactory.create()).post(into(draft), {"documents": [a_pdf()]}).status_code == 404
    assert names() == []


def test_a_name_with_path_parts_is_only_a_name(draft: Case, as_user: As) -> None:
    boundary = "b0undary"
    body = (
        f"--{boundary}\r\nContent-Disposition: form-data; name=documents;"
        ' filename="..\\..\\..\\windows\\evil\\..\\..\\a.exe.pdf"\r\nContent-Type: application/pdf\r\n\r\n'
    ).encode() + b"%PDF-1.7\n" + b"x" * 300 + f"\r\n--{boundary}--\r\n".encode()  # fmt: skip
    response = as_user(filer_of(draft)).generic(
        "POST", into(draft), body, content_type=f"multipart/form-data; boundary={boundary}", headers=HTMX
    )
    assert response.status_code == 200
    document = CaseDocument.objects.get()
    assert document.name == "a.exe.pdf"
    assert str(document.file.name).startswith(f"cases/{draft.pk}/")
    assert ".." not in str(document.file.name)


@pytest.mark.parametrize(
    ("who", "back"),
    [("owner", "/cases/{}/documents/"), ("officer", "/cases/{}/documents/"), ("hotline", 403), ("stranger", 404)],
)
def test_a_filed_case_takes_files_from_whoever_may_add_them(who: str, back: Any, as_user: As) -> None:
    cast = Cast(held=True, state="in_consultation")
    response = as_user(getattr(cast, who)).post(f"/cases/{cast.case.reference}/documents/", {"documents": [a_pdf()]})
    if isinstance(back, int):
        assert (response.status_code, names()) == (back, [])
    else:
        assert response["Location"] == back.format(cast.case.reference)
        assert names() == ["paper.pdf"]
