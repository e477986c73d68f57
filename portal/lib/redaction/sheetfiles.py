"""An Excel file: hidden sheets, rows and columns, cells in the colour of their ground, and what lies over cells."""

from collections.abc import Callable, Iterator
from xml.etree.ElementTree import Element

from portal.lib.redaction.findings import Finding, Kind, hint_of
from portal.lib.redaction.xmlparts import BLACK, WHITE, Colour, alike, child, colour_of, every, local, said

# Points of a row and signs of a column under which nothing is read; points of type likewise.
NARROW, SMALL_TYPE = 1.0, 2.0
INDEXED = {0: BLACK, 1: WHITE, 8: BLACK, 9: WHITE, 64: BLACK, 65: WHITE}
# Theme colours count from the light ground: 0 is white, 1 is black.
THEME = {"0": WHITE, "1": BLACK}


def look_at_book(root: Element) -> Iterator[Finding]:
    for sheet in every(root, "sheet"):
        if said(sheet, "state").lower() not in ("", "visible"):
            yield Finding(Kind.HIDDEN_SHEET, what=hint_of(said(sheet, "name")))
    if any(said(view, "visibility").lower() not in ("", "visible") for view in every(root, "workbookView")):
        yield Finding(Kind.HIDDEN_SHEET)


def unseen_styles(root: Element | None) -> set[str]:
    """The numbers of the cell formats in which nothing is read."""
    if root is None:
        return set()
    fonts, fills = list(child(root, "fonts") or ()), list(child(root, "fills") or ())
    formats = {said(one, "numFmtId"): said(one, "formatCode") for one in every(root, "numFmt")}
    found = set()
    for number, one in enumerate(child(root, "cellXfs") or ()):
        font, fill = _nth(fonts, said(one, "fontId")), _nth(fills, said(one, "fillId"))
        ink, ground = _ink(font), _ground(fill)
        silent = formats.get(said(one, "numFmtId"), "")
        if (
            (ink and ground and alike(ink, ground))
            or (silent and not silent.strip(';" '))
            or _small(said(child(font, "sz"), "val"), SMALL_TYPE)
        ):
            found.add(str(number))
    return found


def look_at_sheet(root: Element, name: str, unseen: set[str]) -> Iterator[Finding]:
    """`unseen`: the cell formats in which nothing is read."""
    for one in every(root, "row", "col", "sheetFormatPr"):
        size = said(one, "ht") if local(one.tag) == "row" else said(one, "width")
        if _yes(said(one, "hidden")) or _yes(said(one, "zeroHeight")) or _small(size, NARROW):
            yield Finding(Kind.HIDDEN_CELLS, what=name)
            break
    for cell in every(root, "c"):
        if said(cell, "s") in unseen and any(True for _one in every(cell, "v", "t")):
            yield Finding(Kind.HIDDEN_CELLS, what=f"{name} {said(cell, 'r')}"[:80])
            break


def look_at_strings(root: Element | None, sheets: Iterator[Element]) -> Iterator[Finding]:
    """Words of cells that no cell shows any more, and words in the white of the ground."""
    if root is None:
        return
    used = {
        (child(one, "v").text or "").strip()  # type: ignore[union-attr]  # asked for on the same line
        for sheet in sheets
        for one in every(sheet, "c")
        if said(one, "t") == "s" and child(one, "v") is not None
    }
    for number, string in enumerate(every(root, "si")):
        words = "".join(one.text or "" for one in every(string, "t")).strip()
        if words and str(number) not in used:
            yield Finding(Kind.HIDDEN_DATA, what="sharedStrings", hint=hint_of(words))
        if any(alike(_colour(one) or BLACK, WHITE) for one in every(string, "color")):
            yield Finding(Kind.HIDDEN_CELLS, what="sharedStrings", hint=hint_of(words))


def lies_over_cells(drawing: Element) -> bool:
    return any(True for _one in every(drawing, "sp", "pic", "grpSp", "graphicFrame"))


def _colour(one: Element | None) -> Colour | None:
    if one is None:
        return None
    if said(one, "rgb"):
        return colour_of(said(one, "rgb"))
    tint = said(one, "tint")
    if tint and tint.strip("0.-"):
        return None
    if said(one, "theme"):
        return THEME.get(said(one, "theme"))
    return _known(INDEXED.get, said(one, "indexed"))


def _known(table: Callable[[int], Colour | None], value: str) -> Colour | None:
    return table(int(value)) if value.isascii() and value.isdigit() else None


def _ink(font: Element | None) -> Colour | None:
    own = child(font, "color")
    return BLACK if own is None else _colour(own)


def _ground(fill: Element | None) -> Colour | None:
    pattern = child(fill, "patternFill")
    if pattern is None:
        return WHITE if fill is None else None
    kind = said(pattern, "patternType")
    if kind in ("", "none"):
        return WHITE
    own = child(pattern, "fgColor")
    return (BLACK if own is None else _colour(own)) if kind == "solid" else None


def _nth(elements: list[Element], number: str) -> Element | None:
    index = int(number) if number.isascii() and number.isdigit() else 0
    return elements[index] if index < len(elements) else None


def _yes(value: str) -> bool:
    return value.lower() in ("1", "true", "on")


def _small(value: str, least: float) -> bool:
    try:
        return bool(value) and float(value) < least
    except ValueError:
        return False
