"""What is promised, and how often it was kept: for the public page and for whoever publishes it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Count, Q, QuerySet

from disputes.choices import ClockKind, Priority, TimeUnit
from disputes.models import CaseClock, ServiceTime
from disputes.servicetimes import STANDARD, Promise, reaching
from portal.accounts.models import GuidanceCentre
from portal.lib import clock

# Over which time the figures look back.
LOOK_BACK = timedelta(days=365)


@dataclass(frozen=True)
class Promised:
    """One line of published times: what holds on a day, and since when. `valid_from` is None for the standard."""

    kind: ClockKind
    priority: str
    promise: Promise
    valid_from: date | None
    own: bool  # of the centre that was asked for, and not of the network


@dataclass(frozen=True)
class Kept:
    """How many promises ended with a judgement, and how many of them in time."""

    judged: int
    in_time: int

    @property
    def percent(self) -> int:
        return round(100 * self.in_time / self.judged) if self.judged else 0


def lines_of() -> list[tuple[ClockKind, str]]:
    """What the table lists: each level where levels differ, one line where they do not."""
    levels = {kind: [level for found, level in STANDARD if found == kind] for kind in ClockKind}
    return [
        (kind, level)
        for kind in ClockKind
        for level in ([*Priority.values] if len([one for one in levels[kind] if one]) > 1 else levels[kind])
    ]


def published(centre: GuidanceCentre | None, on: date, *, rows: Sequence[ServiceTime] | None = None) -> list[Promised]:
    """What holds on a day, line by line; one query unless `rows` are given."""
    found = _rows(centre) if rows is None else rows
    return [_in_force(found, kind, priority, on) for kind, priority in lines_of()]


def _rows(centre: GuidanceCentre | None) -> list[ServiceTime]:
    place = Q(centre__isnull=True) if centre is None else Q(centre__isnull=True) | Q(centre=centre)
    return list(ServiceTime.objects.filter(place).order_by("-valid_from"))


def _in_force(rows: Sequence[ServiceTime], kind: ClockKind, priority: str, on: date) -> Promised:
    """The order of `servicetimes.promised`: the centre before the network, the level before all levels, the newest."""
    levels = reaching(kind, priority)
    fitting = [row for row in rows if row.kind == kind and row.priority in levels and row.valid_from <= on]
    row = min(
        fitting,
        key=lambda one: (one.centre_id is None, one.priority == "", -one.valid_from.toordinal()),
        default=None,
    )
    if row is None:
        return Promised(kind, priority, STANDARD.get((kind, priority)) or STANDARD[kind, ""], None, own=False)
    return Promised(kind, priority, promise_of(row), row.valid_from, own=row.centre_id is not None)


def promise_of(row: ServiceTime) -> Promise:
    return Promise(row.quantity, TimeUnit(row.unit), row.pk)


def coming(centre: GuidanceCentre | None, after: date) -> list[ServiceTime]:
    """What is published for later days by this centre alone, or by the network alone."""
    return list(ServiceTime.objects.filter(centre=centre, valid_from__gt=after).order_by("valid_from", "kind"))


def _judged() -> QuerySet[CaseClock]:
    """Clocks of the last year that ended in time or late; demonstrations and restricted matters are left out."""
    return CaseClock.objects.filter(
        in_time__isnull=False,
        ended_at__gte=clock.now() - LOOK_BACK,
        case__is_demo=False,
        case__restricted=False,
    ).order_by()


def kept_by_kind(centre: GuidanceCentre | None = None) -> dict[str, Kept]:
    """How often each kind of promise was kept, by all centres or by one."""
    rows = _judged()
    if centre is not None:
        rows = rows.filter(case__centre=centre)
    counted = rows.values_list("kind").annotate(judged=Count("pk"), good=Count("pk", filter=Q(in_time=True)))
    return {kind: Kept(judged, good) for kind, judged, good in counted}


def kept_by_centre() -> list[tuple[GuidanceCentre, Kept]]:
    """The same for all kinds of the centre together, by the centre that has the case; none without a judged clock."""
    rows = (
        _judged()
        .exclude(kind=ClockKind.SUPPLEMENT)
        .values_list("case__centre")
        .annotate(judged=Count("pk"), good=Count("pk", filter=Q(in_time=True)))
    )
    counted = {centre: Kept(judged, good) for centre, judged, good in rows}
    centres = GuidanceCentre.objects.filter(pk__in=counted, is_demo=False).order_by("slug")
    return [(centre, counted[centre.pk]) for centre in centres]
