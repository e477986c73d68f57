"""Telephone numbers in every style in which people type them."""

import pytest

from portal.lib.errors import Invalid
from portal.lib.phones import phone_href, read_phone


@pytest.mark.parametrize(
    ("typed", "number", "extension"),
    [
        ("13800138000", "+8613800138000", ""),
        ("１３８ ００１３ ８０００", "+8613800138000", ""),
        ("+86 138-0013-8000", "+8613800138000", ""),
        ("008613800138000", "+8613800138000", ""),
        ("0086 138 0013 8000", "+8613800138000", ""),
        ("(0574) 8700.0000", "+8657487000000", ""),
        ("＋86（0574）87000000", "+8657487000000", ""),
        ("0574-87000000转801", "+8657487000000", "801"),
        ("0574-87000000 分机 801", "+8657487000000", "801"),
        ("400-820-8820", "+864008208820", ""),
        ("+1 (415) 555-2671 ext. 9", "+14155552671", "9"),
        ("00 49 89 636 48018", "+498963648018", ""),
        ("13800138000/13900139000", "+8613800138000", ""),
        ("王芳 13800138000 或 0574-87000000", "+8613800138000", ""),
    ],
)
def test_a_number_is_read_in_any_style_and_kept_as_typed(typed: str, number: str, extension: str) -> None:
    phone = read_phone(typed)
    assert (phone.number, phone.extension) == (number, extension)
    assert phone.typed == typed


@pytest.mark.parametrize("typed", ["987 654", "000-000-000", "展位 7 馆 12345 号"])
def test_what_cannot_be_read_but_has_six_digits_is_kept_for_a_person(typed: str) -> None:
    phone = read_phone(typed)
    assert (phone.number, phone.typed) == ("", typed)


@pytest.mark.parametrize("typed", ["12345", "打给我", "call me", "-", "1" * 41])
def test_what_reaches_nobody_is_refused_beside_its_field(typed: str) -> None:
    with pytest.raises(Invalid) as refused:
        read_phone(typed, field="telephone")
    assert "telephone" in refused.value.fields


@pytest.mark.parametrize(
    ("typed", "href"),
    [
        ("0574-87000000转801", "tel:+8657487000000;ext=801"),
        ("12345", "tel:12345"),
        ("１１０", "tel:110"),
    ],
)
def test_a_link_calls_the_number_whatever_is_known_of_it(typed: str, href: str) -> None:
    assert phone_href(typed) == href
