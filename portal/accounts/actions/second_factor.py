"""Setting up, losing and resetting the second factor. The set-up itself is allauth's; here stands what it entails."""

import secrets
from collections.abc import Collection
from typing import Any

from allauth.mfa.models import Authenticator
from django.contrib.auth import update_session_auth_hash
from django.db import transaction
from django.db.models import F
from django.http import HttpRequest
from django.utils.translation import gettext as _

from portal.accounts import outbox
from portal.accounts.access import Rights, rights_of, valid_today
from portal.accounts.actions.audit import record
from portal.accounts.actions.memberships import may_grant, spot_of
from portal.accounts.models import Membership, User
from portal.accounts.permissions import Permission as P
from portal.accounts.roles import SECOND_FACTOR_ROLES
from portal.lib.errors import Conflict, NotAllowed


def end_sessions(user: User) -> None:
    """Log `user` out everywhere. A request that goes on renews its own with `update_session_auth_hash`."""
    User.objects.filter(pk=user.pk).update(session_epoch=F("session_epoch") + 1)
    user.refresh_from_db(fields=["session_epoch"])


def note_added(sender: Any, request: HttpRequest, user: User, authenticator: Authenticator, **kwargs: Any) -> None:
    """allauth's signal: a factor stands. Sessions that were opened without it end; this one goes on."""
    with transaction.atomic():
        record("second_factor.added", user, by=user, kind=authenticator.type)
        end_sessions(user)
    update_session_auth_hash(request, user)


def note_removed(sender: Any, request: HttpRequest, user: User, authenticator: Authenticator, **kwargs: Any) -> None:
    """allauth's signal: the person took a factor away themselves."""
    record("second_factor.removed", user, by=user, kind=authenticator.type)


def resettable(rights: Rights, by: User, people: Collection[User]) -> set[int]:
    """The ids of those whose second factor `by` may reset. Two queries.

    The administrator resets anybody's but their own. A head resets that of a person to whom they could give every role
    that asks for one: nobody weakens the log-in of somebody whose rights reach beyond the own centre.
    """
    have = set(Authenticator.objects.filter(user__in=people).values_list("user_id", flat=True)) - {by.pk}
    if rights.may(P.GRANT_ROLE) or not have:
        return have
    staff = Membership.objects.filter(valid_today(), user__in=have, role__in=SECOND_FACTOR_ROLES)
    may: dict[int, bool] = {}
    for membership in staff.select_related("centre", "enterprise"):
        granted = membership.centre_id is not None and may_grant(rights, membership.role, spot_of(membership))
        may[membership.user_id] = may.get(membership.user_id, True) and granted
    return {pk for pk, all_granted in may.items() if all_granted}


@transaction.atomic
def reset_second_factor(*, user: User, by: User | None) -> None:
    """Take away the second factor of a person who lost it, log them out and tell them by mail.

    `by=None` is the command, for whoever holds the server. Raises NotAllowed without the right, Conflict when none is
    set up. At the next log-in the person is led to set up a new one.
    """
    if not Authenticator.objects.filter(user=user).exists():
        raise Conflict(_("This person has no second factor set up."))
    if by is not None and user.pk not in resettable(rights_of(by), by, [user]):
        raise NotAllowed(_("Your role does not allow this. Ask the administrator of the network."))
    Authenticator.objects.filter(user=user).delete()
    end_sessions(user)
    record("second_factor.reset", user, by=by)
    outbox.send(
        key=f"account:second_factor_reset:{secrets.token_hex(8)}",
        kind="accounts.second_factor_reset",
        recipient=user,
        context={"by": str(by) if by else ""},
    )
