"""A PDF: each page is drawn with its text and again without it.

A letter whose place looks the same both times is not seen, whatever covers it: a box, a picture, an annotation, its own
colour. Only the text layer of a scan is drawn invisibly on purpose: it counts as seen where the scan shows something.
"""

import re
import time
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pypdfium2 as pdfium
import pypdfium2.raw as raw
from PIL import Image, ImageChops

from portal.lib.redaction.covers import covered_images
from portal.lib.redaction.drawing import NEAR_A_COVER, SEEN, drawn, place
from portal.lib.redaction.fields import look_at_annotations
from portal.lib.redaction.findings import Finding, Kind, NotReadable, hint_of
from portal.lib.redaction.structure import look_at_structure

MOST_PAGES = 400
MOST_SIGNS = 40_000
MOST_OBJECTS = 60_000
MOST_PIXELS = 16_000_000
# Pixels of a point under which letters run into each other: a page so large is not looked at.
LEAST_SCALE = 1.0
SCALE = 2.0
SECONDS = 45.0
# The part of a letter's box that ink fills at least.
INK = 0.04
TINY = 60
# Pixels from which both halves of a letter are looked at.
TALL = 10
# How deep a form may lie in a form.
DEPTH = 15
SCRIPT = re.compile(rb"/(?:JS|JavaScript)[\s(<]")


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
        shown = ""
        until = time.monotonic() + seconds
        for number in range(len(document)):
            if time.monotonic() > until:
                raise NotReadable(Kind.TOO_LARGE)
            found += _of_the_page(document, number)
            shown += _words(document, number)
        found += look_at_structure(data, shown)
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


def _words(document: pdfium.PdfDocument, number: int) -> str:
    page = document[number]
    try:
        return "".join(page.get_textpage().get_text_bounded().split())
    finally:
        page.close()


def _of_the_page(document: pdfium.PdfDocument, number: int) -> list[Finding]:
    page = document[number]
    try:
        width, height = page.get_size()
        if width <= 0 or height <= 0 or width > 20_000 or height > 20_000:
            raise NotReadable(Kind.TOO_LARGE)
        scale = min(SCALE, (MOST_PIXELS / (width * height)) ** 0.5)
        if scale < LEAST_SCALE:
            raise NotReadable(Kind.TOO_LARGE)
        whole = drawn(page, scale)
        objects = _objects(page)
        signs = list(_signs(page, whole.size))
        found = list(look_at_annotations(page, number + 1))
        bare = _drawn_without_text(page, objects, scale)
        found += _hidden_words(signs, whole, bare, number + 1)
        found += covered_images(page, objects, bare, scale, number + 1)
    finally:
        page.close()
    return found


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
    return drawn(page, scale)


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
            box = place(page, text.get_charbox(index), size)
            yield Sign(sign, box, mode == raw.FPDF_TEXTRENDERMODE_INVISIBLE)
    finally:
        text.close()


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
    middle = (box[1] + box[3]) // 2
    if sign.text.isalnum() and box[3] - box[1] >= TALL:
        # A letter fills its box from top to bottom: one half without ink lies under something.
        halves = (box[0], box[1], box[2], middle), (box[0], middle, box[2], box[3])
        if any(difference.crop(half).getextrema()[1] < SEEN for half in halves):  # type: ignore[operator]  # one band
            return False
    levels = difference.crop(box).histogram()
    return sum(levels[SEEN:]) / max(sum(levels), 1) >= INK
