"""The comparison as a workbook: one sheet a section, and one that says where each fact is from."""

from collections.abc import Iterator, Sequence

from django.utils.translation import gettext as _

from laws.compare.choice import Choice
from laws.compare.sections import Cell, Line, Section
from portal.lib import clock
from portal.lib.formats import day
from portal.lib.provenance import source_words
from portal.lib.sheets import workbook
from portal.lib.tones import fact_status_of

LABEL_WIDTH, PLACE_WIDTH = 34, 42


def sheet(choice: Choice, sections: Sequence[Section], *, url: str) -> bytes:
    """`url` is the address of the page, so that whoever gets the file can look again."""
    widths = [LABEL_WIDTH, *[PLACE_WIDTH] * len(choice.shown)]
    heading = [f"{place.name} ({place.code})" for place in choice.shown]
    sheets: list[tuple[str, Sequence[int], Iterator[Sequence[object]]]] = [
        (section.title, widths, _rows(section, heading)) for section in sections
    ]
    return workbook([*sheets, (_("Sources"), [28, 28, 24, 42, 60, 16, 24], _sources(sections, url))])


def _rows(section: Section, heading: list[str]) -> Iterator[Sequence[object]]:
    yield ["", *heading]
    for row in section.rows:
        label = f"{row.label}\n{row.note}" if row.note else row.label
        yield [label, *(said(cell) for cell in row.cells)]
    if section.note:
        yield [section.note]


def said(cell: Cell) -> str:
    """A cell as one text: each fact on its own line with its notes."""
    lines = [_line(line) for line in cell.lines] or [cell.empty]
    return "\n".join([*lines, *([cell.more] if cell.more else [])])


def _line(line: Line) -> str:
    notes = [
        _("inherited from %(place)s") % {"place": line.inherited} if line.inherited else "",
        line.status[1] if line.status else "",
        *line.notes,
    ]
    said_notes = "; ".join(note for note in notes if note)
    return f"{line.text} ({said_notes})" if said_notes else line.text


def _sources(sections: Sequence[Section], url: str) -> Iterator[Sequence[object]]:
    yield [_("Section"), _("Row"), _("Place"), _("Fact"), _("Source"), _("As of"), _("How it is known")]
    for section in sections:
        for row in section.rows:
            for cell in row.cells:
                for line in cell.lines:
                    if line.source:
                        known = str(fact_status_of(line.fact_status)[1]) if line.fact_status else ""
                        yield [
                            section.title,
                            row.label,
                            cell.place.name,
                            _line(line),
                            source_words(line.source),
                            line.as_of,
                            known,
                        ]
    yield [_("Made on"), day(clock.now()), "", "", url]
