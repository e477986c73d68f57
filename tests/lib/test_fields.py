"""Text as it is stored, and dates known to the year."""

import unicodedata

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from portal.lib.fields import FORBIDDEN, clean_text, validate_partial_date

anything = st.text(st.characters(exclude_categories=["Cs"]), max_size=300)


@given(anything)
def test_clean_text_is_harmless_when_repeated(text: str) -> None:
    assert clean_text(clean_text(text)) == clean_text(text)


@given(anything)
def test_nothing_forbidden_is_left(text: str) -> None:
    cleaned = clean_text(text)
    assert not FORBIDDEN.search(cleaned)
    assert "\r" not in cleaned
    assert "\x00" not in cleaned
    assert cleaned == cleaned.strip()


@given(anything)
def test_everything_else_stays_in_its_order(text: str) -> None:
    kept = FORBIDDEN.sub("", unicodedata.normalize("NFC", text).replace("\r\n", "\n").replace("\r", "\n"))
    assert "".join(clean_text(text).split()) == "".join(unicodedata.normalize("NFC", kept).split())


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("  a \r\n b\rc  ", "a \n b\nc"),
        ("<script>alert(1)</script>", "<script>alert(1)</script>"),
        ("a\u202eb\u2066c\ufeff", "abc"),
        ("e\u0301", "é"),
        ("\ttab\t", "tab"),
        ("\x7f\x9b", ""),
        ("👩‍⚖️", "👩‍⚖️"),
    ],
)
def test_examples(typed: str, stored: str) -> None:
    assert clean_text(typed) == stored


@pytest.mark.parametrize("good", ["2019", "2019-05", "2019-05-08", "0001-12-31"])
def test_a_partial_date_is_accepted(good: str) -> None:
    validate_partial_date(good)


@pytest.mark.parametrize(
    "bad", ["19", "2019-5", "2019-13", "2019-00", "2019-05-32", "2019-05-08T00", "２０１９", "2019\n"]
)
def test_what_is_no_date_is_refused(bad: str) -> None:
    with pytest.raises(ValidationError):
        validate_partial_date(bad)


@pytest.mark.parametrize("illegal", ["\ufffe", "\uffff", "\ud800"])
def test_what_xml_may_not_hold_is_dropped(illegal: str) -> None:
    assert clean_text(f"a{illegal}b") == "ab"
