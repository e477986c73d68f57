"""A page of a PDF as a drawing in grey, and where on it a thing of the page lies."""

from ctypes import byref, c_int

import pypdfium2 as pdfium
import pypdfium2.raw as raw
from PIL import Image

# Grey levels of 256 that the eye tells apart, and pixels under which nothing is hidden.
SEEN = 24
NEAR_A_COVER = 40
SMALLEST_COVER = 8

Box = tuple[int, int, int, int]


def drawn(page: pdfium.PdfPage, scale: float, *, annotations: bool = True) -> Image.Image:
    bitmap = page.render(scale=scale, may_draw_forms=annotations, draw_annots=annotations)
    picture: Image.Image = bitmap.to_pil()
    return picture.convert("L")


def place(page: pdfium.PdfPage, bounds: tuple[float, float, float, float], size: tuple[int, int]) -> Box:
    """Bounds in points of the page as a box in pixels, whatever way the page is turned or cut."""
    left, bottom, right, top = bounds
    corners = [_pixel(page, x, y, size) for x, y in ((left, bottom), (right, top))]
    (x1, x2), (y1, y2) = sorted(corner[0] for corner in corners), sorted(corner[1] for corner in corners)
    return x1, y1, max(x2, x1 + 1), max(y2, y1 + 1)


def _pixel(page: pdfium.PdfPage, x: float, y: float, size: tuple[int, int]) -> tuple[int, int]:
    column, row = c_int(), c_int()
    raw.FPDF_PageToDevice(page, 0, 0, size[0], size[1], 0, x, y, byref(column), byref(row))
    return column.value, row.value


def common(one: Box, other: Box) -> Box | None:
    """Where two boxes overlap, a little inside its rim; None where that is too small to hide anything."""
    box = (max(one[0], other[0]) + 2, max(one[1], other[1]) + 2, min(one[2], other[2]) - 2, min(one[3], other[3]) - 2)
    return box if box[2] - box[0] >= SMALLEST_COVER and box[3] - box[1] >= SMALLEST_COVER else None
