"""The lines of the list of jurisdictions, own laws and inherited ones always apart.

A law counts unless it is known to be repealed. An inherited law never counts as one of the place's own.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count

from laws.models import Law, LawInheritance
from laws.search.registry import count_by_jurisdiction
from portal.reference.models import Jurisdiction


@dataclass(frozen=True)
class Row:
    """One line of the list."""

    jurisdiction: Jurisdiction
    own: int
    inherited: int
    guides: int
    warnings: int


def own_laws(subject: str = "") -> dict[str, int]:
    """Laws not known to be repealed by jurisdiction; about `subject` if one is given. One query."""
    laws = Law.objects.not_repealed()
    laws = laws.about(subject) if subject else laws
    return dict(laws.order_by().values_list("jurisdiction").annotate(count=Count("pk")))


def inherited_laws(subject: str = "") -> dict[str, int]:
    """Inherited laws not known to be repealed by jurisdiction. One query.

    A law may be inherited for some of its subjects only, so the row's own subjects decide.
    """
    rows = LawInheritance.objects.exclude(law__status=Law.Status.REPEALED).values_list("jurisdiction", "subjects")
    return Counter(code for code, subjects in rows if not subject or subject in subjects)


def places_with_law_about(subject: str) -> set[str]:
    """Jurisdictions with a law about `subject`, of their own or inherited. Two queries."""
    return own_laws(subject).keys() | inherited_laws(subject).keys()


def rows(jurisdictions: Iterable[Jurisdiction], *, subject: str = "") -> list[Row]:
    """The lines of the list; with `subject` only laws about it are counted. Four queries at most."""
    own, inherited = own_laws(subject), inherited_laws(subject)
    guides, warnings = count_by_jurisdiction("guide"), count_by_jurisdiction("warning")
    return [
        Row(place, *(counts.get(place.code, 0) for counts in (own, inherited, guides, warnings)))
        for place in jurisdictions
    ]
