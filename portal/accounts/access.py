"""What a person may do, read from their memberships that are valid today.

    rights = rights_of(request.user)              # one query
    rights.may(Permission.WORK_ON_CASES, centre=case.centre_id)
    rights.centre_ids(Permission.VIEW_CENTRE_CASES)
    require(user, Permission.ISSUE_WARNING)       # raises NotAllowed

A network role applies everywhere its permission is asked for; a centre's or an enterprise's role only there.
"""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from typing import cast

from django.contrib.auth.models import AnonymousUser
from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext as _

from portal.accounts.models import Membership, Scope, User
from portal.accounts.permissions import Permission
from portal.accounts.roles import ROLES
from portal.lib import clock
from portal.lib.errors import NotAllowed


@dataclass(frozen=True)
class Rights:
    """The valid memberships of one person at one moment."""

    memberships: Sequence[Membership]

    def _with(self, permission: Permission) -> list[Membership]:
        return [m for m in self.memberships if m.role in ROLES and permission in ROLES[m.role].permissions]

    def may(
        self,
        permission: Permission,
        *,
        centre: int | None = None,
        enterprise: int | None = None,
        case_id: uuid.UUID | None = None,
    ) -> bool:
        """Whether any membership allows it here. Without a place only a network role counts."""
        return any(
            m.scope == "network"
            or (centre is not None and m.centre_id == centre)
            or (enterprise is not None and m.enterprise_id == enterprise)
            or (case_id is not None and m.case_id == case_id)
            for m in self._with(permission)
        )

    def may_anywhere(self, permission: Permission) -> bool:
        """Whether there is any place where it is allowed: decides which doors a menu shows."""
        return bool(self._with(permission))

    def centre_ids(self, permission: Permission) -> list[int]:
        return [m.centre_id for m in self._with(permission) if m.centre_id is not None]

    def enterprise_ids(self, permission: Permission) -> list[int]:
        return [m.enterprise_id for m in self._with(permission) if m.enterprise_id is not None]

    def case_ids(self, permission: Permission) -> list[uuid.UUID]:
        return [m.case_id for m in self._with(permission) if m.case_id is not None]


def person(request: HttpRequest) -> User:
    """Who acts. Only for views behind `login_required`."""
    return cast(User, request.user)


def valid_today() -> Q:
    """The filter for memberships that count on this Shanghai day."""
    today = clock.today()
    return Q(ended_at__isnull=True, valid_from__lte=today) & (Q(valid_to__isnull=True) | Q(valid_to__gte=today))


def people_with(*permissions: Permission, **place: int | None) -> QuerySet[User]:
    """Everybody whose role at `centre=` or `enterprise=` allows one of `permissions` today.

    Without a place, whose role in the network does; at no centre (`centre=None`: a draft has none yet), nobody.

    Narrower than `Rights.may`: a network role does not make somebody one of the people of a centre.
    """
    roles = [code for code, role in ROLES.items() if role.permissions.intersection(permissions)]
    if None in place.values():
        return User.objects.none()
    where = Q(**place) if place else Q(scope=Scope.NETWORK)
    members = Membership.objects.filter(valid_today(), where, role__in=roles)
    return User.objects.filter(is_active=True, pk__in=members.values("user")).order_by("name", "email")


def rights_of(user: User | AnonymousUser) -> Rights:
    """One query; nothing for a visitor or a closed account."""
    if not isinstance(user, User) or not user.is_active:
        return Rights(())
    return Rights(tuple(Membership.objects.filter(valid_today(), user=user)))


def require(
    user: User | AnonymousUser,
    permission: Permission,
    *,
    centre: int | None = None,
    enterprise: int | None = None,
    case_id: uuid.UUID | None = None,
) -> None:
    """Raises NotAllowed unless the person may do this here."""
    if not rights_of(user).may(permission, centre=centre, enterprise=enterprise, case_id=case_id):
        raise NotAllowed(_("Your role does not allow this."))
