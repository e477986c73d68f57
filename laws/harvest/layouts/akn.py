"""Any publisher of Akoma Ntoso: an Atom or RSS feed, a sitemap, a JSON list or plain lines of addresses."""

import json
import re
from collections.abc import Iterator
from typing import Any, BinaryIO
from urllib.parse import urljoin, urlsplit

from django.utils.translation import gettext_noop
from lxml import etree

from laws.harvest.shapes import NOT_JSON, first_then_rest, matches, read_xml, source_meta, text_of, texts_of
from laws.harvest.types import Ask, Fault, Listed, OneTextEach
from laws.importers.broken import place_of
from laws.importers.types import LawFile
from laws.models import LawSource

NO_DOCUMENTS = gettext_noop("The list names no document")
XML_TYPES = ("application/akn+xml", "application/xml", "text/xml")
LINE = re.compile(r"https?://\S+", re.ASCII)
PAGES = 200


class AkomaNtoso(OneTextEach):
    """Settings: `paths` (which addresses are texts, default all), `first`, `hosts` (further hosts of documents).

    In a feed an entry's link of an XML type is its text, else its only link; `rel="next"` leads to the next page.
    """

    name = "akn"
    kind = "xml"

    def listed(self, source: LawSource, ask: Ask) -> Iterator[Listed]:
        found: dict[str, Listed] = {}
        page, seen = source.index_url, set[str]()
        while page and page not in seen and len(seen) < PAGES:
            seen.add(page)
            addresses, following = _addresses(ask(page))
            for address, title in addresses:
                url = _joined(page, address)
                if matches(url, texts_of(source, "paths") or ["*"]):
                    found[url] = Listed(url=url, key=_key(url), meta={"title_original": title} if title else {})
            page = _joined(page, following) if following else ""
        if not found:
            raise Fault(NO_DOCUMENTS)
        for url in first_then_rest(list(found), texts_of(source, "first")):
            yield found[url]

    def files(self, source: LawSource, listed: Listed, body: BinaryIO, start: int = 0) -> Iterator[LawFile]:
        meta = source_meta(source) | dict(listed.meta) | {"source": {"official_url": listed.url}}
        yield LawFile(path=listed.key, data=body.read(), meta=meta)


def _joined(page: str, address: str) -> str:
    """The full address; one that is malformed stays as it is, to be a rejected line of the report."""
    try:
        return urljoin(page, address)
    except ValueError:
        return address


def _key(url: str) -> str:
    try:
        parts = urlsplit(url)
    except ValueError:
        return url[:300]
    return (parts.path.strip("/") + (f"?{parts.query}" if parts.query else ""))[:300] or url[:300]


def _addresses(body: bytes) -> tuple[list[tuple[str, str]], str]:
    """(address, title) of every document of a list, and the address of its next page."""
    start = body[:200].removeprefix(b"\xef\xbb\xbf").lstrip()[:1]
    if start in (b"[", b"{"):
        return _in_json(body), ""
    if start != b"<":
        return [(url, "") for url in LINE.findall(body.decode("utf-8", "replace"))], ""
    root = read_xml(body)
    entries = [element for element in root.iter() if _name(element) in ("entry", "item", "url")]
    pairs = [(address, text_of(entry, "title")) for entry in entries if (address := _document_of(entry))]
    following = next(
        (str(link.get("href")) for link in root if _name(link) == "link" and link.get("rel") == "next"), ""
    )
    return pairs, following


def _name(element: Any) -> str:
    return etree.QName(element).localname if isinstance(element.tag, str) else ""


def _document_of(entry: Any) -> str:
    if location := text_of(entry, "loc"):
        return location
    links = [link for link in entry if _name(link) == "link"]
    for link in links:
        if (link.get("type") or "").split(";")[0] in XML_TYPES and link.get("href"):
            return str(link.get("href"))
    plain = [link for link in links if link.get("rel") in (None, "alternate")]
    return str(plain[0].get("href") or plain[0].text or "").strip() if plain else ""


def _in_json(body: bytes) -> list[tuple[str, str]]:
    try:
        found = json.loads(body)
    except ValueError as error:
        raise Fault(NOT_JSON, place_of(error)) from error
    rows = found if isinstance(found, list) else found.get("results") or found.get("items") or []
    pairs = []
    for row in rows if isinstance(rows, list) else []:
        if isinstance(row, str):
            pairs.append((row, ""))
        elif isinstance(row, dict) and isinstance(row.get("url"), str):
            pairs.append((row["url"], str(row.get("title") or "")))
    return pairs
