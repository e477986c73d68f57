"""Sheets from outside: what is damaged, locked or endless is refused with a sentence, and soon."""

import io
import re
import zipfile
from collections.abc import Callable
from itertools import islice

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from openpyxl import Workbook

from portal.accounts.models import User
from portal.lib import sheets
from portal.lib.errors import Invalid
from portal.lib.sheets import MAX_COLUMNS, Formula, xlsx_rows
from tests.factories.accounts import GuidanceCentreFactory, a_member

SHEET = "xl/worksheets/sheet1.xml"


def a_book(**changed: Callable[[str], str]) -> bytes:
    """A sheet of two rows; the parts that are named, as `sheet` or `styles`, are changed as text."""
    book = Workbook()
    page = book.worksheets[0]
    page.append(["a", 1])
    page.append(["b", "=1+1"])
    out, made = io.BytesIO(), io.BytesIO()
    book.save(out)
    with zipfile.ZipFile(out) as source, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as packed:
        for name in source.namelist():
            text = source.read(name).decode()
            for part, change in changed.items():
                text = change(text) if name in {SHEET if part == "sheet" else f"xl/{part}.xml"} else text
            packed.writestr(name, text)
    return made.getvalue()


def far_away(text: str) -> str:
    return re.sub(r"<dimension[^>]*/>", "", text).replace('<row r="2"', '<row r="2000000000"').replace('r="B2"', "")


def entries(data: bytes, change: Callable[[bytearray, int, int], None]) -> bytes:
    """`data` with every entry of the package changed: it gets the bytes and where both headers stand."""
    raw = bytearray(data)
    with zipfile.ZipFile(io.BytesIO(data)) as packed:
        local = [part.header_offset for part in packed.infolist()]
    central = [found.start() for found in re.finditer(b"PK\x01\x02", data)]
    for at, listed in zip(local, central, strict=True):
        change(raw, at, listed)
    return bytes(raw)


def lock(raw: bytearray, at: int, listed: int) -> None:
    raw[at + 6] |= 1
    raw[listed + 8] |= 1


def pack_oddly(raw: bytearray, at: int, listed: int) -> None:
    raw[at + 8] = raw[listed + 10] = 97


def damage(raw: bytearray, at: int, listed: int) -> None:
    start = at + 30 + raw[at + 26] + raw[at + 28]
    raw[start : start + 8] = b"\xff" * 8


BROKEN = {
    "a password on its parts": entries(a_book(), lock),
    "a password on the whole": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600,
    "an unknown compression": entries(a_book(), pack_oddly),
    "damaged contents": entries(a_book(), damage),
    "styles of another kind": a_book(styles=lambda text: "<styleSheet><fonts><font><b val='maybe'/></font></fonts>"),
    "styles with a wrong value": a_book(styles=lambda text: text.replace('numFmtId="0"', 'numFmtId="x"')),
    "styles of another root": a_book(styles=lambda text: "<fonts/>"),
    "a workbook without sheets": a_book(workbook=lambda text: re.sub("<sheets>.*</sheets>", "<sheets/>", text)),
    "no XML": a_book(sheet=lambda text: text[: len(text) // 2]),
}


def test_a_good_sheet_is_read_with_its_formulas_marked() -> None:
    rows = list(xlsx_rows(a_book(), formulas=True))
    assert [number for number, _values in rows] == [1, 2]
    assert rows[0][1][:2] == ["a", 1]
    assert isinstance(rows[1][1][1], Formula)
    assert len(rows[1][1]) == MAX_COLUMNS


@pytest.mark.parametrize("name", BROKEN)
def test_what_cannot_be_read_is_refused_with_a_sentence(name: str) -> None:
    with pytest.raises(Invalid) as refused:
        list(xlsx_rows(BROKEN[name]))
    assert "file" in refused.value.fields


def test_rows_that_are_not_there_are_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sheets, "MAX_ROWS_READ", 100)
    rows = xlsx_rows(a_book(sheet=far_away))
    assert [number for number, _values in islice(rows, 100)] == list(range(1, 101))
    with pytest.raises(Invalid):
        next(rows)


@pytest.mark.django_db
@pytest.mark.parametrize(("role", "page"), [("centre_head", "/triage/import/"), ("centre_officer", "/experts/import/")])
@pytest.mark.parametrize("content", [*BROKEN.values(), a_book(sheet=far_away)], ids=[*BROKEN, "a far row"])
def test_the_pages_answer_with_the_form(role: str, page: str, content: bytes) -> None:
    centre = GuidanceCentreFactory.create()
    member: User = a_member(role, centre=centre)
    client = Client(raise_request_exception=True)
    client.force_login(member)
    sent = client.post(page, {"centre": centre.pk, "file": SimpleUploadedFile("x.xlsx", content)})
    assert sent.status_code == 400
    assert 'type="file"' in sent.content.decode()
