"""What the adapters of Markdown and plain text share: the beginning they judge by, the pieces, the last checks."""

from django.utils.translation import gettext as _

from laws.importers.gaps import say_gaps
from laws.importers.lines import is_heading, line_events
from laws.importers.markdown import Block, blocks, lines_of
from laws.importers.meta import with_meta
from laws.importers.numbers import normalise, sort_key
from laws.importers.outline import Dialect, heading_events, outline
from laws.importers.types import LawFile, ParsedLaw, Piece, Rejected

BEGINNING = 60_000
LONGEST_NUMBER = 120
MOST_PIECES = 200_000
# So many headings that count on make bare numbers articles where nothing calls them so.
FEWEST_BARE = 3
SHORT = 80


def beginning(file: LawFile) -> str:
    """As much of a file as is needed to know its family; empty where it is no text. Never raises."""
    try:
        return file.text[:BEGINNING]
    except Rejected:
        return ""


def pieces_of(body: str, dialect: Dialect | None = None, *, lines: bool = False) -> list[Piece]:
    """The pieces of a Markdown text: by its headings, or by its lines where no heading is an article.

    `lines`: the family writes its articles as lines (China), so that the headings are not asked.
    """
    held = list(blocks(body))
    if lines:
        return by_lines(held, marked=True)
    pieces = outline(heading_events(held, dialect or Dialect()))
    if any(piece.kind == "article" for piece in pieces):
        return pieces
    numbered = outline(heading_events(held, Dialect(bare=True)))
    numbers = [sort_key(normalise(piece.number_raw)) for piece in numbered if piece.kind == "article"]
    if len(numbers) >= FEWEST_BARE and numbers == sorted(set(numbers)):
        return numbered
    return by_lines(held, marked=True)


def by_lines(held: list[Block], *, marked: bool) -> list[Piece]:
    """The pieces of a text whose articles are lines. What stood as a heading behind a number and has no text below it
    is the text; a short first line below a number alone is the heading."""
    pieces = outline(line_events(held, marked=marked))
    for piece in pieces:
        if piece.kind != "article":
            continue
        first, line_break, rest = piece.text.partition("\n")
        if piece.heading and not piece.text:
            piece.heading, piece.text = "", piece.heading
        elif not piece.heading and line_break and is_heading(first) and first[-1] != "." and len(first) <= SHORT:
            piece.heading, piece.text = first, rest
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
    return by_lines(held, marked=False)


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
    first = parsed.pieces[0]
    if first.unit == "preamble" and first.text == parsed.title:
        del parsed.pieces[0]
    say_gaps(parsed)
    lost = sum(piece.text.count("\ufffd") + piece.heading.count("\ufffd") for piece in parsed.pieces)
    if lost:
        parsed.warnings.append(
            _("%(count)d characters were lost before the text came here (they stand as \ufffd).") % {"count": lost}
        )
    empty = sum(piece.kind == "article" and not piece.text for piece in parsed.pieces)
    if empty:
        parsed.warnings.append(_("%(count)d articles have a number but no text.") % {"count": empty})
    return with_meta(parsed, file.meta)
