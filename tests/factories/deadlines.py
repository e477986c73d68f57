"""Legal deadlines for tests, through the actions that people use."""

from datetime import date, timedelta
from typing import Any

from disputes.actions.deadlines import add_deadline, note_next
from disputes.legaldates import dates_of, printed
from disputes.models import Case, Deadline
from laws.models import DeadlineRule
from portal.accounts.models import User
from portal.lib import clock
from portal.reference.calendars import Calendars
from tests.factories.disputes import Cast
from tests.factories.laws import DeadlineRuleFactory, DisputeTypeFactory
from tests.factories.reference import ForumFactory


def a_rule(rule_id: str = "us-frcp-answer", *, kind: str = "us_court", **columns: Any) -> DeadlineRule:
    """Answer within 21 days of service at a US court, text and roll rule checked."""
    usual = {"role": "respondent", "trigger_kind": "service", "quantity": 21, "roll_rule": "next_working_day"}
    rule: DeadlineRule = DeadlineRuleFactory.create(
        rule_id=rule_id,
        dispute_type=DisputeTypeFactory.create(code=kind, name_zh=kind, name_en=kind),
        **{"forum": a_forum(), **usual, **columns},
    )
    return rule


def a_forum(code: str = "us-d-test", **columns: Any) -> Any:
    usual = {
        "time_zone": "America/New_York",
        "filing_cutoff_local": "23:59",
        "calendar": "US",
        "month_rule": "clip",
        "fact_status": "verified",
    }
    return ForumFactory.create(code=code, name_zh="美国测试法院", name_en="US test court", **{**usual, **columns})


def a_deadline(
    cast: Cast, *, by: User | None = None, rule: DeadlineRule | None = None, trigger: date | None = None, **more: Any
) -> Deadline:
    """One of the case, counted from five days ago unless told otherwise; the case then lies as the database has it."""
    row = add_deadline(
        case=cast.case,
        by=by or cast.owner,
        rule=rule or a_rule(),
        triggers=[trigger or clock.today() - timedelta(days=5)],
        **more,
    )
    cast.case.refresh_from_db()
    return row


def due_in(case: Case, days: int, **columns: Any) -> Deadline:
    """A running row whose act-by date lies `days` ahead, whatever working day that is."""
    on = clock.today() + timedelta(days=days)
    usual = {"act_zh": "提交答辩", "act_en": "File the answer", **dates_of(printed(on, None, Calendars()))}
    row = Deadline.objects.create(case=case, **{**usual, **columns})
    note_next(case)
    return row
