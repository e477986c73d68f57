"""What a PDF says outside its pages: bookmarks, layers, previews, other words for a reader, what its photographs carry.

Every object is looked at, also those that no page uses any more.
"""

import re
from collections.abc import Iterator
from io import BytesIO
from typing import Any

from pypdf import PdfReader
from pypdf.errors import PyPdfError
from pypdf.generic import DictionaryObject, StreamObject

from portal.lib.redaction.findings import Finding, Kind, NotReadable, hint_of
from portal.lib.redaction.images import look_at_image

MOST_OBJECTS = 50_000
MOST_PICTURES = 200
# Longer words than a ligature or a hyphen that stand for other ones.
SHORT = 8
CREATOR = re.compile(rb"<dc:creator[^>]{0,200}>(.{0,2000}?)</dc:creator>", re.DOTALL)
TAG = re.compile(rb"<[^>]{0,500}>")


def look_at_structure(data: bytes, shown: str) -> Iterator[Finding]:
    """`shown`: the words of all pages without spaces; a bookmark that repeats them says nothing more.

    Raises NotReadable for a file of too many objects or one whose objects cannot be read.
    """
    try:
        reader = PdfReader(BytesIO(data))
        numbers = sorted({number for table in reader.xref.values() for number in table} | set(reader.xref_objStm))
        if len(numbers) > MOST_OBJECTS:
            raise NotReadable(Kind.TOO_LARGE)
        pictures = 0
        for number in numbers:
            held = reader.get_object(number) if number else None
            if not isinstance(held, DictionaryObject):
                continue
            yield from _of_object(held, shown)
            if held.get("/Filter") in ("/DCTDecode", ["/DCTDecode"]) and isinstance(held, StreamObject):
                pictures += 1
                if pictures > MOST_PICTURES:
                    raise NotReadable(Kind.TOO_LARGE)
                yield from _of_photograph(held)
    except (PyPdfError, ValueError, KeyError, TypeError, AttributeError, IndexError, RecursionError, OSError) as error:
        raise NotReadable(Kind.BROKEN) from error


def _of_object(held: DictionaryObject, shown: str) -> Iterator[Finding]:
    title = held.get("/Title")
    if isinstance(title, str) and "/Parent" in held and "".join(title.split()) not in shown:
        yield Finding(Kind.HIDDEN_DATA, what="Bookmark", hint=hint_of(title))
    for name in ("/Thumb", "/PieceInfo"):
        if name in held:
            yield Finding(Kind.PREVIEW if name == "/Thumb" else Kind.HIDDEN_DATA, what=name[1:])
    instead = held.get("/ActualText")
    if isinstance(instead, str) and len(instead) > SHORT:
        yield Finding(Kind.HIDDEN_TEXT, what="ActualText", hint=hint_of(instead))
    layers: Any = held.get("/OCProperties")
    layers = layers.get_object() if layers is not None else {}
    usual: Any = layers.get("/D", {})
    if usual.get_object().get("/OFF") if usual else False:
        yield Finding(Kind.HIDDEN_DATA, what="Layer")
    if held.get("/Type") == "/Metadata" and isinstance(held, StreamObject):
        for creator in CREATOR.findall(held.get_data())[:5]:
            name = TAG.sub(b" ", creator).decode("utf-8", "replace").strip()
            if name:
                yield Finding(Kind.PERSON, what="XMP dc:creator", hint=hint_of(name))


def _of_photograph(held: StreamObject) -> Iterator[Finding]:
    try:
        for one in look_at_image(held._data):
            yield Finding(one.kind, what=f"JPEG {one.what}"[:80], hint=one.hint)
    except NotReadable:
        # The page itself is drawn with it: a photograph that Pillow cannot read is no reason to stop.
        return
