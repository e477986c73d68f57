"""The skills matrix and where it has holes: place x right x industry, asked-for against known.

What is asked for comes from two places: the cases of the last year, told by the app that has them
(`register_demand`), and the key markets with the rights most fought over there. What is known are the skills of
experts who are appointed and not away. Two set queries and one for each source of demand, whatever the pool's size.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.conf import settings

from experts.choices import ANY
from experts.models import Skill
from experts.querysets import free_on, serving_on
from laws.models.choices import Subject
from portal.lib import clock
from portal.reference.models import Market

KEY_MARKETS = 12
# Trade secrets and patents (with them: standard-essential ones) are the shortages the network names.
KEY_RIGHTS = (Subject.PATENT, Subject.TRADEMARK, Subject.DESIGN, Subject.COPYRIGHT, Subject.TRADE_SECRET)
THIN = 1  # one person is no cover: they may be away or in conflict


@dataclass(frozen=True, order=True)
class Cell:
    """One place x right x industry; ANY where the case does not say."""

    jurisdiction: str
    right: str
    industry: str = ANY


@dataclass(frozen=True)
class Gap:
    """A cell that is asked for, with how many cases ask and how many experts know it. `market` is its rank or 0."""

    cell: Cell
    cases: int
    market: int
    experts: int


# (cell, number of cases)
Demand = Callable[[bool], Iterable[tuple[Cell, int]]]
_demand: list[Demand] = []


def register_demand(provider: Demand) -> None:
    """Let `provider(with_demo)` say which cells the cases of the last year ask for. Twice changes nothing."""
    if provider not in _demand:
        _demand.append(provider)


def with_demo() -> bool:
    """Demonstration rows are never counted, but where there is nothing else to look at."""
    return bool(settings.DEMO)


def usable_skills() -> list[tuple[int, str, str, str]]:
    """(expert, place, right, industry) of everybody who can be asked today. One query."""
    today = clock.today()
    rows = Skill.objects.filter(serving_on(today, "expert__"), free_on(today, "expert__"))
    if not with_demo():
        rows = rows.filter(expert__is_demo=False)
    return list(rows.values_list("expert", "jurisdiction", "right", "industry").distinct().order_by())


class Supply:
    """Who knows what, ready to be asked cell by cell."""

    def __init__(self, rows: Iterable[tuple[int, str, str, str]]) -> None:
        self._by_place: dict[str, dict[tuple[str, str], set[int]]] = defaultdict(lambda: defaultdict(set))
        for expert, jurisdiction, right, industry in rows:
            self._by_place[jurisdiction][right, industry].add(expert)

    def count(self, cell: Cell) -> int:
        """How many different experts know this cell.

        Where a case does not say its right or its industry (ANY), whoever knows one of them can be asked.
        """
        found: set[int] = set()
        for place in {cell.jurisdiction, ANY}:
            for (right, industry), experts in self._by_place.get(place, {}).items():
                fits_right = cell.right == ANY or right in (cell.right, ANY)
                if fits_right and (cell.industry == ANY or industry in (cell.industry, ANY)):
                    found |= experts
        return len(found)


def demand() -> dict[Cell, tuple[int, int]]:
    """Every cell that is asked for: how many cases ask, and the market's rank (0: no key market)."""
    found: dict[Cell, tuple[int, int]] = {}
    for provider in _demand:
        for cell, cases in provider(with_demo()):
            known = found.get(cell, (0, 0))
            found[cell] = (known[0] + cases, 0)
    ranks = dict(Market.objects.order_by("rank").values_list("jurisdiction", "rank")[:KEY_MARKETS])
    for code in ranks:
        for right in KEY_RIGHTS:
            found.setdefault(Cell(code, right), (0, 0))
    return {cell: (cases, ranks.get(cell.jurisdiction, 0)) for cell, (cases, _rank) in found.items()}


def gap_report() -> list[Gap]:
    """Cells that are asked for and that nobody or one person alone knows: most cases first, then by market."""
    supply = Supply(usable_skills())
    gaps = [Gap(cell, cases, market, supply.count(cell)) for cell, (cases, market) in demand().items()]
    thin = [gap for gap in gaps if gap.experts <= THIN]
    return sorted(thin, key=lambda gap: (gap.experts, -gap.cases, gap.market or 999, gap.cell))


@dataclass(frozen=True)
class MatrixRow:
    jurisdiction: str
    counts: list[tuple[str, int]]


def matrix(*, industry: str = ANY) -> list[MatrixRow]:
    """How many usable experts know each right in each place that has a skill or a demand, for one industry or all."""
    rows = usable_skills()
    supply = Supply(rows)
    places = {place for _expert, place, _right, _industry in rows if place != ANY}
    places |= {cell.jurisdiction for cell in demand()}
    return [
        MatrixRow(place, [(right, supply.count(Cell(place, right, industry))) for right in Subject.values])
        for place in sorted(places)
    ]
