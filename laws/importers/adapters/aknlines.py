"""What stands in an article of Akoma Ntoso as lines of text."""

from lxml import etree

from laws.importers.xmlsafe import name, squeeze

HIERARCHY = frozenset(
    (
        *("clause", "section", "part", "paragraph", "chapter", "title", "article", "book", "tome", "division", "list"),
        *("point", "indent", "alinea", "rule", "subrule", "proviso", "subsection", "subpart", "subparagraph"),
        *("subchapter", "subtitle", "subdivision", "subclause", "sublist", "level", "transitional", "hcontainer"),
    )
)
BLOCKS = HIERARCHY | {
    *("p", "block", "blockList", "blockContainer", "item", "listIntroduction", "listWrapUp", "tblock", "container"),
    *("content", "intro", "wrapUp", "table", "caption", "tr", "ul", "ol", "li", "longTitle", "quotedStructure"),
    *("embeddedStructure", "recitals", "recital", "citations", "citation", "formula", "heading", "subheading", "toc"),
    *("tocItem", "crossHeading", "foreign", "mainBody", "body", "interstitial"),
}
# Left out of the line they stand in: notes of the publisher get a line of their own behind it.
NOTES = frozenset(("authorialNote", "note"))
DROPPED = frozenset(("meta", "img", "toc"))
SPACE = "{http://www.w3.org/XML/1998/namespace}space"


class Flow:
    """Text gathered into lines: every block begins a line, a number stands before the line that follows it."""

    def __init__(self) -> None:
        self.lines: list[str] = []
        self.buffer: list[str] = []
        self.label = ""

    def flush(self) -> None:
        text = squeeze("".join(self.buffer))
        self.buffer.clear()
        if text:
            self.lines.append(f"{self.label} {text}" if self.label else text)
            self.label = ""

    def labelled(self) -> None:
        """A number that no line followed stands alone."""
        if self.label:
            self.lines.append(self.label)
            self.label = ""

    def element(self, element: etree._Element) -> None:
        kind = name(element)
        if not kind or kind in DROPPED:
            return
        if element.get(SPACE) == "preserve" and not len(element):
            self.flush()
            text = str(element.text or "")
            self.lines.append(f"{self.label} {text}" if self.label else text)
            self.label = ""
        elif kind == "num":
            self.flush()
            self.labelled()
            self.label = own_text(element)
        elif kind == "tr":
            self.flush()
            cells = (" ".join(lines(cell)) for cell in element if name(cell) in ("td", "th"))
            self.lines.append(" | ".join(cells))
        elif kind in ("br", "eol"):
            self.flush()
        elif kind in NOTES:
            marker = element.get("marker") or ""
            rest = self.buffer
            self.buffer = []
            found = lines_inside(element)
            self.buffer = rest
            self.notes(marker, found)
        else:
            self.inside(element, block=kind in BLOCKS)

    def notes(self, marker: str, found: list[str]) -> None:
        if found:
            self.flush()
            self.lines += [f"[{marker}] {found[0]}" if marker else found[0], *found[1:]]

    def inside(self, element: etree._Element, *, block: bool) -> None:
        if block:
            self.flush()
        self.buffer.append(str(element.text or ""))
        for item in element:
            self.element(item)
            self.buffer.append(str(item.tail or ""))
        if block:
            self.flush()
            if name(element) in HIERARCHY or name(element) in ("item", "li"):
                self.labelled()


def lines_inside(element: etree._Element) -> list[str]:
    """The lines of what stands in an element, whatever it is itself."""
    flow = Flow()
    flow.inside(element, block=True)
    flow.labelled()
    return flow.lines


def lines(element: etree._Element) -> list[str]:
    """The lines of an element."""
    flow = Flow()
    flow.element(element)
    flow.flush()
    flow.labelled()
    return flow.lines


def own_text(element: etree._Element) -> str:
    """The text of a num or heading in one line, without notes."""
    parts = [str(element.text or "")]
    for item in element:
        if name(item) not in NOTES and name(item):
            parts.append(own_text(item) if name(item) not in ("br", "eol") else " ")
        parts.append(str(item.tail or ""))
    return squeeze("".join(parts))
