"""What a Word or an Excel file hides is found however it is written; files as our libraries make them are clean."""

import io
from typing import Any

import pytest
from docx import Document
from docx.enum.text import WD_COLOR_INDEX
from docx.shared import RGBColor
from openpyxl import Workbook
from openpyxl.styles import Font, PatternFill

from portal.lib.redaction.findings import Kind
from portal.lib.redaction.looking import look
from tests.lib.test_redaction import EXCEL, WORD, kinds, with_part

pytestmark = pytest.mark.once

ANCHOR = "<w:r><w:drawing><wp:anchor xmlns:wp='urn:wp'><wp:wrapNone/></wp:anchor></w:drawing></w:r></w:p>"
CUT = "<w:r><a:srcRect xmlns:a='urn:a' l='20000'/></w:r></w:p>"


def a_word_file(change: Any = lambda document: None) -> bytes:
    document: Any = Document()
    document.core_properties.author = document.core_properties.comments = document.core_properties.title = ""
    document.add_heading("标题")
    document.add_paragraph("plain words", style="List Bullet")
    document.add_table(1, 1, style="Table Grid").cell(0, 0).text = "cell"
    change(document)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def a_book(change: Any = lambda sheet: None) -> bytes:
    book = Workbook()
    book.properties.creator = ""
    sheet: Any = book.active
    sheet["A1"], sheet["B2"] = "words", 5
    sheet["A1"].font, sheet["A1"].fill = Font(color="FFFFFF"), PatternFill("solid", fgColor="203060")
    change(sheet)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def test_ordinary_files_are_left_in_peace() -> None:
    assert look(a_word_file(), WORD) == []
    assert look(a_book(), EXCEL) == []


def highlighted(document: Any) -> None:
    document.add_paragraph().add_run("secret").font.highlight_color = WD_COLOR_INDEX.BLACK


def pale(document: Any) -> None:
    document.add_paragraph().add_run("secret").font.color.rgb = RGBColor(0xFE, 0xFE, 0xFE)


def by_style(document: Any) -> None:
    document.styles["Intense Quote"].font.hidden = True
    document.add_paragraph("secret", style="Intense Quote")


@pytest.mark.parametrize("change", [highlighted, pale, by_style])
def test_hidden_words_of_a_word_file_are_found(change: Any) -> None:
    assert kinds(a_word_file(change), WORD) == [Kind.HIDDEN_TEXT]


@pytest.mark.parametrize(
    ("about", "kind"),
    [
        ("<w:shd w:val='clear' w:fill='000000'/>", Kind.HIDDEN_TEXT),
        ("<w:vanish  w:val = '1' />", Kind.HIDDEN_TEXT),
        ("<w:sz w:val='2'/>", Kind.HIDDEN_TEXT),
    ],
)
def test_single_quotes_and_shading_hide_nothing_from_the_check(about: str, kind: Kind) -> None:
    run = f"<w:r><w:rPr>{about}</w:rPr><w:t>secret</w:t></w:r></w:p>"
    data = with_part(a_word_file(), "word/document.xml", lambda text: text.replace("</w:p>", run, 1))
    assert kinds(data, WORD) == [kind]


@pytest.mark.parametrize(("drawn", "kind"), [(ANCHOR, Kind.COVERING_SHAPE), (CUT, Kind.COVERED_IMAGE)])
def test_what_lies_over_words_and_what_is_cut_are_found(drawn: str, kind: Kind) -> None:
    data = with_part(a_word_file(), "word/document.xml", lambda text: text.replace("</w:p>", drawn, 1))
    assert kinds(data, WORD) == [kind]


@pytest.mark.parametrize(
    ("name", "content", "kind"),
    [
        ("customXml/item2.xml", "<x>secret</x>", Kind.HIDDEN_DATA),
        ("word/more.bin", "x", Kind.ATTACHMENT),
        ("docProps/thumbnail.jpeg", "x", Kind.PREVIEW),
    ],
)
def test_parts_that_no_page_shows_are_found(name: str, content: str, kind: Kind) -> None:
    assert kinds(with_part(a_word_file(), name, lambda text: content), WORD) == [kind]


def test_variables_of_a_document_are_found() -> None:
    variables = "<w:docVars><w:docVar w:name='a' w:val='secret'/></w:docVars></w:settings>"
    data = with_part(a_word_file(), "word/settings.xml", lambda text: text.replace("</w:settings>", variables))
    assert kinds(data, WORD) == [Kind.HIDDEN_DATA]


def black_on_black(sheet: Any) -> None:
    sheet["B2"].font, sheet["B2"].fill = Font(color="000000"), PatternFill("solid", fgColor="000000")


def silent(sheet: Any) -> None:
    sheet["B2"].number_format = ";;;"


def flat(sheet: Any) -> None:
    sheet.row_dimensions[2].height = 0.1


def narrow(sheet: Any) -> None:
    sheet.column_dimensions["B"].width = 0.1


@pytest.mark.parametrize("change", [black_on_black, silent, flat, narrow])
def test_cells_that_are_not_seen_are_found(change: Any) -> None:
    assert kinds(a_book(change), EXCEL) == [Kind.HIDDEN_CELLS]


def test_a_sheet_hidden_in_single_quotes_is_found() -> None:
    data = with_part(a_book(), "xl/workbook.xml", lambda text: text.replace('state="visible"', "state='hidden'"))
    assert kinds(data, EXCEL) == [Kind.HIDDEN_SHEET]


def test_what_a_link_keeps_of_another_file_is_found() -> None:
    home = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    link = f"<externalLink xmlns='{home}'><sheetData><row><cell><v>99</v></cell></row></sheetData></externalLink>"
    data = with_part(a_book(), "xl/externalLinks/externalLink1.xml", lambda text: link)
    assert kinds(data, EXCEL) == [Kind.LINK, Kind.HIDDEN_DATA]
