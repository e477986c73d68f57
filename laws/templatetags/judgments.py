"""Amounts and multiples of typical cases in the words of the page."""

from typing import Any

from django import template

from laws.deadlines.explaining import public_name
from laws.judgments import columns

register = template.Library()

register.filter("amount_kind", columns.amount_kind)
register.filter("court_language", columns.court_language)
register.filter("multiple", columns.multiple)
register.filter("public_name", public_name)


@register.inclusion_tag("laws/parts/case_status.html")
def case_status(status: str) -> dict[str, Any]:
    """How the facts of a case are known: only a decision read in the original has the colour of certainty."""
    tone, word = columns.READ_STATUSES.get(status, ("", ""))
    return {"status": status, "word": word, "tone": tone}
