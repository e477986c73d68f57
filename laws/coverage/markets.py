"""The main law of each main market on patents, trade marks, copyright and designs. The rule: laws/mainlaw.py.

Where the rule picks nothing, the table shows a hole and how many other laws on the right are listed.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from laws.mainlaw import MAIN_RIGHTS, main_law_of_place
from laws.models import Law, LawInheritance, LawVersion
from laws.models.choices import Subject
from portal.reference.models import Jurisdiction


@dataclass
class Cell:
    """One right in one market: the main law, its newest current text, inherited laws that apply besides it, and how
    many further own laws on the right are listed."""

    right: Subject
    law: Law | None = None
    is_inherited: bool = False
    text: LawVersion | None = None
    besides: list[Law] = field(default_factory=list)
    others: int = 0


@dataclass(frozen=True)
class Row:
    """One market."""

    place: Jurisdiction
    rank: int
    cells: list[Cell]


@dataclass
class Sum:
    """Of how many markets the main law on `right` has what the table asks for."""

    right: Subject
    markets: int = 0
    law: int = 0
    title_sourced: int = 0
    title_reviewed: int = 0
    title_unreviewed: int = 0
    status: int = 0
    date: int = 0
    text: int = 0


def table() -> list[Row]:
    """Every main market by rank. Six queries."""
    places = list(Jurisdiction.objects.filter(market__isnull=False).select_related("market").order_by("market__rank"))
    codes = [place.code for place in places]
    own, inherited = _own(codes), _inherited(codes)
    rows = [
        Row(place, place.market.rank, [_cell(place.code, right, own, inherited) for right in MAIN_RIGHTS])
        for place in places
    ]
    _add_texts(cell for row in rows for cell in row.cells)
    return rows


def sums(rows: Sequence[Row]) -> list[Sum]:
    """What is held of the main laws, right by right."""
    found = {right: Sum(right) for right in MAIN_RIGHTS}
    for cell in (cell for row in rows for cell in row.cells):
        one, law = found[cell.right], cell.law
        one.markets += 1
        if law is None:
            continue
        one.law += 1
        basis = law.title_zh_basis if law.title_zh else None
        one.title_sourced += basis == Law.TitleBasis.SOURCED
        one.title_reviewed += basis == Law.TitleBasis.REVIEWED
        one.title_unreviewed += basis not in (None, Law.TitleBasis.SOURCED, Law.TitleBasis.REVIEWED)
        one.status += law.status != Law.Status.UNKNOWN
        one.date += bool(law.in_force or law.last_amended or law.adopted or law.year)
        one.text += cell.text is not None
    return list(found.values())


def main_laws() -> set[int]:
    """The ids of the main laws of the main markets on the main rights. Six queries."""
    return {cell.law.pk for _row, cell in cells(table()) if cell.law is not None}


def _cell(
    code: str, right: Subject, own: dict[tuple[str, str], list[Law]], inherited: dict[tuple[str, str], list[Law]]
) -> Cell:
    laws, besides = own[code, right], inherited[code, right]
    law = main_law_of_place(laws, besides, right)
    if law is not None and law not in laws:
        return Cell(right, law, True, besides=[one for one in besides if one != law], others=len(laws))
    return Cell(right, law, besides=besides, others=len(laws) - (law is not None))


def _own(codes: list[str]) -> dict[tuple[str, str], list[Law]]:
    laws = Law.objects.not_repealed().filter(jurisdiction__in=codes, subjects__subject__in=MAIN_RIGHTS).distinct()
    found: dict[tuple[str, str], list[Law]] = defaultdict(list)
    for law in laws.select_related("jurisdiction").prefetch_related("subjects"):
        for row in law.subjects.all():
            found[law.jurisdiction_id, row.subject].append(law)
    return found


def _inherited(codes: list[str]) -> dict[tuple[str, str], list[Law]]:
    rows = LawInheritance.objects.filter(jurisdiction__in=codes).exclude(law__status=Law.Status.REPEALED)
    found: dict[tuple[str, str], list[Law]] = defaultdict(list)
    for row in rows.select_related("law__jurisdiction").prefetch_related("law__subjects"):
        for subject in row.subjects:
            found[row.jurisdiction_id, subject].append(row.law)
    return found


def _add_texts(cells: Iterable[Cell]) -> None:
    """The current text of each main law; of several languages the newest one."""
    wanted = [cell for cell in cells if cell.law is not None]
    texts = LawVersion.objects.filter(law__in={cell.law for cell in wanted if cell.law}, current=True)
    newest = {text.law_id: text for text in texts.defer("part_starts").order_by("dated", "pk")}
    for cell in wanted:
        cell.text = newest.get(cell.law.pk) if cell.law else None


def cells(rows: Iterable[Row]) -> Iterator[tuple[Row, Cell]]:
    """Every cell with its row, in the order of the table."""
    for row in rows:
        for cell in row.cells:
            yield row, cell
