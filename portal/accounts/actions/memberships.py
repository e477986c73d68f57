"""Granting and ending roles. Invitations: `portal.accounts.actions.invitations`."""

import uuid
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from portal.accounts.access import Rights, rights_of, valid_today
from portal.accounts.actions.audit import record
from portal.accounts.models import Enterprise, GuidanceCentre, Membership, Scope, User
from portal.accounts.models.memberships import Placed
from portal.accounts.permissions import Permission as P
from portal.accounts.roles import ROLES
from portal.lib import clock
from portal.lib.errors import Conflict, Invalid, NotAllowed

# Without one of these a place is lost: nobody could let anybody in again.
KEEPERS = {"enterprise_owner", "centre_head", "administrator"}


class CasePlaces(Protocol):
    """What the app of the cases says about one that is named by its id: this app may not import it."""

    def name(self, case_id: uuid.UUID) -> str:
        """What the invitation calls it; nothing that tells what it is about."""

    def address(self, case_id: uuid.UUID) -> str:
        """Its page."""

    def may_grant(self, by: User, role: str, case_id: uuid.UUID) -> bool:
        """Whether `by` may give `role` in it today, and end it."""


case_places: list[CasePlaces] = []  # one, registered by the app of the cases when it is ready


@dataclass(frozen=True)
class Spot:
    """Where a role applies: an enterprise, a centre, one case, or (all empty) the whole network."""

    enterprise: Enterprise | None = None
    centre: GuidanceCentre | None = None
    case_id: uuid.UUID | None = None

    @property
    def scope(self) -> Scope:
        if self.case_id is not None:
            return Scope.CASE
        if self.enterprise is not None:
            return Scope.ENTERPRISE
        return Scope.CENTRE if self.centre is not None else Scope.NETWORK

    def __str__(self) -> str:
        if self.case_id is not None:
            return case_places[0].name(self.case_id)
        return str(self.enterprise or self.centre or _("the whole network"))

    def q(self) -> Q:
        return Q(scope=self.scope, enterprise=self.enterprise, centre=self.centre, case_id=self.case_id)


def spot_of(placed: Placed) -> Spot:
    """The place of a membership or an invitation."""
    return Spot(enterprise=placed.enterprise, centre=placed.centre, case_id=placed.case_id)


def may_grant(rights: Rights, role: str, spot: Spot) -> bool:
    """Who lets whom in: the administrator heads and network roles, a head officers, an owner colleagues.

    Never into a case: who may is asked of the app of the cases (`grants`).
    """
    if spot.case_id is not None:
        return False
    if spot.enterprise is not None:
        return rights.may(P.INVITE_COLLEAGUE, enterprise=spot.enterprise.pk)
    if spot.centre is None:
        return rights.may(P.GRANT_ROLE)
    if role == "centre_head":
        return rights.may(P.INVITE_HEAD)
    return rights.may(P.INVITE_OFFICER, centre=spot.centre.pk)


def grants(by: User, role: str, spot: Spot) -> bool:
    """Whether `by` may give `role` there today, and end it; also in a case."""
    if spot.case_id is not None:
        return case_places[0].may_grant(by, role, spot.case_id)
    return may_grant(rights_of(by), role, spot)


def check_role(role: str, spot: Spot) -> None:
    """Raises Invalid when there is no such role or it does not belong in such a place."""
    if role not in ROLES:
        raise Invalid(_("There is no role of this name."), field="role")
    if ROLES[role].scope != spot.scope:
        raise Invalid(
            _("The role “%(role)s” does not belong there.") % {"role": ROLES[role].name},
            field="role",
        )


def check_may_grant(by: User, role: str, spot: Spot) -> None:
    """Raises NotAllowed unless `by` may give `role` there today."""
    if not grants(by, role, spot):
        raise NotAllowed(
            _("You may not give the role “%(role)s” in %(place)s.") % {"role": ROLES[role].name, "place": spot}
        )


def grant_membership(*, user: User, role: str, by: User, spot: Spot, valid_to: date | None = None) -> Membership:
    """Give `user` the role there. Raises Invalid for a wrong role or date, NotAllowed without the right."""
    check_role(role, spot)
    check_may_grant(by, role, spot)
    return add_membership(user=user, role=role, by=by, spot=spot, valid_to=valid_to)


@transaction.atomic
def add_membership(*, user: User, role: str, by: User | None, spot: Spot, valid_to: date | None = None) -> Membership:
    """The step that grants and verifications share; its callers have checked the right.

    A role the person already has there is kept and only its last day is changed.
    """
    check_role(role, spot)
    if valid_to is not None and valid_to < clock.today():
        raise Invalid(_("The last day lies in the past."), field="valid_to")
    User.objects.select_for_update().filter(pk=user.pk).first()  # two grants at once make one row
    membership = Membership.objects.filter(valid_today(), spot.q(), user=user, role=role).first()
    if membership is not None and membership.valid_to == valid_to:
        return membership
    if membership is None:
        membership = Membership(
            user=user,
            role=role,
            scope=spot.scope,
            enterprise=spot.enterprise,
            centre=spot.centre,
            case_id=spot.case_id,
            granted_by=by,
        )
    membership.valid_to = valid_to
    membership.save()
    record("membership.granted", membership, by=by, role=role, user=user.pk, valid_to=str(valid_to or ""))
    return membership


@transaction.atomic
def end_membership(*, membership: Membership, by: User, last_one_confirmed: bool = False) -> None:
    """End a role at once. People may leave by themselves.

    Raises NotAllowed without the right, Conflict when it has ended already, or when nobody would be left to
    let others in; an administrator may end the last head of a centre after confirming it.
    """
    spot = spot_of(membership)
    rights = rights_of(by)
    if membership.user_id != by.pk and not grants(by, membership.role, spot):
        raise NotAllowed(_("Your role does not allow this."))
    _lock(spot)
    if not Membership.objects.filter(valid_today(), pk=membership.pk).exists():
        raise Conflict(_("This membership has ended already."))
    if membership.role in KEEPERS and is_last(membership, spot):
        if membership.role != "centre_head" or not rights.may(P.INVITE_HEAD):
            raise Conflict(
                _("This is the last “%(role)s” of %(place)s. Name another one first.")
                % {"role": ROLES[membership.role].name, "place": spot}
            )
        if not last_one_confirmed:
            raise Conflict(
                _("This is the last head of %(place)s. Confirm that the centre stays without one.") % {"place": spot},
                field="last_one_confirmed",
            )
    membership.ended_at, membership.ended_by = clock.now(), by
    membership.save(update_fields=["ended_at", "ended_by"])
    record("membership.ended", membership, by=by, role=membership.role, user=membership.user_id)


def _lock(spot: Spot) -> None:
    """Two people who end each other's role at the same moment wait for one another here."""
    if spot.enterprise is not None:
        Enterprise.objects.select_for_update().get(pk=spot.enterprise.pk)
    elif spot.centre is not None:
        GuidanceCentre.objects.select_for_update().get(pk=spot.centre.pk)
    else:
        list(Membership.objects.select_for_update().filter(spot.q()).values_list("pk"))


def is_last(membership: Membership, spot: Spot) -> bool:
    """Whether nobody else with an open account has this role there today."""
    others = Membership.objects.filter(valid_today(), spot.q(), role=membership.role, user__is_active=True)
    return not others.exclude(pk=membership.pk).exists()
