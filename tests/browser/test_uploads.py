"""Files on a form: sent as soon as they are chosen, named when refused, and there after the page was left."""

from pathlib import Path
from typing import Any

import pytest
from django.core.files.base import ContentFile
from playwright.sync_api import Page, expect

from disputes.actions.documents import add_document, replace_document
from disputes.models import CaseDocument
from tests.browser.looking import Looker
from tests.factories.disputes import Cast, DraftFactory

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def papers(tmp_path: Path) -> list[Path]:
    paths = [tmp_path / "传票.pdf", tmp_path / "tool.pdf"]
    paths[0].write_bytes(b"%PDF-1.7\n" + b"x" * 50_000)
    paths[1].write_bytes(b"MZ" + b"\0" * 500)
    return paths


@pytest.mark.parametrize("kind", ["consultation", "guidance"])
def test_a_file_is_sent_when_it_is_chosen(kind: str, papers: list[Path], browser_page: Page, login_as: Any) -> None:
    draft = DraftFactory.create(kind=kind)
    login_as(draft.filer)
    page = browser_page
    page.goto(f"/cases/drafts/{draft.pk}/")
    page.locator("input[type=file]").set_input_files(papers)
    expect(page.locator("#uploaded")).to_contain_text("传票.pdf")
    expect(page.locator("#uploaded .field-error")).to_contain_text("tool.pdf")
    assert page.locator("input[type=file]").evaluate("input => input.files.length") == 0
    page.goto(f"/cases/drafts/{draft.pk}/")
    expect(page.locator("#uploaded")).to_contain_text("传票.pdf")
    assert CaseDocument.objects.get().size == 50_009


def test_the_pages_of_the_case_file_look_right(papers: list[Path], looker: Looker) -> None:
    cast = Cast(held=True, state="in_consultation")
    first = add_document(case=cast.case, by=cast.owner, file=ContentFile(papers[0].read_bytes(), name="传票.pdf"))
    newer = ContentFile(papers[0].read_bytes() + b"2", name="传票.pdf")
    replace_document(case=cast.case, by=cast.owner, document=first, file=newer)
    base = f"/cases/{cast.case.reference}"
    looker.assert_looks_right(f"{base}/documents/", "case-file", user=cast.owner)
    looker.assert_looks_right(f"{base}/documents/{first.pk}/evidence/", "evidence", user=cast.owner)
    looker.assert_looks_right(f"{base}/readers/", "readers", user=cast.owner)
