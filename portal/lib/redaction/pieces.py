"""The pieces of a JPEG or a PNG, walked without unpacking anything: words, foreign pieces, what follows the end."""

import struct
from collections.abc import Iterator

from portal.lib.redaction.findings import Finding, Kind, hint_of

JPEG, PNG = b"\xff\xd8", b"\x89PNG\r\n\x1a\n"
TEXTS = (b"tEXt", b"zTXt", b"iTXt")
# What draws the picture or says how to; anything else is a piece that nobody sees.
DRAWING = {b"IHDR", b"PLTE", b"IDAT", b"IEND", b"tRNS", b"cHRM", b"gAMA", b"iCCP", b"sBIT", b"sRGB", b"bKGD", b"hIST"}
DRAWING |= {b"pHYs", b"sPLT", b"tIME", b"eXIf", b"cICP", b"mDCV", b"cLLI"}
# Names and places among the data sets of IPTC: by-line, its title, writer; city to country.
IPTC_PEOPLE, IPTC_PLACES = (80, 85, 118, 122), (26, 27, 90, 92, 95, 100, 101)
MOST_PIECES = 100_000
END, SCAN = 0xD9, 0xDA
ALONE = (0x01, *range(0xD0, 0xD8))


def look_at_pieces(data: bytes) -> Iterator[Finding]:
    """What Pillow does not tell. A file of another form has no pieces."""
    if data.startswith(PNG):
        yield from _png(data)
    elif data.startswith(JPEG):
        yield from _jpeg(data)


def _png(data: bytes) -> Iterator[Finding]:
    at = len(PNG)
    for _count in range(MOST_PIECES):
        if at + 8 > len(data):
            return
        size, kind = struct.unpack(">I4s", data[at : at + 8])
        if kind in TEXTS:
            key = data[at + 8 : at + 8 + min(size, 80)].partition(b"\0")[0].decode("latin-1")
            yield Finding(Kind.PERSON if key == "Author" else Kind.PROPERTY, what=key)
        elif kind not in DRAWING:
            yield Finding(Kind.HIDDEN_DATA, what=kind.decode("ascii", "replace"))
        at += 12 + size
        if kind == b"IEND":
            yield from _after(data, at)
            return
    yield Finding(Kind.TOO_LARGE)


def _jpeg(data: bytes) -> Iterator[Finding]:
    at = len(JPEG)
    for _count in range(MOST_PIECES):
        at = data.find(b"\xff", at)
        if at < 0 or at + 2 > len(data):
            return
        mark = data[at + 1]
        if mark == END:
            yield from _after(data, at + 2)
            return
        # Filling, a zero after a real 0xFF of the picture, and marks without a length.
        if mark in (0x00, 0xFF) or mark in ALONE:
            at += 1 if mark == 0xFF else 2
            at = _next_mark(data, at)
            continue
        size = int.from_bytes(data[at + 2 : at + 4], "big")
        yield from _application(mark, data[at + 4 : at + 2 + size])
        at += 2 + max(size, 2)
        if mark == SCAN:
            at = _next_mark(data, at)
    yield Finding(Kind.TOO_LARGE)


def _next_mark(data: bytes, at: int) -> int:
    """Past the picture itself: to the first mark that is neither a stuffed zero nor a restart."""
    while True:
        at = data.find(b"\xff", at)
        if at < 0 or at + 1 >= len(data):
            return len(data)
        if data[at + 1] == 0 or data[at + 1] in ALONE:
            at += 2
        elif data[at + 1] == 0xFF:
            at += 1
        else:
            return at


def _application(mark: int, body: bytes) -> Iterator[Finding]:
    if mark == 0xED and body.startswith(b"Photoshop 3.0\0"):
        yield from _photoshop(body[14:])
    elif mark == 0xE0 and body.startswith(b"JFXX\0"):
        yield Finding(Kind.PREVIEW)
    elif 0xE3 <= mark <= 0xEF and mark != 0xEE:
        yield Finding(Kind.PROPERTY, what=f"APP{mark - 0xE0}")


def _photoshop(body: bytes) -> Iterator[Finding]:
    at = 0
    while body[at : at + 4] == b"8BIM" and at + 12 <= len(body):
        number = int.from_bytes(body[at + 4 : at + 6], "big")
        # A name with its length, padded to an even number; then the length of what it holds.
        at += 6 + (body[at + 6] + 2) // 2 * 2
        size = int.from_bytes(body[at : at + 4], "big")
        held = body[at + 4 : at + 4 + size]
        at += 4 + (size + 1) // 2 * 2
        if number in (1033, 1036):
            yield Finding(Kind.PREVIEW)
        elif number == 1028:
            yield from _iptc(held)


def _iptc(body: bytes) -> Iterator[Finding]:
    at = 0
    while body[at : at + 1] == b"\x1c" and at + 5 <= len(body):
        record, kind, size = body[at + 1], body[at + 2], int.from_bytes(body[at + 3 : at + 5], "big")
        words = body[at + 5 : at + 5 + size].decode("utf-8", "replace")
        at += 5 + size
        if record == 2 and kind in IPTC_PLACES:
            yield Finding(Kind.PLACE_TAKEN, what=f"IPTC 2:{kind}")
        elif record == 2 and kind in IPTC_PEOPLE:
            yield Finding(Kind.PERSON, what=f"IPTC 2:{kind}", hint=hint_of(words))
        elif record == 2 and kind and words.strip("\0 "):
            yield Finding(Kind.PROPERTY, what=f"IPTC 2:{kind}", hint=hint_of(words))


def _after(data: bytes, at: int) -> Iterator[Finding]:
    if data[at:].strip(b"\0\r\n "):
        yield Finding(Kind.HIDDEN_DATA, what=f"+{len(data) - at}")
