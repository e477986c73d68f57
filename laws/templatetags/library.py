"""Codes of the library in the words of the page."""

from django import template

from laws import words
from laws.coverage.catalogue import Origin, ids_of, origins
from laws.languages import language_name, language_names
from laws.models import DeadlineRule
from laws.texts.later import label_of

register = template.Library()

register.filter("trigger", words.trigger)
register.filter("counted_from", words.counted_from)
register.filter("term_field", words.term_field)
register.filter("treaty_subject", words.treaty_subject)
register.filter("whose_act", words.role)
register.filter("source_tier", words.source_tier)
register.filter("languages", language_names)
register.filter("language_name", language_name)
register.filter("text_label", label_of)


@register.filter
def items(cell: str) -> list[str]:
    """The parts of a cell that holds several, as the reference files write them: `www.a.sk|www.b.sk`."""
    return [part.strip() for part in cell.split("|") if part.strip()]


@register.filter
def source_ids(cell: str) -> list[str]:
    """The ids in a `source` cell, without the place behind the colon."""
    return ids_of(cell)


@register.filter
def origin(source: str) -> Origin | None:
    """What is known of a source of the catalogue: where it was read and its licence; nothing for another one."""
    return origins().get(source.partition(":")[0].strip())


@register.simple_tag
def period(quantity: int, unit: str) -> str:
    """`{% period rule.quantity rule.unit %}`: 30 calendar days, or that no number is fixed."""
    return words.length(quantity, unit)


@register.inclusion_tag("laws/parts/review_mark.html")
def review_mark(rule: DeadlineRule) -> dict[str, object]:
    """`{% review_mark rule %}`: 已核实 only where a named person reviewed it, otherwise what is known of its text."""
    return {"mark": words.review_words(rule), "reviewed_on": rule.reviewed_on}
