"""The page that explains every hour a clock of the case has counted, for both sides."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.functional import Promise as Words
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from disputes.access import get_case, standing_of
from disputes.actions.reading import note_read
from disputes.choices import TimeUnit
from disputes.explaining import Line, Why
from disputes.lengths import in_hours
from disputes.models import Case, ServiceTime
from disputes.reckoning import Reckoning, reckon, service_times_of
from disputes.servicetimes import Promise, schedule_of
from portal.accounts.access import person
from portal.lib.clock import SHANGHAI
from portal.reference.calendars import Calendars

WHY: dict[Why, str | Words] = {
    Why.OPEN: pgettext_lazy("office hours", "Open"),
    Why.REST: gettext_lazy("Closed: no working day"),
    Why.HOLIDAY: gettext_lazy("Closed: public holiday"),
    Why.MADE_UP: gettext_lazy("Open: make-up working day"),
    Why.ROUND_THE_CLOCK: gettext_lazy("Counted round the clock"),
}


def promise_words(promise: Promise) -> str:
    """`within 2 working hours`."""
    count = promise.quantity
    if promise.unit == TimeUnit.SAME_WORKING_DAY:
        return _("on the same working day")
    forms = {
        TimeUnit.HOUR: ngettext("within %(count)s hour", "within %(count)s hours", count),
        TimeUnit.WORKING_HOUR: ngettext("within %(count)s working hour", "within %(count)s working hours", count),
        TimeUnit.WORKING_DAY: ngettext("within %(count)s working day", "within %(count)s working days", count),
    }
    return forms[promise.unit] % {"count": count}


@dataclass(frozen=True)
class Row:
    """One day in words."""

    line: Line
    why: str
    counted: str
    paused: str
    total: str
    is_until: bool
    is_due: bool


@dataclass(frozen=True)
class Explained:
    """One clock in words."""

    reckoning: Reckoning
    rows: list[Row]
    promise: str
    source: str
    promised: str
    used: str
    left: str


def _source(reckoning: Reckoning, published: Mapping[int, ServiceTime]) -> str:
    promise = reckoning.promise
    if promise is None:
        return _("the service time in force when it began")
    row = published.get(promise.row or 0)
    if row is None:
        return _("the network's standard, which holds where nothing else is published")
    words = {"day": row.valid_from.isoformat(), "centre": row.centre}
    if row.centre is None:
        return _("the network's service times, published from %(day)s on") % words
    return _("the service times of %(centre)s, published from %(day)s on") % words


def _day(moment: Reckoning, *, due: bool) -> date:
    return (moment.due if due else min(moment.until, moment.due)).astimezone(SHANGHAI).date()


def _why(line: Line, reckoning: Reckoning) -> str:
    if line.closes is not None and line.closes <= reckoning.start:
        return _("Open, but the clock began after closing")
    return str(WHY[line.why])


def explained(reckoning: Reckoning, published: Mapping[int, ServiceTime]) -> Explained:
    """A clock as the page shows it."""
    rows = [
        Row(
            line,
            _why(line, reckoning),
            in_hours(line.counted) if line.counted else "",
            in_hours(line.paused) if line.paused else "",
            in_hours(line.total),
            line.day == _day(reckoning, due=False),
            line.day == _day(reckoning, due=True),
        )
        for line in reckoning.lines
    ]
    promise = reckoning.promise
    return Explained(
        reckoning,
        rows,
        promise_words(promise) if promise else "",
        _source(reckoning, published),
        in_hours(reckoning.promised),
        in_hours(reckoning.used),
        in_hours(reckoning.left),
    )


def explained_clocks(case: Case) -> list[Explained]:
    """Every clock of the case, the newest first. Hours are only read for a clock that keeps no days."""
    clocks = list(case.clocks.order_by("-started_at", "-pk"))
    old = any("days" not in row.snapshot for row in clocks)
    schedule = schedule_of(case.centre_id, Calendars()) if old else None
    reckonings = [reckon(row, schedule=schedule) for row in clocks]
    published = service_times_of(reckonings)
    return [explained(reckoning, published) for reckoning in reckonings]


@never_cache
@login_required
@require_safe
def case_clock(request: HttpRequest, reference: str) -> HttpResponse:
    """For the enterprise's side."""
    return _page(request, reference, "case")


@never_cache
@login_required
@require_safe
def triage_clock(request: HttpRequest, reference: str) -> HttpResponse:
    """For the centre's side."""
    return _page(request, reference, "triage_case")


def _page(request: HttpRequest, reference: str, page: str) -> HttpResponse:
    me = person(request)
    case = get_case(me, reference)
    standing = standing_of(me, case)
    if not (standing.reads_for_enterprise if page == "case" else standing.reads_for_centre):
        raise Http404
    note_read(case=case, by=me, standing=standing)
    context = {"case": case, "page": page, "clocks": explained_clocks(case)}
    return render(request, "disputes/clock.html", context)
