"""How far the library reaches, counted live. Own and inherited laws are counted apart and never added as laws."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.db import models

from laws.models import (
    DeadlineRule,
    GlossaryTerm,
    IpOffice,
    Judgment,
    Law,
    LawInheritance,
    LawSubject,
    ProtectionTerm,
    Treaty,
    TreatyParty,
)
from portal.reference.models import Jurisdiction

PLACES = (Jurisdiction.Kind.COUNTRY, Jurisdiction.Kind.REGION)
"""Coverage counts countries and regions; organisations hold regional law and are no place of their own."""


@dataclass(frozen=True)
class Coverage:
    """How many countries and regions have a law not known to be repealed.

    `own` have one of their own, `inherited_only` have none but one that a body or another country made for them.
    """

    own: int
    inherited_only: int

    @property
    def together(self) -> int:
        return self.own + self.inherited_only


def coverage() -> Coverage:
    """Over all subjects. Two queries."""
    own = set(
        Law.objects.exclude(status=Law.Status.REPEALED)
        .filter(jurisdiction__kind__in=PLACES)
        .order_by()
        .values_list("jurisdiction", flat=True)
        .distinct()
    )
    inherited = set(_inherited().values_list("jurisdiction", flat=True).distinct())
    return Coverage(len(own), len(inherited - own))


def coverage_by_right() -> dict[str, Coverage]:
    """For each subject of the library, in the order of the numbers. Two queries."""
    own = _by_subject(
        LawSubject.objects.exclude(law__status=Law.Status.REPEALED)
        .filter(law__jurisdiction__kind__in=PLACES)
        .order_by()
        .values_list("subject", "law__jurisdiction")
        .distinct()
    )
    inherited = _by_subject(
        (subject, place)
        for subjects, place in _inherited().values_list("subjects", "jurisdiction")
        for subject in subjects
    )
    empty: set[str] = set()
    found = {
        subject: Coverage(len(own.get(subject, empty)), len(inherited.get(subject, empty) - own.get(subject, empty)))
        for subject in own.keys() | inherited.keys()
    }
    return dict(sorted(found.items(), key=lambda item: (-item[1].own, -item[1].together, item[0])))


def library_counts() -> list[tuple[str, int]]:
    """How many rows of each kind the library holds. The words are for commands, not for pages."""
    return [
        ("treaties", Treaty.objects.count()),
        ("treaty parties", TreatyParty.objects.count()),
        ("IP offices", IpOffice.objects.count()),
        ("laws", Law.objects.count()),
        ("laws not known to be repealed", Law.objects.exclude(status=Law.Status.REPEALED).count()),
        ("inherited laws", LawInheritance.objects.count()),
        ("protection terms", ProtectionTerm.objects.count()),
        ("deadline rules", DeadlineRule.objects.count()),
        ("glossary terms", GlossaryTerm.objects.count()),
        ("typical cases", Judgment.objects.count()),
    ]


def _inherited() -> "models.QuerySet[LawInheritance]":
    return (
        LawInheritance.objects.exclude(law__status=Law.Status.REPEALED).filter(jurisdiction__kind__in=PLACES).order_by()
    )


def _by_subject(pairs: Iterable[tuple[str, str]]) -> Mapping[str, set[str]]:
    found = defaultdict(set)
    for subject, place in pairs:
        found[subject].add(place)
    return found
