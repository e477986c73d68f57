"""The evidence-export gate in a browser: a covered name is caught, the package is what its list says, and what needs an
approval stays in until it has one."""

import csv
import hashlib
import io
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from disputes.actions.export_package import make_package
from disputes.actions.exporting import submit_export
from disputes.gate import Answer, GateResult, Question, Recipient
from disputes.models import EvidenceExport
from tests.browser.looking import Looker
from tests.factories.disputes import Cast
from tests.factories.exports import (
    CLEAN,
    COVERED,
    HIDDEN,
    a_document,
    a_draft,
    a_pdf,
    a_plain_document,
    answer,
    checked_as,
    decided,
    load_questions,
    look_at_everything,
)

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
Login = Callable[[Any], None]


@pytest.fixture
def cast() -> Cast:
    load_questions()
    return Cast(kind="guidance", state="in_guidance", held=True)


def press(page: Page, name: str) -> None:
    page.get_by_role("button", name=name, exact=True).click()


def answer_all(page: Page, **yes: str) -> None:
    """No to every question but those that are named with their note."""
    expect(page.locator(".gate-question")).to_have_count(len(Question))  # all() takes what is there and waits for none
    for fieldset in page.locator(".gate-question").all():
        fieldset.get_by_label("No", exact=True).check()
    for code, note in yes.items():
        page.locator(f"[name={code}][value=yes]").check()
        page.locator(f"[name={code}_note]").fill(note)
    press(page, "Save the answers")


def hand_in_and_decide(page: Page, login_as: Login, cast: Cast, address: str, result: str) -> None:
    press(page, "Hand in for review")
    expect(page.locator(".page-heading")).to_contain_text("In review")
    login_as(cast.reviewer)
    page.goto(address)
    page.get_by_label("Result").select_option(result)
    page.get_by_label("What it rests on").fill("Looked at every page.")
    press(page, "Decide")
    expect(page.locator(".page-heading")).to_contain_text("Decided")
    login_as(cast.owner)
    page.goto(address)


def begin(page: Page, cast: Cast, kind: str, name: str) -> str:
    page.goto(f"/en/cases/{cast.case.reference}/")
    page.get_by_role("link", name="Prepare an export").click()
    page.get_by_label("Who receives it").select_option(kind)
    page.get_by_label("Name of the recipient").fill(name)
    page.get_by_label("Country or region").select_option(str(cast.case.jurisdiction_id))
    page.get_by_label("Where is the data stored?").select_option("mainland")
    page.get_by_label("What is it needed for?").fill("Answer to the complaint")
    page.locator("[name=documents]").first.check()
    press(page, "Save and go on")
    page.get_by_role("link", name="Answer the questions").click()
    return f"/en/cases/{cast.case.reference}/exports/{EvidenceExport.objects.latest('number').number}/"


def test_a_name_under_a_black_box_is_caught_and_the_package_is_what_its_list_says(
    cast: Cast, browser_page: Page, login_as: Login, tmp_path: Path
) -> None:
    page = browser_page
    a_document(cast, COVERED + CLEAN, "orders.pdf")
    login_as(cast.owner)
    address = begin(page, cast, "own_counsel", "Miller & Partner LLP")
    answer_all(page, personal="Names and telephone numbers of buyers")
    look_at_everything()
    page.goto(address)
    expect(page.locator(".gate-findings")).to_contain_text("Text that the page does not show can be copied")
    expect(page.locator(".gate-findings")).to_contain_text("page 1")
    expect(page.locator("body")).not_to_contain_text("13800001234")

    redacted = tmp_path / "orders-redacted.pdf"
    redacted.write_bytes(a_pdf("<p>Order of [redacted]</p>" + CLEAN))
    page.locator("summary", has_text="Put in a redacted version").click()
    page.locator("input[type=file]").set_input_files(redacted)
    press(page, "Put in a redacted version")
    look_at_everything()
    page.goto(address)
    expect(page.locator(".document-cards")).to_contain_text("The check found nothing")
    hand_in_and_decide(page, login_as, cast, address, "clear_after_redaction")
    press(page, "Make the package")
    expect(page.locator("main")).to_contain_text("not a finding that the export is lawful")
    with page.expect_download() as fetched:
        page.get_by_role("link", name="Download the package").click()
    data = Path(fetched.value.path()).read_bytes()
    assert hashlib.sha256(data).hexdigest() == EvidenceExport.objects.get().package_sha256
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        listed = list(csv.DictReader(package.read("hand-over/MANIFEST.csv").decode("utf-8-sig").splitlines()))
        files = [name for name in package.namelist() if name.startswith("hand-over/files/")]
        assert {f"hand-over/{row['name']}": row["sha256"] for row in listed} == {
            name: hashlib.sha256(package.read(name)).hexdigest() for name in files
        }
        assert len(files) == 1
        assert b"13800001234" not in package.read(files[0])


def test_what_needs_an_approval_cannot_be_exported(
    cast: Cast, browser_page: Page, login_as: Login, tmp_path: Path
) -> None:
    page = browser_page
    a_plain_document(cast)
    login_as(cast.owner)
    address = begin(page, cast, "foreign_court", "District Court of Delaware")
    answer_all(page, authority="Filed with the court")
    hand_in_and_decide(page, login_as, cast, address, "needs_approval")
    expect(page.locator("main")).to_contain_text("The approval of the authority is not on record")
    expect(page.get_by_role("button", name="Make the package")).to_have_count(0)
    export = EvidenceExport.objects.get()
    # Somebody sends the form that the page does not offer.
    sent = page.request.post(
        f"{address}make/",
        form={"version": str(export.version), "csrfmiddlewaretoken": token(page)},
        headers={"Referer": page.url},
    )
    assert sent.status == 409
    assert "The approval of the authority is not on record" in sent.text()
    assert EvidenceExport.objects.get().package.name == ""

    paper = tmp_path / "approval.pdf"
    paper.write_bytes(a_pdf("<p>Approval</p>"))
    page.get_by_label("Authority that approved").fill("Ministry of Justice")
    page.get_by_label("File number of the approval").fill("2026-12")
    page.get_by_label("Date of the approval").fill("2026-11-01")
    page.locator("#act-approval input[type=file]").set_input_files(paper)
    press(page, "Enter the approval of the authority")
    expect(page.locator("main")).to_contain_text("waits for a reviewer who did not enter it")
    expect(page.get_by_role("button", name="Make the package")).to_have_count(0)
    login_as(cast.reviewer)
    page.goto(address)
    press(page, "Confirm the approval")
    expect(page.locator("main")).to_contain_text("confirmed by")
    login_as(cast.owner)
    page.goto(address)
    press(page, "Make the package")
    expect(page.locator("main")).to_contain_text("The package is made")


def token(page: Page) -> str:
    return str(page.locator("[name=csrfmiddlewaretoken]").first.input_value())


def test_the_pages_of_the_gate_hold_the_floor(cast: Cast, looker: Looker) -> None:
    first, second = a_plain_document(cast, b"1", "销售数据.pdf"), a_plain_document(cast, b"2", "图纸-model-A.pdf")
    checked_as(first, [HIDDEN, {"kind": "person", "page": 0, "what": "Author", "hint": "张三… (3)"}])
    export = a_draft(cast, first, second)
    answer(export, cast.owner, personal=Answer.YES, technology=Answer.UNSURE)
    own = f"/cases/{cast.case.reference}/exports"
    looker.assert_looks_right(f"{own}/1/", "gate-draft", user=cast.owner)
    looker.assert_looks_right(f"{own}/1/questions/", "gate-questions", user=cast.owner)
    looker.assert_looks_right(f"{own}/new/", "gate-new", user=cast.owner)
    answer(export, cast.owner, personal=Answer.YES)
    submit_export(export=export, by=cast.owner, version=export.version)
    looker.assert_looks_right(f"{own}/1/", "gate-review", user=cast.reviewer)
    third = a_plain_document(cast, b"3", "c.pdf")
    decided(cast, GateResult.NEEDS_APPROVAL, third, recipient_kind=Recipient.FOREIGN_COURT)
    looker.assert_looks_right(f"{own}/2/", "gate-approval", user=cast.owner)
    made = decided(cast, GateResult.CLEAR, a_plain_document(cast, b"4", "d.pdf"))
    make_package(export=made, by=cast.owner, version=made.version)
    looker.assert_looks_right(f"{own}/3/", "gate-exported", user=cast.owner)
    looker.assert_looks_right(f"{own}/", "gate-list", user=cast.officer)
    looker.assert_looks_right(f"/cases/{cast.case.reference}/", "gate-case", user=cast.owner)
