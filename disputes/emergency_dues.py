"""What is due in an emergency, as its receipt says it: dates on papers, computed dates, and where to count oneself."""

from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _

from disputes.legaldates import computed_of
from disputes.models import Case, Deadline, DeadlineState, Playbook
from disputes.sofar import Need, deadlines_so_far
from laws.deadlines.computing import Computed
from laws.models import DeadlineRule
from portal.reference.calendars import Calendars

SHOWN = 6


@dataclass(frozen=True)
class Due:
    """One date. Without `rule` it was printed on a paper. `look`: a person must look at it before it is relied on."""

    act: str
    on: date
    rule: DeadlineRule | None = None
    computed: Computed | None = None
    why: str = ""
    look: bool = False


@dataclass(frozen=True)
class Dues:
    """The nearest dates, how many more there are, what is missing for others, and the pages that say more."""

    dates: tuple[Due, ...]
    more: int
    needs: tuple[Need, ...]
    calculator: str
    playbook: Playbook | None


def dues_of_case(case: Case) -> Dues:
    """What runs in a filed case: the same rows as on its own page."""
    rows = case.deadlines.filter(state=DeadlineState.RUNNING).select_related("rule__reviewed_by", "rule__forum")
    names = ("jurisdiction", "dispute_type", "our_role", "received_on", "forum_name")
    return _dues([_due_of(row) for row in rows], {name: getattr(case, name) for name in names})


def dues_of_facts(facts: dict[str, Any]) -> Dues:
    """What would run, while nobody has confirmed the emergency. `facts`: as `Emergency.facts` gives them."""
    found = [
        Due(one.answer.rule.act, one.answer.computed.act_by, one.answer.rule, one.answer.computed, one.why)
        for one in deadlines_so_far(facts, Calendars()).shown
    ]
    if facts["next_date"]:
        found.append(Due(_("Next date on the papers"), facts["next_date"]))
    return _dues(sorted(found, key=lambda due: due.on), facts)


def _due_of(row: Deadline) -> Due:
    look = bool(row.look)
    if row.rule is None or not row.computed:
        return Due(row.act, row.act_by, look=look)
    query = {"trigger": row.inputs["used"]}
    if row.inputs.get("forum"):
        query["forum"] = row.inputs["forum"]
    # An order or an extension is known to the case only; the public page would explain another date.
    is_plain = row.order_on is None and not row.is_extended and not row.inputs.get("keys")
    why = f"{reverse('deadline_why', args=[row.rule.rule_id])}?{urlencode(query)}" if is_plain else ""
    return Due(row.act, row.act_by, row.rule, computed_of(row), why, look)


def _dues(dates: list[Due], facts: dict[str, Any]) -> Dues:
    kind, place = facts["dispute_type"], facts["jurisdiction"]
    query = {"jurisdiction": place.pk if place else "", "dispute_type": kind.pk if kind else ""}
    if facts["received_on"]:
        query["trigger"] = facts["received_on"].isoformat()
    return Dues(
        dates=tuple(dates[:SHOWN]),
        more=max(len(dates) - SHOWN, 0),
        needs=deadlines_so_far(facts, Calendars()).needs,
        calculator=f"{reverse('deadlines')}?{urlencode(query)}",
        playbook=Playbook.objects.fitting(kind.pk, facts["our_role"]) if kind else None,
    )
