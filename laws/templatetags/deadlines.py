"""The three dates of a legal period, on every page that shows one."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from laws.deadlines.computing import Computed
from laws.deadlines.explaining import Line, Part
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


@register.simple_tag
def why_parts(parts: Iterable[Part], level: int = 3) -> SafeString:
    """The lines of `laws.deadlines.explaining.explain` under headings of `level`.

    Drawn here and not in a template: a result with a dozen dates has hundreds of lines, and must come in 50 ms.
    """
    return format_html_join("", "{}", ((_part(part, level),) for part in parts if part.lines))


def _part(part: Part, level: int) -> SafeString:
    return format_html(
        '<div class="why-part why-{}"><h{}>{}</h{}>{}</div>', part.key, level, part.title, level, _lines(part)
    )


def _lines(part: Part) -> SafeString:
    if part.is_steps or not part.lines[0].label:
        items = format_html_join("", "<li>{}</li>", ((line.value,) for line in part.lines))
        return format_html("<ol>{}</ol>" if part.is_steps else "<ul>{}</ul>", items)
    facts = format_html_join("", "<dt>{}</dt><dd>{}</dd>", ((line.label, _value(line)) for line in part.lines))
    return format_html('<dl class="facts small">{}</dl>', facts)


def _value(line: Line) -> str:
    return format_html('<q lang="{}">{}</q>', line.lang, line.value) if line.lang else line.value
