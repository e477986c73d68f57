"""The deadlines of one person as an iCalendar file (RFC 5545): whole days on the day to act by."""

from datetime import timedelta

from django.conf import settings
from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from icalendar import Calendar, Event

from disputes.legaldates import computed_of
from disputes.models import Case, Deadline, DeadlineState
from disputes.querysets import own_side
from disputes.states import OPEN_STATES
from laws.deadlines.showing import last_minute_of
from portal.accounts.access import rights_of
from portal.accounts.models import User
from portal.lib import formats

PRODUCT = "-//overseas IP dispute guidance//deadlines//ZH"


def deadlines_of(user: User) -> "QuerySet[Deadline]":
    """What runs in open cases of the person's own side, and in those they hold. Rights are looked up each time."""
    rights = rights_of(user)
    visible = Case.objects.filed().visible_to(user, rights).filter(state__in=OPEN_STATES)
    mine = visible.filter(own_side(user, rights) | Q(holder=user))
    return (
        Deadline.objects.filter(state=DeadlineState.RUNNING, case__in=mine)
        .select_related("case__jurisdiction", "case__dispute_type", "rule", "forum")
        .order_by("act_by_at", "pk")
    )


def feed_of(user: User) -> bytes:
    """The file in the person's language. Two queries, whatever the number of deadlines."""
    with translation.override(user.language):
        calendar = Calendar()
        calendar.add("prodid", PRODUCT)
        calendar.add("version", "2.0")
        calendar.add("x-wr-calname", _("Legal deadlines"))
        for row in deadlines_of(user):
            calendar.add_component(_event(row))
        content: bytes = calendar.to_ical()
    return content


def _event(row: Deadline) -> Event:
    event = Event()
    event.add("uid", f"deadline-{row.pk}@{settings.BASE_HOST}")
    event.add("dtstamp", row.added_at)
    event.add("sequence", row.version)
    event.add("dtstart", row.act_by)
    event.add("dtend", row.act_by + timedelta(days=1))
    event.add("transp", "TRANSPARENT")
    event.add("class", "PRIVATE")
    if row.case.restricted:
        # Calendars are copied to other servers and shown on screens: such a case has neither name nor number there.
        event.add("summary", _("Deadline of a case"))
        return event
    event.add("summary", f"{row.act} · {row.case.reference}")
    event.add("description", "\n".join(_lines(row)))
    event.add("url", settings.BASE_URL + reverse("case_deadline", args=[row.case.reference, row.pk]))
    return event


def _lines(row: Deadline) -> list[str]:
    day = formats.day_with_weekday
    lines = [_("Act by: %(day)s") % {"day": day(row.act_by)}]
    if row.rule is not None:
        lines.append(
            _("Statutory: %(day)s; rolled: %(rolled)s") % {"day": day(row.raw_on), "rolled": day(row.rolled_on)}
        )
    last = last_minute_of(row.act_by, computed_of(row).cutoff)
    if last is not None:
        lines.append(
            _("Last minute there: %(there)s; in Beijing: %(beijing)s")
            % {"there": f"{last.local} {last.zone}", "beijing": last.beijing}
        )
    if row.is_unconfirmed:
        lines.append(_("Computed by the portal, not confirmed by a person."))
    if row.rule is not None and row.rule.reviewed_by_id is None:
        lines.append(_("No named person has reviewed the rule: check the date before you rely on it."))
    lines.append(f"{row.case.jurisdiction} · {row.case.dispute_type}")
    return lines
