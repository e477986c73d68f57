"""Bytes as text: read rightly or refused, never garbled."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from laws.importers.decoding import decode
from laws.importers.types import Rejected

CHINESE = "第一条 为了保护发明人的权利，制定本规定。第二条 有关单位应当依照法律的规定办理，不得拒绝或者拖延。" * 3
TAIWANESE = "第一條 為保護創作人之權利，特制定本法。第二條 有關機關應依法律之規定辦理，不得拒絕或拖延。" * 3
JAPANESE = "第一条　この法律は、意匠の保護及び利用を図ることにより、産業の発達に寄与することを目的とする。" * 3
KOREAN = "제1조 이 법은 창작자의 권리를 보호함을 목적으로 한다. 제2조 누구든지 신청할 수 있다." * 3
GERMAN = "§ 1 Geschützt werden Entwürfe, die neu sind. Über Anträge entscheidet die Behörde gemäß § 2.\n" * 5
FRENCH = "Article 1er : L’œuvre protégée est déposée à l’Office « sans délai » où cela est prévu.\n" * 5
RUSSIAN = "Статья 1. Правила о защите изобретений и знаков. Статья 2. Заявление подаётся в ведомство.\n" * 5
POLISH = "Artykuł 1. Ochronę wzorów określają przepisy rozdziału; wniosek składa się do urzędu, żądając źródła.\n" * 5


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        (CHINESE, "utf-8"),
        (CHINESE, "utf-8-sig"),
        (CHINESE, "utf-16"),
        (CHINESE, "gb18030"),
        (TAIWANESE, "big5"),
        (JAPANESE, "shift_jis"),
        (JAPANESE, "euc_jp"),
        (JAPANESE, "iso2022_jp"),
        (KOREAN, "cp949"),
        (GERMAN, "latin-1"),
        (GERMAN, "cp1252"),
        (FRENCH, "cp1252"),
    ],
)
def test_a_text_is_read_in_the_encoding_it_shows(text: str, encoding: str) -> None:
    assert decode(text.encode(encoding)) == text


@pytest.mark.parametrize(
    ("head", "encoding"),
    [
        ("<?xml version='1.0' encoding='windows-1251'?>", "cp1251"),
        ('<meta charset="koi8-r">', "koi8-r"),
        ('<meta http-equiv="Content-Type" content="text/html; charset=windows-1251">', "cp1251"),
    ],
)
def test_a_declared_encoding_is_believed_where_signs_do_not_tell(head: str, encoding: str) -> None:
    assert decode((head + RUSSIAN).encode(encoding)) == head + RUSSIAN


def test_a_wrong_declaration_does_not_garble_utf_8() -> None:
    page = '<meta charset="Shift_JIS">' + JAPANESE
    assert decode(page.encode("utf-8")) == page


def test_an_encoding_declared_but_not_used_gives_way_to_the_one_that_fits() -> None:
    page = '<meta charset="Shift_JIS">' + JAPANESE
    assert decode(page.encode("euc_jp")) == page


@pytest.mark.parametrize("encoding", ["cp1250", "iso8859-2"])
def test_letters_that_two_encodings_read_differently_are_refused(encoding: str) -> None:
    with pytest.raises(Rejected, match="cannot be told"):
        decode(POLISH.encode(encoding))


def test_undeclared_cyrillic_bytes_are_refused_rather_than_read_as_chinese() -> None:
    with pytest.raises(Rejected, match="UTF-8"):
        decode(RUSSIAN.encode("cp1251"))


@pytest.mark.parametrize("data", [b"%PDF-1.7 text", b"PK\x03\x04rest", b"Article 1\x00\x01", b"\xff\xfeA"])
def test_what_is_no_text_is_refused(data: bytes) -> None:
    with pytest.raises(Rejected):
        decode(data)


@given(st.binary(max_size=400))
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    try:
        text = decode(data)
    except Rejected:
        return
    assert "\x00" not in text
    assert "\ufffd" not in text or "\ufffd".encode() in data or data[:2] in (b"\xff\xfe", b"\xfe\xff")
