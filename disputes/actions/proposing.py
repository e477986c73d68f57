"""What the portal does by itself when a case is filed: deadlines from the day the papers came, and the printed date."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from disputes.actions.changing import change
from disputes.actions.deadlines import note_next, paper_row
from disputes.duedates import Missing, suggestions
from disputes.legaldates import Matter, calendar_marks, columns_of
from disputes.models import Case, Deadline
from laws.deadlines.asking import Answer
from portal.reference.calendars import Calendars


def answers_from(values: Mapping[str, Any], calendars: Calendars) -> list[Answer]:
    """The deadlines that follow from the facts of an intake, before there is a case."""
    answers, _missing = suggestions(
        values["jurisdiction"],
        values["dispute_type"],
        values["our_role"],
        values.get("received_on"),
        calendars,
        forum_name=values.get("forum_name") or "",
    )
    return answers


def earliest_of(next_date: date | None, answers: Sequence[Answer]) -> date | None:
    """What the rules of priority look at: the printed date or the first computed one, whichever is earlier."""
    days = [answer.computed.act_by for answer in answers]
    return min([*days, next_date] if next_date else days, default=None)


def propose_at_filing(case: Case, answers: Sequence[Answer] | None = None) -> list[Deadline]:
    """Add what follows from the facts of a case just filed. A rule that the case has, or had, is not added again.

    Runs in the transaction of the filing. The rows say that the portal computed them and nobody confirmed them.
    """
    if answers is None:
        answers = answers_from(_values(case), Calendars())
    known = set(case.deadlines.filter(rule__isnull=False).values_list("rule_id", flat=True))
    marks = calendar_marks() if answers else {}
    added = []
    for answer in answers:
        if answer.rule.pk not in known:
            question = answer.question
            matter = Matter(answer.rule, (question.trigger,), question.forum)
            added.append(Deadline.objects.create(case=case, **columns_of(answer, matter, marks)))
    printed = case.next_date is not None and not case.deadlines.filter(rule__isnull=True).exists()
    if printed and case.next_date is not None:
        what = case.next_date_what or _("Next date on the papers")
        added.append(paper_row(case, on=case.next_date, what=what, by=case.filer))
    if added:
        computed = [row for row in added if row.rule_id is not None]
        kind = "deadlines_computed" if computed else "deadline_added"
        change(case, by=None, kind=kind, data={"deadlines": [row.pk for row in added]})
        note_next(case)
    return added


def still_missing(case: Case, calendars: Calendars) -> list[Missing]:
    """Rules that may apply to the case and that nobody has added, each with what is missing."""
    values = _values(case)
    if values["jurisdiction"] is None or values["dispute_type"] is None:
        return []
    _answers, missing = suggestions(
        values["jurisdiction"],
        values["dispute_type"],
        case.our_role,
        case.received_on,
        calendars,
        forum_name=case.forum_name,
    )
    known = set(case.deadlines.filter(rule__isnull=False).values_list("rule_id", flat=True))
    return [one for one in missing if one.rule.pk not in known]


def _values(case: Case) -> dict[str, Any]:
    names = ("jurisdiction", "dispute_type", "our_role", "received_on", "forum_name")
    return {name: getattr(case, name) for name in names}
