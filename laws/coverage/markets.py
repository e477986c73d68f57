"""The main law of each main market on patents, trade marks, copyright and designs. The rule: docs/coverage.md.

No source says which law is the main one, so a rule picks it and the page says so. Of the laws on the right that are
not known to be repealed the first by these marks is the main one:

1. a statute before a decree, a regulation, rules, a constitution;
2. one whose title names the right before one on intellectual property as a whole, before a code, before any other;
3. one that is in force before one whose status is not known;
4. the one with the fewest other words in its title, then on the fewest rights, then the most recent.

An act whose title says that it amends, repeals, approves or establishes something else is never the main law, nor is
one below a statute that fits by its subjects only. A statute that fits so gives way to an inherited one on the right.
Where nothing is left, the table shows a hole and how many other laws on the right are listed.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from laws.coverage.gaps import MAIN_RIGHTS
from laws.models import Law, LawInheritance, LawVersion
from laws.models.choices import Subject
from portal.reference.models import Jurisdiction

NAMES = {
    Subject.PATENT: re.compile(r"patent|invention|专利|发明", re.I),
    Subject.TRADEMARK: re.compile(r"trade[ -]?marks?|\bmarks\b|distinctive signs|商标|标志", re.I),
    Subject.COPYRIGHT: re.compile(r"copyright|author|著作权|版权", re.I),
    Subject.DESIGN: re.compile(r"designs?\b|industrial model|外观设计|意匠", re.I),
}
WHOLE_FIELD = re.compile(r"(industrial|intellectual) property|知识产权|工业产权", re.I)
CODE = re.compile(r"\bcode\b|法典", re.I)
# An act whose title says one of these is about another act, an authority, a profession or a procedure.
SECONDARY = re.compile(
    r"\b(amend(s|ing|ments?)|repeal(s|ing)|transitional|approv(es|ing)|ratif\w+|adjustment|establishment|authority|"
    r"attorneys?|agents?|adjudication|replaces article|purpose fulfilled)\b|修改|修正|废止|批准|过渡|代理",
    re.I,
)
KINDS = [
    Law.Kind.STATUTE,
    Law.Kind.DECREE,
    Law.Kind.REGULATION,
    Law.Kind.RULES,
    Law.Kind.CONSTITUTION,
    Law.Kind.TREATY,
    Law.Kind.UNKNOWN,
]
# Words that tell nothing about what a law is on.
PLAIN = frozenset(("act", "law", "code", "ordinance", "federal", "title", "chapter", "no", "b.e")) | frozenset(
    (
        "registered",
        "protection",
        "legal",
        "industrial",
        "on",
        "of",
        "the",
        "and",
        "for",
        "in",
        "to",
        "related",
        "rights",
    )
)
BY_SUBJECT_ONLY = 4


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


def main_law(laws: Iterable[Law], right: Subject) -> Law | None:
    """The first of `laws` by the rule above; `laws` come with their subjects prefetched."""
    return min((law for law in laws if _may_be_main(law, right)), key=lambda law: _marks(law, right), default=None)


def _may_be_main(law: Law, right: Subject) -> bool:
    by_subject_only = _naming(law, right) == BY_SUBJECT_ONLY and law.kind != Law.Kind.STATUTE
    return not by_subject_only and not SECONDARY.search(_title(law))


def _cell(
    code: str, right: Subject, own: dict[tuple[str, str], list[Law]], inherited: dict[tuple[str, str], list[Law]]
) -> Cell:
    laws, besides = own[code, right], inherited[code, right]
    law = main_law(laws, right)
    first = main_law(besides, right)
    if first is not None and (law is None or _naming(law, right) == BY_SUBJECT_ONLY):
        return Cell(right, first, True, besides=[one for one in besides if one != first], others=len(laws))
    return Cell(right, law, besides=besides, others=len(laws) - (law is not None))


def _title(law: Law) -> str:
    return law.title_en or law.title_zh or law.title_original


def _marks(law: Law, right: Subject) -> tuple[int, int, bool, int, int, int, str]:
    return (
        KINDS.index(Law.Kind(law.kind)),
        _naming(law, right),
        law.status == Law.Status.UNKNOWN,
        len(_other_words(_title(law), right)),
        len(law.subjects.all()),
        -(law.year or 0),
        law.ref,
    )


def _naming(law: Law, right: Subject) -> int:
    """How plainly the title says that the law is on `right`: 0 it names it, 1 to 3 it may well be, 4 it does not."""
    title = _title(law)
    if NAMES[right].search(title):
        return 0
    if WHOLE_FIELD.search(title):
        return 1
    # Many countries protect designs by their law on patents.
    if right == Subject.DESIGN and NAMES[Subject.PATENT].search(title):
        return 2
    return 3 if CODE.search(title) else BY_SUBJECT_ONLY


def _other_words(title: str, right: Subject) -> list[str]:
    rest = re.sub(r"\([^)]*\)|\d+", " ", NAMES[right].sub(" ", title)).lower()
    return [word for word in re.findall(r"[a-z][a-z.]+", rest) if word.strip(".") not in PLAIN]


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
