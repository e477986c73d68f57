"""Who sees which warnings and subscriptions."""

from typing import TYPE_CHECKING, Self, TypeVar

from django.contrib.auth.models import AnonymousUser
from django.db import models

from portal.accounts.access import rights_of
from portal.accounts.permissions import Permission
from portal.lib import clock
from portal.lib.publication import PublicationState as S

if TYPE_CHECKING:
    from portal.accounts.models import User

M = TypeVar("M", bound=models.Model)  # the models stand in their own modules, which import this one

# A warning that was public keeps its address: a mail may lead there years later.
ONCE_PUBLIC = (S.PUBLISHED, S.EXPIRED, S.RECALLED, S.SUPERSEDED)
DESK = (Permission.DRAFT_WARNING, Permission.ISSUE_WARNING)


class WarningQuerySet(models.QuerySet[M]):
    def public(self) -> Self:
        """What a stranger may open, the ended ones (shown as such) among them."""
        return self.filter(state__in=ONCE_PUBLIC)

    def in_force(self) -> Self:
        """Published and not past its last day (a Shanghai day)."""
        return self.filter(state=S.PUBLISHED, expires_on__gte=clock.today())

    def past_their_day(self) -> Self:
        return self.filter(state=S.PUBLISHED, expires_on__lt=clock.today())

    def unmatched(self) -> Self:
        """Published, its subscribers not yet found."""
        return self.filter(state=S.PUBLISHED, matched_at__isnull=True)

    def visible_to(self, user: "User | AnonymousUser") -> Self:
        """Everything for those who draft or issue warnings; what is or was public for all others."""
        rights = rights_of(user)
        if any(rights.may(permission) for permission in DESK):
            return self.all()
        return self.public()


class SubscriptionQuerySet(models.QuerySet[M]):
    def visible_to(self, user: "User | AnonymousUser") -> Self:
        """A person's own, nobody else's: not even a colleague's."""
        return self.filter(user=user) if user.is_authenticated else self.none()
