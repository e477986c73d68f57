"""Notes and form fields on a page of a PDF: what people wrote there, and fields that keep what nobody sees."""

from collections.abc import Iterator
from typing import Any

import pypdfium2 as pdfium
import pypdfium2.raw as raw

from portal.lib.redaction.findings import Finding, Kind, NotReadable

MOST = 500
UNSEEN = raw.FPDF_ANNOT_FLAG_INVISIBLE | raw.FPDF_ANNOT_FLAG_HIDDEN | raw.FPDF_ANNOT_FLAG_NOVIEW

Points = tuple[float, float, float, float]


def look_at_annotations(page: pdfium.PdfPage, number: int) -> Iterator[Finding]:
    """Notes that people wrote on the page, files pinned to it, and fields that are hidden or covered."""
    fields: list[Points] = []
    count = raw.FPDFPage_GetAnnotCount(page)
    if count > MOST:
        raise NotReadable(Kind.TOO_LARGE)
    for index in range(count):
        annotation = raw.FPDFPage_GetAnnot(page, index)
        if not annotation:
            continue
        kind, place = raw.FPDFAnnot_GetSubtype(annotation), _points(annotation)
        if kind == raw.FPDF_ANNOT_FILEATTACHMENT:
            yield Finding(Kind.ATTACHMENT, number)
        elif kind == raw.FPDF_ANNOT_REDACT:
            # Marked to be redacted, and nobody did it.
            yield Finding(Kind.HIDDEN_TEXT, number, what="Redact")
        elif kind == raw.FPDF_ANNOT_WIDGET:
            if raw.FPDFAnnot_GetFlags(annotation) & UNSEEN or place[0] >= place[2] or place[1] >= place[3]:
                yield Finding(Kind.HIDDEN_FIELD, number)
            fields.append(place)
        elif kind != raw.FPDF_ANNOT_LINK:
            if _says_something(annotation):
                yield Finding(Kind.COMMENT, number)
            if kind != raw.FPDF_ANNOT_POPUP and any(_meet(place, field) for field in fields):
                yield Finding(Kind.HIDDEN_FIELD, number)
        raw.FPDFPage_CloseAnnot(annotation)


def _points(annotation: Any) -> Points:
    bounds = raw.FS_RECTF()
    raw.FPDFAnnot_GetRect(annotation, bounds)
    return bounds.left, bounds.bottom, bounds.right, bounds.top


def _meet(one: Points, other: Points) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


def _says_something(annotation: Any) -> bool:
    """Whether it has words; the length is in bytes and counts the two of an empty string's end."""
    return any(raw.FPDFAnnot_GetStringValue(annotation, key, None, 0) > 2 for key in (b"Contents", b"RC"))
