"""What a document looks like before anything reads it: a publisher's error page must not become a law."""

from fnmatch import fnmatchcase
from typing import Any

from django.utils.translation import gettext_noop
from lxml import etree

from laws.harvest.types import Fault
from laws.importers.broken import place_of
from laws.models import LawSource
from portal.lib import clock

HTML_INSTEAD = gettext_noop("The publisher sent a web page instead of the document")
EMPTY = gettext_noop("The publisher sent an empty document")
NOT_XML = gettext_noop("The document is not whole XML")
NOT_A_ZIP = gettext_noop("The document is not a whole zip archive")
NOT_JSON = gettext_noop("The document is not whole JSON")
UNSAFE_XML = gettext_noop("XML with a document type or entities is not read")

BOMS = (b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")


def check_shape(kind: str, body: bytes) -> None:
    """Raises Fault when `body` is empty or is not what the layout's `kind` begins with."""
    start = body[:2000]
    for mark in BOMS:
        start = start.removeprefix(mark)
    start = start.replace(b"\0", b"").lstrip().lower()
    if not start:
        raise Fault(EMPTY)
    is_page = start.startswith(b"<!doctype html") or b"<html" in start[:400]
    if kind != "any" and is_page:
        raise Fault(HTML_INSTEAD)
    if kind == "xml" and not start.startswith(b"<"):
        raise Fault(NOT_XML)
    if kind == "zip" and not start.startswith(b"pk"):
        raise Fault(NOT_A_ZIP)


def read_xml(body: bytes) -> Any:
    """The root of an XML list. Raises Fault for what is not whole, and for document types and entities."""
    check_shape("xml", body)
    if b"<!doctype" in body[:4000].lower() or b"<!entity" in body[:4000].lower():
        raise Fault(UNSAFE_XML)
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True)
    try:
        return etree.fromstring(body, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise Fault(NOT_XML, place_of(error)) from error


def text_of(element: Any, name: str) -> str:
    """The text of the child called `name`, whatever its namespace; empty when there is none."""
    for child in element:
        if isinstance(child.tag, str) and etree.QName(child).localname == name:
            return " ".join("".join(child.itertext()).split())
    return ""


def source_meta(source: LawSource) -> dict[str, Any]:
    """What is true of every text of a source, in the words of `meta.json`."""
    return {
        "jurisdiction": source.jurisdiction_id or "",
        "language": source.language,
        "publisher": source.publisher,
        "licence": source.licence,
        "tier": source.tier,
        "retrieved": clock.today().isoformat(),
    }


def matches(name: str, patterns: list[str]) -> bool:
    return any(fnmatchcase(name, pattern) for pattern in patterns)


def first_then_rest(names: list[str], first: list[str]) -> list[str]:
    """`names` with those that match one of `first` ahead, in the order of `first`; the others keep their order.

    A source may hold thousands of texts: what the library needs most comes before the rest.
    """

    def rank(name: str) -> int:
        return next((place for place, pattern in enumerate(first) if fnmatchcase(name, pattern)), len(first))

    return sorted(names, key=rank)


def texts_of(source: LawSource, name: str) -> list[str]:
    """A setting of the source that is a list of texts; empty when it is missing or something else."""
    value = source.settings.get(name) if isinstance(source.settings, dict) else None
    return [str(item) for item in value] if isinstance(value, list) else []


def text_setting(source: LawSource, name: str, default: str = "") -> str:
    value = source.settings.get(name) if isinstance(source.settings, dict) else None
    return str(value) if isinstance(value, str | int) else default
