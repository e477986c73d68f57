"""What a PDF says outside its pages, and letters of which a strip is left, are found."""

import io
from typing import Any

import pytest
from PIL import Image
from pypdf import PdfWriter
from pypdf.generic import DictionaryObject, NameObject, StreamObject, TextStringObject

from portal.lib.redaction.findings import Kind
from portal.lib.redaction.looking import look
from tests.factories.exports import a_pdf
from tests.lib.test_redaction import PDF, a_picture, kinds, rewritten

pytestmark = pytest.mark.once

PAGE = a_pdf("<h1>Sales of 2025</h1><h2>Model A</h2><p>words</p>")


def test_bookmarks_that_repeat_headings_are_left_in_peace_and_others_found() -> None:
    assert look(PAGE, PDF) == []
    assert kinds(rewritten(PAGE, lambda writer: writer.add_outline_item(title="secret", page_number=0))) == [
        Kind.HIDDEN_DATA
    ]


def test_packed_properties_name_a_person() -> None:
    def name(writer: PdfWriter) -> None:
        held: Any = StreamObject()
        held.set_data(b"<x><dc:creator><rdf:li>Li Lei</rdf:li></dc:creator></x>")
        held[NameObject("/Type")] = NameObject("/Metadata")
        writer._root_object[NameObject("/Metadata")] = writer._add_object(held.flate_encode())

    assert [(one.kind, one.hint) for one in look(rewritten(PAGE, name), PDF)] == [(Kind.PERSON, "Li… (6)")]


def test_words_for_a_reader_and_a_preview_are_found() -> None:
    def add(writer: PdfWriter) -> None:
        said = DictionaryObject({NameObject("/ActualText"): TextStringObject("the secret price")})
        writer._root_object[NameObject("/Other")] = writer._add_object(said)
        writer.pages[0][NameObject("/Thumb")] = writer._add_object(StreamObject())

    assert set(kinds(rewritten(PAGE, add))) == {Kind.HIDDEN_TEXT, Kind.PREVIEW}


def test_the_place_of_a_photograph_in_a_pdf_is_found() -> None:
    exif = Image.Exif()
    exif.get_ifd(0x8825)[1] = "N"
    photograph = io.BytesIO()
    a_picture().save(photograph, "JPEG", exif=exif)

    def add(writer: PdfWriter) -> None:
        held: Any = StreamObject()
        held._data = photograph.getvalue()
        held[NameObject("/Filter")] = NameObject("/DCTDecode")
        writer._root_object[NameObject("/Other")] = writer._add_object(held)

    assert kinds(rewritten(PAGE, add)) == [Kind.PLACE_TAKEN]


def test_letters_of_which_a_strip_is_left_are_found() -> None:
    bar = "position:absolute;left:0;top:11px;width:400px;height:30px;background:black"
    words = "<p style='margin:0;font:20px/24px sans-serif'>HIDDEN PRICE</p>"
    assert Kind.HIDDEN_TEXT in kinds(a_pdf(f"<div style='position:relative'>{words}<span style='{bar}'></span></div>"))
