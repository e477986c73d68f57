"""Justice Canada: one XML index of all consolidated acts and regulations, with the address of each text."""

from collections.abc import Iterator
from typing import BinaryIO

from django.utils.translation import gettext_noop
from lxml import etree

from laws.harvest.shapes import first_then_rest, read_xml, source_meta, text_of, text_setting, texts_of
from laws.harvest.types import Ask, Fault, Listed, OneTextEach
from laws.importers.types import LawFile
from laws.models import LawSource

NO_ACTS = gettext_noop("The list names no act")
LANGUAGES = {"eng": "en", "fra": "fr"}


class Justice(OneTextEach):
    """`Legis.xml`. Settings: `language` eng or fra, `kinds` (Act, Regulation), `first` (ids that come first)."""

    name = "justice_ca"
    kind = "xml"

    def listed(self, source: LawSource, ask: Ask) -> Iterator[Listed]:
        root = read_xml(ask(source.index_url))
        wanted = text_setting(source, "language", "eng")
        kinds = texts_of(source, "kinds") or ["Act"]
        found: dict[str, Listed] = {}
        for element in root.iter():
            if not isinstance(element.tag, str) or etree.QName(element).localname not in kinds:
                continue
            key, url = text_of(element, "UniqueId"), text_of(element, "LinkToXML")
            if not key or not url or text_of(element, "Language") not in ("", wanted):
                continue
            found[key] = Listed(
                # The index still writes http; the publisher answers to https.
                url=url.replace("http://", "https://", 1) if source.index_url.startswith("https://") else url,
                key=key,
                meta={
                    "title_original": text_of(element, "Title"),
                    "number": text_of(element, "OfficialNumber") or key,
                    "language": LANGUAGES.get(wanted, "en"),
                    "kind": "statute" if etree.QName(element).localname == "Act" else "regulation",
                    "source": {"official_url": text_of(element, "LinkToHTMLToC")},
                },
            )
        if not found:
            raise Fault(NO_ACTS)
        for key in first_then_rest(list(found), texts_of(source, "first")):
            yield found[key]

    def files(self, source: LawSource, listed: Listed, body: BinaryIO, start: int = 0) -> Iterator[LawFile]:
        yield LawFile(path=f"{listed.key}.xml", data=body.read(), meta=source_meta(source) | dict(listed.meta))
