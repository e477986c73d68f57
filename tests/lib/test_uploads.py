"""What is accepted as a file, and how it leaves again."""

import hashlib
import io
import zipfile
from collections.abc import Iterator

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import translation
from pytest_django.fixtures import Settings

from portal.lib.errors import Invalid
from portal.lib.uploads import CASE_FILES, check_upload, clean_name

PDF = b"%PDF-1.7\n" + b"x" * 300
PNG = b"\x89PNG\r\n\x1a\n" + b"\0" * 300


@pytest.fixture(autouse=True)
def in_english() -> Iterator[None]:
    with translation.override("en"):
        yield


def test_a_pdf_is_taken_with_its_size_and_hash() -> None:
    checked = check_upload(SimpleUploadedFile("起诉状.pdf", PDF))
    assert (checked.name, checked.mime, checked.size) == ("起诉状.pdf", "application/pdf", len(PDF))
    assert checked.sha256 == hashlib.sha256(PDF).hexdigest()


def test_the_type_comes_from_the_content_and_not_from_the_name() -> None:
    assert check_upload(SimpleUploadedFile("licence.exe", PNG, content_type="text/html")).name == "licence.png"


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        ("empty.pdf", b"", "empty"),
        ("page.pdf", b"<html><script>alert(1)</script></html>", "accepted types: PDF, JPG, PNG"),
        ("program.pdf", b"MZ" + b"\0" * 300, "accepted types"),
    ],
)
def test_what_is_not_on_the_list_is_refused_with_a_sentence(name: str, content: bytes, says: str) -> None:
    with pytest.raises(Invalid, match=says) as refused:
        check_upload(SimpleUploadedFile(name, content), field="evidence")
    assert "evidence" in refused.value.fields


def a_letter(*more: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as package:
        for part in ("[Content_Types].xml", "word/document.xml", *more):
            package.writestr(part, b"x")
    return out.getvalue()


def test_a_letter_is_taken_with_the_settings_of_its_printer() -> None:
    letter = a_letter("word/printerSettings/printerSettings1.bin", "word/embeddings/sheet1.xlsx")
    assert check_upload(SimpleUploadedFile("a.pdf", letter), allowed=CASE_FILES).name == "a.docx"


@pytest.mark.parametrize("first", [b"MZ\x90\x00" + b"\0" * 300, b"%!PS" + b"\0" * 300, b"PK\x05\x06" + b"\0" * 18])
def test_a_program_with_a_letter_behind_it_is_no_letter(first: bytes) -> None:
    with pytest.raises(Invalid, match="accepted types"):
        check_upload(SimpleUploadedFile("virus.pdf", first + a_letter()), allowed=CASE_FILES)


@pytest.mark.parametrize(
    "part",
    ["word/vbaProject.bin", "word/embeddings/oleObject1.bin", "word/media/Setup.EXE", "a.js", "word/a.vbs", "run.jar"],
)
def test_a_letter_in_which_something_can_be_run_is_refused(part: str) -> None:
    with pytest.raises(Invalid, match="accepted types"):
        check_upload(SimpleUploadedFile("a.docx", a_letter(part)), allowed=CASE_FILES)


def test_a_file_over_the_limit_is_told_the_limit(settings: Settings) -> None:
    settings.UPLOAD_MAX_BYTES = 100
    with pytest.raises(Invalid, match="at most"):
        check_upload(SimpleUploadedFile("a.pdf", PDF))


@pytest.mark.parametrize(
    ("raw", "kept"),
    [
        ("../../etc/passwd", "passwd.pdf"),
        ("C:\\papers\\claim.docx", "claim.pdf"),
        ('a"b\r\nSet-Cookie: x.pdf', "a_b_Set-Cookie_x.pdf"),
        ("\u202efdp.exe", "fdp.pdf"),
        ("...", "document.pdf"),
    ],
)
def test_a_name_cannot_carry_paths_or_control_characters(raw: str, kept: str) -> None:
    assert clean_name(raw, "pdf") == kept
