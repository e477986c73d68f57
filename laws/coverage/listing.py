"""The lines of the coverage page: places by rank of the market, what is held of each and what is missing."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from laws.coverage.counts import ALL, Coverage, Held, of_place
from laws.coverage.filters import ANY_GAP
from laws.coverage.gaps import Missing, gaps_of
from laws.mainlaw import MAIN_RIGHTS
from laws.models.choices import Subject
from laws.places import sort_key
from portal.reference.models import Jurisdiction

LAST_RANK = 10_000


@dataclass(frozen=True)
class Line:
    """One place. `held` counts the right that was asked for, or all."""

    place: Jurisdiction
    rank: int | None
    held: Held
    missing: list[Missing]


def lines(covered: Coverage, places: Iterable[Jurisdiction], *, right: str = ALL, gap: str = "") -> list[Line]:
    """`places` (with their market) in the order of the page; with `gap` only those that have it."""
    rights = (Subject(right),) if right else MAIN_RIGHTS
    found = []
    for place in places:
        missing = expected(place, gaps_of(covered, place.code, rights, right))
        if not gap or (missing if gap == ANY_GAP else any(one.gap == gap for one in missing)):
            found.append(Line(place, rank_of(place), of_place(covered, place.code, right), missing))
    return sorted(found, key=lambda line: (line.rank or LAST_RANK, sort_key(line.place)))


def expected(place: Jurisdiction, missing: list[Missing]) -> list[Missing]:
    """An organisation makes law on what its members gave it: that it has none on a right is no gap."""
    if place.kind != Jurisdiction.Kind.ORGANISATION:
        return missing
    return [one for one in missing if one.laws]


def rank_of(place: Jurisdiction) -> int | None:
    """The rank as an export market; None for a place that is no main market."""
    market = getattr(place, "market", None)
    return market.rank if market else None


def head() -> list[str]:
    """The first line of the file."""
    return [
        _("Code"),
        _("Place"),
        _("Market rank"),
        _("Right"),
        _("Own laws, repealed ones included"),
        _("Of these repealed"),
        _("Of these with status not known"),
        _("Of these with a text"),
        _("Inherited laws"),
        _("Of these with a text"),
        _("Texts, earlier versions included"),
        _("Articles of the current texts"),
        _("Languages"),
        _("Date of the newest text"),
        _("Last fetched"),
        _("Chinese title from the source"),
        _("Chinese title reviewed"),
        _("Chinese title not reviewed"),
        _("No Chinese title"),
    ]


@dataclass(frozen=True)
class Row:
    """One right of a place, or all of them together (`ALL`)."""

    line: Line
    right: str
    held: Held


def rows(covered: Coverage, found: Iterable[Line], *, right: str = ALL) -> Iterator[Row]:
    """For each place all rights together, then each right of which anything is held; or `right` alone."""
    for line in found:
        if right:
            yield Row(line, right, line.held)
            continue
        for each in (ALL, *(subject.value for subject in Subject)):
            held = of_place(covered, line.place.code, each)
            if not each or held.laws or held.inherited:
                yield Row(line, each, held)


def cells(covered: Coverage, found: Iterable[Line], *, right: str = ALL) -> Iterator[list[Any]]:
    """The lines of the file."""
    for row in rows(covered, found, right=right):
        place = row.line.place
        yield [place.code, place.name, row.line.rank, _label(row.right), *_numbers(row.held)]


def _label(right: str) -> str:
    return str(Subject(right).label) if right else _("All rights")


def _numbers(held: Held) -> list[Any]:
    return [
        held.laws,
        held.repealed,
        held.status_unknown,
        held.with_text,
        held.inherited,
        held.inherited_with_text,
        held.texts,
        held.articles,
        " ".join(sorted(held.languages)),
        held.newest,
        held.fetched,
        held.zh_sourced,
        held.zh_reviewed,
        held.zh_unreviewed,
        held.zh_missing,
    ]
