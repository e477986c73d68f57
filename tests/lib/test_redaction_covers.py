"""Pictures, drawings and fields of a PDF that the page does not show are found; ordinary pages are clean."""

from typing import Any

import pytest
from pypdf import PdfWriter
from pypdf.annotations import Rectangle
from pypdf.generic import ArrayObject, DictionaryObject, FloatObject, NameObject, NumberObject, TextStringObject

from portal.lib.redaction import covers
from portal.lib.redaction.findings import Kind
from portal.lib.redaction.looking import look
from tests.factories.exports import a_pdf, as_url
from tests.lib.test_redaction import PDF, a_picture, kinds, rewritten

pytestmark = pytest.mark.once

BOX = "position:absolute;left:40px;top:40px;width:200px;height:60px;background:black;color:white"


def on_a_picture(inner: str, style: str = "") -> bytes:
    return a_pdf(f"<div style='position:relative;{style}'><img src='{as_url(a_picture())}'>{inner}</div>")


@pytest.mark.parametrize(
    "data",
    [
        on_a_picture(f"<span style='{BOX}'>[REDACTED] by the company</span>"),
        on_a_picture(f"<span style='opacity:.99'><span style='{BOX}'></span></span>"),
        on_a_picture(f"<img src='{as_url(a_picture().rotate(90))}' style='{BOX}'>"),
        on_a_picture("", "overflow:hidden;width:100px;height:80px"),
        on_a_picture("", "left:-400px"),
    ],
    ids=["words on the box", "in a form", "under a picture", "clipped", "beside the page"],
)
def test_a_picture_that_is_not_seen_whole_is_found(data: bytes) -> None:
    assert Kind.COVERED_IMAGE in kinds(data)


def test_a_drawing_under_a_box_is_found() -> None:
    lines = "".join(f"<path d='M{x} 10 V90' stroke='black' stroke-width='2'/>" for x in range(20, 180, 8))
    drawing = f"<svg width='300' height='100'>{lines}%s</svg>"
    assert kinds(a_pdf(drawing % "")) == []
    assert kinds(a_pdf(drawing % "<rect width='200' height='100' fill='black'/>")) == [Kind.COVERED_IMAGE]


def test_ordinary_pages_with_pictures_and_tables_are_left_in_peace() -> None:
    url = as_url(a_picture())
    rows = "<tr style='background:#eee'><td style='background:#ddd'>1<td>words</tr>" * 20
    page = f"<h2>Title</h2><p style='border:2px solid'><img src='{url}' width=200></p><table border=1>{rows}</table>"
    assert look(a_pdf(f"<div style='background:#fafafa'>{page}<img src='{url}'><p>caption</p></div>"), PDF) == []


def with_field(writer: PdfWriter, flags: int) -> None:
    field = DictionaryObject(
        {
            NameObject("/Type"): NameObject("/Annot"),
            NameObject("/Subtype"): NameObject("/Widget"),
            NameObject("/FT"): NameObject("/Tx"),
            NameObject("/T"): TextStringObject("price"),
            NameObject("/V"): TextStringObject("secret"),
            NameObject("/F"): NumberObject(flags),
            NameObject("/Rect"): ArrayObject(FloatObject(at) for at in (100, 100, 200, 120)),
        }
    )
    held = writer._add_object(field)
    writer.pages[0][NameObject("/Annots")] = ArrayObject([held])
    form = DictionaryObject({NameObject("/Fields"): ArrayObject([held])})
    writer._root_object[NameObject("/AcroForm")] = form


def test_a_hidden_and_a_covered_field_stop_and_an_open_one_does_not() -> None:
    def covered(writer: Any) -> None:
        with_field(writer, 4)
        writer.add_annotation(0, Rectangle(rect=(90, 90, 210, 130), interior_color="000000"))

    page = a_pdf("<p>words</p>")
    assert kinds(rewritten(page, lambda writer: with_field(writer, 4))) == [Kind.FORM_FIELD]
    assert kinds(rewritten(page, lambda writer: with_field(writer, 2))) == [Kind.FORM_FIELD, Kind.HIDDEN_FIELD]
    assert kinds(rewritten(page, covered)) == [Kind.FORM_FIELD, Kind.HIDDEN_FIELD]


def test_a_page_too_large_for_letters_to_be_told_apart_was_not_checked() -> None:
    def grow(writer: PdfWriter) -> None:
        writer.pages[0].mediabox.upper_right = (14_400, 14_400)

    assert kinds(rewritten(a_pdf("<p>words</p>"), grow)) == [Kind.TOO_LARGE]


def test_a_page_with_more_shapes_than_are_looked_at_was_not_checked(monkeypatch: pytest.MonkeyPatch) -> None:
    data = on_a_picture('<div class="box"></div>')
    monkeypatch.setattr(covers, "MOST_THINGS", 0)
    assert kinds(data) == [Kind.TOO_LARGE]
