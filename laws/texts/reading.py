"""A part of a text as the reading page shows it: its rows, what stands above them, the contents, the other parts.

A text is read in parts (`LawVersion.part_starts`), so that a code of a thousand pages opens like a short act. One
query brings the headings of the whole text and the rows of the part.
"""

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Case, F, Q, TextField, Value, When
from django.utils.translation import gettext as _

from laws.models import LawVersion, Provision
from portal.lib.errors import NotHere

END = 2_147_483_647
# More headings than this are not all shown in the contents: only the upper ones and the branch one is in.
MANY_HEADINGS = 60
HIGHEST, LOWEST = 2, 6
# What one page shows at most when the whole text is asked for, to print it.
WHOLE_CHARACTERS = 2_500_000

COLUMNS = ("position", "parent", "depth", "kind", "unit", "number_raw", "number", "heading", "anchor")


@dataclass(frozen=True)
class Row:
    """One provision as it stands on the page. `beside` is its counterpart in the other text, where there is one."""

    position: int
    parent: int | None
    depth: int
    kind: str
    unit: str
    number_raw: str
    number: str
    heading: str
    anchor: str
    text: str = ""
    beside: "Row | None" = None

    @property
    def level(self) -> int:
        """Which `h` its heading is."""
        return min(self.depth + HIGHEST, LOWEST)

    @property
    def label(self) -> str:
        return " ".join(part for part in (self.number_raw, self.heading) if part)

    @property
    def lines(self) -> list[str]:
        return [line for line in self.text.split("\n") if line.strip()]

    @property
    def is_article(self) -> bool:
        return self.kind == Provision.Kind.ARTICLE


@dataclass(frozen=True)
class PartLink:
    """One part among the others. `label` says where it begins."""

    number: int
    label: str
    current: bool = False


@dataclass(frozen=True)
class Entry:
    """One line of the contents. `part` is 0 where it stands on the page."""

    row: Row
    part: int
    is_open: bool = False


@dataclass(frozen=True)
class Part:
    """What a page shows of a text. `above` are the headings that the part stands under and that begin before it."""

    version: LawVersion
    number: int
    rows: list[Row]
    above: list[Row]
    contents: list[Entry]
    parts: list[PartLink]

    @property
    def previous(self) -> PartLink | None:
        return self.parts[self.number - 2] if self.number > 1 else None

    @property
    def next(self) -> PartLink | None:
        return self.parts[self.number] if self.number < len(self.parts) else None


def starts_of(version: LawVersion) -> list[int]:
    return version.part_starts or [0]


def part_of_position(version: LawVersion, position: int) -> int:
    """The number of the part (from 1) that holds `position`."""
    return bisect_right(starts_of(version), position)


def read(version: LawVersion, number: int = 1, *, beside: LawVersion | None = None) -> Part:
    """Part `number` of a text, with the rows of `beside` that answer to it. One query, two with `beside`.

    Raises NotHere where the text has fewer parts.
    """
    starts = starts_of(version)
    if not 1 <= number <= len(starts):
        raise NotHere(
            _("This text has %(count)d parts; there is no part %(number)d.") % {"count": len(starts), "number": number}
        )
    start = starts[number - 1]
    end = starts[number] if number < len(starts) else END
    found = _rows(version, start, end)
    rows = [row for row in found if start <= row.position < end]
    containers = {row.position: row for row in found if row.kind == Provision.Kind.CONTAINER}
    beginnings = {row.position: row for row in found if row.position in set(starts)}
    above = _ancestors(rows[0], containers) if rows else []
    if beside is not None:
        rows = aligned(rows, _counterparts(version, beside, start, end))
    parts = [
        PartLink(index, beginnings[position].label if position in beginnings else "", index == number)
        for index, position in enumerate(starts, start=1)
    ]
    return Part(version, number, rows, above, _contents(rows, containers, above, starts, number), parts)


def read_whole(version: LawVersion) -> list[Row]:
    """Every row, to print. Raises NotHere where one page could not carry it."""
    if version.characters > WHOLE_CHARACTERS:
        raise NotHere(_("This text is too long for one page. Print it part by part, or download it."))
    return [Row(**row) for row in version.provisions.order_by("position").values(*COLUMNS, "text")]


def _rows(version: LawVersion, start: int, end: int) -> list[Row]:
    """The headings of the text, the first row of each part, and the rows of one part; only these with their words."""
    inside = Q(position__gte=start, position__lt=end)
    wanted = inside | Q(kind=Provision.Kind.CONTAINER) | Q(position__in=starts_of(version))
    rows = version.provisions.filter(wanted).order_by("position").values(*COLUMNS)
    rows = rows.annotate(words=Case(When(inside, then=F("text")), default=Value(""), output_field=TextField()))
    return [Row(text=row.pop("words"), **row) for row in rows]


def _counterparts(version: LawVersion, beside: LawVersion, start: int, end: int) -> list[Row]:
    """The rows of the other text with an anchor of the part, or with the number of one of its articles."""
    here = version.provisions.filter(position__gte=start, position__lt=end)
    article = Q(kind=Provision.Kind.ARTICLE) & ~Q(number="")
    wanted = Q(anchor__in=here.values("anchor")) | (article & Q(number__in=here.filter(article).values("number")))
    rows = beside.provisions.filter(wanted).order_by("position").values(*COLUMNS, "text")
    return [Row(**row) for row in rows]


def aligned(rows: Sequence[Row], others: Sequence[Row]) -> list[Row]:
    """`rows` with their counterparts: by anchor first, then articles by a number that only one of the others has."""
    by_anchor = {row.anchor: row for row in others}
    taken = {row.anchor for row in rows if row.anchor in by_anchor}
    by_number: dict[str, list[Row]] = {}
    for other in others:
        if other.is_article and other.number and other.anchor not in taken:
            by_number.setdefault(other.number, []).append(other)
    found = []
    for row in rows:
        beside = by_anchor.get(row.anchor)
        if beside is None and row.is_article and len(by_number.get(row.number, ())) == 1:
            beside = by_number.pop(row.number)[0]
        found.append(_with(row, beside=beside) if beside else row)
    return found


def _with(row: Row, **changes: Any) -> Row:
    return Row(**{**row.__dict__, **changes})


def _ancestors(row: Row, containers: dict[int, Row]) -> list[Row]:
    found: list[Row] = []
    parent = row.parent
    while parent is not None and parent in containers:
        found.insert(0, containers[parent])
        parent = containers[parent].parent
    return found


def _contents(
    rows: Sequence[Row], containers: dict[int, Row], above: Sequence[Row], starts: Sequence[int], number: int
) -> list[Entry]:
    """The contents: every heading of a short text; of a long one the upper ones and the branch the part is in."""
    open_ones = {row.position for row in above} | {row.parent for row in rows if row.parent is not None}
    deepest = _depth_shown(containers.values())
    entries = []
    inside = {row.position for row in rows}
    shown = [
        row
        for row in containers.values()
        if row.depth <= deepest or row.position in open_ones or row.position in inside or row.parent in open_ones
    ]
    shown += [row for row in rows if row.kind != Provision.Kind.CONTAINER and row.label]
    for row in sorted(shown, key=lambda one: one.position):
        part = bisect_right(starts, row.position)
        entries.append(Entry(row, 0 if part == number else part, row.position in open_ones))
    return entries


def _depth_shown(containers: Iterable[Row]) -> int:
    """The deepest level at which all headings of the text are still few enough to be shown."""
    depths = [row.depth for row in containers]
    deepest = max(depths, default=0)
    while deepest and sum(depth <= deepest for depth in depths) > MANY_HEADINGS:
        deepest -= 1
    return deepest
