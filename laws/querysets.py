"""What the library's rows can be asked, in the words of the domain."""

from typing import Self, TypeVar

from django.db.models import Model, Q, QuerySet

L = TypeVar("L", bound=Model)

# A status that is not known is not "repealed": such a law is counted, and its page says that the status is not known.
NOT_REPEALED = ~Q(status="repealed")


class LawQuerySet(QuerySet[L]):
    def not_repealed(self) -> Self:
        """Laws not known to be repealed: what every counter of the library counts."""
        return self.filter(NOT_REPEALED)

    def about(self, subject: str) -> Self:
        """Laws with `subject` among their subjects; each law once."""
        return self.filter(subjects__subject=subject)
