"""Older pages of official sites: HTML without structure of its own, in whatever encoding.

Blocks, cells and breaks become lines, and laws.importers.prose finds the articles in them. Scripts, forms and menus
are left out. A page that only frames another is refused with the addresses it frames.
"""

import re
from collections.abc import Iterator

from django.utils.translation import gettext as _
from lxml import etree

from laws.importers.adapters.plaintext import language_of
from laws.importers.broken import place_of
from laws.importers.dates import long_date
from laws.importers.meta import with_meta
from laws.importers.prose import Line, pieces_of
from laws.importers.types import LawFile, ParsedLaw, Rejected
from laws.importers.xmlsafe import MAX_CHARACTERS, MAX_TAGS, head, squeeze

START = re.compile(r"<(?:!doctype\s{1,20}html|html|head|body|frameset|title|table|div|p|h[1-6]|center|font)[\s>]", re.I)
SKIPPED = frozenset(("script", "style", "noscript", "template", "nav", "form", "select", "button", "iframe", "object"))
BLOCKS = frozenset(
    (
        *("p", "div", "br", "hr", "li", "ul", "ol", "dl", "dt", "dd", "table", "tr", "td", "th", "caption", "center"),
        *("h1", "h2", "h3", "h4", "h5", "h6", "blockquote", "section", "article", "header", "footer", "main", "pre"),
        *("title", "body", "address", "fieldset", "thead", "tbody", "tfoot", "figure", "aside"),
    )
)
STRONG = frozenset(("b", "strong", "h1", "h2", "h3", "h4", "h5", "h6", "th"))
# The line that e-Gov prints under the title: 昭和三十四年四月十三日法律第百二十五号
JAPANESE = re.compile(
    r"[（(]?((?:明治|大正|昭和|平成|令和)\S{2,14}日?(?:法律|政令|勅令|省令|\S{1,12}省令)第\S{1,12}号)[)）]?"
)
CELL = 200
MAX_LINES = 400_000


class Page:
    """The lines of a page, gathered while walking over its elements."""

    def __init__(self) -> None:
        self.lines: list[Line] = []
        self.buffer: list[str] = []
        self.strong = 0
        self.weak = False
        self.title = ""
        self.frames: list[str] = []

    def write(self, text: str | None) -> None:
        if text:
            self.buffer.append(text)
            self.weak = self.weak or (not self.strong and bool(text.strip()))

    def flush(self) -> None:
        text = squeeze("".join(self.buffer))
        if text:
            self.lines.append(Line(text, not self.weak))
        self.buffer.clear()
        self.weak = False

    def row(self, row: etree._Element) -> bool:
        """Write a row of a table of data as one line. False for a row that only lays out the page."""
        cells = [item for item in row if item.tag in ("td", "th")]
        if any(True for _found in row.iterdescendants("table", "p", "div", "br", "li")):
            return False
        texts = [squeeze("".join(map(str, cell.itertext()))) for cell in cells]
        filled = [text for text in texts if text]
        if len(filled) < 2 or max(map(len, filled)) > CELL:
            return False
        self.flush()
        self.lines.append(Line(" | ".join(texts)))
        return True

    def read(self, root: etree._Element) -> None:
        walk = etree.iterwalk(root, events=("start", "end"))
        skipped = 0
        for event, element in walk:
            tag = element.tag if isinstance(element.tag, str) else "script"
            if event == "start":
                if tag in ("frame", "iframe") and element.get("src"):
                    self.frames.append(str(element.get("src"))[:200])
                if skipped or tag in SKIPPED:
                    skipped += 1
                    continue
                if tag == "tr" and self.row(element):
                    skipped += 1
                    continue
                if tag in BLOCKS:
                    self.flush()
                self.strong += tag in STRONG
                self.write(element.text)
                continue
            if skipped:
                skipped -= 1
            else:
                if tag == "title":
                    self.title = self.title or squeeze("".join(self.buffer))
                    self.buffer.clear()
                if tag in BLOCKS:
                    self.flush()
                self.strong -= tag in STRONG
            if not skipped:
                self.write(element.tail)
        self.flush()


def page_of(file: LawFile) -> Page:
    """The lines of an HTML file. Raises Rejected for what is none, or is larger than any law."""
    text = file.text
    if len(text) > MAX_CHARACTERS or text.count("<") > MAX_TAGS:
        raise Rejected(_("The page is larger than any law: it was not read."))
    parser = etree.HTMLParser(encoding="utf-8", no_network=True, remove_comments=True, remove_pis=True, huge_tree=False)
    try:
        root = etree.fromstring(text.encode(), parser)
    except (etree.XMLSyntaxError, etree.ParserError, ValueError) as error:
        raise Rejected(_("The page cannot be read: %(where)s") % {"where": place_of(error)}) from error
    page = Page()
    if root is not None:
        page.read(root)
    if len(page.lines) > MAX_LINES:
        raise Rejected(_("The page is larger than any law: it was not read."))
    return page


class Html:
    """Pages with articles in them."""

    name = "html"

    def sniff(self, file: LawFile) -> int:
        beginning = head(file)
        if not beginning.startswith("<") or (beginning.startswith("<?xml") and "<html" not in beginning.lower()):
            return 0
        return 60 if START.search(beginning) else 0

    def parse(self, file: LawFile) -> Iterator[ParsedLaw]:
        if not self.sniff(file):
            raise Rejected(_("The file is no HTML page."))
        page = page_of(file)
        parsed = ParsedLaw(pieces_of(page.lines), title=page.title[:600])
        if not parsed.articles:
            if page.frames:
                addresses = ", ".join(page.frames[:5])
                raise Rejected(
                    _("The page only frames others. Fetch the text itself: %(where)s") % {"where": addresses}
                )
            raise Rejected(_("0 articles found: no line of the page begins with the number of an article."))
        if not any(piece.text or piece.heading for piece in parsed.pieces):
            raise Rejected(_("The page has numbers of articles but no text beside them."))
        for line in page.lines[:12]:
            if found := JAPANESE.fullmatch(line.text):
                parsed.jurisdiction, parsed.language, parsed.number = "JP", "ja", found[1]
                parsed.identifiers, parsed.adopted = [found[1]], long_date(found[1])
        if not parsed.language and not file.meta.get("language"):
            parsed.language = language_of("\n".join(line.text for line in page.lines[:400]))
        if parsed.title and parsed.language:
            parsed.titles = {parsed.language: parsed.title}
        yield with_meta(parsed, file.meta)


ADAPTER = Html()
