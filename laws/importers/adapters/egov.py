"""Laws of Japan: Standard Law XML version 3 of e-Gov, as a file of the law or as the answers of the two interfaces.

    <Law>…</Law>                                             a file of the bulk download
    <DataRoot><ApplData><LawFullText><Law>…                  interface 1
    <law_data_response>…<law_full_text><Law>…                interface 2, XML
    {"law_info": …, "revision_info": …, "law_full_text": {"tag": "Law", "attr": {…}, "children": […]}}   the same, JSON;
                                                             its full text may also be the XML in base64

Publisher: https://laws.e-gov.go.jp. The articles of the main provision are the law; each supplementary provision is
an attachment with its own numbers, named by the amending law it came with.
"""

import base64
import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

from django.utils.translation import gettext as _
from lxml import etree

from laws.importers.broken import place_of
from laws.importers.dates import era_date, long_date, short_date
from laws.importers.meta import with_meta, words
from laws.importers.types import LawFile, ParsedLaw, Piece, Rejected, Relation
from laws.importers.xmlsafe import attribute, child, head, inline, name, parse_xml, read_xml, text_of

CONTAINERS = {
    "Part": "part",
    "Chapter": "chapter",
    "Section": "section_group",
    "Subsection": "division",
    "Division": "hcontainer",
}
KINDS = {
    "Constitution": "constitution",
    "Act": "statute",
    "CabinetOrder": "regulation",
    "ImperialOrder": "decree",
    "MinisterialOrdinance": "rules",
    "Rule": "rules",
}
LABELS = re.compile(r"ParagraphNum|(?:Item|Subitem\d+|Class|Sublist\d+)Title|SublistLabel")
SENTENCES = re.compile(r"(?:Paragraph|Item|Subitem\d+|Class|List|Sublist\d+|Table\w*)Sentence")
CELLS = frozenset({"TableColumn", "TableHeaderColumn"})
# The reading printed beside a word is no part of it.
READINGS = frozenset({"Rt"})
NUMBERED = re.compile(r"^(第\S{1,20}?[編部章節款目](?:の\S{1,6})?)[\s]*(.*)$", re.DOTALL)
FILE_DATE = re.compile(r"_(\d{8})(?:_|\.xml$)")
FILE_ERA = re.compile(r"_R(\d\d)(\d\d)(\d\d)\.xml$")
MAX_DEPTH = 60


def sentence(element: etree._Element) -> str:
    """The sentences of an element in one line; columns are set apart as in print."""
    columns = [item for item in element if name(item) == "Column"]
    if columns:
        return "　".join(inline(column, READINGS) for column in columns)
    sentences = [item for item in element if name(item) == "Sentence"]
    return "".join(inline(item, READINGS) for item in sentences) if sentences else inline(element, READINGS)


def lines(element: etree._Element) -> list[str]:
    """The text of an element line by line, the number of each paragraph and item before it."""
    kind = name(element)
    if kind in ("TableRow", "TableHeaderRow"):
        cells = [item for item in element if name(item) in CELLS]
        return [" | ".join("".join(lines(cell)) for cell in cells)]
    children = [item for item in element if name(item)]
    if SENTENCES.fullmatch(kind) or kind == "Sentence" or not children or str(element.text or "").strip():
        text = sentence(element)
        return [text] if text else []
    if kind in CELLS or kind == "Column":
        return [text for text in (" ".join(line for item in children for line in lines(item)),) if text]
    if all(name(item) in ("Ruby", "Line", "Sup", "Sub", "ArithFormula") for item in children):
        return [text for text in (inline(element, READINGS),) if text]
    found: list[str] = []
    label = ""
    for item in children:
        if LABELS.fullmatch(name(item)):
            label = inline(item, READINGS)
            continue
        below = lines(item)
        if label and below and not name(item).endswith("Caption"):
            below[0] = f"{label}　{below[0]}"
            label = ""
        found += below
    return [*found, label] if label else found


def bare(caption: str) -> str:
    """（目的） → 目的"""
    return caption[1:-1].strip() if caption.startswith(("（", "(")) and caption.endswith(("）", ")")) else caption


class Reader:
    """The pieces of one law, collected in the order of the document."""

    def __init__(self) -> None:
        self.pieces: list[Piece] = []

    def article(self, element: etree._Element, depth: int) -> None:
        number, caption = text_of(child(element, "ArticleTitle")), child(element, "ArticleCaption")
        text: list[str] = []
        for item in element:
            if name(item) not in ("ArticleTitle", "ArticleCaption"):
                text += lines(item)
        heading = "" if caption is None else bare(inline(caption, READINGS))
        self.pieces.append(Piece("article", number, heading, "\n".join(text), depth))

    def provisions(self, element: etree._Element, depth: int, *, paragraphs: bool) -> None:
        """What stands in a main or supplementary provision. A law without articles counts its paragraphs as such."""
        loose: list[str] = []

        def flush() -> None:
            if loose:
                self.pieces.append(Piece("intro", text="\n".join(loose), depth=depth))
                loose.clear()

        for item in element:
            kind = name(item)
            if kind in CONTAINERS:
                flush()
                title = child(item, f"{kind}Title")
                whole = "" if title is None else inline(title, READINGS)
                found = NUMBERED.match(whole)
                number, heading = (found[1], found[2]) if found else ("", whole)
                self.pieces.append(Piece(CONTAINERS[kind], number, heading, depth=depth))
                self.provisions(item, depth + 1, paragraphs=paragraphs)
            elif kind == "Article":
                flush()
                self.article(item, depth)
            elif kind == "Paragraph" and paragraphs:
                number = text_of(child(item, "ParagraphNum")) or attribute(item, "Num") or "1"
                caption = text_of(child(item, "ParagraphCaption"))
                text = [line for below in item if name(below) != "ParagraphCaption" for line in lines(below)]
                self.pieces.append(Piece("article", number, bare(caption), "\n".join(text), depth))
            elif not kind.endswith(("Title", "Label")):
                loose += lines(item)
        flush()

    def supplement(self, element: etree._Element) -> None:
        """A supplementary provision: an attachment where it has articles of its own, one text where it has none."""
        amending, label = attribute(element, "AmendLawNum"), text_of(child(element, "SupplProvisionLabel"))
        label = "".join(label.split()) + ("（抄）" if attribute(element, "Extract") == "true" else "")
        if any(name(item) == "Article" for item in element.iterdescendants()):
            self.pieces.append(Piece("attachment", amending, label))
            self.provisions(element, 1, paragraphs=False)
        else:
            text = [line for item in element if name(item) != "SupplProvisionLabel" for line in lines(item)]
            self.pieces.append(Piece("annex", amending, label, "\n".join(text)))

    def body(self, element: etree._Element) -> None:
        for item in element:
            kind = name(item)
            if kind == "MainProvision":
                none = not any(name(below) == "Article" for below in item.iterdescendants())
                self.provisions(item, 0, paragraphs=none)
            elif kind == "SupplProvision":
                self.supplement(item)
            elif kind in ("EnactStatement", "Preamble"):
                self.pieces.append(Piece("preamble", text="\n".join(lines(item))))
            elif kind.startswith("Appdx"):
                title, related = text_of(child(item, f"{kind}Title")), text_of(child(item, "RelatedArticleNum"))
                left = [below for below in item if name(below) not in (f"{kind}Title", "RelatedArticleNum")]
                text = "\n".join(line for below in left for line in lines(below))
                self.pieces.append(Piece("annex", title, related, text))


def element_of(node: object, depth: int = 0) -> etree._Element:
    """A `{"tag", "attr", "children"}` object of interface 2 as the XML element it stands for. Raises Rejected."""
    if not isinstance(node, Mapping) or depth > MAX_DEPTH:
        raise Rejected(_("The full text in the JSON is not built as e-Gov builds it."))
    try:
        attributes = {str(key): str(value) for key, value in (node.get("attr") or {}).items()}
        element = etree.Element(str(node.get("tag")), attributes)
        last: etree._Element | None = None
        for below in node.get("children") or ():
            if not isinstance(below, str):
                last = element_of(below, depth + 1)
                element.append(last)
            elif last is None:
                element.text = (element.text or "") + below
            else:
                last.tail = (last.tail or "") + below
    except (ValueError, TypeError, AttributeError) as error:  # a name or character XML does not have
        raise Rejected(_("The full text in the JSON is not built as e-Gov builds it.")) from error
    return element


def packed(text: str) -> etree._Element:
    """The XML that interface 2 puts into its JSON as base64 when it is asked for both. Raises Rejected."""
    try:
        return parse_xml(base64.b64decode(text, validate=True).decode())
    except ValueError as error:  # no base64, or no UTF-8 in it
        raise Rejected(_("The full text in the JSON is not built as e-Gov builds it.")) from error


def facts_of(element: etree._Element) -> dict[str, str]:
    """The facts that interface 2 gives around a text, by name."""
    return {name(item): text_of(item) for item in element.iter() if name(item) and not len(item)}


class Egov:
    """Standard Law XML, bare or wrapped, and the JSON of interface 2."""

    name = "egov"

    def sniff(self, file: LawFile) -> int:
        beginning = head(file)
        if beginning.startswith("{"):
            return 90 if '"law_full_text"' in beginning or '"revision_info"' in beginning else 0
        if re.search(r"<Law[\s>]", beginning) and re.search(r"<LawNum|<LawBody|LawType=|Era=", beginning):
            return 95
        return 90 if re.search(r"<(?:DataRoot|law_data_response|law_data)[\s>]", beginning) else 0

    def parse(self, file: LawFile) -> Iterator[ParsedLaw]:
        facts: dict[str, str] = {}
        if head(file).startswith("{"):
            root, facts = self.from_json(file)
        else:
            root = read_xml(file)
        law = root if name(root) == "Law" else next(iter(root.iter("{*}Law")), None)
        body = next(iter((root if law is None else law).iter("{*}LawBody")), None)
        if body is None:
            message = next((text_of(item) for item in root.iter("Message", "message") if text_of(item)), "")
            raise Rejected(_("0 articles found: the file holds no LawBody. %(message)s") % {"message": message[:200]})
        if law is not root and law is not None:
            for part in root:
                if name(part) in ("law_info", "revision_info"):
                    facts |= facts_of(part)
                elif name(part) == "ApplData":
                    facts |= {name(item): text_of(item) for item in part if name(item) in ("LawId", "LawNum")}
        reader = Reader()
        reader.body(body)
        parsed = ParsedLaw(reader.pieces, jurisdiction="JP", language="ja", publisher="e-Gov", tier="R")
        if not parsed.articles:
            raise Rejected(_("0 articles found: the MainProvision holds neither articles nor paragraphs."))
        self.identify(parsed, law, body, facts)
        self.date(parsed, body, facts, file.path)
        yield with_meta(parsed, file.meta)

    def from_json(self, file: LawFile) -> tuple[etree._Element, dict[str, str]]:
        try:
            data: Any = json.loads(file.text)
        except (ValueError, RecursionError) as error:
            raise Rejected(_("The JSON is cut off or broken: %(where)s") % {"where": place_of(error)}) from error
        if not isinstance(data, Mapping):
            raise Rejected(_("The JSON is not an answer of e-Gov."))
        facts: dict[str, str] = {}
        for part in ("law_info", "revision_info"):
            block = data.get(part)
            facts |= {key: words(value) for key, value in block.items()} if isinstance(block, Mapping) else {}
        full = data.get("law_full_text")
        return (packed(full) if isinstance(full, str) else element_of(full)), facts

    def identify(
        self, parsed: ParsedLaw, law: etree._Element | None, body: etree._Element, facts: Mapping[str, str]
    ) -> None:
        title = child(body, "LawTitle")
        parsed.title = (inline(title, READINGS) if title is not None else "") or facts.get("law_title", "")
        parsed.titles = {"ja": parsed.title} if parsed.title else {}
        number = "" if law is None else text_of(child(law, "LawNum"))
        parsed.number = number or facts.get("law_num", "") or facts.get("LawNum", "")

        def get(key: str) -> str:
            return "" if law is None else attribute(law, key)

        parsed.kind = KINDS.get(get("LawType") or facts.get("law_type", ""), "")
        era = (get("Era"), get("Year"), get("PromulgateMonth"), get("PromulgateDay"))
        parsed.adopted = short_date(facts.get("promulgation_date", "")) or era_date(*era) or long_date(parsed.number)
        english = ""
        if get("LawType") == "Act" and get("Num").isdecimal() and parsed.adopted:
            english = f"Act No. {int(get('Num'))} of {parsed.adopted[:4]}"
        law_id = facts.get("law_id", "") or facts.get("LawId", "")
        parsed.identifiers = [value for value in (parsed.number, english, law_id) if value]
        parsed.url = f"https://laws.e-gov.go.jp/law/{law_id}" if law_id else ""

    def date(self, parsed: ParsedLaw, body: etree._Element, facts: Mapping[str, str], path: str) -> None:
        """Dates from interface 2, else from the file's name: e-Gov makes it of the law and the day of its effect."""
        effect = short_date(facts.get("amendment_enforcement_date", ""))
        if not effect and (found := FILE_DATE.search(path)):
            effect = short_date(found[1])
        if not effect and (found := FILE_ERA.search(path)):
            effect = era_date("Reiwa", *found.groups())
        parsed.dated = parsed.in_force_from = effect
        parsed.last_amended = short_date(facts.get("amendment_promulgate_date", ""))
        seen: set[str] = set()
        for supplement in body.iterchildren("{*}SupplProvision"):
            amending = attribute(supplement, "AmendLawNum")
            if amending and amending not in seen:
                seen.add(amending)
                day = long_date(amending)
                parsed.relations.append(Relation("amends", amending, amending, date=day))
                parsed.last_amended = max(parsed.last_amended, day)
        repeal, revision = facts.get("repeal_status", ""), facts.get("current_revision_status", "")
        if repeal in ("Repeal", "LossOfEffectiveness", "Expire"):
            parsed.status, parsed.status_basis = "repealed", f"repeal_status {repeal} in the data of e-Gov"
            parsed.in_force_to = short_date(facts.get("repeal_date", ""))
        elif revision == "CurrentEnforced":
            parsed.status, parsed.status_basis = "in_force", f"current_revision_status {revision} in the data of e-Gov"


ADAPTER = Egov()
