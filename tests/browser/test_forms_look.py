"""The forms of record as people see them: the list on the case pages, the print page, the legal hold."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page

from disputes.actions.answering import refuse_case
from disputes.actions.deciding import accept_case, request_supplement, supplement_case
from disputes.choices import CaseKind, RefusalReason
from disputes.models import Remedy
from disputes.tasks import make_papers
from tests.factories.disputes import Cast

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def accepted() -> Cast:
    """A case with forms B and D, made."""
    cast = Cast(held=True, kind=CaseKind.GUIDANCE, docket="337-TA-1499")
    request_supplement(case=cast.case, by=cast.officer, text="送达回证\n被控产品的型号清单")
    supplement_case(case=cast.case, by=cast.owner, text="已补充。")
    accept_case(case=cast.case, by=cast.reviewer, text="予以受理。")
    make_papers()
    return cast


def test_the_pages_of_the_forms_fit_and_pass_axe(accepted: Cast, assert_looks_right: Callable[..., None]) -> None:
    number = accepted.case.reference
    form = accepted.case.forms.get(kind="B")
    assert_looks_right(f"/cases/{number}/", "forms-case", user=accepted.owner)
    assert_looks_right(f"/cases/{number}/forms/{form.pk}/", "forms-print", user=accepted.owner)
    assert_looks_right(f"/triage/{number}/hold/", "forms-hold", user=accepted.head)


def test_an_owner_downloads_the_pdf_and_the_docx(
    accepted: Cast, browser_page: Page, login_as: Callable[[Any], None]
) -> None:
    login_as(accepted.owner)
    browser_page.goto(f"/cases/{accepted.case.reference}/")
    for words, ending in (("PDF", "pdf"), ("DOCX", "docx")):
        with browser_page.expect_download() as download:
            browser_page.get_by_role("link", name=words).first.click()
        assert download.value.suggested_filename == f"{accepted.case.reference}-B1.{ending}"


def test_a_refusal_reads_whole_on_its_print_page(browser_page: Page, login_as: Callable[[Any], None]) -> None:
    cast = Cast(held=True, kind=CaseKind.GUIDANCE)
    Remedy.objects.create(slug="x", text_zh="可以请求分中心负责人复核。", text_en="Ask the head of the centre.")
    refuse_case(case=cast.case, by=cast.head, reason=RefusalReason.NOT_IP, text="与知识产权无关。")
    login_as(cast.owner)
    browser_page.goto(f"/cases/{cast.case.reference}/")
    browser_page.get_by_role("link", name="表C 不予受理通知书").click()
    paper = browser_page.locator(".paper").inner_text()
    for words in (
        "不予受理通知书",
        "与知识产权无关。",
        "可以请求分中心负责人复核。",
        "国务院令第801号",
        "不收取任何费用",
    ):
        assert words in paper
