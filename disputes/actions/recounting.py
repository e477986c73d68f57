"""Running deadlines after a rule or a holiday calendar changed: counted again, the old date kept beside the new one.

A deadline whose rule gives no date any more keeps the one it has and is marked, and people are told: nothing that was
promised to be watched disappears by itself. A repeat, or a kill in between, changes nothing twice: what was counted
again carries the new version.
"""

import logging

from django.db import transaction
from django.db.models import QuerySet

from disputes.actions.changing import change, lock
from disputes.actions.deadlines import COUNTED_AGAIN, note_next, replace_row
from disputes.actions.priority import raise_by_rule
from disputes.actions.reminding import rung_of
from disputes.deadline_mails import tell_changed, tell_to_look
from disputes.legaldates import (
    VERSION,
    calendar_marks,
    columns_of,
    count,
    counted_otherwise,
    matter_of,
    version_counted,
)
from disputes.models import Case, Deadline, DeadlineState, Look
from disputes.states import OPEN_STATES
from laws.deadlines.computing import NoDate
from portal.lib import clock
from portal.lib.errors import Conflict, Invalid
from portal.reference.calendars import Calendars

log = logging.getLogger(__name__)
LOOKS = {"withdrawn": Look.WITHDRAWN, "not_in_force": Look.NOT_IN_FORCE}
# What people read and act on; how the date is explained may change without anybody being told.
DATES = ("raw_on", "rolled_on", "act_by", "act_by_at")


def stale(marks: dict[str, str]) -> "QuerySet[Deadline]":
    """Running deadlines of open cases whose rule or calendar says something else since they were counted."""
    running = Deadline.objects.filter(state=DeadlineState.RUNNING, case__state__in=OPEN_STATES)
    return counted_otherwise(running, marks).order_by("pk")


def recount_due() -> dict[str, int]:
    """Count again whatever must be; how many got another date, stayed as they were, or need a person."""
    marks, calendars = calendar_marks(), Calendars()
    found = {"changed": 0, "same": 0, "to_look_at": 0}
    for pk in list(stale(marks).values_list("pk", flat=True)):
        try:
            found[recount(pk, marks, calendars)] += 1
        except Conflict:
            log.info("deadline %s changed while it was counted again", pk)
        except Exception:
            # One deadline that cannot be counted must not keep all later ones from it.
            log.exception("deadline %s could not be counted again", pk)
    return found


def recount(pk: int, marks: dict[str, str], calendars: Calendars) -> str:
    """One deadline. Raises Conflict when somebody ended it at this moment."""
    with transaction.atomic():
        case = Case.objects.get(deadlines__pk=pk)
        lock(case)
        row = Deadline.objects.select_related("rule__forum", "forum").get(pk=pk)
        if not row.is_running:
            raise Conflict("ended meanwhile")
        row.case = case
        matter = matter_of(row)
        try:
            columns = columns_of(count(matter, calendars), matter, marks)
        except Invalid as refusal:
            return _to_look_at(case, row, refusal, marks)
        if all(columns[name] == getattr(row, name) for name in DATES):
            columns.pop("rule")
            Deadline.objects.filter(pk=pk).update(**columns, look=Look.NONE)
            return "same"
        return _changed(case, row, columns)


def _changed(case: Case, row: Deadline, columns: dict[str, object]) -> str:
    new = replace_row(row, by=None, why=COUNTED_AGAIN, **columns)
    # The mail of the change tells the days left: the ladder goes on below that rung.
    Deadline.objects.filter(pk=new.pk).update(reminded=rung_of(new.days_left(clock.today())))
    data = {
        "deadline": new.pk,
        "replaces": row.pk,
        "rule_version": new.rule_version,
        "old_act_by": row.act_by.isoformat(),
        "act_by": new.act_by.isoformat(),
    }
    event = change(case, by=None, kind="deadline_recomputed", data=data)
    note_next(case)
    if not case.is_demo:
        tell_changed(case, event, row, new)
    raise_by_rule(case=case)
    return "changed"


def _to_look_at(case: Case, row: Deadline, refusal: Invalid, marks: dict[str, str]) -> str:
    code = refusal.code if isinstance(refusal, NoDate) else ""
    look = LOOKS.get(code, Look.NO_DATE)
    rule = row.rule
    version = rule.version if rule is not None else row.rule_version
    mark = marks.get(row.forum.calendar, "") if row.forum else ""
    known = row.look == look
    # The date stays, so what it was counted from stays with it: `rule_version` only says what was looked at.
    inputs = {**row.inputs, VERSION: version_counted(row)}
    Deadline.objects.filter(pk=row.pk).update(look=look, rule_version=version, calendar_mark=mark, inputs=inputs)
    if not known:
        event = change(case, by=None, kind="deadline_to_look_at", data={"deadline": row.pk, "why": str(look)})
        if not case.is_demo:
            tell_to_look(case, event, row, look)
    return "to_look_at"
