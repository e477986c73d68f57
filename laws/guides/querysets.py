"""Which guides and revisions a person may see at all."""

from typing import TYPE_CHECKING, Any

from django.contrib.auth.models import AnonymousUser
from django.db import models

from portal.accounts.access import Rights, rights_of
from portal.accounts.models import User
from portal.accounts.permissions import Permission
from portal.lib.publication import PublicationState

if TYPE_CHECKING:
    from laws.models.guides import CountryGuide, GuideRevision  # noqa: F401 - names the rows of the classes below

EDITORIAL = (Permission.EDIT_GUIDE, Permission.REVIEW_GUIDE, Permission.PUBLISH_GUIDE)


def is_editorial(rights: Rights) -> bool:
    """Whether these rights open the drafts of guides."""
    return any(rights.may(permission) for permission in EDITORIAL)


class CountryGuideQuerySet(models.QuerySet["CountryGuide"]):
    def published(self) -> "CountryGuideQuerySet":
        """Guides with a revision in force: what the public sees."""
        return self.filter(revisions__state=PublicationState.PUBLISHED)

    def visible_to(self, user: User | AnonymousUser) -> "CountryGuideQuerySet":
        """Everything for the editorial staff, published guides for everybody else."""
        return self.all() if is_editorial(rights_of(user)) else self.published()


class GuideRevisionQuerySet(models.QuerySet["GuideRevision"]):
    def published(self) -> "GuideRevisionQuerySet":
        return self.filter(state=PublicationState.PUBLISHED)

    def visible_to(self, user: User | AnonymousUser) -> "GuideRevisionQuerySet":
        """Drafts and past revisions for the editorial staff, what is in force for everybody else."""
        return self.all() if is_editorial(rights_of(user)) else self.published()

    def with_text(self) -> "GuideRevisionQuerySet":
        """With sections and citations, in two more queries however many there are."""
        return self.prefetch_related("sections__citations")

    def with_people(self) -> "GuideRevisionQuerySet":
        people: tuple[Any, ...] = ("author", "approved_by", "published_by", "ended_by")
        return self.select_related("guide__jurisdiction", "guide__owner", *people)
