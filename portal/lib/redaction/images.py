"""Photographs and scans: where they were taken, by whom, and a preview that may show more than the picture.

The head and the pieces of the file are read; pixels are unpacked only where some of them may be clear.
"""

from collections.abc import Iterator
from io import BytesIO

from PIL import ExifTags, Image, UnidentifiedImageError

from portal.lib.redaction.findings import Finding, Kind, NotReadable, hint_of
from portal.lib.redaction.pieces import look_at_pieces

FORMATS = ("JPEG", "PNG")
MOST_PIXELS = 200_000_000
MAKER, TAGS = ExifTags.IFD, ExifTags.Base
PEOPLE = {
    TAGS.Artist: "Artist",
    TAGS.Copyright: "Copyright",
    TAGS.XPAuthor: "XPAuthor",
    TAGS.CameraOwnerName: "CameraOwnerName",
}
PROPERTIES = {
    TAGS.ImageDescription: "ImageDescription",
    TAGS.UserComment: "UserComment",
    TAGS.XPComment: "XPComment",
    TAGS.BodySerialNumber: "BodySerialNumber",
}
# Keys under which a JPEG carries words; those of a PNG are pieces of their own.
WORDS = {"comment": Kind.PROPERTY, "xmp": Kind.PROPERTY}
# Pixels that are unpacked at most, and grey levels that make something of what lies under the clear ones.
MOST_CLEAR_PIXELS = 40_000_000
UNDER_CLEAR = 24


def look_at_image(data: bytes) -> list[Finding]:
    """Raises NotReadable for a damaged picture and for one of more pixels than anybody scans."""
    try:
        with Image.open(BytesIO(data), formats=FORMATS) as picture:
            if picture.width * picture.height > MOST_PIXELS:
                raise NotReadable(Kind.TOO_LARGE)
            return [*_head(picture), *look_at_pieces(data), *_under_clear_pixels(picture)]
    except (UnidentifiedImageError, Image.DecompressionBombError) as error:
        bomb = isinstance(error, Image.DecompressionBombError)
        raise NotReadable(Kind.TOO_LARGE if bomb else Kind.BROKEN) from error
    # Pillow answers a damaged head with whatever breaks first.
    except (OSError, ValueError, SyntaxError, KeyError, IndexError, TypeError) as error:
        raise NotReadable(Kind.BROKEN) from error


def _head(picture: Image.Image) -> Iterator[Finding]:
    exif = picture.getexif()
    tags = {**exif, **exif.get_ifd(MAKER.Exif)}
    if exif.get_ifd(MAKER.GPSInfo):
        yield Finding(Kind.PLACE_TAKEN, what="GPS")
    for names, kind in ((PEOPLE, Kind.PERSON), (PROPERTIES, Kind.PROPERTY)):
        for tag, name in names.items():
            said = _words(tags.get(tag))
            if said:
                yield Finding(kind, what=name, hint=hint_of(said))
    if exif.get_ifd(MAKER.IFD1):
        yield Finding(Kind.PREVIEW)
    for key, kind in WORDS.items():
        said = _words(picture.info.get(key))
        if said:
            yield Finding(kind, what=key, hint=hint_of(said))
    if b"GPSLatitude" in bytes(picture.info.get("xmp") or b""):
        yield Finding(Kind.PLACE_TAKEN, what="XMP")


def _under_clear_pixels(picture: Image.Image) -> Iterator[Finding]:
    """A clear pixel keeps its colour: a picture made invisible is still a picture."""
    if not picture.has_transparency_data:
        return
    if picture.width * picture.height > MOST_CLEAR_PIXELS:
        raise NotReadable(Kind.TOO_LARGE)
    full = picture.convert("RGBA")
    clear = full.getchannel("A").point([255 if level < 8 else 0 for level in range(256)])
    counts = full.convert("RGB").convert("L").histogram(clear)
    levels = [level for level, count in enumerate(counts) if count]
    if levels and levels[-1] - levels[0] >= UNDER_CLEAR:
        yield Finding(Kind.COVERED_IMAGE)


def _words(value: object) -> str:
    """XP tags are UTF-16; a comment begins with eight bytes that name its writing."""
    if isinstance(value, bytes):
        text = value.decode("utf-16-le" if value[1:2] == b"\0" else "utf-8", "ignore")
        value = text.removeprefix("ASCII\0\0\0").removeprefix("UNICODE\0")
    return value.strip("\0 \n") if isinstance(value, str) else ""
