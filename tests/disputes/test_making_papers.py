"""PDF and DOCX of the forms: tagged, in reading order, made once, tried again."""

import hashlib
import zipfile
from datetime import timedelta
from io import BytesIO
from typing import Any

import pytest
from django.core.files.storage import default_storage
from django.utils import translation
from docx import Document
from docx.oxml.ns import qn
from pypdf import PdfReader

from disputes.actions.deciding import accept_case, request_supplement
from disputes.choices import CaseKind, PaperState
from disputes.models import CaseForm
from disputes.papers import fonts, leases, making, pdf
from disputes.papers.word import make_docx
from disputes.tasks import make_papers
from portal.lib import clock
from tests.factories.disputes import Cast

pytestmark = pytest.mark.django_db


def issued(language: str = "zh-hans", text: str = "起诉状全文\n送达回证") -> CaseForm:
    cast = Cast(held=True, kind=CaseKind.GUIDANCE, language=language, docket="337-TA-1499")
    request_supplement(case=cast.case, by=cast.officer, text=text)
    return CaseForm.objects.get(case=cast.case)


@pytest.fixture(scope="module")
def made() -> dict[str, PdfReader]:
    """One PDF in each language; they take a second."""
    content = {
        "schema": 1, "kind": "B", "number": "表B", "name": "补正通知书", "language": "zh-hans",
        "reference": "GD-2026-000001", "version": 1, "centre": "宁波分中心", "addressee": "宁波新创电器有限公司",
        "date": "2026-11-22", "basis": ["国务院令第801号"], "free": "不收取费用。",
        "blocks": [
            {"type": "heading", "text": "需补正的内容"},
            {"type": "list", "numbered": True, "items": ["起诉状全文", "送达回证"]},
            {"type": "table", "caption": "随附材料", "columns": ["序号", "文件"], "rows": [["1", "立案通知.pdf"]]},
            {"type": "paragraphs", "items": ["请在门户提交。", "<script>alert(1)</script>"]},
        ],
    }  # fmt: skip
    english = {**content, "language": "en", "name": "Notice to supplement", "number": "Form B"}
    return {code: PdfReader(BytesIO(pdf.make_pdf(one))) for code, one in (("zh", content), ("en", english))}


def roles(node: Any, found: list[str]) -> list[str]:
    """The roles of the structure tree, in reading order."""
    node = node.get_object()
    if isinstance(node, list):
        for child in node:
            roles(child, found)
    elif isinstance(node, dict):
        if "/S" in node:
            found.append(str(node["/S"]).lstrip("/"))
        if "/K" in node:
            roles(node["/K"], found)
    return found


@pytest.mark.parametrize(("code", "language"), [("zh", "zh-Hans"), ("en", "en")])
def test_a_pdf_says_its_language_its_title_and_that_it_is_tagged(
    code: str, language: str, made: dict[str, PdfReader]
) -> None:
    root: Any = made[code].trailer["/Root"]
    assert root["/Lang"] == language
    assert root["/MarkInfo"]["/Marked"]
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    title = made[code].metadata
    assert title is not None
    assert "GD-2026-000001" in str(title.title)
    assert b"pdfuaid" in root["/Metadata"].get_data()


def test_a_pdf_has_headings_lists_and_table_headers_in_its_structure(made: dict[str, PdfReader]) -> None:
    root: Any = made["zh"].trailer["/Root"]
    found = roles(root["/StructTreeRoot"], [])
    assert [role for role in found if role in {"H1", "H2", "L", "Table"}] == ["H1", "H2", "L", "Table"]
    assert found.count("TH") == 3
    assert "TD" in found


def test_the_text_of_a_pdf_comes_out_in_chinese_and_in_reading_order(made: dict[str, PdfReader]) -> None:
    text = "".join(page.extract_text() for page in made["zh"].pages).replace("\n", "")
    places = [
        text.index(words)
        for words in ("补正通知书", "宁波新创电器有限公司", "需补正的内容", "送达回证", "立案通知.pdf")
    ]
    assert places == sorted(places)
    assert "<script>alert(1)</script>" in text
    assert "内容校验值" in text
    with translation.override("en"):
        assert "SHA-256 of the content" in made["en"].pages[0].extract_text()


def test_a_pdf_is_a4_and_carries_its_fonts(made: dict[str, PdfReader]) -> None:
    page = made["zh"].pages[0]
    assert (round(float(page.mediabox.width)), round(float(page.mediabox.height))) == (595, 842)
    resources: Any = page["/Resources"]
    for font in resources["/Font"].values():
        descendant = font.get_object()["/DescendantFonts"][0].get_object()
        assert any(key.startswith("/FontFile") for key in descendant["/FontDescriptor"])


def test_a_text_longer_than_a_page_is_printed_to_its_end() -> None:
    content = issued().content
    long = "很长的经过。" * 1500 + "到此为止。"
    content["blocks"].insert(0, {"type": "facts", "caption": "经过", "rows": [["发生了什么", long]]})
    reader = PdfReader(BytesIO(pdf.make_pdf(content)))
    text = "".join(page.extract_text() for page in reader.pages).replace("\n", "")
    assert len(reader.pages) > 4
    assert text.count("很长的经过。") > 1400
    assert "到此为止。" in text


def test_a_form_never_fetches_anything() -> None:
    for url in ("https://example.com/a.png", "file:///etc/passwd", "http://127.0.0.1/"):
        with pytest.raises(PermissionError):
            pdf.refuse(url)


def test_a_docx_holds_the_same_content_with_chinese_fonts_and_language() -> None:
    form = issued()
    document = Document(BytesIO(make_docx(form.content)))
    words = "\n".join(paragraph.text for paragraph in document.paragraphs)
    cells = "\n".join(cell.text for table in document.tables for row in table.rows for cell in row.cells)
    assert form.content["name"] in words
    assert "起诉状全文" in words
    assert "337-TA-1499" in cells
    assert document.core_properties.title == f"{form.content['number']} {form.content['name']}"
    assert document.core_properties.language == "zh-CN"
    normal = document.styles["Normal"].element.rPr
    assert normal.rFonts.get(qn("w:eastAsia")) == "宋体"
    assert normal.find(qn("w:lang")).get(qn("w:eastAsia")) == "zh-CN"
    headings = [p.style.name for p in document.paragraphs if p.style is not None and "Heading" in str(p.style.name)]
    assert headings == ["Heading 2"] * 2


def test_a_docx_is_a_sound_package() -> None:
    with zipfile.ZipFile(BytesIO(make_docx(issued(language="en").content))) as package:
        assert package.testzip() is None
        assert "word/document.xml" in package.namelist()


def test_the_task_makes_both_files_and_their_hashes() -> None:
    form = issued()
    assert form.state == PaperState.WAITING
    assert make_papers() == {"made": 1}
    form.refresh_from_db()
    assert (form.state, form.pdf_pages, form.reason) == (PaperState.MADE, 1, "")
    for name, sha256 in ((form.pdf.name, form.pdf_sha256), (form.docx.name, form.docx_sha256)):
        with default_storage.open(str(name)) as file:
            assert hashlib.sha256(file.read()).hexdigest() == sha256


def test_the_task_repeated_makes_nothing_twice() -> None:
    form = issued()
    make_papers()
    form.refresh_from_db()
    assert make_papers() == {}
    before = (form.pdf.name, form.attempts)
    form.refresh_from_db()
    assert (form.pdf.name, form.attempts) == before
    assert len(default_storage.listdir(f"papers/{form.pk}")[1]) == 2


def test_a_killed_worker_leaves_the_form_to_the_next_one(monkeypatch: pytest.MonkeyPatch) -> None:
    form = issued()

    def killed(content: object) -> bytes:
        raise KeyboardInterrupt

    monkeypatch.setattr(making, "make_pdf", killed)
    with pytest.raises(KeyboardInterrupt):
        make_papers()
    monkeypatch.undo()
    default_storage.save(f"papers/{form.pk}/left-behind.pdf", BytesIO(b"half"))
    assert make_papers() == {}, "its lease still runs"
    with clock.set_to(clock.now() + leases.LEASE + timedelta(seconds=1)):
        assert make_papers() == {"made": 1}
    form.refresh_from_db()
    kept = {f"papers/{form.pk}/{name}" for name in default_storage.listdir(f"papers/{form.pk}")[1]}
    assert kept == {form.pdf.name, form.docx.name}


def test_a_worker_that_lost_its_lease_changes_nothing() -> None:
    form = issued()
    first = leases.claim(CaseForm)
    assert first is not None
    with clock.set_to(clock.now() + leases.LEASE + timedelta(seconds=1)):
        assert make_papers() == {"made": 1}
    form.refresh_from_db()
    assert leases.make(first, making.make_form) == "lost"
    assert CaseForm.objects.get(pk=form.pk).pdf_sha256 == form.pdf_sha256


def test_without_a_font_the_docx_is_made_and_the_pdf_tried_again(monkeypatch: pytest.MonkeyPatch) -> None:
    form = issued()
    monkeypatch.setattr(fonts, "has_chinese_font", lambda: False)
    assert make_papers() == {"failed": 1}
    form.refresh_from_db()
    assert form.state == PaperState.FAILED
    assert form.reason
    assert form.docx_sha256
    assert make_papers() == {}, "not before its wait is over"
    monkeypatch.undo()
    with clock.set_to(clock.now() + timedelta(minutes=2)):
        assert make_papers() == {"made": 1}


def test_one_form_that_cannot_be_made_keeps_no_other_waiting(monkeypatch: pytest.MonkeyPatch) -> None:
    bad, good = issued(), issued()
    CaseForm.objects.filter(pk=bad.pk).update(content={"language": "zh-hans"})
    assert make_papers() == {"failed": 1, "made": 1}
    assert CaseForm.objects.get(pk=good.pk).state == PaperState.MADE


@pytest.mark.parametrize("lack", ["has_pango", "has_chinese_font"])
def test_a_check_says_when_pango_or_a_chinese_font_is_missing(lack: str, monkeypatch: pytest.MonkeyPatch) -> None:
    assert fonts.check_paper(None) == []
    monkeypatch.setattr(fonts, lack, lambda: False)
    assert [warning.id for warning in fonts.check_paper(None)] == ["disputes.W001"]


def test_a_library_that_is_not_there_is_no_error(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fonts, "PANGO", ("libnothing.so.9",))
    monkeypatch.setattr(fonts, "FONTCONFIG", ("libnothing.so.9",))
    assert not fonts.has_pango()
    assert not fonts.has_chinese_font()


def test_an_act_does_not_wait_for_the_pdf(monkeypatch: pytest.MonkeyPatch) -> None:
    def slow(content: object) -> bytes:
        raise AssertionError("made in the request")

    monkeypatch.setattr(making, "make_pdf", slow)
    cast = Cast(held=True, kind=CaseKind.GUIDANCE)
    accept_case(case=cast.case, by=cast.head, text="予以受理。")
    assert CaseForm.objects.get(case=cast.case).state == PaperState.WAITING
