"""A Word file: what its page does not show, by the properties of each run and of the styles it uses."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from xml.etree.ElementTree import Element

from portal.lib.redaction.findings import Finding, Kind, hint_of
from portal.lib.redaction.xmlparts import WHITE, Colour, alike, child, colour_of, every, grey, is_on, local, said

# Half points and twips: what is smaller than two points is not read.
SMALL_TYPE, SMALL_LINE = 4, 40
CHANGES: tuple[str, ...] = ("ins", "del", "moveFrom", "moveTo", "cellIns", "cellDel", "cellMerge")
CHANGES += ("rPrChange", "pPrChange", "tblPrChange", "sectPrChange", "tcPrChange", "trPrChange")
SHAPES = ("wsp", "wgp", "wpc")
# Grey levels: a box is dark under the one, and words on it are read only over the other.
DARK, NOT_LIGHT = 64, 128
DEPTH = 12


@dataclass(frozen=True)
class Look:
    """How letters look where it is said: None or False where nothing is said."""

    hidden: bool = False
    colour: Colour | None = None
    fill: Colour | None = None


@dataclass
class Styles:
    """The looks of the styles by their names, each with what it is based on."""

    looks: dict[str, Look] = field(default_factory=dict)
    always: Look = field(default_factory=Look)


def styles_of(root: Element | None) -> Styles:
    if root is None:
        return Styles()
    elements = {said(one, "styleId"): one for one in every(root, "style")}
    found = Styles()
    for name in elements:
        look, at = Look(), name
        for _step in range(DEPTH):
            if at not in elements:
                break
            own = elements[at]
            look = _over(_look(child(own, "rPr")), _over(_look(child(own, "pPr")), look), first=False)
            if said(own, "type") == "table":
                look = _over(look, _table_look(own))
            at = said(child(own, "basedOn"), "val")
        found.looks[name] = look
    for one in every(root, "rPrDefault"):
        found.always = _look(child(one, "rPr"))
    for one in elements.values():
        if said(one, "type") == "paragraph" and said(one, "default") in ("1", "true", "on"):
            found.always = _over(found.looks[said(one, "styleId")], found.always)
    return found


def look_at_word_part(root: Element, name: str, styles: Styles) -> Iterator[Finding]:
    """One part: the text, a header, a note, whatever holds paragraphs or shapes."""
    if any(True for _one in every(root, "comment")):
        yield Finding(Kind.COMMENT, what=name)
    if any(True for _one in every(root, *CHANGES)):
        yield Finding(Kind.TRACKED_CHANGE, what=name)
    for text in _unseen(root, styles.always, styles.looks):
        yield Finding(Kind.HIDDEN_TEXT, what=name, hint=hint_of(text))
    if any(said(one, "val") for one in every(root, "docVar")):
        yield Finding(Kind.HIDDEN_DATA, what=f"{name}: docVars")
    if _has_cover(root):
        yield Finding(Kind.COVERING_SHAPE, what=name)
    if is_cropped(root):
        yield Finding(Kind.COVERED_IMAGE, what=name)


def is_cropped(root: Element) -> bool:
    """Whether a picture is cut: the file keeps the whole of it."""
    return any(said(cut, side) not in ("", "0", "0%") for cut in every(root, "srcRect") for side in "ltrb")


def _has_cover(root: Element) -> bool:
    """A shape or picture that may lie over something: all but a single picture that text flows round."""
    anchors = list(every(root, "anchor"))
    if len(anchors) > 1 or any(True for _one in every(root, *SHAPES)):
        return True
    if any(child(one, "wrapSquare") is None and child(one, "wrapTopAndBottom") is None for one in anchors):
        return True
    drawn = every(root, "shape", "rect", "roundrect", "oval", "line", "polyline", "group", "image")
    return any("absolute" in said(one, "style") for one in drawn)


def _unseen(root: Element, always: Look, looks: Mapping[str, Look]) -> Iterator[str]:
    """The words of runs that are hidden or as their background. Depth is bounded by a stack of our own."""
    stack: list[tuple[Element, Look]] = [(root, always)]
    while stack:
        element, around = stack.pop()
        kind = local(element.tag) if isinstance(element.tag, str) else ""
        if kind in ("p", "tbl", "tr", "tc", "r"):
            around = _own(element, kind, around, looks)
        if kind == "r":
            text = "".join(one.text or "" for one in every(element, "t", "delText"))
            if text.strip() and _is_unseen(around):
                yield text
        stack += [(one, around) for one in reversed(element)]


def _own(element: Element, kind: str, around: Look, looks: Mapping[str, Look]) -> Look:
    about = child(element, f"{kind}Pr")
    if about is None:
        return around
    style = looks.get(said(child(about, {"p": "pStyle", "r": "rStyle", "tbl": "tblStyle"}.get(kind, "")), "val"))
    look = _over(style, around) if style else around
    return _over(_look(about), look)


def _look(about: Element | None) -> Look:
    if about is None:
        return Look()
    hidden, fill, colour = False, None, None
    for one in about:
        kind = local(one.tag)
        if kind in ("vanish", "webHidden", "specVanish"):
            hidden = hidden or is_on(one)
        elif kind == "color":
            shaded = said(one, "themeShade") or said(one, "themeTint")
            colour = colour_of(said(one, "val"), "" if shaded else said(one, "themeColor"))
        elif kind == "highlight":
            fill = colour_of(said(one, "val")) or fill
        elif kind == "shd" and fill is None:
            solid = said(one, "val") == "solid"
            fill = colour_of(said(one, "color" if solid else "fill"), "" if solid else said(one, "themeFill"))
            # A solid pattern in the automatic colour is black.
            fill = (0, 0, 0) if solid and fill is None else fill
        elif kind == "sz":
            hidden = hidden or _number(said(one, "val")) <= SMALL_TYPE
        elif kind == "spacing" and said(one, "lineRule") == "exact":
            hidden = hidden or _number(said(one, "line")) < SMALL_LINE
        elif kind == "trHeight" and said(one, "hRule") == "exact":
            hidden = hidden or _number(said(one, "val")) < SMALL_LINE
        elif kind == "textFill":
            clear = [said(alpha, "val") for alpha in every(one, "alpha")]
            hidden = hidden or child(one, "noFill") is not None or any(value not in ("", "0") for value in clear)
    return Look(hidden, colour, fill)


def _table_look(style: Element) -> Look:
    """A style that only darkens hides its words; one that lightens them too is a design."""
    looks = [_look(one) for one in every(style, "rPr", "tcPr", "tblPr", "pPr")]
    dark = [one.fill for one in looks if one.fill and alike(one.fill, (0, 0, 0))]
    light = any(one.colour and not alike(one.colour, (0, 0, 0)) for one in looks)
    return Look(hidden=any(one.hidden for one in looks), fill=dark[0] if dark and not light else None)


def _over(upper: Look, under: Look, *, first: bool = True) -> Look:
    """What `upper` says goes first; `first=False` lets `under` win, as a style does over the one it is based on."""
    if not first:
        upper, under = under, upper
    return Look(upper.hidden or under.hidden, upper.colour or under.colour, upper.fill or under.fill)


def _is_unseen(look: Look) -> bool:
    ink, ground = look.colour or (0, 0, 0), look.fill or WHITE
    return look.hidden or alike(ink, ground) or (grey(ground) < DARK and grey(ink) < NOT_LIGHT)


def _number(value: str) -> float:
    try:
        return float(value)
    except ValueError:
        return 9_999.0
