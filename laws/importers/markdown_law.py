"""What the adapters of Markdown and plain text share: the beginning they judge by, the pieces, the last checks."""

from django.utils.translation import gettext as _

from laws.importers.lines import line_events
from laws.importers.markdown import Block, blocks, lines_of
from laws.importers.meta import with_meta
from laws.importers.outline import Dialect, heading_events, outline
from laws.importers.types import LawFile, ParsedLaw, Piece, Rejected

BEGINNING = 60_000
LONGEST_NUMBER = 120
MOST_PIECES = 200_000


def beginning(file: LawFile) -> str:
    """As much of a file as is needed to know its family; empty where it is no text. Never raises."""
    try:
        return file.text[:BEGINNING]
    except Rejected:
        return ""


def pieces_of(body: str, dialect: Dialect | None = None) -> list[Piece]:
    """The pieces of a Markdown text: by its headings, or by its lines where no heading is an article."""
    held = list(blocks(body))
    pieces = outline(heading_events(held, dialect or Dialect()))
    if not any(piece.kind == "article" for piece in pieces):
        pieces = outline(line_events(held, marked=True))
    return pieces


def pieces_of_lines(text: str) -> list[Piece]:
    """The pieces of a plain text: every line is a line, empty lines part paragraphs."""
    held: list[Block] = []
    paragraph: list[str] = []
    for line in lines_of(text):
        if line.strip():
            paragraph.append(line)
        elif paragraph:
            held.append(Block(0, "\n".join(paragraph)))
            paragraph = []
    if paragraph:
        held.append(Block(0, "\n".join(paragraph)))
    return outline(line_events(held, marked=False))


def finished(parsed: ParsedLaw, file: LawFile) -> ParsedLaw:
    """`parsed` with the facts of `meta.json`, checked. Raises Rejected where it holds no article."""
    if not parsed.articles:
        raise Rejected(
            _(
                "0 articles found: no heading and no line of the text begins with an article number. "
                "A file of facts without a text is not a law."
            )
        )
    if len(parsed.pieces) > MOST_PIECES:
        raise Rejected(_("%(count)d headings and articles: this is no single law.") % {"count": len(parsed.pieces)})
    for piece in parsed.pieces:
        piece.number_raw = piece.number_raw[:LONGEST_NUMBER]
    lost = sum(piece.text.count("\ufffd") + piece.heading.count("\ufffd") for piece in parsed.pieces)
    if lost:
        parsed.warnings.append(
            _("%(count)d characters were lost before the text came here (they stand as \ufffd).") % {"count": lost}
        )
    empty = sum(piece.kind == "article" and not piece.text for piece in parsed.pieces)
    if empty:
        parsed.warnings.append(_("%(count)d articles have a number but no text.") % {"count": empty})
    return with_meta(parsed, file.meta)
