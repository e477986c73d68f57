"""What is counted of guidance cases: how many, their opinions, and what was recovered.

Counted apart from consultations. Drafts, demonstrations and restricted matters are left out, so that no small number
reveals one.
"""

from collections.abc import Callable
from decimal import Decimal
from typing import Any

from django.db.models import Count, F, QuerySet, Sum
from django.db.models.functions import ExtractYear
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from disputes.choices import CaseKind, ClockKind
from disputes.models import Case, CaseClock, LossRecord, Opinion
from disputes.querysets import CaseQuerySet
from disputes.results import RECOVERED_MEANS
from disputes.states import OPINION_GIVEN, CaseState
from portal.lib import figures
from portal.reference.models import DisputeType, Jurisdiction, Province

TOP = 15


def guidance() -> CaseQuerySet:
    """Filed guidance cases, without demonstrations and restricted matters."""
    return Case.objects.counted().filter(kind=CaseKind.GUIDANCE, restricted=False)


def losses() -> "QuerySet[LossRecord]":
    """Entries of these cases that count as recovered."""
    return LossRecord.objects.recovered().filter(case__in=guidance()).order_by()


def count_filed() -> int:
    return guidance().count()


def count_accepted() -> int:
    return guidance().filter(accepted_at__isnull=False).count()


def count_opinions() -> int:
    return Opinion.objects.filter(case__in=guidance(), state__in=OPINION_GIVEN).count()


def count_in_time() -> int:
    return CaseClock.objects.filter(case__in=guidance(), kind=ClockKind.OPINION, in_time=True).count()


def count_closed() -> int:
    return guidance().filter(state__in=[CaseState.CLOSED, CaseState.ARCHIVED]).count()


def sum_recovered() -> int:
    """In whole yuan, rounded down."""
    total: Decimal | None = losses().aggregate(total=Sum("amount_cny"))["total"]
    return int(total or 0)


def by_state() -> list[tuple[str, int]]:
    counted = dict(guidance().order_by().values_list("state").annotate(number=Count("pk")))
    return [(str(state.label), counted[state.value]) for state in CaseState if counted.get(state.value)]


def recovered_by_year() -> list[tuple[str, int]]:
    """By the year of the payment, release or decision, earliest first."""
    rows = losses().annotate(year=ExtractYear("on")).values_list("year").annotate(total=Sum("amount_cny"))
    return [(str(year), int(total)) for year, total in rows.order_by("year")]


def _recovered(field: str, names: Callable[[list[Any]], dict[Any, str]]) -> list[tuple[str, int]]:
    """The largest sums by a column of the case, with its names; two queries."""
    rows = list(
        losses()
        .annotate(place=F(field))
        .exclude(place=None)
        .values_list("place")
        .annotate(total=Sum("amount_cny"))
        .order_by("-total", "place")[:TOP]
    )
    labels = names([place for place, _total in rows])
    return [(labels.get(place, str(place)), int(total)) for place, total in rows]


def recovered_by_type() -> list[tuple[str, int]]:
    return _recovered("case__dispute_type", lambda k: {r.pk: str(r) for r in DisputeType.objects.filter(pk__in=k)})


def recovered_by_jurisdiction() -> list[tuple[str, int]]:
    return _recovered("case__jurisdiction", lambda k: {r.pk: str(r) for r in Jurisdiction.objects.filter(pk__in=k)})


def recovered_by_province() -> list[tuple[str, int]]:
    """Of verified enterprises: a claim is only somebody's word."""
    return _recovered("case__enterprise__province", lambda k: {r.pk: str(r) for r in Province.objects.filter(pk__in=k)})


YEARS = _("Figures of different years are not comparable without this definition.")


def register() -> None:
    area = figures.CASES
    note = _("Filed guidance cases without demonstrations and restricted matters; consultations are counted apart.")
    opinions = _("Versions of opinions that were issued to the enterprise.")
    in_time = _("Guidance cases whose opinion came before the time promised for it, moved by its pauses.")
    closed = _("Closed with an outcome, or archived since.")
    for key, label, count, how, order in (
        ("guidance.filed", _("Guidance cases filed"), count_filed, note, 10),
        ("guidance.accepted", _("Guidance cases accepted"), count_accepted, note, 11),
        ("guidance.opinions", _("Guidance opinions issued"), count_opinions, opinions, 12),
        ("guidance.in_time", _("Opinions within the promised time"), count_in_time, in_time, 13),
        ("guidance.closed", _("Guidance cases closed"), count_closed, closed, 14),
        ("guidance.recovered", _("Recovered, in yuan"), sum_recovered, RECOVERED_MEANS, 15),
    ):
        figures.register(figures.Figure(key, area, label, count, how=how, order=order))
    figures.register(
        figures.Breakdown("guidance.by_state", area, _("Guidance cases by state"), _("State"), by_state, note, order=20)
    )
    for key, title, column, rows, how, order in (
        ("year", _("Recovered by year, in yuan"), _("Year"), recovered_by_year, YEARS, 21),
        ("type", _("Recovered by kind of dispute, in yuan"), _("Kind of dispute"), recovered_by_type, YEARS, 22),
        (
            "jurisdiction",
            _("Recovered by country or region, in yuan"),
            _("Country or region"),
            recovered_by_jurisdiction,
            YEARS,
            23,
        ),
        ("province", _("Recovered by province, in yuan"), _("Province"), recovered_by_province, YEARS, 24),
    ):
        # The definition stands under each table: a sum without it would be compared with another.
        means = format_lazy("{} {}", RECOVERED_MEANS, how)
        figures.register(
            figures.Breakdown(f"guidance.recovered_by_{key}", area, title, column, rows, means, order=order)
        )
