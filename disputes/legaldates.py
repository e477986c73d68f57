"""Between a deadline's row and the engine: what was asked, what came out, and whether it would come out the same today.

Pure but for the queries of calendars and forums; nothing here writes.
"""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import Any

from django.db.models import F, Q, QuerySet
from django.utils.translation import gettext as _

from disputes.duedates import last_minute, safest, today_at
from disputes.models import Deadline
from laws import words
from laws.deadlines.asking import Answer, Question, ask, cutoff_of, forum_of, life_of
from laws.deadlines.computing import CHECKED, Basis, Computed
from laws.deadlines.snapshots import from_data, to_data
from laws.deadlines.validity import Applies
from laws.models import DeadlineRule
from portal.lib.errors import Invalid
from portal.reference.calendars import Calendars, DayOff, ForumDays
from portal.reference.models import CalendarYear, Forum

MOST_TRIGGERS = 5
VERSION = "version"
FAR_AWAY = timedelta(days=40)


@dataclass(frozen=True)
class Matter:
    """What a person told of a deadline. `triggers`: every day from which it may count; the earliest end is acted on."""

    rule: DeadlineRule
    triggers: Sequence[date]
    forum: Forum | None = None
    keys: Mapping[str, date] = field(default_factory=dict)
    is_extended: bool = False
    order_on: date | None = None

    def as_inputs(self) -> dict[str, Any]:
        return {
            "triggers": [day.isoformat() for day in self.triggers],
            "forum": self.forum.pk if self.forum else "",
            "keys": {event: day.isoformat() for event, day in self.keys.items()},
        }


def check(matter: Matter) -> None:
    """Raises Invalid for what a case does not take: no trigger, too many, one in the future."""
    if not matter.triggers:
        raise Invalid(_("Enter the day from which the period counts."), field="trigger")
    if len(matter.triggers) > MOST_TRIGGERS:
        raise Invalid(_("Enter at most %(most)s days.") % {"most": MOST_TRIGGERS}, field="trigger")
    today = today_at(forum_of(matter.rule, matter.forum))
    if any(day > today for day in matter.triggers):
        raise Invalid(
            _("This day lies in the future. A case counts from what has happened; the calculator shows a forecast."),
            field="trigger",
        )


def count(matter: Matter, calendars: Calendars) -> Answer:
    """The answer to act on. Raises NoDate or Invalid with a sentence for a person, also for a key date not told."""
    answers = [
        ask(
            Question(matter.rule, day, matter.forum, matter.keys, matter.is_extended, matter.order_on),
            calendars,
        )
        for day in matter.triggers
    ]
    answer = safest(answers)
    if answer.applies is Applies.UNKNOWN:
        event = life_of(matter.rule).asks_for
        raise Invalid(
            _("An old and a new law differ here. Enter the date of this event: %(event)s.")
            % {"event": words.trigger(event)},
            field="key",
        )
    return answer


def columns_of(answer: Answer, matter: Matter, marks: Mapping[str, str]) -> dict[str, Any]:
    """What a row keeps of an answer."""
    computed = answer.computed
    return {
        "rule": matter.rule,
        "rule_version": matter.rule.version,
        "forum": answer.forum,
        "inputs": {**matter.as_inputs(), "used": computed.trigger.isoformat()},
        "is_extended": matter.is_extended,
        "order_on": matter.order_on,
        "calendar_mark": marks.get(answer.forum.calendar, ""),
        **dates_of(computed),
    }


def dates_of(computed: Computed) -> dict[str, Any]:
    return {
        "computed": to_data(computed),
        "raw_on": computed.raw,
        "rolled_on": computed.rolled,
        "act_by": computed.act_by,
        "act_by_at": last_minute(computed),
    }


def matter_of(row: Deadline) -> Matter:
    """What a row was counted from. Raises ValueError for a row without a rule."""
    if row.rule is None:
        raise ValueError("A date printed on a paper was not counted.")
    # The inputs name the concrete forum only if somebody chose one; otherwise the rule's own counts.
    return Matter(
        rule=row.rule,
        triggers=tuple(date.fromisoformat(day) for day in row.inputs["triggers"]),
        forum=row.forum if row.inputs.get("forum") else None,
        keys={event: date.fromisoformat(day) for event, day in row.inputs.get("keys", {}).items()},
        is_extended=row.is_extended,
        order_on=row.order_on,
    )


def version_counted(row: Deadline) -> int | None:
    """The version of its rule that the date rests on; None without a rule.

    A date that a newer version could not give any more names that one as `rule_version`, since it was looked at, and
    keeps in its inputs what it was counted from.
    """
    counted: int | None = row.inputs.get(VERSION, row.rule_version)
    return counted


def computed_of(row: Deadline) -> Computed:
    return from_data(row.computed)


def printed(on: date, forum: Forum | None, calendars: Calendars) -> Computed:
    """A date that stands on a paper: to be acted on on the last working day on or before it."""
    plain = Computed(
        trigger=on,
        raw=on,
        rolled=on,
        act_by=on,
        basis=Basis.DAY_BEFORE,
        roll_status=CHECKED,
        cutoff=cutoff_of(forum) if forum else None,
    )
    return _stepped_back(plain, on, calendars.of(forum.calendar) if forum else None)


def ordered(computed: Computed, on: date, forum: Forum | None, calendars: Calendars) -> Computed:
    """The same date after an order: the order decides, earlier or later than the statute."""
    told = replace(computed, basis=Basis.ORDER, order_on=on)
    return _stepped_back(told, on, calendars.of(forum.calendar) if forum else None)


def _stepped_back(computed: Computed, on: date, days: ForumDays | None) -> Computed:
    stepped: list[DayOff] = []
    day = on
    while days is not None and on - day < FAR_AWAY and (off := days.why_off(day)) is not None:
        stepped.append(off)
        day -= timedelta(days=1)
    return replace(computed, act_by=day, stepped_over=tuple(stepped))


def calendar_marks() -> dict[str, str]:
    """A short hash of everything that people confirmed or corrected, by calendar. One query."""
    rows: dict[str, list[Any]] = {}
    for row in CalendarYear.objects.order_by("calendar", "year"):
        said = [row.year, row.extra_workdays, row.extra_holidays, row.confirmed_on is not None]
        rows.setdefault(row.calendar, []).append(said)
    return {calendar: hashlib.sha256(json.dumps(said).encode()).hexdigest()[:16] for calendar, said in rows.items()}


def counted_otherwise(rows: "QuerySet[Deadline]", marks: Mapping[str, str]) -> "QuerySet[Deadline]":
    """Of `rows` those whose rule or calendar says something else since they were counted."""
    newer = Q(rule__version__gt=F("rule_version")) | Q(rule__withdrawn_on__isnull=False, look="")
    moved = ~Q(forum__calendar__in=list(marks)) & ~Q(calendar_mark="")
    for calendar, mark in marks.items():
        moved |= Q(forum__calendar=calendar) & ~Q(calendar_mark=mark)
    return rows.filter(newer | moved, rule__isnull=False)
