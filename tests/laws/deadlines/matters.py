"""What the tests of the engine build on: a calendar made by hand, matters of every shape, and rules of the file."""

import csv
from collections.abc import Container
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from typing import Any

from django.conf import settings
from hypothesis import strategies as st

from laws.deadlines.arithmetic import MonthRule, Span, Unit
from laws.deadlines.computing import Computed, Counting, Period, compute
from laws.models import DeadlineRule
from portal.reference.calendars import DayOff
from portal.reference.models import Forum
from tests.factories.laws import DeadlineRuleFactory
from tests.factories.reference import ForumFactory, JurisdictionFactory

WESTERN, GULF = frozenset({5, 6}), frozenset({4, 5})


@dataclass(frozen=True)
class MadeDays:
    """A calendar of a weekend, some holidays and the years it covers."""

    weekend: frozenset[int] = WESTERN
    holidays: frozenset[date] = frozenset()
    years: Container[int] = range(1900, 10000)
    confirmed: Container[int] = range(0)

    def why_off(self, day: date) -> DayOff | None:
        is_off = day.weekday() in self.weekend or day in self.holidays
        return DayOff(day, "off", "休息") if is_off else None

    def knows(self, year: int) -> bool:
        return year in self.years

    def is_confirmed(self, year: int) -> bool:
        return year in self.confirmed


@dataclass(frozen=True)
class Matter:
    """Everything but the trigger."""

    period: Period
    counting: Counting
    days: MadeDays
    extension: Span | None = None

    def at(self, trigger: date, order_on: date | None = None) -> Computed:
        return compute(self.period, self.counting, trigger, self.days, extension=self.extension, order_on=order_on)


STATUSES = ("verified", "secondary", "memory", "disputed", "")
LONGEST = {Unit.CALENDAR_DAY: 400, Unit.WORKING_DAY: 60, Unit.MONTH: 30, Unit.YEAR: 5}
TRIGGERS = st.dates(date(2015, 1, 1), date(2035, 12, 31))
SPANS = st.sampled_from(Unit).flatmap(lambda unit: st.builds(Span, st.integers(1, LONGEST[unit]), st.just(unit)))
# Long runs of days off on purpose: that is where rolling and stepping back part.
CLOSED = st.lists(st.tuples(TRIGGERS, st.integers(1, 12)), max_size=4).map(
    lambda runs: frozenset(first + timedelta(number) for first, length in runs for number in range(length))
)
CALENDARS = st.builds(MadeDays, weekend=st.sampled_from([WESTERN, GULF, frozenset({4, 6})]), holidays=CLOSED)
MATTERS = st.builds(
    Matter,
    period=st.builds(
        Period,
        SPANS,
        roll_rule=st.sampled_from(["next_working_day", "none", "unknown"]),
        text_status=st.sampled_from(STATUSES),
    ),
    counting=st.builds(Counting, st.sampled_from(MonthRule), roll_status=st.sampled_from(STATUSES)),
    days=CALENDARS,
    extension=st.none() | SPANS,
)


@cache
def file_rows(path: str, key: str) -> dict[str, dict[str, str]]:
    with (settings.BASE_DIR / path).open(encoding="utf-8", newline="") as file:
        return {row[key]: row for row in csv.DictReader(file)}


def all_forums() -> dict[str, dict[str, str]]:
    return file_rows("portal/reference/data/forums.csv", "code")


def all_rules() -> dict[str, dict[str, str]]:
    return file_rows("laws/reference/deadline_rules.csv", "rule_id")


def forum_of_file(code: str) -> Forum:
    """A forum with what decides how it counts, as the seed would load it; its parent comes with it."""
    row = all_forums()[code]
    names = ("kind", "calendar", "time_zone", "filing_cutoff_local", "cutoff_status", "month_rule", "roll_rule")
    return ForumFactory.create(
        code=code,
        jurisdiction=JurisdictionFactory.create(code=row["jurisdiction"]),
        parent=forum_of_file(row["parent"]) if row["parent"] else None,
        fact_status=row["status"],
        **{name: row[name] for name in names},
    )


def rule_of_file(rule_id: str, **changes: Any) -> DeadlineRule:
    """A rule as the seed would load it."""
    row = all_rules()[rule_id]
    names = ("role", "trigger_kind", "unit", "quantity", "roll_rule", "extension_unit", "extension_kind")
    days = {name: date.fromisoformat(row[name]) if row[name] else None for name in ("effective_from", "effective_to")}
    values = {
        **{name: row[name] for name in (*names, "effective_keyed_on", "only_if_zh", "only_if_en", "nature")},
        **days,
        "extension_quantity": row["extension_quantity"] or None,
        "fact_status": row["status"],
        **changes,
    }
    forum = forum_of_file(row["forum"])
    made = DeadlineRuleFactory.create(rule_id=rule_id, jurisdiction=forum.jurisdiction, forum=forum, **values)
    return DeadlineRule.objects.select_related("forum").get(pk=made.pk)
