"""Akoma Ntoso 3 of any publisher, and of this library (laws.exporting.akn).

An `act` or a `doc` is a law; attachments and components follow it as attachments with their own numbers. Below an
article everything becomes lines: paragraphs, lists, tables. `xml:space="preserve"` is honoured, so that a text written
here comes back as it was.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from django.utils.translation import gettext as _
from lxml import etree

from laws.importers.adapters.aknlines import HIERARCHY, lines, own_text
from laws.importers.dates import short_date
from laws.importers.meta import with_meta
from laws.importers.types import ARTICLES, CONTAINERS, TEXTS, LawFile, ParsedLaw, Piece, Rejected
from laws.importers.xmlsafe import attribute, child, head, name, read_xml, squeeze

OWN = "{urn:law-library:version:1}"
RANKS = {"tome": "book", "book": "book", "part": "part", "title": "title", "subtitle": "subtitle"} | {
    "chapter": "chapter",
    "subchapter": "subchapter",
    "division": "division",
}
KINDS = {
    "constitution": "constitution",
    "act": "statute",
    "statute": "statute",
    "law": "statute",
    "decree": "decree",
    "regulation": "regulation",
    "rules": "rules",
}
NO_NUMBER = frozenset(("", "nn", "none", "null"))
SPACE = "{http://www.w3.org/XML/1998/namespace}space"


def title_text(element: etree._Element | None) -> str:
    """The text of a num or heading, as it stands where its spaces are meant."""
    if element is None:
        return ""
    return str(element.text or "") if element.get(SPACE) == "preserve" else own_text(element)


@dataclass
class Reader:
    """The pieces of one document, in order. `paragraphs`: no articles in it, so that its paragraphs are counted."""

    paragraphs: bool = False
    pieces: list[Piece] = field(default_factory=list)

    def unit_of(self, element: etree._Element) -> str:
        """The unit of a piece of the hierarchy, or "" for one that is text of the piece it stands in."""
        kind, named = name(element), attribute(element, "name")
        holds = any(name(below) in ARTICLES for below in element.iterdescendants())
        if kind == "hcontainer":
            if named == "heading":
                return "hcontainer"
            if named in CONTAINERS - {"hcontainer"} or named in ARTICLES or named in TEXTS:
                return named
            below = any(name(item) in HIERARCHY for item in element)
            return "hcontainer" if below else "intro"
        if kind in RANKS:
            return RANKS[kind]
        if kind in ARTICLES:
            return "section_group" if kind == "section" and holds and self.nests(element) else kind
        if kind in HIERARCHY:
            if holds:
                return "hcontainer"
            return "article" if self.paragraphs and kind in ("paragraph", "clause", "point") else "intro"
        return ""

    @staticmethod
    def nests(element: etree._Element) -> bool:
        """Whether articles stand in this section as its parts; those quoted in it are its text."""
        quoting = ("quotedStructure", "embeddedStructure")
        return any(
            not any(name(above) in quoting for above in below.iterancestors())
            for below in element.iterdescendants()
            if name(below) in ("article", "rule", "section")
        )

    def hierarchy(self, element: etree._Element, depth: int) -> None:
        """What stands in a body or a container: pieces, and loose text as the text of the container or between."""
        loose: list[str] = []
        begun = False

        def flush() -> None:
            nonlocal begun
            if loose:
                text = "\n".join(loose)
                top = self.pieces[-1] if self.pieces and depth and not begun else None
                if top is not None and top.kind == "container" and top.depth == depth - 1 and not top.text:
                    top.text = text
                else:
                    self.pieces.append(Piece("intro", text=text, depth=depth))
                loose.clear()
            begun = True

        for item in element:
            unit = self.unit_of(item) if name(item) in HIERARCHY else ""
            if unit:
                flush()
                self.piece(item, unit, depth)
            elif name(item) not in ("num", "heading", "subheading", "meta"):
                loose += lines(item)
        flush()

    def piece(self, element: etree._Element, unit: str, depth: int) -> None:
        number, heading = title_text(child(element, "num")), title_text(child(element, "heading"))
        made = Piece(unit, number, heading, depth=depth)
        self.pieces.append(made)
        if made.kind == "container":
            self.hierarchy(element, depth + 1)
        else:
            left = [item for item in element if name(item) not in ("num", "heading")]
            made.text = "\n".join(line for item in left for line in lines(item))

    def attachment(self, element: etree._Element) -> None:
        """An attachment or component: a document with a heading of its own."""
        document = next((item for item in element if name(item) in ("doc", "act", "statement", "hcontainer")), element)
        number = title_text(child(element, "num")) or title_text(child(document, "num"))
        heading = title_text(child(element, "heading")) or title_text(child(document, "heading"))
        named = attribute(document, "name")
        body = child(document, "mainBody", "body")
        body = document if body is None else body
        holds = any(name(item) in HIERARCHY for item in body)
        unit = named if named in ("annex", "attachment") else "attachment" if holds else "annex"
        made = Piece(unit, number, heading)
        self.pieces.append(made)
        if unit == "attachment":
            self.hierarchy(body, 1)
        else:
            made.text = "\n".join(line for item in body for line in lines(item))

    def document(self, act: etree._Element) -> None:
        for item in act:
            kind = name(item)
            if kind in ("preface", "preamble", "conclusions"):
                text = "\n".join(line for block in item for line in lines(block))
                self.pieces += [Piece(kind, text=text)] if text or attribute(item, "eId") else []
            elif kind in ("body", "mainBody"):
                inside = (name(below) for below in item.iterdescendants())
                self.paragraphs = not any(kind in ARTICLES or kind == "hcontainer" for kind in inside)
                self.hierarchy(item, 0)
                self.paragraphs = False
            elif kind in ("attachments", "components"):
                for attached in item:
                    if name(attached) in ("attachment", "component"):
                        self.attachment(attached)


def value(block: etree._Element | None, *names: str) -> str:
    """The `value` of the first FRBR element of one of the names."""
    found = None if block is None else child(block, *names)
    return "" if found is None else squeeze(attribute(found, "value"))


def date_of(block: etree._Element | None) -> str:
    """The date of a work or expression, unless it only says when somebody recorded it."""
    for item in block if block is not None else ():
        says_when = name(item) == "FRBRdate" and attribute(item, "name").lower() not in ("imported", "transform")
        if says_when and (found := short_date(attribute(item, "date"))):
            return found
    return ""


def identify(parsed: ParsedLaw, act: etree._Element) -> None:
    """Work and expression of the identification block as facts of the law."""
    meta = child(act, "meta")
    block = None if meta is None else child(meta, "identification")
    work = None if block is None else child(block, "FRBRWork")
    expression = None if block is None else child(block, "FRBRExpression")
    parsed.jurisdiction = value(work, "FRBRcountry").partition("-")[0].upper()
    language = None if expression is None else child(expression, "FRBRlanguage")
    parsed.language = "" if language is None else attribute(language, "language")
    parsed.adopted, parsed.dated = date_of(work), date_of(expression)
    parsed.kind = KINDS.get(value(work, "FRBRsubtype").lower(), "")
    number, uri = value(work, "FRBRnumber"), value(work, "FRBRuri")
    parsed.number = "" if number.lower() in NO_NUMBER else number
    aliases: dict[str, str] = {}
    for item in work if work is not None else ():
        if name(item) == "FRBRalias":
            aliases[attribute(item, "name")] = attribute(item, "value")
    printed = next((own_text(item) for item in act.iter("{*}docTitle", "{*}shortTitle") if own_text(item)), "")
    parsed.title = squeeze(aliases.get("title", "") or aliases.get("short", "")) or printed or value(work, "FRBRname")
    docnumber = next((own_text(item) for item in act.iter("{*}docNumber")), "")
    known = (parsed.number, docnumber, uri, aliases.get("eli", ""))
    parsed.identifiers = list(dict.fromkeys(squeeze(text)[:80] for text in known if text))
    if block is not None and meta is not None:
        wanted = attribute(block, "source").lstrip("#")
        for person in meta.iter("{*}TLCOrganization"):
            if wanted and attribute(person, "eId") == wanted and wanted != "library":
                parsed.publisher = attribute(person, "showAs")[:200]
    own = {} if meta is None else {name(item): str(item.text or "") for item in meta.iter(f"{OWN}*")}
    if own:
        publisher = [item for item in act.iter("{*}TLCOrganization") if attribute(item, "eId") == "publisher"]
        parsed.publisher = attribute(publisher[0], "showAs") if publisher else ""
        parsed.language = own.get("language", parsed.language)
        parsed.is_translation, parsed.translation_note = "translation" in own, own.get("translation", "")
        for ours, theirs in (
            ("inForceFrom", "in_force_from"),
            ("inForceTo", "in_force_to"),
            ("lastAmended", "last_amended"),
            ("kind", "kind"),
            ("source", "source"),
            ("url", "url"),
            ("tier", "tier"),
            ("licence", "licence"),
            ("retrieved", "retrieved"),
        ):
            setattr(parsed, theirs, own.get(ours, ""))
    parsed.titles = {parsed.language: parsed.title} if parsed.title and parsed.language else {}


class AkomaNtoso:
    """`<akomaNtoso>` documents."""

    name = "akn"

    def sniff(self, file: LawFile) -> int:
        return 95 if re.search(r"<(?:\w{1,20}:)?akomaNtoso[\s>]", head(file)) else 0

    def parse(self, file: LawFile) -> Iterator[ParsedLaw]:
        root = read_xml(file)
        if name(root) != "akomaNtoso" or not len(root):
            raise Rejected(_("The XML is no Akoma Ntoso document."))
        kind = name(root[0])
        acts = [root[0]] if kind in ("act", "doc") else []
        if kind == "documentCollection":
            acts = [item for item in root[0].iter("{*}act") if name(item.getparent()) == "component"]  # type: ignore[arg-type]  # only the root has no parent
        if not acts:
            message = _("A document of the kind “%(kind)s” is no law: only act and doc are read.")
            raise Rejected(message % {"kind": kind[:40]})
        empty = 0
        for act in acts:
            reader = Reader()
            reader.document(act)
            parsed = ParsedLaw(reader.pieces)
            if not parsed.articles:
                empty += 1
                continue
            identify(parsed, act)
            yield with_meta(parsed, file.meta if len(acts) == 1 else {})
        if empty:
            raise Rejected(_("0 articles found: the body holds no article, section, rule or paragraph."))


ADAPTER = AkomaNtoso()
