"""Why a date is that date: rule, inputs and counting as lines of text, for the page, a case and the printed sheet.

    for part in explain(rule, forum, computed, keys=…): part.title, part.lines

Pure: it reads the values it is given and no database, so `snapshots.from_data` serves it as well as a fresh answer.
`rule` may be an unsaved row that carries what an older version said.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from laws import words
from laws.deadlines.arithmetic import MonthRule, Unit
from laws.deadlines.asking import life_of
from laws.deadlines.computing import NEXT_WORKING_DAY, NO_ROLL, Basis, Computed
from laws.deadlines.cutoffs import Cutoff
from laws.deadlines.quotes import language_of
from laws.deadlines.showing import last_minute_of, mark_of
from laws.models import DeadlineRule
from portal.lib import formats
from portal.lib.provenance import source_words
from portal.reference.calendars import DayOff
from portal.reference.models import Forum


@dataclass(frozen=True)
class Line:
    """One fact. `lang` is set where the value is quoted in another language; no `label` for a plain sentence."""

    label: str
    value: str
    lang: str = ""


@dataclass(frozen=True)
class Part:
    """Some lines under a heading; `is_steps` when their order matters."""

    key: str
    title: str
    lines: list[Line] = field(default_factory=list)
    is_steps: bool = False


def explain(
    rule: DeadlineRule,
    forum: Forum,
    computed: Computed,
    *,
    keys: Mapping[str, date] | None = None,
) -> list[Part]:
    """Everything a lawyer needs to check the date by hand. `keys`: dates of the events that choose the rule."""
    return [
        Part("rule", _("The rule"), list(_rule(rule))),
        Part("inputs", _("What was put in"), list(_inputs(rule, forum, computed, keys or {}))),
        Part("steps", _("How it was counted"), [Line("", said) for said in _steps(rule, forum, computed)], True),
        Part("skipped", _("Days left out"), list(_skipped(computed, is_due=rule.is_due))),
        Part("calendar", _("Calendar and cut-off"), list(_calendar(forum, computed, is_due=rule.is_due))),
        Part("limits", _("What this is not"), [Line("", said) for said in _limits(rule)]),
    ]


def key_event(name: str) -> str:
    """The event that decides which version of a law holds, in words."""
    known = {
        "filing": _("filing date"),
        "publication": _("publication date"),
        "institution": _("date of institution"),
        "service": _("date of service"),
    }
    return known.get(name, name.replace("_", " "))


def life(rule: DeadlineRule) -> str:
    """From when to when the rule holds and by which event; empty for a rule without a window."""
    first, last = rule.effective_from, rule.effective_to
    if first and last:
        window = _("%(first)s to %(last)s") % {"first": first, "last": last}
    elif first:
        window = _("from %(first)s") % {"first": first}
    elif last:
        window = _("until %(last)s") % {"last": last}
    else:
        return ""
    event = life_of(rule).asks_for
    return _("%(window)s, by %(event)s") % {"window": window, "event": key_event(event)} if event else window


def roll(rule: DeadlineRule) -> str:
    """What the rule says of an end on a day off."""
    if rule.roll_rule == NEXT_WORKING_DAY:
        return _("an end on a day off moves to the next working day")
    if rule.roll_rule == NO_ROLL:
        return _("the end does not move")
    return _("not known whether an end on a day off moves")


def _rule(rule: DeadlineRule) -> Iterator[Line]:
    yield Line(pgettext("deadline", "Act"), rule.act)
    yield Line(
        _("Rule and version"), _("%(rule)s, version %(number)d") % {"rule": rule.rule_id, "number": rule.version}
    )
    yield Line(_("Length"), words.length(rule.quantity, rule.unit))
    yield Line(_("Counted from"), words.trigger(rule.trigger_kind))
    if life(rule):
        yield Line(pgettext("deadline rule", "In force"), life(rule))
    yield Line(_("End on a day off"), roll(rule))
    if rule.citation:
        yield Line(_("Citation"), rule.citation)
    if rule.source_quote:
        yield Line(_("Quote"), rule.source_quote, language_of(rule.source_quote, rule.jurisdiction_id))
    yield Line(_("Source"), source_words(rule.source) or _("not recorded"))
    if rule.as_of:
        yield Line(_("Copy of"), rule.as_of)
    if rule.checked_on:
        yield Line(_("Looked up on"), formats.day(rule.checked_on))
    yield Line(pgettext("deadline rule", "Text"), mark_of(rule.fact_status).word)
    yield Line(_("Review"), _review(rule))


def _review(rule: DeadlineRule) -> str:
    if rule.reviewed_by is None:
        return _("not reviewed by a named person")
    return _("verified by %(name)s on %(day)s") % {
        "name": reviewer_name(rule),
        "day": formats.day(rule.reviewed_on),
    }


def reviewer_name(rule: DeadlineRule) -> str:
    """Who reviewed the rule; empty where nobody did. `reviewed_by` must be selected to cost no query."""
    return public_name(rule.reviewed_by)


def public_name(person: object | None) -> str:
    """A person as the public may read them: never an e-mail address. Empty for nobody."""
    said = str(person) if person is not None else ""
    return _("a member of the network") if "@" in said else said


def _inputs(rule: DeadlineRule, forum: Forum, computed: Computed, keys: Mapping[str, date]) -> Iterator[Line]:
    trigger = formats.day_with_weekday(computed.trigger)
    yield Line(_("Day it is counted from"), f"{trigger} ({words.trigger(rule.trigger_kind)})")
    yield Line(_("Court or office"), forum.name)
    for name, day in keys.items():
        yield Line(key_event(name).capitalize(), formats.day_with_weekday(day))
    if computed.extension is not None:
        length = words.length(computed.extension.quantity, computed.extension.unit.value)
        yield Line(_("Extension granted"), length)
    if computed.order_on is not None:
        yield Line(_("Day ordered by the court or office"), formats.day_with_weekday(computed.order_on))


def _steps(rule: DeadlineRule, forum: Forum, computed: Computed) -> Iterator[str]:
    yield _first_day(rule, forum, computed)
    length = words.length(rule.quantity, rule.unit)
    if computed.not_counted:
        yield ngettext(
            "%(length)s are counted; %(count)d day off in between is not.",
            "%(length)s are counted; %(count)d days off in between are not.",
            len(computed.not_counted),
        ) % {"length": length, "count": len(computed.not_counted)}
    if computed.extension is not None:
        extra = words.length(computed.extension.quantity, computed.extension.unit.value)
        yield _("The extension of %(extra)s runs from the end of the period itself, also where that was a day off.") % {
            "extra": extra
        }
    yield _("The period of %(length)s ends by its own words on %(day)s: the statutory date.") % {
        "length": length,
        "day": formats.day_with_weekday(computed.raw),
    }
    yield _rolling(rule, computed)
    yield _acting(computed) if rule.is_due else rule.nature_said


def _first_day(rule: DeadlineRule, forum: Forum, computed: Computed) -> str:
    day = {"day": formats.day_with_weekday(computed.trigger)}
    if rule.unit in (Unit.MONTH, Unit.YEAR) and forum.month_rule == MonthRule.INCLUSIVE:
        return _("%(day)s is the first day of the period, which ends the day before the day of the same number.") % day
    if rule.unit in (Unit.MONTH, Unit.YEAR) and forum.month_rule == MonthRule.NEXT_DAY:
        return _("Counting begins with the day after %(day)s and ends the day before the one that corresponds.") % day
    if rule.unit in (Unit.MONTH, Unit.YEAR):
        return _("The period ends on the day of the same number as %(day)s, or on the last of a shorter month.") % day
    return _("%(day)s is not counted; the next day is the first.") % day


def _rolling(rule: DeadlineRule, computed: Computed) -> str:
    if rule.roll_rule != NEXT_WORKING_DAY:
        return _("It stays there: %(why)s.") % {"why": roll(rule)}
    if computed.rolled == computed.raw:
        if computed.raw.year in computed.unknown_years:
            return _("It is not moved: without a holiday calendar nobody can say to which day.")
        return _("That is a working day there, so it does not move.")
    return _("That is a day off there. It moves to the next working day, %(day)s: the rolled date.") % {
        "day": formats.day_with_weekday(computed.rolled)
    }


def _acting(computed: Computed) -> str:
    day = {"day": formats.day_with_weekday(computed.act_by)}
    if computed.basis is Basis.ORDER:
        return _("An order sets the day. Act by the last working day on or before it: %(day)s.") % day
    if computed.basis is Basis.ROLLED:
        return _("The text and what it says of days off were both checked, so act by is %(day)s.") % day
    said = _("Not everything was checked, so act by is the last working day on or before the statutory date: %(day)s.")
    return said % day


def _skipped(computed: Computed, *, is_due: bool) -> Iterator[Line]:
    lists = (
        (computed.not_counted, _("not counted")),
        (computed.rolled_over, _("the end moved past it")),
        (computed.stepped_over if is_due else (), _("act by moved before it")),
    )
    for off in sorted(computed.skipped, key=lambda off: off.day):
        what = "; ".join(said for days, said in lists if off in days)
        if what:
            yield Line(formats.day_with_weekday(off.day), f"{_name(off)} ({what})")


def _name(off: DayOff) -> str:
    return off.en if formats.is_english() else off.zh


def _calendar(forum: Forum, computed: Computed, *, is_due: bool) -> Iterator[Line]:
    yield Line(_("Holiday calendar"), forum.calendar or _("none held for this court or office"))
    if computed.unconfirmed:
        years = ", ".join(map(str, computed.unconfirmed))
        yield Line(_("Calendar not confirmed"), _("%(years)s: computed, checked by nobody") % {"years": years})
    if computed.unknown_years:
        years = ", ".join(map(str, computed.unknown_years))
        yield Line(_("No calendar"), _("%(years)s: only Saturdays and Sundays are known") % {"years": years})
    yield Line(_("Rule on days off"), mark_of(computed.roll_status).word)
    if is_due:
        yield from _cutoff(computed.act_by, computed.cutoff)


def _cutoff(act_by: date, cutoff: Cutoff | None) -> Iterator[Line]:
    last = last_minute_of(act_by, cutoff)
    if last is None:
        yield Line(_("Cut-off"), _("not known: the time zone is that of the court or office seized"))
        return
    yield Line(_("Cut-off there"), f"{last.local}, {last.zone}")
    yield Line(_("Cut-off in Beijing time"), last.beijing)
    yield Line(_("How sure the cut-off is"), last.status.word)


def _limits(rule: DeadlineRule) -> Iterator[str]:
    yield _("This is guidance and no legal advice. Check the date with the court or office, or with counsel there.")
    if rule.fact_status != "verified":
        yield _("The text of this rule was not found in an official source. It may be wrong or out of date.")
    yield _("Service, time limits of other acts and acts of other parties may set an earlier date.")
