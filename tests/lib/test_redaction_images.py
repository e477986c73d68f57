"""What a picture carries beside its pixels, and under those that are clear, is found."""

import io
import struct
import zlib
from typing import Any

import pytest
from PIL import Image
from PIL.PngImagePlugin import PngInfo

from portal.lib.redaction.findings import Finding, Kind
from portal.lib.redaction.looking import look
from tests.lib.test_redaction import a_picture

pytestmark = pytest.mark.once


def saved(form: str, picture: Any = None, **more: Any) -> bytes:
    out = io.BytesIO()
    (picture or a_picture()).save(out, form, **more)
    return out.getvalue()


@pytest.mark.parametrize("form", ["JPEG", "PNG"])
def test_what_follows_the_end_is_found(form: str) -> None:
    mime = f"image/{form.lower()}"
    assert look(saved(form), mime) == []
    assert [one.kind for one in look(saved(form) + b"secret", mime)] == [Kind.HIDDEN_DATA]


def test_a_long_picture_in_many_steps_is_walked_to_its_end() -> None:
    data = saved("JPEG", a_picture(900, 700), progressive=True, quality=95)
    assert look(data, "image/jpeg") == []
    assert [one.kind for one in look(data + data, "image/jpeg")] == [Kind.HIDDEN_DATA]


def test_a_byline_and_a_city_in_a_jpeg_are_found() -> None:
    sets = b"".join(b"\x1c\x02" + bytes([kind, 0, len(said)]) + said for kind, said in ((80, b"Li Lei"), (90, b"X")))
    held = b"Photoshop 3.0\x008BIM\x04\x04\0\0" + struct.pack(">I", len(sets)) + sets + b"\0" * (len(sets) % 2)
    piece = b"\xff\xed" + struct.pack(">H", len(held) + 2) + held
    plain = saved("JPEG")
    found = look(plain[:2] + piece + plain[2:], "image/jpeg")
    assert [(one.kind, one.hint) for one in found] == [(Kind.PERSON, "Li… (6)"), (Kind.PLACE_TAKEN, "")]


def test_any_words_and_any_foreign_piece_of_a_png_are_found() -> None:
    about = PngInfo()
    about.add_text("Whistleblower", "secret")
    assert look(saved("PNG", pnginfo=about), "image/png") == [Finding(Kind.PROPERTY, what="Whistleblower")]
    piece = struct.pack(">I4s", 2, b"seCr") + b"ab" + struct.pack(">I", zlib.crc32(b"seCrab"))
    plain = saved("PNG")
    assert look(plain[:33] + piece + plain[33:], "image/png") == [Finding(Kind.HIDDEN_DATA, what="seCr")]


def test_what_lies_under_clear_pixels_is_found() -> None:
    clear = a_picture().convert("RGBA")
    clear.putalpha(0)
    assert look(saved("PNG", clear), "image/png") == [Finding(Kind.COVERED_IMAGE)]
    assert look(saved("PNG", Image.new("RGBA", (50, 50), (9, 9, 9, 0))), "image/png") == []
