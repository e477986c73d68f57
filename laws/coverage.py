"""How much of the world the library covers, own laws and inherited ones always apart.

A law counts unless it is known to be repealed. An inherited law never counts as one of the place's own.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count

from laws.models import Law, LawInheritance
from laws.search.registry import count_by_jurisdiction
from portal.reference.models import Jurisdiction

PLACES = (Jurisdiction.Kind.COUNTRY, Jurisdiction.Kind.REGION)


@dataclass(frozen=True)
class Row:
    """One line of the list."""

    jurisdiction: Jurisdiction
    own: int
    inherited: int
    guides: int
    warnings: int


@dataclass(frozen=True)
class Totals:
    """Countries and regions with a law of their own, and those that have inherited ones only."""

    own: int
    only_inherited: int
    laws: int


def own_laws(subject: str = "") -> dict[str, int]:
    """Laws not known to be repealed by jurisdiction; about `subject` if one is given. One query."""
    laws = Law.objects.not_repealed()
    laws = laws.about(subject) if subject else laws
    return dict(laws.order_by().values_list("jurisdiction").annotate(count=Count("pk")))


def inherited_laws(subject: str = "") -> dict[str, int]:
    """Inherited laws not known to be repealed by jurisdiction. One query."""
    rows = LawInheritance.objects.exclude(law__status=Law.Status.REPEALED)
    if subject:
        rows = rows.filter(law__subjects__subject=subject)
    return dict(rows.order_by().values_list("jurisdiction").annotate(count=Count("pk")))


def totals() -> Totals:
    """The numbers above the list. Three queries."""
    places = set(Jurisdiction.objects.filter(kind__in=PLACES).values_list("code", flat=True))
    own = own_laws()
    inherited = places & inherited_laws().keys()
    return Totals(len(places & own.keys()), len(inherited - own.keys()), sum(own.values()))


def rows(jurisdictions: Iterable[Jurisdiction], *, subject: str = "") -> list[Row]:
    """The lines of the list; with `subject` only laws about it are counted. Four queries at most."""
    own, inherited = own_laws(subject), inherited_laws(subject)
    guides, warnings = count_by_jurisdiction("guide"), count_by_jurisdiction("warning")
    return [
        Row(place, *(counts.get(place.code, 0) for counts in (own, inherited, guides, warnings)))
        for place in jurisdictions
    ]
