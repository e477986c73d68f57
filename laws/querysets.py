"""What the library's rows can be asked, in the words of the domain."""

from typing import Self, TypeVar

from django.apps import apps
from django.db.models import Exists, Model, OuterRef, Q, QuerySet

L = TypeVar("L", bound=Model)

# A status that is not known is not "repealed": such a law is counted, and its page says that the status is not known.
NOT_REPEALED = ~Q(status="repealed")


class LawQuerySet(QuerySet[L]):
    def not_repealed(self) -> Self:
        """Laws not known to be repealed: what every counter of the library counts."""
        return self.filter(NOT_REPEALED)

    def with_texts(self) -> Self:
        """Each law with `has_text`: whether its text is held, so that a list can say so."""
        versions = apps.get_model("laws", "LawVersion").objects.filter(law=OuterRef("pk"))
        return self.annotate(has_text=Exists(versions))

    def about(self, subject: str) -> Self:
        """Laws with `subject` among their subjects; each law once."""
        return self.filter(subjects__subject=subject)
