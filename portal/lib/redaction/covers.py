"""Pictures and drawings on a page that are not seen whole: covered, cut, beside the page, in a layer that is off."""

from collections.abc import Iterator
from ctypes import byref, c_float, c_int
from dataclasses import dataclass
from typing import Any

import pypdfium2 as pdfium
import pypdfium2.raw as raw
from PIL import Image, ImageChops

from portal.lib.redaction.drawing import NEAR_A_COVER, SEEN, SMALLEST_COVER, Box, common, drawn, place
from portal.lib.redaction.findings import Finding, Kind, NotReadable

# The part of a picture that may lie beside the page or outside its clip, and the part of a place that a cover changes.
CUT, CHANGED = 0.1, 0.02
MOST_COVERS, MOST_THINGS = 400, 1_500


@dataclass(frozen=True)
class Thing:
    """A picture, a shape or a shading with its place in pixels; `order` is when it is drawn."""

    order: int
    one: Any
    box: Box
    points: tuple[float, float, float, float]

    @property
    def is_picture(self) -> bool:
        return bool(self.one.type == raw.FPDF_PAGEOBJ_IMAGE)

    @property
    def area(self) -> int:
        return (self.box[2] - self.box[0]) * (self.box[3] - self.box[1])


def covered_images(
    page: pdfium.PdfPage, objects: list[Any], bare: Image.Image, scale: float, number: int
) -> list[Finding]:
    """`bare`: the page as it is drawn without its text. From here on the page in memory has lost its covers."""
    things = list(_things(page, objects, bare.size))
    if (
        _is_cut(page, things, bare.size)
        or _is_unseen(page, things, bare, scale)
        or _is_covered(page, things, bare, scale)
    ):
        return [Finding(Kind.COVERED_IMAGE, number)]
    return []


def _things(page: pdfium.PdfPage, objects: list[Any], size: tuple[int, int]) -> Iterator[Thing]:
    for order, one in enumerate(objects):
        if one.type in (raw.FPDF_PAGEOBJ_IMAGE, raw.FPDF_PAGEOBJ_PATH, raw.FPDF_PAGEOBJ_SHADING):
            points = one.get_bounds()
            around = one.container
            # What lies in a form is measured in the form: each one round it moves it to where it is drawn.
            while around is not None:
                points = _moved(points, around.get_matrix())
                around = around.container
            yield Thing(order, one, place(page, points, size), points)


def _moved(points: tuple[float, float, float, float], matrix: Any) -> tuple[float, float, float, float]:
    left, bottom, right, top = points
    corners = [matrix.on_point(x, y) for x in (left, right) for y in (bottom, top)]
    xs, ys = [corner[0] for corner in corners], [corner[1] for corner in corners]
    return min(xs), min(ys), max(xs), max(ys)


def _is_cut(page: pdfium.PdfPage, things: list[Thing], size: tuple[int, int]) -> bool:
    """Whether the file keeps more of a picture than the page or its clip lets through."""
    for thing in things:
        if not thing.is_picture:
            continue
        inside = _meet(thing.box, (0, 0, *size))
        if inside < (1 - CUT) * thing.area:
            return True
        clip = _clip(thing.one) if thing.one.container is None else None
        if clip is not None and _meet(thing.box, place(page, clip, size)) < (1 - CUT) * thing.area:
            return True
    return False


def _clip(one: Any) -> tuple[float, float, float, float] | None:
    """The bounds of what an object is clipped to; None where it is not."""
    path = raw.FPDFPageObj_GetClipPath(one)
    found: tuple[float, float, float, float] | None = None
    for index in range(min(max(raw.FPDFClipPath_CountPaths(path), 0), 50) if path else 0):
        xs, ys = [], []
        for step in range(min(max(raw.FPDFClipPath_CountPathSegments(path, index), 0), 500)):
            x, y = c_float(), c_float()
            if raw.FPDFPathSegment_GetPoint(raw.FPDFClipPath_GetPathSegment(path, index, step), byref(x), byref(y)):
                xs.append(x.value)
                ys.append(y.value)
        if xs:
            own = (min(xs), min(ys), max(xs), max(ys))
            found = (
                own
                if found is None
                else (max(found[0], own[0]), max(found[1], own[1]), min(found[2], own[2]), min(found[3], own[3]))
            )
            if found[0] >= found[2] or found[1] >= found[3]:
                return -1.0, -1.0, -1.0, -1.0
    return found


def _is_unseen(page: pdfium.PdfPage, things: list[Thing], bare: Image.Image, scale: float) -> bool:
    """Whether the page looks the same without a picture that is not one blank field."""
    pictures = [thing for thing in things if thing.is_picture]
    if not pictures:
        return False
    _switch(pictures, on=False)
    difference = ImageChops.difference(bare, drawn(page, scale))
    _switch(pictures, on=True)
    return any(_most(difference, thing.box) < SEEN and _has_something(thing.one) for thing in pictures)


def _has_something(one: Any) -> bool:
    low, high = one.get_bitmap().to_pil().convert("L").getextrema()
    return bool(high - low >= SEEN)


def _is_covered(page: pdfium.PdfPage, things: list[Thing], bare: Image.Image, scale: float) -> bool:
    """Whether there is something under what is drawn later: a shape, a picture, an annotation."""
    covers = list(filter(_covers, things))
    if len(covers) > MOST_COVERS or len(things) > MOST_THINGS:
        raise NotReadable(Kind.TOO_LARGE)  # what is not looked at is not clean
    over = [(None, box) for box in annotation_places(page, bare.size)] + [(cover, cover.box) for cover in covers]
    wanted, lifted = [], {}
    for cover, box in over:
        for thing in things:
            if cover is not None and (cover.order <= thing.order or not (thing.is_picture or _holds(cover, thing))):
                continue
            # A line is thinner than what `common` counts: it is looked for with the ground around it.
            place_of_both = common(box, thing.box if thing.is_picture else _wider(thing.box))
            if place_of_both is not None:
                wanted.append(place_of_both)
                if cover is not None:
                    lifted[cover.order] = cover
    if not wanted:
        return False
    _switch(list(lifted.values()), on=False)
    below = drawn(page, scale, annotations=False)
    difference = ImageChops.difference(bare, below)
    return any(_hides(below.crop(box), difference.crop(box)) for box in set(wanted))


def _hides(below: Image.Image, difference: Image.Image) -> bool:
    darkest, lightest = below.getextrema()
    levels = difference.histogram()
    changed = sum(levels[SEEN:]) / max(sum(levels), 1)
    return bool(lightest - darkest >= NEAR_A_COVER and changed >= CHANGED)  # type: ignore[operator]  # one band


def _covers(thing: Thing) -> bool:
    """A frame without a filling covers nothing."""
    if thing.one.type != raw.FPDF_PAGEOBJ_PATH:
        return True
    mode, stroke = c_int(), c_int()
    return not raw.FPDFPath_GetDrawMode(thing.one, byref(mode), byref(stroke)) or mode.value != raw.FPDF_FILLMODE_NONE


def _holds(cover: Thing, thing: Thing) -> bool:
    return thing.area < cover.area and 2 * _meet(cover.box, thing.box) > thing.area


def _wider(box: Box) -> Box:
    return box[0] - SMALLEST_COVER, box[1] - SMALLEST_COVER, box[2] + SMALLEST_COVER, box[3] + SMALLEST_COVER


def _meet(one: Box, other: Box) -> int:
    width, height = min(one[2], other[2]) - max(one[0], other[0]), min(one[3], other[3]) - max(one[1], other[1])
    return max(width, 0) * max(height, 0)


def _switch(things: list[Thing], *, on: bool) -> None:
    for thing in things:
        raw.FPDFPageObj_SetIsActive(thing.one, on)


def _most(difference: Image.Image, box: Box) -> int:
    inside = (max(box[0], 0), max(box[1], 0), min(box[2], difference.width), min(box[3], difference.height))
    if inside[0] >= inside[2] or inside[1] >= inside[3]:
        return 0
    return int(difference.crop(inside).getextrema()[1])  # type: ignore[arg-type]  # one band: two numbers


def annotation_places(page: pdfium.PdfPage, size: tuple[int, int]) -> list[Box]:
    found = []
    for index in range(min(raw.FPDFPage_GetAnnotCount(page), 500)):
        annotation, bounds = raw.FPDFPage_GetAnnot(page, index), raw.FS_RECTF()
        if not annotation:
            continue
        if raw.FPDFAnnot_GetRect(annotation, bounds):
            found.append(place(page, (bounds.left, bounds.bottom, bounds.right, bounds.top), size))
        raw.FPDFPage_CloseAnnot(annotation)
    return found
