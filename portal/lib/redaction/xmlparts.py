"""The XML of a Word or an Excel file as elements, whatever its quotes, prefixes and order; and colours in it.

A part with a DOCTYPE is refused before anything in it is read, so no entity is ever declared or expanded.
"""

import re
from collections.abc import Iterator
from xml.etree.ElementTree import Element, ParseError, TreeBuilder, XMLParser

from portal.lib.redaction.findings import Kind, NotReadable

HEX = re.compile(r"[0-9A-Fa-f]{6}")
# Grey levels of 256: what is nearer than this to its background is not read by the eye.
ALIKE = 48
BLACK, WHITE = (0, 0, 0), (255, 255, 255)
NAMED = {"black": BLACK, "white": WHITE, "darkBlue": (0, 0, 128), "darkGreen": (0, 128, 0), "darkRed": (128, 0, 0)}
NAMED |= {"darkMagenta": (128, 0, 128), "darkCyan": (0, 128, 128), "blue": (0, 0, 255), "darkGray": (128, 128, 128)}
THEMED = {"background1": WHITE, "light1": WHITE, "text1": BLACK, "dark1": BLACK}

Colour = tuple[int, int, int]


class _Builder(TreeBuilder):
    def doctype(self, name: str, pubid: str | None, system: str | None) -> None:
        raise NotReadable(Kind.BROKEN)


def parsed(data: bytes) -> Element:
    """The root of a part. Raises NotReadable for one that is not well-formed or has a DOCTYPE."""
    parser = XMLParser(target=_Builder())  # noqa: S314  # the builder refuses every DOCTYPE, so there are no entities
    try:
        parser.feed(data)
        root: Element = parser.close()
    except (ParseError, LookupError, ValueError) as error:
        raise NotReadable(Kind.BROKEN) from error
    return root


def local(name: str) -> str:
    """The name of an element or an attribute without its namespace."""
    return name.rpartition("}")[2]


def said(element: Element | None, name: str) -> str:
    """An attribute by its local name; nothing for one that is missing."""
    if element is None:
        return ""
    return next((value for key, value in element.attrib.items() if local(key) == name), "")


def is_on(element: Element, name: str = "val") -> bool:
    """A switch: on unless it says otherwise."""
    return said(element, name).lower() not in ("0", "false", "off", "none")


def child(element: Element | None, name: str) -> Element | None:
    return None if element is None else next((one for one in element if local(one.tag) == name), None)


def every(element: Element, *names: str) -> Iterator[Element]:
    """All elements of these local names below `element`."""
    return (one for one in element.iter() if isinstance(one.tag, str) and local(one.tag) in names)


def colour_of(value: str, theme: str = "") -> Colour | None:
    """A colour by its six digits or its name; None where it is automatic or cannot be known."""
    if theme in THEMED:
        return THEMED[theme]
    if HEX.fullmatch(value[-6:]):
        return int(value[-6:-4], 16), int(value[-4:-2], 16), int(value[-2:], 16)
    return NAMED.get(value)


def alike(one: Colour, other: Colour) -> bool:
    return max(abs(a - b) for a, b in zip(one, other, strict=True)) < ALIKE


def grey(colour: Colour) -> float:
    return 0.3 * colour[0] + 0.59 * colour[1] + 0.11 * colour[2]
