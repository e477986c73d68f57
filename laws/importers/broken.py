"""Where a parser gave a file up, in the reader's language: a parser's own words are English and for programmers."""

import json

from django.utils.translation import gettext as _
from lxml import etree


def place_of(error: Exception) -> str:
    """Line and column as the parser of XML, HTML or JSON named them, or those of a sign that cannot be written; says
    so where none is named."""
    line, column = None, None
    if isinstance(error, etree.ParseError):
        line, column = error.position
    elif isinstance(error, json.JSONDecodeError):
        line, column = error.lineno, error.colno
    elif isinstance(error, UnicodeEncodeError):
        before = error.object[: error.start]
        line, column = before.count("\n") + 1, error.start - before.rfind("\n")
    if not line:
        return _("the place is not known")
    return _("line %(line)d, column %(column)d") % {"line": line, "column": column or 1}
