"""What a file says beyond what it shows is found, whatever hides it; ordinary files are left in peace."""

import io
import subprocess
import sys
import zipfile
from collections.abc import Callable
from typing import Any

import pytest
from docx import Document
from openpyxl import Workbook
from openpyxl.comments import Comment
from PIL import Image, ImageDraw
from pypdf import PdfReader, PdfWriter
from pypdf.annotations import Rectangle, Text
from pypdf.generic import DictionaryObject, NameObject, TextStringObject

from portal.lib.redaction import looking, pdfs, running
from portal.lib.redaction.findings import MOST_OF_A_KIND, Finding, Kind, bounded, hint_of
from portal.lib.redaction.looking import look
from portal.lib.redaction.running import check_file
from tests.factories.exports import CLEAN, COVERED, a_pdf, as_url

pytestmark = pytest.mark.once

PDF = "application/pdf"
WORD = looking.OFFICE + "wordprocessingml.document"
EXCEL = looking.OFFICE + "spreadsheetml.sheet"
HOME = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
ON_TOP = "position:absolute;left:0;top:0;width:500px;height:80px"


def kinds(data: bytes, mime: str = PDF) -> list[Kind]:
    return [finding.kind for finding in look(data, mime)]


def a_picture(width: int = 400, height: int = 200) -> Image.Image:
    """Stripes: a picture with something on it everywhere."""
    picture = Image.new("RGB", (width, height), "white")
    pen = ImageDraw.Draw(picture)
    for x in range(0, width, 7):
        pen.line((x, 0, x, height), fill="black")
    return picture


def rewritten(data: bytes, change: Callable[[PdfWriter], Any]) -> bytes:
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(data)))
    change(writer)
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


@pytest.fixture(scope="module")
def clean() -> bytes:
    """An ordinary page, with signs as small as a full stop and letters of three pixels."""
    return a_pdf("<p>Sales of model A, 2025: 中文可见。 tiny, ; : -</p><p style='font-size:3px'>tiny text</p>")


class TestPdf:
    def test_an_ordinary_page_is_left_in_peace(self, clean: bytes) -> None:
        assert look(clean, PDF) == []

    def test_text_under_a_black_box_is_found_and_not_repeated(self) -> None:
        found = look(a_pdf(COVERED + CLEAN), PDF)
        assert [(one.kind, one.page) for one in found] == [(Kind.HIDDEN_TEXT, 1)]
        assert found[0].hint == "ZH… (21)"

    @pytest.mark.parametrize(
        "html",
        [
            "<p style='color:white'>white on white 张三</p>",
            "<p style='position:relative'>under white<span style='" + ON_TOP + ";background:white'></span></p>",
            "<div style='opacity:.5'><p style='position:relative'>in a group<span style='"
            + ON_TOP
            + ";background:navy'></span></p></div>",
            "<p style='font-size:5px;color:#fefefe'>almost white</p>",
        ],
        ids=["white", "white box", "group", "pale"],
    )
    def test_text_is_found_whatever_its_cover(self, html: str) -> None:
        assert kinds(a_pdf(html)) == [Kind.HIDDEN_TEXT]

    def test_text_under_a_picture_is_found(self) -> None:
        url = as_url(a_picture())
        html = f"<div style='position:relative'><p>secret words</p><img src='{url}' style='{ON_TOP}'></div>"
        assert kinds(a_pdf(html)) == [Kind.HIDDEN_TEXT]

    def test_a_box_over_a_picture_is_found(self) -> None:
        url = as_url(a_picture())
        box = "position:absolute;left:40px;top:40px;width:100px;height:50px;background:black"
        html = f"<div style='position:relative'><img src='{url}'><span style='{box}'></span></div>"
        assert kinds(a_pdf(html)) == [Kind.COVERED_IMAGE]

    def test_a_picture_in_a_table_is_no_covered_one(self) -> None:
        url = as_url(a_picture())
        assert kinds(a_pdf(f"<table border=1 style='background:#eee'><tr><td><img src='{url}'><td>abc</table>")) == []

    def test_an_annotation_covers_text_and_may_speak_itself(self) -> None:
        page = a_pdf("<p>covered by an annotation</p>")
        square = Rectangle(rect=(50, 700, 500, 800), interior_color="000000")
        assert kinds(rewritten(page, lambda writer: writer.add_annotation(0, square))) == [Kind.HIDDEN_TEXT]
        note = Text(text="张三说不要给", rect=(10, 10, 30, 30))
        assert kinds(rewritten(page, lambda writer: writer.add_annotation(0, note))) == [Kind.COMMENT]

    def test_a_turned_page_is_measured_where_it_lies(self) -> None:
        turned = rewritten(a_pdf(COVERED + CLEAN), lambda writer: writer.pages[0].rotate(90))
        assert [(one.kind, one.hint) for one in look(turned, PDF)] == [(Kind.HIDDEN_TEXT, "ZH… (21)")]

    def test_what_was_cut_off_the_page_is_still_there(self, clean: bytes) -> None:
        def cut(writer: PdfWriter) -> None:
            writer.pages[0].cropbox.lower_left = (300, 0)

        assert Kind.OUTSIDE_PAGE in kinds(rewritten(clean, cut))

    def test_the_text_layer_of_a_scan_is_seen_through_the_scan(self) -> None:
        def hide_text(writer: PdfWriter) -> None:
            stream: Any = writer.pages[0]["/Contents"]
            stream.get_object().set_data(stream.get_object().get_data().replace(b"BT", b"BT 3 Tr"))

        url = as_url(a_picture(700, 300))
        layer = "position:absolute;left:20px;top:20px"
        scan = a_pdf(f"<div style='position:relative'><img src='{url}'><p style='{layer}'>read by OCR</p></div>")
        assert kinds(rewritten(scan, hide_text)) == []
        assert kinds(rewritten(a_pdf("<p>no scan behind it</p>"), hide_text)) == [Kind.HIDDEN_TEXT]

    def test_properties_name_people_and_are_no_obstacle(self) -> None:
        html = "<html><head><meta name=author content='张三丰'><title>价格表</title></head><p>ok"
        found = look(a_pdf(html), PDF)
        assert {(one.kind, one.what, one.hint) for one in found} == {
            (Kind.PERSON, "Author", "张三… (3)"),
            (Kind.PROPERTY, "Title", "价格… (3)"),
        }

    def test_an_embedded_file_is_found(self, clean: bytes) -> None:
        assert kinds(rewritten(clean, lambda writer: writer.add_attachment("a.txt", b"x"))) == [Kind.ATTACHMENT]

    def test_a_script_is_found(self, clean: bytes) -> None:
        def add(writer: PdfWriter) -> None:
            act = {NameObject("/S"): NameObject("/JavaScript"), NameObject("/JS"): TextStringObject("app.alert(1)")}
            writer._root_object[NameObject("/OpenAction")] = DictionaryObject(act)

        assert kinds(rewritten(clean, add)) == [Kind.SCRIPT]

    def test_an_earlier_version_is_found(self, clean: bytes) -> None:
        writer = PdfWriter(io.BytesIO(clean), incremental=True)
        writer.add_metadata({"/Subject": "x"})
        out = io.BytesIO()
        writer.write(out)
        assert Kind.EARLIER_VERSION in kinds(out.getvalue())

    @pytest.mark.parametrize("password", ["secret", ""])
    def test_an_encrypted_file_could_not_be_checked(self, clean: bytes, password: str) -> None:
        assert kinds(rewritten(clean, lambda writer: writer.encrypt(password, "owner"))) == [Kind.ENCRYPTED]

    @pytest.mark.parametrize("data", [b"", b"%PDF-1.7\n" + b"x" * 999, b"\0" * 100], ids=["empty", "torn", "zeros"])
    def test_a_damaged_file_could_not_be_checked(self, data: bytes) -> None:
        assert kinds(data) == [Kind.BROKEN]

    def test_a_file_that_is_too_long_could_not_be_checked(self, clean: bytes, monkeypatch: Any) -> None:
        monkeypatch.setattr(pdfs, "MOST_PAGES", 0)
        assert kinds(clean) == [Kind.TOO_LARGE]
        monkeypatch.setattr(pdfs, "MOST_PAGES", 9)
        monkeypatch.setattr(pdfs, "MOST_SIGNS", 3)
        assert kinds(clean) == [Kind.TOO_LARGE]

    def test_a_check_out_of_time_says_so(self, clean: bytes) -> None:
        from portal.lib.redaction.findings import NotReadable

        with pytest.raises(NotReadable) as refusal:
            pdfs.look_at_pdf(clean, seconds=-1)
        assert refusal.value.kind == Kind.TOO_LARGE


class TestOffice:
    def test_a_word_file_tells_its_author_its_changes_and_its_hidden_words(self) -> None:
        document = Document()
        document.core_properties.author, document.core_properties.comments = "王五", ""
        document.add_paragraph("x").add_run("hidden").font.hidden = True
        out = io.BytesIO()
        document.save(out)
        assert kinds(out.getvalue(), WORD) == [Kind.PERSON, Kind.HIDDEN_TEXT]
        changed = with_part(out.getvalue(), "word/document.xml", lambda text: text.replace("<w:r>", "<w:ins/><w:r>", 1))
        assert Kind.TRACKED_CHANGE in kinds(changed, WORD)
        told = with_part(
            out.getvalue(), "word/comments.xml", lambda text: f'<w:comments xmlns:w="{HOME}"><w:comment/></w:comments>'
        )
        assert Kind.COMMENT in kinds(told, WORD)

    def test_a_sheet_tells_what_is_hidden_in_it(self) -> None:
        book = Workbook()
        book.create_sheet("成本").sheet_state = "hidden"
        active: Any = book.active
        active.row_dimensions[3].hidden = True
        active["A1"].comment = Comment("x", "y")
        out = io.BytesIO()
        book.save(out)
        assert set(kinds(out.getvalue(), EXCEL)) == {
            Kind.PERSON,
            Kind.HIDDEN_SHEET,
            Kind.COMMENT,
            Kind.HIDDEN_CELLS,
        }

    def test_a_package_that_unpacks_without_end_is_not_unpacked(self) -> None:
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
            package.writestr("word/document.xml", b"\0" * (160 * 1024 * 1024))
        assert kinds(out.getvalue(), WORD) == [Kind.TOO_LARGE]

    def test_entities_of_its_own_are_not_read(self) -> None:
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w") as package:
            package.writestr("word/document.xml", "<!DOCTYPE x [<!ENTITY a 'aaaa'>]><x>&a;</x>")
        assert kinds(out.getvalue(), WORD) == [Kind.BROKEN]

    def test_a_torn_package_could_not_be_checked(self) -> None:
        assert kinds(b"PK\x03\x04torn", WORD) == [Kind.BROKEN]


def with_part(data: bytes, name: str, change: Callable[[str], str]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w") as new:
        for part in old.namelist():
            if part != name:
                new.writestr(part, old.read(part))
        new.writestr(name, change(old.read(name).decode("utf-8", "replace") if name in old.namelist() else ""))
    return out.getvalue()


class TestImages:
    def test_a_photograph_tells_where_and_by_whom(self) -> None:
        exif = Image.Exif()
        exif[0x13B] = "Li Lei"
        exif.get_ifd(0x8825)[1] = "N"
        exif.get_ifd(0x8825)[2] = (30.0, 1.0, 1.0)
        out = io.BytesIO()
        a_picture().save(out, "JPEG", exif=exif)
        found = look(out.getvalue(), "image/jpeg")
        assert [(one.kind, one.hint) for one in found] == [(Kind.PLACE_TAKEN, ""), (Kind.PERSON, "Li… (6)")]

    def test_a_bare_picture_is_left_in_peace(self) -> None:
        for form, mime in (("JPEG", "image/jpeg"), ("PNG", "image/png")):
            out = io.BytesIO()
            a_picture().save(out, form)
            assert look(out.getvalue(), mime) == []

    def test_a_torn_or_endless_picture_could_not_be_checked(self) -> None:
        out = io.BytesIO()
        a_picture().save(out, "PNG")
        assert kinds(out.getvalue()[:30], "image/png") == [Kind.BROKEN]
        endless = bytearray(out.getvalue())
        endless[16:24] = b"\x00\x0f\xff\xff\x00\x0f\xff\xff"
        assert kinds(bytes(endless), "image/png")[0] in (Kind.TOO_LARGE, Kind.BROKEN)


def test_another_type_could_not_be_checked() -> None:
    assert kinds(b"hello", "text/plain") == [Kind.UNKNOWN_TYPE]


def test_a_hint_never_repeats_more_than_two_signs() -> None:
    assert (hint_of("张三丰 13800001234"), hint_of("a"), hint_of("a\u202eb\0c")) == ("张三… (15)", "a", "a … (5)")


def test_findings_of_a_kind_are_counted_after_a_while() -> None:
    found = bounded([Finding(Kind.HIDDEN_TEXT, page) for page in range(MOST_OF_A_KIND + 5)])
    assert len(found) == MOST_OF_A_KIND + 1
    assert found[-1].what == "+5"


class TestProcess:
    def test_a_file_is_looked_at_in_a_process_of_its_own(self) -> None:
        assert [one.kind for one in check_file(io.BytesIO(a_pdf(COVERED)), PDF)] == [Kind.HIDDEN_TEXT]

    def test_a_process_that_dies_or_hangs_checked_nothing(self, monkeypatch: Any) -> None:
        monkeypatch.setattr(running, "sys", type("s", (), {"executable": "/bin/false"}))
        assert check_file(io.BytesIO(b"x"), PDF) == [Finding(Kind.BROKEN)]

        def late(*args: Any, **kwargs: Any) -> Any:
            raise subprocess.TimeoutExpired("x", 1)

        monkeypatch.setattr(subprocess, "run", late)
        assert check_file(io.BytesIO(b"x"), PDF) == [Finding(Kind.TOO_LARGE)]

    def test_the_process_has_no_secret_of_ours(self, monkeypatch: Any) -> None:
        seen: dict[str, Any] = {}

        def run(*args: Any, **kwargs: Any) -> Any:
            seen.update(kwargs)
            return subprocess.CompletedProcess(args, 0, stdout=b"[]", stderr=b"")

        monkeypatch.setattr(subprocess, "run", run)
        check_file(io.BytesIO(b"x"), PDF)
        assert set(seen["env"]) == {"PYTHONDONTWRITEBYTECODE", "LANG"}
        assert sys.executable
