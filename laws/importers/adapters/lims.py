"""Consolidated acts and regulations of Canada: the LIMS XML of Justice Canada, English and French.

Publisher: https://laws-lois.justice.gc.ca and github.com/justicecanada/laws-lois-xml. The sections of the Body are
the law; schedules, related provisions and amendments not in force follow it as attachments with their own numbers.
Historical notes (which act changed a section) are the publisher's and are left out.
"""

import re
from collections.abc import Iterator

from django.utils.translation import gettext as _
from lxml import etree

from laws.importers.meta import with_meta
from laws.importers.types import LawFile, ParsedLaw, Piece, Rejected, Relation
from laws.importers.xmlsafe import attribute, child, head, inline, name, read_xml, text_of

SITE = "https://laws-lois.justice.gc.ca"
ROOT = re.compile(r"<(Statute|Regulation)[\s>]")
DROPPED = frozenset({"HistoricalNote", "FootnoteRef", "RecentAmendments"})
INLINE = frozenset(
    [
        "DefinedTermEn",
        "DefinedTermFr",
        "XRefExternal",
        "XRefInternal",
        "Repealed",
        "DefinitionRef",
        "Language",
        "DefinitionEnOnly",
        "DefinitionFrOnly",
        "Emphasis",
        "Sup",
        "Sub",
        "FootnoteRef",
        "HistoricalNote",
        "LineBreak",
        "Leader",
        "LeaderRightJustified",
        "Ins",
        "Del",
        "FormulaTerm",
        "FormulaText",
        "Separator",
        "PageBreak",
        "Fraction",
        "Numerator",
        "Denominator",
        "MathML",
    ]
)
# The mark of repeal follows a defined term without a space between.
REPEALED = re.compile(r"(?<=\w)\[(?=Repealed|Abrog)")
# Labels of headings that have a name in Akoma Ntoso; all others are headings without rank.
RANKS = {"part": "part", "partie": "part", "division": "division", "section": "division", "chapter": "chapter"}


def lines(element: etree._Element, language: str) -> list[str]:
    """The text of an element line by line: a line for each labelled unit, the label before it."""
    kind = name(element)
    if kind in DROPPED:
        return []
    if kind == "row":
        return [" | ".join(" ".join(lines(cell, language)) for cell in element)]
    children = [item for item in element if name(item)]
    if str(element.text or "").strip() or all(name(item) in INLINE for item in children):
        text = REPEALED.sub(" [", inline(element, DROPPED))
        return [text] if text else []
    found: list[str] = []
    label = ""
    for item in children:
        if name(item) == "Label":
            label = inline(item, DROPPED)
        elif name(item) == ("BilingualItemFr" if language == "en" else "BilingualItemEn"):
            continue
        else:
            below = lines(item, language)
            if label and below and name(item) != "MarginalNote":
                below[0] = f"{label} {below[0]}"
                label = ""
            found += below
    return [*found, label] if label else found


class Reader:
    """The pieces of one act, collected in the order of the document."""

    def __init__(self, language: str) -> None:
        self.language = language
        self.pieces: list[Piece] = []
        self.levels: list[int] = []
        self.base = 0

    def heading(self, element: etree._Element) -> None:
        level = attribute(element, "level")
        rank = int(level) if level.isdecimal() else 1
        while self.levels and self.levels[-1] >= rank:
            self.levels.pop()
        label = text_of(child(element, "Label"))
        unit = RANKS.get(label.partition(" ")[0].lower(), "hcontainer") if label else "hcontainer"
        title = child(element, "TitleText")
        heading = "" if title is None else inline(title, DROPPED)
        self.pieces.append(Piece(unit, label, heading, depth=self.base + len(self.levels)))
        self.levels.append(rank)

    def section(self, element: etree._Element) -> None:
        note = child(element, "MarginalNote")
        text: list[str] = []
        for item in element:
            if name(item) not in ("Label", "MarginalNote"):
                text += lines(item, self.language)
        heading = "" if note is None else inline(note, DROPPED)
        number = text_of(child(element, "Label"))
        depth = self.base + len(self.levels)
        self.pieces.append(Piece("section", number, heading, "\n".join(text), depth))

    def body(self, element: etree._Element) -> None:
        loose: list[str] = []

        def flush() -> None:
            if loose:
                depth = self.base + len(self.levels)
                self.pieces.append(Piece("intro", text="\n".join(loose), depth=depth))
                loose.clear()

        for item in element:
            if name(item) == "Heading":
                flush()
                self.heading(item)
            elif name(item) == "Section":
                flush()
                self.section(item)
            elif name(item) in ("BillPiece", "RelatedOrNotInForce"):
                flush()
                self.body(item)
            elif name(item) != "ScheduleFormHeading":
                loose += lines(item, self.language)
        flush()

    def schedule(self, element: etree._Element) -> None:
        top = child(element, "ScheduleFormHeading")
        label = title = origin = ""
        if top is not None:
            label, title = text_of(child(top, "Label")), text_of(child(top, "TitleText"))
            origin = text_of(child(top, "OriginatingRef"))
        parts = {name(item) for item in element.iterdescendants()}
        self.levels = []
        if not parts & {"Section", "Heading"}:
            text = [line for item in element if item is not top for line in lines(item, self.language)]
            self.pieces.append(Piece("annex", label, title, "\n".join([origin, *text] if origin else text)))
            return
        self.pieces.append(Piece("attachment", label, title, origin))
        self.base = 1
        self.body(element)
        self.base = 0


def day_of(element: etree._Element | None) -> str:
    """A `<Date>` of year, month and day elements as a partial date."""
    date = None if element is None else child(element, "Date")
    if date is None:
        return ""
    numbers = [text_of(child(date, part)).zfill(2) for part in ("YYYY", "MM", "DD")]
    return "-".join(part for part in numbers if part.isdecimal() and int(part))


def identify(parsed: ParsedLaw, identification: etree._Element, root: etree._Element) -> None:
    """Titles, numbers and dates of the Identification block."""
    short, long = text_of(child(identification, "ShortTitle")), text_of(child(identification, "LongTitle"))
    parsed.title = short or long
    if short and long:
        parsed.pieces.append(Piece("preface", text=long))
    parsed.titles = {parsed.language: parsed.title} if parsed.title and parsed.language else {}
    french = parsed.language == "fr"
    acts, regulations = ("fra/lois", "fra/reglements") if french else ("eng/acts", "eng/regulations")
    instrument = text_of(child(identification, "InstrumentNumber"))
    chapter = child(identification, "Chapter")
    if instrument:
        parsed.number = instrument
        english = instrument.replace("DORS/", "SOR/").replace("TR/", "SI/").replace(", ch. ", ", c. ")
        parsed.identifiers = list(dict.fromkeys((instrument, english)))
        parsed.url = f"{SITE}/{regulations}/{instrument.replace('/', '-').replace(' ', '_')}/"
    elif chapter is not None:
        number = text_of(child(chapter, "ConsolidatedNumber"))
        annual = child(chapter, "AnnualStatuteId")
        if number:
            parsed.number = f"{'ch' if french else 'c'}. {number}"
            parsed.identifiers = list(dict.fromkeys((parsed.number, f"c. {number}", number)))
            parsed.url = f"{SITE}/{acts}/{number}/"
        if annual is not None and text_of(child(annual, "YYYY")):
            year, chapter_number = text_of(child(annual, "YYYY")), text_of(child(annual, "AnnualStatuteNumber"))
            parsed.identifiers.append(f"{year}, c. {chapter_number}")
    for stage in identification.iter("{*}Stages"):
        if attribute(stage, "stage") == "assented-to":
            parsed.adopted = day_of(stage)
    parsed.adopted = parsed.adopted or day_of(child(identification, "RegistrationDate"))
    parsed.last_amended = attribute(root, "lastAmendedDate") or day_of(child(identification, "LastAmendedDate"))
    parsed.dated = attribute(root, "pit-date") or parsed.last_amended or attribute(root, "current-date")
    parsed.in_force_from = attribute(root, "pit-date")
    authority = child(identification, "EnablingAuthority")
    for link in authority.iter("{*}XRefExternal") if authority is not None else ():
        parsed.relations.append(Relation("implements", text_of(link), attribute(link, "link"), acts=True))


class Lims:
    """`<Statute>` and `<Regulation>` documents."""

    name = "lims"

    def sniff(self, file: LawFile) -> int:
        beginning = head(file)
        if not ROOT.search(beginning):
            return 0
        return 95 if "justice.gc.ca/lims" in beginning or "<Identification" in beginning else 0

    def parse(self, file: LawFile) -> Iterator[ParsedLaw]:
        root = read_xml(file)
        if name(root) not in ("Statute", "Regulation"):
            raise Rejected(_("The XML is no act or regulation of Justice Canada."))
        parsed = ParsedLaw([], jurisdiction="CA", language=attribute(root, "lang")[:2].lower())
        parsed.kind = "statute" if name(root) == "Statute" else "regulation"
        parsed.publisher, parsed.tier = "Department of Justice Canada", "R"
        identification = child(root, "Identification")
        if identification is not None:
            identify(parsed, identification, root)
        reader = Reader(parsed.language)
        for part in root:
            if name(part) == "Introduction":
                text = "\n".join(lines(part, parsed.language))
                parsed.pieces += [Piece("preamble", text=text)] if text else []
            elif name(part) == "Body":
                reader.body(part)
            elif name(part) == "Schedule":
                reader.schedule(part)
        parsed.pieces += reader.pieces
        if not parsed.articles:
            raise Rejected(_("0 articles found: the Body holds no Section."))
        if attribute(root, "in-force") == "yes":
            current = attribute(root, "current-date")
            parsed.status = "in_force"
            parsed.status_basis = f'in-force="yes" in the consolidation of Justice Canada, current to {current}'
        for amendment in root.iterfind("{*}RecentAmendments/{*}Amendment"):
            label, date = text_of(child(amendment, "AmendmentCitation")), text_of(child(amendment, "AmendmentDate"))
            if label:
                parsed.relations.append(Relation("amends", label, label, date=date))
        yield with_meta(parsed, file.meta)


ADAPTER = Lims()
