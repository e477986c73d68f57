"""Which guides and revisions a person may see at all."""

from typing import Self, TypeVar

from django.contrib.auth.models import AnonymousUser
from django.db.models import Model, QuerySet

from portal.accounts.access import Rights, rights_of
from portal.accounts.models import User
from portal.accounts.permissions import Permission
from portal.lib.publication import PublicationState

M = TypeVar("M", bound=Model)

EDITORIAL = (Permission.EDIT_GUIDE, Permission.REVIEW_GUIDE, Permission.PUBLISH_GUIDE)


def is_editorial(rights: Rights) -> bool:
    """Whether these rights open the drafts of guides."""
    return any(rights.may(permission) for permission in EDITORIAL)


class CountryGuideQuerySet(QuerySet[M]):
    def published(self) -> Self:
        """Guides with a revision in force: what the public sees."""
        return self.filter(revisions__state=PublicationState.PUBLISHED)

    def visible_to(self, user: User | AnonymousUser) -> Self:
        """Everything for the editorial staff, published guides for everybody else."""
        return self.all() if is_editorial(rights_of(user)) else self.published()


class GuideRevisionQuerySet(QuerySet[M]):
    def published(self) -> Self:
        return self.filter(state=PublicationState.PUBLISHED)

    def visible_to(self, user: User | AnonymousUser) -> Self:
        """Drafts and past revisions for the editorial staff, what is in force for everybody else."""
        return self.all() if is_editorial(rights_of(user)) else self.published()

    def with_text(self) -> Self:
        """With sections and citations, in two more queries however many there are."""
        return self.prefetch_related("sections__citations")

    def with_people(self) -> Self:
        """With everyone who decided on it and the guide's owner."""
        people = ("author", "approved_by", "published_by", "ended_by", "guide__owner")
        return self.select_related("guide__jurisdiction", *people)
