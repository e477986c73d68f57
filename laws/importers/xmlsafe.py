"""The one way XML of strangers is read: no DTD, no entities, no network, bounded in size, depth and elements."""

import re
from collections.abc import Iterator

from django.utils.translation import gettext as _
from lxml import etree

from laws.importers.broken import place_of
from laws.importers.types import LawFile, Rejected

# The longest code of a publisher is below 20 MB of XML; a text node of more than 10 MB libxml2 refuses by itself, and
# so it does elements more than 256 deep.
MAX_CHARACTERS = 64 * 1024 * 1024
MAX_TAGS = 4_000_000
BEFORE_ROOT = re.compile(r"[\s\ufeff]*+(?:<\?.{0,4000}?\?>|<!--.{0,20000}?-->)", re.DOTALL)
SPACES = re.compile(r"[\s\ufeff]*+")
HEAD = 6_000


def head(file: LawFile) -> str:
    """The beginning of a file, good enough to recognise its format by. Never raises."""
    return file.data[:HEAD].replace(b"\0", b"").decode("utf-8", "replace").lstrip("\ufeff \t\r\n")


def refuse_declarations(text: str) -> None:
    """Raises Rejected when a document type or an entity is declared; both can only stand before the first element."""
    position = 0
    while found := BEFORE_ROOT.match(text, position):
        position = found.end()
    position += len(SPACES.match(text, position)[0])  # type: ignore[index]  # it matches nothing, too
    if text.startswith("<!", position):
        raise Rejected(
            _("The XML declares a document type (DOCTYPE) or entities. Such files are refused: send it without.")
        )


def read_xml(file: LawFile) -> etree._Element:
    """The root of an XML file. Raises Rejected as `parse_xml` does, and when the file is no text."""
    return parse_xml(file.text)


def parse_xml(text: str) -> etree._Element:
    """The root of an XML document, without comments and processing instructions.

    Raises Rejected with a sentence when it is not XML, declares a DTD or is larger than any law.
    """
    if len(text) > MAX_CHARACTERS or text.count("<") > MAX_TAGS:
        raise Rejected(_("The XML is larger than any law: it was not read."))
    refuse_declarations(text)
    parser = etree.XMLParser(
        encoding="utf-8",  # whatever the file declares: it is text already
        resolve_entities=False,
        load_dtd=False,
        no_network=True,
        dtd_validation=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        root = etree.fromstring(text.encode(), parser)
    except (etree.XMLSyntaxError, UnicodeEncodeError) as error:  # half of a surrogate pair is no text
        message = _("The file is not well-formed XML or is cut off: %(where)s") % {"where": place_of(error)}
        raise Rejected(message) from error
    information = root.getroottree().docinfo
    if information is None or information.internalDTD is not None:
        raise Rejected(_("The file holds no XML that can be read."))
    return root


def name(element: etree._Element) -> str:
    """The name of an element without its namespace."""
    return etree.QName(element).localname if isinstance(element.tag, str) else ""


def attribute(element: etree._Element, wanted: str) -> str:
    """An attribute by its local name, whatever its namespace and prefix."""
    for key, value in element.attrib.items():
        if str(key).rpartition("}")[2] == wanted:
            return str(value).strip()
    return ""


def inline(element: etree._Element, dropped: frozenset[str] = frozenset()) -> str:
    """The text inside an element in one line, without that of the elements named in `dropped`."""

    def parts(node: etree._Element) -> Iterator[str]:
        yield str(node.text or "")
        for child in node:
            if name(child) not in dropped:
                yield from parts(child)
            yield str(child.tail or "")

    return squeeze("".join(parts(element)))


def squeeze(text: str) -> str:
    """Text in one line: any run of spaces and breaks is one space."""
    return " ".join(text.split())


def child(element: etree._Element, *names: str) -> etree._Element | None:
    """The first child of one of the names, in their order."""
    for wanted in names:
        for candidate in element:
            if name(candidate) == wanted:
                return candidate
    return None


def text_of(element: etree._Element | None) -> str:
    """All text inside an element in one line, or "" where there is no element."""
    return "" if element is None else inline(element)
