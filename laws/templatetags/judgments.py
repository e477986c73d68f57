"""Amounts and multiples of typical cases in the words of the page."""

from django import template

from laws.judgments import columns

register = template.Library()

register.filter("amount_kind", columns.amount_kind)
register.filter("multiple", columns.multiple)
