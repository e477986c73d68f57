"""What this app counts for the figures of the network. Drafts and demonstration cases are never counted."""

from collections.abc import Callable
from typing import Any

from django.db.models import Count, F
from django.db.models.functions import TruncMonth
from django.utils.translation import gettext_lazy as _

from disputes.choices import CaseKind
from disputes.models import Case
from disputes.querysets import CaseQuerySet
from disputes.states import CaseState
from portal.accounts.models import GuidanceCentre
from portal.lib import clock, figures
from portal.reference.models import DisputeType, Jurisdiction, Province

TOP = 15


def consultations() -> CaseQuerySet:
    """Filed consultations; a restricted matter is left out, so that no small number reveals it."""
    return Case.objects.counted().filter(kind=CaseKind.CONSULTATION, restricted=False)


def count_filed() -> int:
    return consultations().count()


def count_answered() -> int:
    return consultations().filter(answered_at__isnull=False).count()


def count_in_time() -> int:
    return consultations().filter(answered_in_time=True).count()


def count_open() -> int:
    return consultations().awaiting_answer().count()


def by_state() -> list[tuple[str, int]]:
    counted = dict(consultations().order_by().values_list("state").annotate(number=Count("pk")))
    return [(str(state.label), counted[state.value]) for state in CaseState if counted.get(state.value)]


def by_month() -> list[tuple[str, int]]:
    months = consultations().order_by().annotate(month=TruncMonth("submitted_at", tzinfo=clock.SHANGHAI))
    rows = months.values_list("month").annotate(number=Count("pk")).order_by("month")
    return [(f"{month:%Y-%m}", number) for month, number in rows]


def _named(field: str, names: Callable[[list[Any]], dict[Any, str]]) -> list[tuple[str, int]]:
    """The most frequent values of a foreign key with their names; two queries."""
    rows = list(
        consultations()
        .order_by()
        .annotate(place=F(field))
        .exclude(place=None)
        .values_list("place")
        .annotate(number=Count("pk"))
        .order_by("-number", "place")[:TOP]
    )
    labels = names([place for place, _number in rows])
    return [(labels.get(place, str(place)), number) for place, number in rows]


def by_jurisdiction() -> list[tuple[str, int]]:
    return _named("jurisdiction", lambda keys: {row.pk: str(row) for row in Jurisdiction.objects.filter(pk__in=keys)})


def by_type() -> list[tuple[str, int]]:
    return _named("dispute_type", lambda keys: {row.pk: str(row) for row in DisputeType.objects.filter(pk__in=keys)})


def by_centre() -> list[tuple[str, int]]:
    return _named("centre", lambda keys: {row.pk: str(row) for row in GuidanceCentre.objects.filter(pk__in=keys)})


def by_province() -> list[tuple[str, int]]:
    """Of verified enterprises: a claim is only somebody's word."""
    return _named("enterprise__province", lambda keys: {r.pk: str(r) for r in Province.objects.filter(pk__in=keys)})


def register() -> None:
    area = figures.CONSULTATIONS
    note = _("Filed consultations without demonstrations and restricted matters; guidance cases are counted apart.")
    for figure in (
        figures.Figure("disputes.filed", area, _("Consultations filed"), count_filed, how=note, order=10, on_home=True),
        figures.Figure(
            "disputes.answered",
            area,
            _("Consultations answered"),
            count_answered,
            how=_("Consultations with a first answer, whatever happened afterwards."),
            order=11,
        ),
        figures.Figure(
            "disputes.in_time",
            area,
            _("Answered within the promised time"),
            count_in_time,
            how=_("First answers given before the time on the receipt, moved by the pauses the enterprise caused."),
            order=12,
        ),
        figures.Figure(
            "disputes.open",
            area,
            _("Waiting for an answer"),
            count_open,
            how=_("Submitted or being worked on."),
            order=13,
        ),
    ):
        figures.register(figure)
    for breakdown in (
        figures.Breakdown("disputes.by_state", area, _("Consultations by state"), _("State"), by_state, note, order=20),
        figures.Breakdown(
            "disputes.by_month", area, _("Consultations by month"), _("Month"), by_month, note, order=21, shape="line"
        ),
        figures.Breakdown(
            "disputes.by_jurisdiction",
            area,
            _("Consultations by country or region"),
            _("Country or region"),
            by_jurisdiction,
            note,
            order=22,
        ),
        figures.Breakdown(
            "disputes.by_type",
            area,
            _("Consultations by kind of dispute"),
            _("Kind of dispute"),
            by_type,
            note,
            order=23,
        ),
        figures.Breakdown(
            "disputes.by_province",
            area,
            _("Consultations by province"),
            _("Province"),
            by_province,
            how=_("By the province of the verified enterprise; enterprises not yet verified are left out."),
            order=24,
        ),
        figures.Breakdown(
            "disputes.by_centre", area, _("Consultations by centre"), _("Centre"), by_centre, note, order=25
        ),
    ):
        figures.register(breakdown)
