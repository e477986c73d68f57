"""One docket written in several ways: `1:24-cv-01234`, `1:24 CV 01234` and `1-24-cv-01234` are the same proceeding.

The database keeps the key beside the number (`Case.docket_key`), so that no code can forget to write it, and a search
for it compares two results of the same expression.
"""

from functools import reduce

from django.db.models import F, Value
from django.db.models.expressions import Combinable
from django.db.models.functions import Lower, Replace

# What offices, platforms and people put between the parts of a number.
SIGNS = " -–—:/._,#()（）[]№\u3000\t"


def docket_key(number: Combinable) -> Lower:
    """The expression of a docket without signs and in small letters."""
    return Lower(reduce(lambda found, sign: Replace(found, Value(sign), Value("")), SIGNS, number))


KEY_OF_CASE = docket_key(F("docket"))
