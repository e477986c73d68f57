"""A text of a law as Akoma Ntoso 3 (OASIS LegalDocML 1.0), for others to read and for import elsewhere.

    <akomaNtoso><act><meta/><preface/><preamble/><body/><conclusions/><attachments/></act></akomaNtoso>

A heading is the element of its rank, or `hcontainer` where the vocabulary has none; an article holds a `p` for each
line of its text. `eId` is the anchor, so that the address of a provision here is its address there. What is not known
is left out; only where the schema demands a date, the day of the import stands in its place and is named so.
`laws.importers.adapters.akn` reads all of it back: the same pieces, the same anchors.
"""

from collections.abc import Iterable, Iterator
from xml.sax.saxutils import escape, quoteattr

from laws.exporting.rows import ATTACHED, Row, last_of_the_body, rows_of, with_next
from laws.models import LawVersion

AKN = "http://docs.oasis-open.org/legaldocml/ns/akn/3.0"
# Facts for which the vocabulary has no element of its own.
OWN = "urn:law-library:version:1"
# Units that are elements of the vocabulary; any other is an `hcontainer` of that name.
NATIVE = frozenset(
    ("article", "section", "rule", "book", "part", "title", "subtitle", "chapter", "subchapter", "division")
)
# `hcontainer` is also what others call a text without rank; a heading of ours is told from it by its name.
NAMES = {"hcontainer": "heading"}


def tag(name: str, text: str, **attributes: str) -> str:
    """An element with text. Spaces that a reader would fold are marked as meant."""
    written = "".join(f" {key}={quoteattr(value)}" for key, value in attributes.items())
    if text != " ".join(text.split()) or (name == "p" and not text):
        written += ' xml:space="preserve"'
    body = escape(text, {"\r": "&#13;"})
    return f"<{name}{written}>{body}</{name}>"


def paragraphs(text: str) -> str:
    """Each line as a `p`; a text without lines as one `p` that says nothing."""
    return "".join(tag("p", line) for line in text.split("\n")) if text else "<p/>"


def titles(row: Row) -> str:
    """Number and heading, those there are."""
    return "".join(tag(name, row[key]) for name, key in (("num", "number_raw"), ("heading", "heading")) if row[key])


def opened(row: Row) -> tuple[str, str]:
    """The first and the last tag of a piece of the hierarchy."""
    unit = str(row["unit"])
    if unit in NATIVE:
        return f"<{unit} eId={quoteattr(row['anchor'])}>", f"</{unit}>"
    name = NAMES.get(unit, unit)
    return f"<hcontainer name={quoteattr(name)} eId={quoteattr(row['anchor'])}>", "</hcontainer>"


def hierarchy(rows: Iterable[Row]) -> Iterator[str]:
    """Pieces nested by their depths, each as soon as it is known what follows it."""
    path: list[tuple[int, str]] = []
    for row, after in with_next(rows):
        while path and path[-1][0] >= row["depth"]:
            yield path.pop()[1]
        start, end = opened(row)
        yield start + titles(row)
        if row["kind"] == "container" and after is not None and after["depth"] > row["depth"]:
            if row["text"]:
                yield f"<intro>{paragraphs(row['text'])}</intro>"
            path.append((row["depth"], end))
        else:
            yield f"<content>{paragraphs(row['text'])}</content>{end}"
    while path:
        yield path.pop()[1]


def bare(row: Row, unit: str) -> bool:
    """Whether a piece can be a part of the act of that name: at the top, with nothing but text."""
    return bool(row["unit"] == unit and row["depth"] == 0 and not row["number_raw"] and not row["heading"])


def part(row: Row) -> str:
    """A preface, preamble or conclusions."""
    return f"<{row['unit']} eId={quoteattr(row['anchor'])}>{paragraphs(row['text'])}</{row['unit']}>"


class Document:
    """Writes an act. `meta` gives the meta block of the act ("main") and of each attachment, by its eId."""

    def __init__(self, uri: str, head: str, tail: str) -> None:
        self.uri, self.head, self.tail = uri, head, tail

    def meta(self, component: str) -> str:
        """The meta block of one component. Facts about the text stand in that of the act alone."""
        head = self.head.replace("!main", f"!{component}")
        return f"<meta>{head}{self.tail if component == 'main' else ''}</meta>"

    def write(self, rows: Iterable[Row], last: int) -> Iterator[str]:
        """The whole document. `last` is the position of the last piece at the top that is no attachment."""
        yield f'<?xml version="1.0" encoding="UTF-8"?>\n<akomaNtoso xmlns="{AKN}"><act name="act">{self.meta("main")}\n'
        source = iter(rows)
        row = next(source, None)
        for unit in ("preface", "preamble"):
            if row is not None and bare(row, unit) and row["position"] != last:
                yield part(row)
                row = next(source, None)
        yield "<body>"
        held: list[Row] = []  # what is read ahead: the conclusions, the first attachment
        yield from hierarchy(self.body(row, source, last, held))
        yield "</body>\n"
        if held and bare(held[0], "conclusions"):
            yield part(held.pop(0))
            held = [item for item in (next(source, None),) if item is not None]
        if held:
            yield from self.attachments(held[0], source)
        yield "</act></akomaNtoso>\n"

    def body(self, row: Row | None, source: Iterator[Row], last: int, held: list[Row]) -> Iterator[Row]:
        """The rows of the body; the one behind them is put into `held`."""
        first = True
        while row is not None:
            behind = last >= 0 and row["position"] > last and row["depth"] == 0
            if not first and (behind or (row["position"] == last and bare(row, "conclusions"))):
                held.append(row)
                return
            yield row
            first = False
            row = next(source, None)

    def attachments(self, row: Row | None, source: Iterator[Row]) -> Iterator[str]:
        """Annexes and attachments behind the body, each a document with its own meta block."""
        yield "<attachments>"
        while row is not None:
            top, below = row, []
            yield f"<attachment eId={quoteattr(top['anchor'])}>{titles(top)}<doc name={quoteattr(top['unit'])}>"
            yield self.meta(top["anchor"]) + "<mainBody>"
            row = next(source, None)
            while row is not None and not (row["depth"] == 0 and row["unit"] in ATTACHED):
                below.append(row)
                row = next(source, None)
            if top["text"] or not below:
                yield paragraphs(top["text"])
            yield from hierarchy(below)
            yield "</mainBody></doc></attachment>\n"
        yield "</attachments>"


def identification(version: LawVersion) -> str:
    """Work, expression and manifestation."""
    law = version.law
    country = law.jurisdiction_id.lower()
    work = f"/akn/{country}/act/{law.slug}"
    expression = f"{work}/{version.expression}"
    imported = f'<FRBRdate date="{version.imported_at.date().isoformat()}" name="imported"/>'
    title = version.title or law.title_original or law.title_en or law.title_zh

    def dated(value: str, name: str) -> str:
        return f'<FRBRdate date="{value}" name="{name}"/>' if value else imported

    def same(uri: str) -> str:
        return f"<FRBRthis value={quoteattr(uri + '/!main')}/><FRBRuri value={quoteattr(uri)}/>"

    return "".join(
        (
            '<identification source="#library"><FRBRWork>',
            same(work),
            f'<FRBRalias name="title" value={quoteattr(title)}/>' if title else "",
            dated(law.adopted, "adopted"),
            f'<FRBRauthor href="#jurisdiction"/><FRBRcountry value="{country}"/>',
            f"<FRBRnumber value={quoteattr(law.number)}/>" if law.number else "",
            "</FRBRWork><FRBRExpression>",
            same(expression),
            dated(version.dated, "dated"),
            f'<FRBRauthor href="#{"publisher" if version.publisher else "jurisdiction"}"/>',
            f'<FRBRlanguage language="{version.expression.partition("@")[0]}"/>',
            "</FRBRExpression><FRBRManifestation>",
            same(f"{expression}.xml"),
            f'{imported}<FRBRauthor href="#library"/><FRBRformat value="application/akn+xml"/>',
            "</FRBRManifestation></identification>",
        )
    )


def references(version: LawVersion) -> str:
    """The organisations that the identification names, and the facts the vocabulary has no place for."""
    jurisdiction = version.law.jurisdiction
    people = [("library", "Law library"), ("jurisdiction", jurisdiction.name_en or jurisdiction.code)]
    people += [("publisher", version.publisher)] if version.publisher else []
    named = "".join(
        f'<TLCOrganization eId="{eid}" href="/akn/ontology/organization/{eid}" showAs={quoteattr(name)}/>'
        for eid, name in people
    )
    facts = {
        "language": version.language,
        "inForceFrom": version.in_force_from,
        "inForceTo": version.in_force_to,
        "lastAmended": version.law.last_amended,
        "kind": version.law.kind,
        "source": version.source,
        "url": version.url,
        "tier": version.tier,
        "licence": version.licence,
        "retrieved": version.retrieved.isoformat() if version.retrieved else "",
        "translation": (version.translation_note or "yes") if version.is_translation else "",
        "sha256": version.sha256,
    }
    own = "".join(tag(f"l:{name}", value) for name, value in facts.items() if value)
    return (
        f'<references source="#library">{named}</references>'
        f'<proprietary source="#library" xmlns:l="{OWN}">{own}</proprietary>'
    )


def to_akn(version: LawVersion) -> Iterator[str]:
    """The text of `version` as Akoma Ntoso 3, in chunks of well under a megabyte. Costs three queries at most."""
    document = Document(version.expression, identification(version), references(version))
    yield from document.write(rows_of(version), last_of_the_body(version))
