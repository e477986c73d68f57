"""Computed dates as a page says them: days left on the forum's own clock, marks in words, icons and border styles.

`{% legal_date %}` (laws/templatetags/deadlines.py) and the API take their words from here, so that a date reads the
same in the calculator, on a case, in a playbook and on paper. Nothing here reads the database.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from django.utils.translation import gettext as _

from laws import words
from laws.deadlines.computing import CHECKED, Basis, Computed
from laws.deadlines.cutoffs import Cutoff
from portal.lib import clock, formats, tones

MINUTE = timedelta(minutes=1)


class Sureness(StrEnum):
    """How a rule's text is known. Each has an icon, a word and a border of its own."""

    CHECKED = "checked"
    SECONDARY = "secondary"
    MEMORY = "memory"
    DISPUTED = "disputed"


ICONS = {
    Sureness.CHECKED: "check",
    Sureness.SECONDARY: "book",
    Sureness.MEMORY: "question",
    Sureness.DISPUTED: "alert",
}
# The words of the reference files that are not sources of second hand: those are all others.
KINDS = {
    "verified": Sureness.CHECKED,
    "text_checked": Sureness.CHECKED,
    "memory": Sureness.MEMORY,
    "from_notes": Sureness.MEMORY,
    "unverified": Sureness.MEMORY,
    "unknown": Sureness.MEMORY,
    "": Sureness.MEMORY,
    "disputed": Sureness.DISPUTED,
}


@dataclass(frozen=True)
class Mark:
    """A status in words; `kind` names the border style, so that none rests on its colour."""

    kind: Sureness
    icon: str
    word: str


def mark_of(status: str) -> Mark:
    kind = KINDS.get(status, Sureness.SECONDARY)
    return Mark(kind, ICONS[kind], str(tones.fact_status_of(status)[1]))


class Standing(StrEnum):
    """Where now stands to the last minute of a date."""

    AHEAD = "ahead"
    TODAY = "today"
    OVER_THERE = "over_there"  # the same day here, but the forum's day or office hours have ended
    LATE = "late"


@dataclass(frozen=True)
class Left:
    """Days left, counted on the forum's clock. `there` is its day when that is not Beijing's, else None."""

    standing: Standing
    days: int
    there: date | None = None


def left_of(day: date, cutoff: Cutoff | None, now: datetime | None = None) -> Left:
    """How long until `day` ends at the forum; without a zone Beijing's days are counted."""
    now = now or clock.now()
    here = now.astimezone(clock.SHANGHAI).date()
    if cutoff is None:
        days = (day - here).days
        return Left(_standing(days, is_over=days < 0, is_today_here=False), abs(days))
    there = now.astimezone(cutoff.local(day).tzinfo).date()
    days = (day - there).days
    # The last minute itself still counts.
    is_over = now >= cutoff.local(day) + MINUTE
    standing = _standing(days, is_over=is_over, is_today_here=day == here)
    return Left(standing, abs(days), there if there != here else None)


def _standing(days: int, *, is_over: bool, is_today_here: bool) -> Standing:
    if is_over:
        return Standing.OVER_THERE if is_today_here or days == 0 else Standing.LATE
    return Standing.TODAY if days <= 0 else Standing.AHEAD


@dataclass(frozen=True)
class LastMinute:
    """The cut-off of a date on both clocks, in words."""

    local: str
    beijing: str
    zone: str
    status: Mark

    @property
    def is_same(self) -> bool:
        return self.local == self.beijing


def last_minute_of(day: date, cutoff: Cutoff | None) -> LastMinute | None:
    if cutoff is None:
        return None
    local = cutoff.local(day)
    offset = local.strftime("%z")
    zone = f"{cutoff.zone} (UTC{offset[:3]}:{offset[3:]})"
    return LastMinute(_minute(local), _minute(cutoff.beijing(day)), zone, mark_of(cutoff.status))


def _minute(moment: datetime) -> str:
    return f"{formats.day_with_weekday(moment.date())} {moment:%H:%M}"


@dataclass(frozen=True)
class Note:
    """One thing to know about a date. `code` is for programs and tests; `tone` is one of `portal.lib.tones`."""

    code: str
    tone: str
    text: str

    @property
    def icon(self) -> str:
        return tones.ICONS[self.tone]


def notes_of(computed: Computed, *, today: date | None = None) -> list[Note]:
    """What a reader of these dates must know, most pressing first."""
    return list(_notes(computed, today or clock.today()))


def _notes(computed: Computed, today: date) -> Iterator[Note]:
    if computed.trigger > today:
        said = _("A forecast: the day it is counted from lies ahead. Count again when it has come.")
        yield Note("forecast", tones.CAUTION, said)
    if computed.order_on is not None:
        day = formats.day_with_weekday(computed.order_on)
        if computed.order_on < computed.raw:
            said = _("The order sets %(day)s, earlier than the statute. The order counts.") % {"day": day}
        else:
            said = _("The order sets %(day)s. It takes the place of the statutory date.") % {"day": day}
        yield Note("order", tones.INFO, said)
    if computed.extension is not None:
        length = words.length(computed.extension.quantity, computed.extension.unit.value)
        yield Note("extended", tones.INFO, _("With the extension of %(length)s taken as granted.") % {"length": length})
    if computed.unknown_years:
        said = _("No holiday calendar for %(years)s: only Saturdays and Sundays are known. Check the public holidays.")
        yield Note("no_calendar", tones.DANGER, said % {"years": _years(computed.unknown_years)})
    if computed.unconfirmed:
        said = _("Calendar not confirmed: the holidays of %(years)s are computed and nobody has checked them.")
        yield Note("unconfirmed", tones.CAUTION, said % {"years": _years(computed.unconfirmed)})
    if computed.basis is Basis.DAY_BEFORE and computed.roll_status != CHECKED:
        said = _("Whether the end moves to the next working day is not checked, so act by does not move past it.")
        yield Note("roll", tones.INFO, said)
    if computed.cutoff is None:
        said = _("The time zone is that of the court or office seized. Choose it to see the last minute.")
        yield Note("no_zone", tones.CAUTION, said)


def _years(years: tuple[int, ...]) -> str:
    return ", ".join(map(str, years))
