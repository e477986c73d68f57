"""What the library holds of a few places, read in a fixed number of queries whatever they hold."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TypeVar

from django.db.models import Count, Exists, OuterRef

from laws.guides.access import published_revisions
from laws.mainlaw import main_law_of_place, weight
from laws.models import (
    DeadlineRule,
    Judgment,
    Law,
    LawInheritance,
    LawVersion,
    ProtectionTerm,
    Treaty,
    TreatyParty,
    TreatySignatory,
)
from laws.models.choices import Subject
from portal.reference.models import Jurisdiction

R = TypeVar("R", ProtectionTerm, DeadlineRule)


@dataclass(frozen=True)
class HeldLaw:
    """A law of a place: its own, or inherited from another one for some of its subjects."""

    law: Law
    subjects: frozenset[str]
    held: bool
    inherited: LawInheritance | None = None


@dataclass(frozen=True)
class Held:
    """The rows of the places by code; of treaties by (treaty, place)."""

    places: list[Jurisdiction]
    laws: dict[str, list[HeldLaw]]
    terms: dict[str, list[ProtectionTerm]]
    treaties: list[Treaty]
    parties: dict[tuple[str, str], TreatyParty]
    signatures: dict[tuple[str, str], TreatySignatory]
    rules: dict[str, list[DeadlineRule]]
    guides: dict[str, str]
    judgments: dict[str, int]


def read(places: Sequence[Jurisdiction]) -> Held:
    """Twelve queries."""
    codes = [place.code for place in places]
    inherited = _inherited(codes)
    makers = {row.inherited_from_id for row in inherited}
    parties = TreatyParty.objects.filter(jurisdiction__in=codes).order_by("-basis")
    signatures = TreatySignatory.objects.filter(jurisdiction__in=codes)
    guides = published_revisions().filter(guide__jurisdiction__in=codes)
    judgments = Judgment.objects.filter(jurisdiction__in=codes).order_by().values_list("jurisdiction")
    return Held(
        list(places),
        _laws(codes, inherited),
        _by_place(ProtectionTerm.objects.filter(jurisdiction__in={*codes, *makers}).select_related("jurisdiction")),
        sorted(Treaty.objects.all(), key=_world_first),
        {(row.treaty_id, row.jurisdiction_id): row for row in parties},
        {(row.treaty_id, row.jurisdiction_id): row for row in signatures},
        _by_place(_rules(codes)),
        {revision.guide.jurisdiction_id: revision.guide.get_absolute_url() for revision in guides},
        dict(judgments.annotate(count=Count("pk"))),
    )


def _world_first(treaty: Treaty) -> tuple[bool, bool, int, str]:
    """The world's treaties before regional ones, and among them WIPO's first, by age."""
    return (treaty.is_regional, treaty.administrator != "WIPO", treaty.adopted_year or 0, treaty.code)


def _inherited(codes: Sequence[str]) -> list[LawInheritance]:
    rows = (
        LawInheritance.objects.filter(jurisdiction__in=codes)
        .exclude(law__status=Law.Status.REPEALED)
        .select_related("law", "inherited_from", "basis_treaty")
        .prefetch_related("law__subjects")
        .annotate(text_held=Exists(LawVersion.objects.filter(law=OuterRef("law"))))
    )
    return list(rows)


def _laws(codes: Sequence[str], inherited: Iterable[LawInheritance]) -> dict[str, list[HeldLaw]]:
    """The laws of each place not known to be repealed, in no order: that depends on the right."""
    own = (
        Law.objects.not_repealed()
        .filter(jurisdiction__in=codes)
        .prefetch_related("subjects")
        .annotate(text_held=Exists(LawVersion.objects.filter(law=OuterRef("pk"))))
    )
    found: dict[str, list[HeldLaw]] = defaultdict(list)
    for law in own:
        subjects = frozenset(row.subject for row in law.subjects.all())
        found[law.jurisdiction_id].append(HeldLaw(law, subjects, law.text_held))
    for row in inherited:
        found[row.jurisdiction_id].append(
            HeldLaw(row.law, frozenset(row.subjects), bool(getattr(row, "text_held", False)), row)
        )
    return found


def main_first(laws: Iterable[HeldLaw], right: str) -> list[HeldLaw]:
    """Those of `laws` on the right: the main one (laws/mainlaw.py), the place's own by weight, then inherited ones."""
    subject = Subject(right)
    found = [one for one in laws if right in one.subjects]
    main = main_law_of_place(
        [one.law for one in found if one.inherited is None],
        [one.law for one in found if one.inherited is not None],
        subject,
    )
    return sorted(found, key=lambda one: (one.law != main, one.inherited is not None, weight(one.law, subject)))


def _rules(codes: Sequence[str]) -> Iterable[DeadlineRule]:
    return (
        DeadlineRule.objects.filter(jurisdiction__in=codes, withdrawn_on__isnull=True)
        .select_related("dispute_type", "forum")
        .order_by("dispute_type", "rule_id")
    )


def _by_place(rows: Iterable[R]) -> dict[str, list[R]]:
    found: dict[str, list[R]] = defaultdict(list)
    for row in rows:
        found[row.jurisdiction_id].append(row)
    return found
