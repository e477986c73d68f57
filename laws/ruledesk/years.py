"""Years of holiday calendars: which are in use, and confirming one with what the computed calendar gets wrong.

An unconfirmed year is computed as the `holidays` package gives it and marked beside each date that rests on it. The
mark never changes *act by*; a corrected day does, for whatever is counted from then on.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db import IntegrityError, transaction
from django.db.models import Count
from django.http import Http404
from django.utils.translation import gettext as _

from portal.accounts.access import require
from portal.accounts.actions.audit import about, record
from portal.accounts.models import AuditEvent, CentreHours, User
from portal.accounts.permissions import Permission
from portal.lib import clock
from portal.lib.errors import Conflict, Invalid
from portal.lib.fields import clean_text
from portal.lib.states import guarded_update
from portal.reference.calendars import is_known
from portal.reference.models import CalendarYear, Forum, Jurisdiction

CONFIRMED = "calendar.confirmed"
YEARS = 3  # this one and the next two: periods of most rules end within them


@dataclass(frozen=True)
class Cell:
    """One year of a calendar. `is_known`: the package computes it; `confirmed_on`: a person has stood behind it."""

    year: int
    is_known: bool
    confirmed_on: date | None


@dataclass(frozen=True)
class Line:
    """A calendar with how many rules and forums count by it; `place` is the name of its country."""

    calendar: str
    place: str
    rules: int
    forums: int
    cells: list[Cell]


def years() -> range:
    first = clock.today().year
    return range(first, first + YEARS)


def lines() -> list[Line]:
    """Every calendar that a forum or a centre counts by, the one with most rules first."""
    used: dict[str, tuple[int, int]] = dict.fromkeys(_of_centres(), (0, 0))
    counted = Forum.objects.exclude(calendar="").order_by().values_list("calendar")
    for calendar, rules, forums in counted.annotate(
        rules=Count("deadline_rules", distinct=True), forums=Count("pk", distinct=True)
    ):
        used[calendar] = (rules, forums)
    stored = {(row.calendar, row.year): row for row in CalendarYear.objects.filter(year__in=years())}
    places = {place.code: place.name for place in Jurisdiction.objects.filter(pk__in={_country(one) for one in used})}
    found = []
    for calendar, (rules, forums) in used.items():
        cells = []
        for year in years():
            row = stored.get((calendar, year))
            cells.append(Cell(year, is_known(calendar, year), row.confirmed_on if row else None))
        found.append(Line(calendar, places.get(_country(calendar), ""), rules, forums, cells))
    return sorted(found, key=lambda line: (-line.rules, -line.forums, line.calendar))


def get_year(calendar: str, year: int) -> CalendarYear:
    """The year as it stands, unsaved (`version` 0) where nobody has touched it.

    Raises Http404 for a calendar nobody counts by, and for a year that is neither near nor kept already.
    """
    row = CalendarYear.objects.filter(calendar=calendar, year=year).first()
    if row is not None:
        return row
    in_use = Forum.objects.filter(calendar=calendar).exclude(calendar="").exists() or calendar in _of_centres()
    if not in_use or year not in years():
        raise Http404(_("No court, office or centre counts by this calendar in this year."))
    return CalendarYear(calendar=calendar, year=year, version=0)


def place_of(calendar: str) -> str:
    """The name of the country whose calendar it is; its code where it is of no country."""
    place = Jurisdiction.objects.filter(pk=_country(calendar)).first()
    return place.name if place else calendar


def history(row: CalendarYear) -> list[AuditEvent]:
    """Who confirmed or corrected the year, newest first."""
    return list(AuditEvent.objects.filter(about(row), verb=CONFIRMED)) if row.pk else []


def confirm_year(
    *, row: CalendarYear, by: User, version: int, source: str, days_off: Sequence[date], workdays: Sequence[date]
) -> None:
    """A person stands behind a year: the computed days, plus `days_off`, less `workdays`. Again: a correction.

    `version` is that of the row the person saw, 0 for none. Raises Invalid for a day of another year, for one that is
    in both lists and for a missing source; Conflict when somebody was first or no calendar computes the year.
    """
    require(by, Permission.EDIT_REFERENCE)
    source = clean_text(source)
    _check(row.year, source, days_off, workdays)
    if not is_known(row.calendar, row.year):
        raise Conflict(_("No calendar is known for this year, so there is nothing to confirm."))
    off, work = _iso(days_off), _iso(workdays)
    now = clock.now()
    with transaction.atomic():
        before = {"days_off": row.extra_holidays, "workdays": row.extra_workdays}
        has_changed = (row.extra_holidays, row.extra_workdays) != (off, work)
        values = {
            "extra_holidays": off,
            "extra_workdays": work,
            "confirmed_on": clock.today(),
            "source": source,
            "changed_at": now if has_changed else row.changed_at,
        }
        if row._state.adding:
            row = _create(row, version, values)
        else:
            guarded_update(row, expected={"version": version}, **values)
        record(
            CONFIRMED,
            row,
            by=by,
            calendar=row.calendar,
            year=row.year,
            days_off=off,
            workdays=work,
            before=before,
            source=source,
        )


def _create(row: CalendarYear, version: int, values: dict[str, object]) -> CalendarYear:
    first = Conflict(_("Somebody else changed this first. Reload the page and look again."))
    if version != 0:
        raise first
    try:
        with transaction.atomic():
            return CalendarYear.objects.create(calendar=row.calendar, year=row.year, version=1, **values)
    except IntegrityError:
        raise first from None


def _check(year: int, source: str, days_off: Sequence[date], workdays: Sequence[date]) -> None:
    if not source:
        raise Invalid(_("Say where the official calendar of this year was read."), field="source")
    for name, days in (("days_off", days_off), ("workdays", workdays)):
        strange = [day.isoformat() for day in days if day.year != year]
        if strange:
            raise Invalid(
                _("%(days)s: not in %(year)s.") % {"days": ", ".join(strange), "year": year},
                field=name,
            )
    both = sorted({day.isoformat() for day in days_off} & {day.isoformat() for day in workdays})
    if both:
        raise Invalid(
            _("%(days)s: in both lists. A day is either off or worked.") % {"days": ", ".join(both)}, field="workdays"
        )


def _iso(days: Sequence[date]) -> list[str]:
    return sorted({day.isoformat() for day in days})


def _country(calendar: str) -> str:
    return calendar.partition(":")[0]


def _of_centres() -> set[str]:
    return set(CentreHours.objects.exclude(calendar="").values_list("calendar", flat=True))
