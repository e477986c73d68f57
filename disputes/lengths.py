"""Lengths of time and nearness of a due time, in words."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from portal.lib.clock import SHANGHAI
from portal.lib.tones import CAUTION, DANGER, NEUTRAL

SOON = timedelta(hours=2)


def in_hours(amount: timedelta) -> str:
    """`2 h 30 min`, as people say it."""
    minutes = round(amount.total_seconds() / 60)
    hours, rest = divmod(minutes, 60)
    if hours and rest:
        return _("%(hours)s h %(minutes)s min") % {"hours": hours, "minutes": rest}
    return _("%(hours)s h") % {"hours": hours} if hours or not rest else _("%(minutes)s min") % {"minutes": rest}


@dataclass(frozen=True)
class Nearness:
    """How near a due time is: `2 days left`, `40 min late`, with the tone that goes with it."""

    at: datetime
    words: str
    tone: str


def nearness(due: datetime, now: datetime) -> Nearness:
    """Days by the Shanghai calendar; on the day itself hours and minutes."""
    days = (due.astimezone(SHANGHAI).date() - now.astimezone(SHANGHAI).date()).days
    if due < now:
        late = ngettext("%(count)s day late", "%(count)s days late", -days) % {"count": -days}
        return Nearness(due, late if days else _("%(time)s late") % {"time": in_hours(now - due)}, DANGER)
    if days == 0:
        tone = DANGER if due - now < SOON else CAUTION
        return Nearness(due, _("%(time)s left") % {"time": in_hours(due - now)}, tone)
    left = ngettext("%(count)s day left", "%(count)s days left", days) % {"count": days}
    return Nearness(due, left, CAUTION if days == 1 else NEUTRAL)
