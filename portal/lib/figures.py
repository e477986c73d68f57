"""The figures of the network: each app says what it counts and how, the statistics page shows them all.

An app keeps its figures in `stats.py` and registers them in `AppConfig.ready()`:

    figures.register(Figure("laws.laws", LIBRARY, _("Laws"), count_laws, how=_("Every law of the catalogue …")))

A figure never counts demonstration rows, and `how` says what is counted in words a reader can check.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal

from django.utils.functional import Promise
from django.utils.translation import pgettext_lazy

# The parts of the statistics page, in their order.
LIBRARY: Promise = pgettext_lazy("figures", "Library")
NETWORK: Promise = pgettext_lazy("figures", "Network")
CONSULTATIONS: Promise = pgettext_lazy("figures", "Consultations")
CASES: Promise = pgettext_lazy("figures", "Guidance cases")
WARNINGS: Promise = pgettext_lazy("figures", "Risk warnings")
AREAS: tuple[Promise, ...] = (LIBRARY, NETWORK, CONSULTATIONS, CASES, WARNINGS)


@dataclass(frozen=True)
class Figure:
    """One number. `link` is a contract address (`/laws/`) that lists what was counted; `explained_at` one, with an
    anchor, that breaks the count down, where `how` alone does not say it."""

    key: str
    area: Promise
    label: Promise
    count: Callable[[], int]
    how: Promise
    link: str = ""
    explained_at: str = ""
    order: int = 50
    on_home: bool = False


@dataclass(frozen=True)
class Breakdown:
    """One number split: by state, place, kind, month. `rows` gives (label, number), largest or earliest first."""

    key: str
    area: Promise
    title: Promise
    column: Promise
    rows: Callable[[], Sequence[tuple[str, int]]]
    how: Promise
    order: int = 50
    shape: Literal["bar", "line"] = "bar"


_figures: dict[str, Figure] = {}
_breakdowns: dict[str, Breakdown] = {}


def register(item: Figure | Breakdown) -> None:
    """Add a figure or a breakdown; the same key again replaces it."""
    if isinstance(item, Figure):
        _figures[item.key] = item
    else:
        _breakdowns[item.key] = item


def figures() -> list[Figure]:
    """All numbers, in the order of the statistics page."""
    return sorted(_figures.values(), key=_place)


def breakdowns() -> list[Breakdown]:
    return sorted(_breakdowns.values(), key=_place)


def _place(item: Figure | Breakdown) -> tuple[int, int, str]:
    return AREAS.index(item.area), item.order, item.key
