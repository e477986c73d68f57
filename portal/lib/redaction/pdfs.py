"""A PDF: each page is drawn with its text and again without it.

A letter whose place looks the same both times is not seen, whatever covers it: a box, a picture, an annotation, its own
colour. Only the text layer of a scan is drawn invisibly on purpose: it counts as seen where the scan shows something.
"""

import re
import time
from collections.abc import Iterator
from ctypes import byref, c_int
from dataclasses import dataclass
from typing import Any

import pypdfium2 as pdfium
import pypdfium2.raw as raw
from PIL import Image, ImageChops

from portal.lib.redaction.findings import Finding, Kind, NotReadable, hint_of

MOST_PAGES = 400
MOST_SIGNS = 40_000
MOST_OBJECTS = 60_000
MOST_PIXELS = 4_000_000
SCALE = 2.0
SECONDS = 45.0
# Grey levels of 256 that the eye tells apart, and the part of a letter's box that ink fills at least.
SEEN = 24
INK = 0.04
TINY = 60
NEAR_A_COVER = 40
SMALLEST_COVER = 8
# How deep a form may lie in a form.
DEPTH = 15
CREATOR = re.compile(rb"<dc:creator>(.{0,2000}?)</dc:creator>", re.DOTALL)
SCRIPT = re.compile(rb"/(?:JS|JavaScript)[\s(<]")
TAG = re.compile(rb"<[^>]{0,500}>")


@dataclass(frozen=True)
class Sign:
    """One letter: its place on the drawing in pixels, and whether it is drawn invisibly on purpose."""

    text: str
    box: tuple[int, int, int, int]
    layer: bool


def look_at_pdf(data: bytes, *, seconds: float = SECONDS) -> list[Finding]:
    """Raises NotReadable for an encrypted, a damaged or an endless file."""
    try:
        document = pdfium.PdfDocument(data)
    except pdfium.PdfiumError as error:
        locked = raw.FPDF_GetLastError() == raw.FPDF_ERR_PASSWORD or "password" in str(error).lower()
        raise NotReadable(Kind.ENCRYPTED if locked else Kind.BROKEN) from error
    try:
        if raw.FPDF_GetSecurityHandlerRevision(document) > 0:
            raise NotReadable(Kind.ENCRYPTED)
        if not 0 < len(document) <= MOST_PAGES:
            raise NotReadable(Kind.TOO_LARGE if len(document) else Kind.BROKEN)
        if document.get_formtype() != raw.FORMTYPE_NONE:
            document.init_forms()
        found = [*_of_the_file(document, data)]
        until = time.monotonic() + seconds
        for number in range(len(document)):
            if time.monotonic() > until:
                raise NotReadable(Kind.TOO_LARGE)
            found += _of_the_page(document, number)
    except pdfium.PdfiumError as error:
        raise NotReadable(Kind.BROKEN) from error
    finally:
        document.close()
    return found


def _of_the_file(document: pdfium.PdfDocument, data: bytes) -> Iterator[Finding]:
    about = document.get_metadata_dict()
    if about.get("Author"):
        yield Finding(Kind.PERSON, what="Author", hint=hint_of(about["Author"]))
    for name in ("Title", "Subject", "Keywords"):
        if about.get(name):
            yield Finding(Kind.PROPERTY, what=name, hint=hint_of(about[name]))
    for creator in CREATOR.findall(data)[:5]:
        name = TAG.sub(b" ", creator).decode("utf-8", "replace").strip()
        if name:
            yield Finding(Kind.PERSON, what="XMP dc:creator", hint=hint_of(name))
    for index in range(min(document.count_attachments(), 50)):
        yield Finding(Kind.ATTACHMENT, what=document.get_attachment(index).get_name()[:80])
    if raw.FPDFDoc_GetJavaScriptActionCount(document) > 0 or SCRIPT.search(data):
        yield Finding(Kind.SCRIPT)
    if document.get_formtype() != raw.FORMTYPE_NONE:
        yield Finding(Kind.FORM_FIELD)
    # A linearised file has two ends from the start.
    ends = len(re.findall(rb"%%EOF", data))
    if ends > (2 if b"/Linearized" in data[:2048] else 1):
        yield Finding(Kind.EARLIER_VERSION, what=str(ends))


def _of_the_page(document: pdfium.PdfDocument, number: int) -> list[Finding]:
    page = document[number]
    try:
        width, height = page.get_size()
        if width <= 0 or height <= 0 or width > 20_000 or height > 20_000:
            raise NotReadable(Kind.TOO_LARGE)
        scale = min(SCALE, (MOST_PIXELS / (width * height)) ** 0.5)
        whole = _drawn(page, scale)
        objects = _objects(page)
        signs = list(_signs(page, whole.size))
        found = list(_of_the_annotations(page, number + 1))
        found += _hidden_words(signs, whole, _drawn_without_text(page, objects, scale), number + 1)
        found += _covered_images(page, objects, whole, scale, number + 1)
    finally:
        page.close()
    return found


def _drawn(page: pdfium.PdfPage, scale: float, *, annotations: bool = True) -> Image.Image:
    bitmap = page.render(scale=scale, may_draw_forms=annotations, draw_annots=annotations)
    drawn: Image.Image = bitmap.to_pil()
    return drawn.convert("L")


def _objects(page: pdfium.PdfPage) -> list[Any]:
    found = []
    for one in page.get_objects(max_depth=DEPTH):
        found.append(one)
        if len(found) > MOST_OBJECTS:
            raise NotReadable(Kind.TOO_LARGE)
    return found


def _drawn_without_text(page: pdfium.PdfPage, objects: list[Any], scale: float) -> Image.Image:
    """From here on the page in memory has no visible text."""
    for one in objects:
        if one.type == raw.FPDF_PAGEOBJ_TEXT:
            raw.FPDFTextObj_SetTextRenderMode(one, raw.FPDF_TEXTRENDERMODE_INVISIBLE)
    return _drawn(page, scale)


def _signs(page: pdfium.PdfPage, size: tuple[int, int]) -> Iterator[Sign]:
    """Every letter, in reading order; a space as one without a place."""
    text = page.get_textpage()
    try:
        count = text.count_chars()
        if count > MOST_SIGNS:
            raise NotReadable(Kind.TOO_LARGE)
        for index in range(count):
            code = raw.FPDFText_GetUnicode(text, index)
            sign = chr(code) if 0 < code < 0x110000 else "?"
            if not sign.strip() or raw.FPDFText_IsGenerated(text, index) == 1:
                yield Sign(" ", (0, 0, 0, 0), False)
                continue
            drawn = raw.FPDFText_GetTextObject(text, index)
            mode = raw.FPDFTextObj_GetTextRenderMode(drawn) if drawn else raw.FPDF_TEXTRENDERMODE_FILL
            box = _place(page, text.get_charbox(index), size)
            yield Sign(sign, box, mode == raw.FPDF_TEXTRENDERMODE_INVISIBLE)
    finally:
        text.close()


def _place(
    page: pdfium.PdfPage, bounds: tuple[float, float, float, float], size: tuple[int, int]
) -> tuple[int, int, int, int]:
    """Bounds in points of the page as a box in pixels, whatever way the page is turned or cut."""
    left, bottom, right, top = bounds
    corners = [_pixel(page, x, y, size) for x, y in ((left, bottom), (right, top))]
    (x1, x2), (y1, y2) = sorted(corner[0] for corner in corners), sorted(corner[1] for corner in corners)
    return x1, y1, max(x2, x1 + 1), max(y2, y1 + 1)


def _pixel(page: pdfium.PdfPage, x: float, y: float, size: tuple[int, int]) -> tuple[int, int]:
    column, row = c_int(), c_int()
    raw.FPDF_PageToDevice(page, 0, 0, size[0], size[1], 0, x, y, byref(column), byref(row))
    return column.value, row.value


def _hidden_words(signs: list[Sign], whole: Image.Image, bare: Image.Image, page: int) -> Iterator[Finding]:
    """Runs of letters that are not seen. A word between two hidden ones that is seen ends the run."""
    difference = ImageChops.difference(whole, bare)
    run, outside = "", False
    for sign in [*signs, Sign("", (0, 0, 0, 0), False)]:
        if sign.text == " ":
            run += " " if run else ""
            continue
        out = bool(sign.text) and _is_outside(sign.box, whole.size)
        if sign.text and (out or not _is_seen(sign, difference, whole)):
            run, outside = run + sign.text, outside or out
            continue
        if run.strip():
            yield Finding(Kind.OUTSIDE_PAGE if outside else Kind.HIDDEN_TEXT, page, hint=hint_of(run))
        run, outside = "", False


def _is_outside(box: tuple[int, int, int, int], size: tuple[int, int]) -> bool:
    return box[2] <= 0 or box[3] <= 0 or box[0] >= size[0] or box[1] >= size[1]


def _is_seen(sign: Sign, difference: Image.Image, whole: Image.Image) -> bool:
    box = (max(sign.box[0], 0), max(sign.box[1], 0), min(sign.box[2], whole.width), min(sign.box[3], whole.height))
    if sign.layer:
        darkest, lightest = whole.crop(box).getextrema()
        return bool(lightest - darkest >= NEAR_A_COVER)  # type: ignore[operator]  # one band: two numbers
    if (box[2] - box[0]) * (box[3] - box[1]) < TINY:
        # Few and pale pixels: any of them counts, also one beside the box.
        wide = difference.crop((box[0] - 1, box[1] - 1, box[2] + 1, box[3] + 1))
        return bool(wide.getextrema()[1] >= SEEN)  # type: ignore[operator]  # one band: two numbers
    levels = difference.crop(box).histogram()
    return sum(levels[SEEN:]) / max(sum(levels), 1) >= INK


def _of_the_annotations(page: pdfium.PdfPage, number: int) -> Iterator[Finding]:
    """Notes that people wrote on the page, and files pinned to it. A link or a field is none."""
    for index in range(min(raw.FPDFPage_GetAnnotCount(page), 500)):
        annotation = raw.FPDFPage_GetAnnot(page, index)
        if not annotation:
            continue
        kind = raw.FPDFAnnot_GetSubtype(annotation)
        if kind == raw.FPDF_ANNOT_FILEATTACHMENT:
            yield Finding(Kind.ATTACHMENT, number)
        elif kind == raw.FPDF_ANNOT_REDACT:
            # Marked to be redacted, and nobody did it.
            yield Finding(Kind.HIDDEN_TEXT, number, what="Redact")
        elif kind not in (raw.FPDF_ANNOT_LINK, raw.FPDF_ANNOT_WIDGET) and _says_something(annotation):
            yield Finding(Kind.COMMENT, number)
        raw.FPDFPage_CloseAnnot(annotation)


def _says_something(annotation: Any) -> bool:
    """Whether it has words; the length is in bytes and counts the two of an empty string's end."""
    return any(raw.FPDFAnnot_GetStringValue(annotation, key, None, 0) > 2 for key in (b"Contents", b"RC"))


def _covered_images(
    page: pdfium.PdfPage, objects: list[Any], whole: Image.Image, scale: float, number: int
) -> list[Finding]:
    """A part of a picture that shapes or annotations hide: the file still holds it."""
    pictures = [_bounds(page, one, whole.size) for one in objects if one.type == raw.FPDF_PAGEOBJ_IMAGE]
    shapes = [one for one in objects if one.type == raw.FPDF_PAGEOBJ_PATH and one.level == 0]
    covers = [_bounds(page, one, whole.size) for one in shapes] + _annotation_places(page, whole.size)
    pairs = [(cover, _common(cover, picture)) for cover in covers[:2000] for picture in pictures[:50]]
    wanted = [common for _cover, common in pairs if common is not None]
    if not wanted:
        return []
    for one in shapes:
        page.remove_obj(one)
    under = _drawn(page, scale, annotations=False)
    for box in wanted:
        shown, below = whole.crop(box).getextrema(), under.crop(box).getextrema()
        if shown[1] - shown[0] < SEEN and below[1] - below[0] >= NEAR_A_COVER:  # type: ignore[operator]  # one band
            return [Finding(Kind.COVERED_IMAGE, number)]
    return []


def _bounds(page: pdfium.PdfPage, one: Any, size: tuple[int, int]) -> tuple[int, int, int, int]:
    return _place(page, one.get_bounds(), size)


def _annotation_places(page: pdfium.PdfPage, size: tuple[int, int]) -> list[tuple[int, int, int, int]]:
    found = []
    for index in range(min(raw.FPDFPage_GetAnnotCount(page), 500)):
        annotation, place = raw.FPDFPage_GetAnnot(page, index), raw.FS_RECTF()
        if not annotation:
            continue
        if raw.FPDFAnnot_GetRect(annotation, place):
            found.append(_place(page, (place.left, place.bottom, place.right, place.top), size))
        raw.FPDFPage_CloseAnnot(annotation)
    return found


def _common(one: tuple[int, int, int, int], other: tuple[int, int, int, int]) -> tuple[int, int, int, int] | None:
    """Where two boxes overlap, a little inside its rim; None where that is too small to hide anything."""
    box = (max(one[0], other[0]) + 2, max(one[1], other[1]) + 2, min(one[2], other[2]) - 2, min(one[3], other[3]) - 2)
    return box if box[2] - box[0] >= SMALLEST_COVER and box[3] - box[1] >= SMALLEST_COVER else None
