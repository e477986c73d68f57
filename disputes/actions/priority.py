"""Priority after filing: raised by a rule or a person, lowered by a person with a reason."""

from collections.abc import Mapping
from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from disputes import clocks, emails
from disputes.access import Act, need
from disputes.actions.calling import call_duty
from disputes.actions.changing import change, check_fresh
from disputes.actions.writing import text_for_people
from disputes.choices import Origin, Priority
from disputes.models import Case, CaseNote
from disputes.priority import Facts, assess, facts_of, hits, is_higher
from disputes.servicetimes import schedule_of
from disputes.states import AWAITING_ANSWER
from portal.accounts.models import User
from portal.lib import clock
from portal.lib.errors import Conflict, Invalid
from portal.reference.calendars import Calendars


def set_priority(*, case: Case, by: User, priority: Priority, reason: str, version: int | None = None) -> None:
    """A person raises or lowers, always with a reason (kept as an internal note).

    Raising shortens the promise; lowering never lengthens one that was already made to the enterprise.
    """
    with transaction.atomic():
        check_fresh(case, version)
        need(Act.PRIORITY, case, by)
        if priority not in Priority.values:
            raise Invalid(_("Choose a priority."), field="priority")
        if priority == case.priority:
            raise Conflict(_("The case has this priority already."))
        raised = is_higher(priority, case.priority)
        note = CaseNote.objects.create(case=case, author=by, text=text_for_people(reason, field="reason"))
        data = {"from": case.priority, "to": str(priority), "note": note.pk}
        if raised:
            _raise(case, by=by, priority=priority, reasons=["person"], data=data)
            return
        change(
            case,
            by=by,
            kind="priority_lowered",
            data=data,
            priority=priority,
            priority_reasons=["person"],
            # Every reason known today was seen by the person: none of them raises the case again.
            priority_dismissed=sorted({*case.priority_dismissed, *(rule.code for rule in hits(_facts(case)))}),
        )


def raise_by_rule(*, case: Case) -> bool:
    """Let the rules look again, for instance because a date came nearer. Never lowers; says whether it raised."""
    if case.state not in AWAITING_ANSWER:
        return False
    level, reasons = assess(_facts(case), dismissed=case.priority_dismissed)
    if not is_higher(level, case.priority):
        return False
    with transaction.atomic():
        _raise(case, by=None, priority=level, reasons=reasons, data={"from": case.priority, "to": str(level)})
    return True


def _raise(case: Case, *, by: User | None, priority: Priority, reasons: list[str], data: Mapping[str, object]) -> None:
    event = change(
        case,
        by=by,
        kind="priority_raised",
        data={**data, "reasons": reasons},
        priority=priority,
        priority_reasons=reasons,
        **clocks.hurried(case, priority),
    )
    if priority in {Priority.P0, Priority.P1}:
        emails.tell_holder(case, event, "urgent")
    call_duty(case, event)


def _facts(case: Case) -> Facts:
    return facts_of(
        dispute_type=case.dispute_type_id or "",
        measures=case.measures,
        next_date=_next_of(case),
        fair_on=case.fair_on,
        amount=case.amount_at_risk,
        currency=case.amount_currency,
        schedule=schedule_of(case.centre_id, Calendars()),
        now=clock.now(),
        emergency=case.origin == Origin.EMERGENCY,
    )


def _next_of(case: Case) -> date | None:
    """The earlier of the date that the intake named and the first running deadline.

    The intake's date counts only while no row stands for it: what was done or dropped presses nobody any more.
    """
    days = [case.next_act_by] if case.next_act_by else []
    if case.next_date is not None and not case.deadlines.filter(rule__isnull=True, raw_on=case.next_date).exists():
        days.append(case.next_date)
    return min(days, default=None)
