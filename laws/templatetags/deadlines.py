"""The three dates of a legal period, on every page that shows one."""

from datetime import date
from typing import Any

from django import template

from laws.deadlines.computing import Computed
from laws.deadlines.showing import last_minute_of, left_of, mark_of, notes_of

register = template.Library()


@register.inclusion_tag("components/legal_date.html")
def legal_date(
    computed: Computed,
    *,
    status: str,
    reviewed_by: Any = None,
    reviewed_on: date | None = None,
    why: str = "",
    brief: bool = False,
) -> dict[str, Any]:
    """Statutory, rolled and act-by date with cut-off and marks.

    `computed` comes from `asking.ask` or `snapshots.from_data`; `status` is the rule's `fact_status` (`own` words for
    a date printed on a paper are not its business). `why` is the address that explains the date. `brief` leaves out
    the statutory and rolled dates and the notes, for queues and lists.
    """
    return {
        "computed": computed,
        "text": mark_of(status),
        "reviewed_by": reviewed_by,
        "reviewed_on": reviewed_on,
        "left": left_of(computed.act_by, computed.cutoff),
        "last": last_minute_of(computed.act_by, computed.cutoff),
        "notes": [] if brief else notes_of(computed),
        "why": why,
        "brief": brief,
    }


@register.inclusion_tag("components/rule_mark.html")
def rule_mark(status: str, label: str = "") -> dict[str, Any]:
    """How a rule's text, or `label` (its roll, its cut-off), is known: a word, an icon and a border of its own."""
    return {"mark": mark_of(status), "label": label}
