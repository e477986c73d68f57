"""What may be asked of centres, enterprises and claims, in the words of the field."""

from typing import TYPE_CHECKING, Self, TypeVar

from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import Exists, OuterRef, Q

from portal.lib import clock

if TYPE_CHECKING:
    from portal.accounts.models import User

M = TypeVar("M", bound=models.Model)  # the model stands in its own module, which imports this one

# The file's words for a centre that takes no cases: announced only, or a category instead of a unit.
NOT_OPEN = ("in_preparation", "category_only")


class GuidanceCentreQuerySet(models.QuerySet[M]):
    def standing(self) -> Self:
        """Centres that have not lost their standing by today."""
        return self.filter(Q(closed_on__isnull=True) | Q(closed_on__gt=clock.today()))

    def with_staffing(self) -> Self:
        """Adds `staffed`: somebody with an open account may take a case there today."""
        from portal.accounts.access import valid_today
        from portal.accounts.models import Membership
        from portal.accounts.roles import STAFF_ROLES

        staff = Membership.objects.filter(
            valid_today(), centre=OuterRef("pk"), role__in=STAFF_ROLES, user__is_active=True
        )
        return self.annotate(staffed=Exists(staff))


class EnterpriseClaimQuerySet(models.QuerySet[M]):
    def live(self) -> Self:
        """Claims nobody has decided yet."""
        return self.filter(state__in=("claimed", "disputed"))

    def visible_to(self, user: "User | AnonymousUser") -> Self:
        """A person's own claims and those that their centre decides. One query for the rights."""
        from portal.accounts.access import rights_of
        from portal.accounts.permissions import Permission

        rights = rights_of(user)
        if not user.is_authenticated or not user.is_active:
            return self.none()
        return self.filter(Q(claimant=user) | Q(centre__in=rights.centre_ids(Permission.DECIDE_CLAIM)))
