"""Inviting people by e-mail: a link that opens one role in one place for one address, once, for two weeks."""

import hashlib
import secrets
from collections.abc import Callable
from datetime import date, timedelta

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import models, transaction
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from portal.accounts import outbox
from portal.accounts.access import rights_of
from portal.accounts.actions.audit import record
from portal.accounts.actions.memberships import (
    Spot,
    add_membership,
    check_role,
    grants,
    spot_of,
)
from portal.accounts.models import Invitation, Membership, User
from portal.accounts.permissions import Permission as P
from portal.accounts.roles import ROLES
from portal.lib import clock
from portal.lib.errors import Conflict, Invalid, NotAllowed

LIFETIME = timedelta(days=14)
DOUBLED_CLICK = timedelta(minutes=1)
MAX_OPEN = 100  # of one place: nobody mails strangers through us
MAX_OPEN_EXPERTS = 3000  # the pool is imported as a whole: nearly 2,000 people

# Called with the person and the membership, in the transaction that takes an invitation up.
on_invitation_accepted: list[Callable[[User, Membership], None]] = []


def may_invite(by: User, role: str, spot: Spot) -> bool:
    """Who may grant a role may offer it. An expert of the pool is also invited by the people of a centre.

    They may not end that role again: for this it takes `grants`.
    """
    return grants(by, role, spot) or (role == "expert" and rights_of(by).may_anywhere(P.NOMINATE_EXPERT))


def check_may_invite(by: User, role: str, spot: Spot) -> None:
    """Raises NotAllowed unless `by` may offer `role` there today."""
    if not may_invite(by, role, spot):
        raise NotAllowed(
            _("You may not give the role “%(role)s” in %(place)s.") % {"role": ROLES[role].name, "place": spot}
        )


def hash_token(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


@transaction.atomic
def invite(*, email: str, role: str, by: User, spot: Spot, valid_to: date | None = None) -> Invitation:
    """Offer a role to an address and mail the link. A new offer of the same role there replaces the open one.

    The same offer within a minute is a doubled click and changes nothing: the link already mailed stays good.
    Raises Invalid for a wrong address, role or date, NotAllowed without the right, Conflict for too many.
    """
    check_role(role, spot)
    check_may_invite(by, role, spot)
    email = email.strip().lower()
    try:
        validate_email(email)
    except ValidationError as error:
        raise Invalid(_("This is not an e-mail address."), field="email") from error
    if valid_to is not None and valid_to < clock.today():
        raise Invalid(_("The last day lies in the past."), field="valid_to")
    User.objects.select_for_update().get(pk=by.pk)  # a doubled click waits here
    same = pending(spot).filter(email=email, role=role)
    twin = same.filter(invited_by=by, valid_to=valid_to, created_at__gt=clock.now() - DOUBLED_CLICK).first()
    if twin is not None:
        return twin
    same.update(revoked_at=clock.now())
    of_pool = role == "expert"
    waiting = pending(spot).filter(role=role) if of_pool else pending(spot).exclude(role="expert")
    if waiting.count() >= (MAX_OPEN_EXPERTS if of_pool else MAX_OPEN):
        raise Conflict(_("Too many invitations are open here. Take some back first."))
    token = secrets.token_urlsafe(32)
    invitation = Invitation.objects.create(
        email=email,
        role=role,
        scope=spot.scope,
        enterprise=spot.enterprise,
        centre=spot.centre,
        case_id=spot.case_id,
        token_hash=hash_token(token),
        valid_to=valid_to,
        invited_by=by,
        expires_at=clock.now() + LIFETIME,
    )
    record("invitation.sent", invitation, by=by, role=role)
    _mail(invitation, token, spot)
    return invitation


def pending(spot: Spot) -> models.QuerySet[Invitation]:
    """Offers for this place that can still be taken up."""
    return Invitation.objects.filter(
        spot.q(), accepted_at__isnull=True, revoked_at__isnull=True, expires_at__gt=clock.now()
    )


def find_invitation(token: str) -> Invitation:
    """The open offer behind a link. Raises Conflict with the reason when it can no longer be taken up."""
    invitation = (
        Invitation.objects.select_related("enterprise", "centre", "invited_by")
        .filter(token_hash=hash_token(token))
        .first()
    )
    if invitation is None or invitation.revoked_at:
        raise Conflict(_("This invitation is not valid. Ask the person who invited you for a new one."))
    if invitation.accepted_at:
        raise Conflict(_("This invitation has been used already."))
    if invitation.expires_at <= clock.now():
        raise Conflict(_("This invitation has expired. Ask the person who invited you for a new one."))
    return invitation


@transaction.atomic
def accept_invitation(*, token: str, by: User) -> Membership:
    """Take the role up. Works once, for the invited address alone, while the inviter may still give it.

    Raises Conflict for a used, revoked or expired link, NotAllowed for another person.
    """
    invitation = find_invitation(token)
    if by.email != invitation.email:
        raise NotAllowed(
            _("This invitation was sent to %(invited)s, and you are logged in as %(you)s. Log in with that address.")
            % {"invited": masked(invitation.email), "you": by.email}
        )
    spot = spot_of(invitation)
    if not may_invite(invitation.invited_by, invitation.role, spot):
        raise Conflict(_("The person who invited you may no longer do so. Ask for a new invitation."))
    taken = Invitation.objects.filter(pk=invitation.pk, accepted_at__isnull=True, revoked_at__isnull=True)
    if taken.update(accepted_at=clock.now(), accepted_by=by) != 1:
        raise Conflict(_("This invitation has been used already."))
    record("invitation.accepted", invitation, by=by, role=invitation.role)
    membership = add_membership(
        user=by, role=invitation.role, by=invitation.invited_by, spot=spot, valid_to=invitation.valid_to
    )
    for follow in on_invitation_accepted:
        follow(by, membership)
    return membership


@transaction.atomic
def revoke_invitation(*, invitation: Invitation, by: User) -> None:
    """Take an open offer back. Raises NotAllowed without the right, Conflict when it is no longer open."""
    check_may_invite(by, invitation.role, spot_of(invitation))
    open_one = Invitation.objects.filter(pk=invitation.pk, accepted_at__isnull=True, revoked_at__isnull=True)
    if open_one.update(revoked_at=clock.now()) != 1:
        raise Conflict(_("This invitation is no longer open."))
    record("invitation.revoked", invitation, by=by, role=invitation.role)


def masked(email: str) -> str:
    """Enough of an address for its owner to know it: `z***@example.com`."""
    name, _at, host = email.partition("@")
    return f"{name[:1]}***@{host}"


def _mail(invitation: Invitation, token: str, spot: Spot) -> None:
    known = User.objects.filter(email=invitation.email).first()
    language = known.language if known else invitation.invited_by.language
    with translation.override(language):
        link = settings.BASE_URL + reverse("accounts_invitation", args=[token])
        context = {
            "place": str(spot),
            "role": str(ROLES[invitation.role].name),
            "role_means": str(ROLES[invitation.role].description),
            "invited_by": str(invitation.invited_by),
            "link": link,
            "expires": _expiry(invitation),
        }
    outbox.send(
        key=f"invitation:{invitation.pk}",
        kind="accounts.invitation",
        recipient=known,
        address=invitation.email,
        language=language,
        context=context,
    )


def _expiry(invitation: Invitation) -> str:
    """In Beijing time, as the mail says."""
    return invitation.expires_at.astimezone(clock.SHANGHAI).strftime("%Y-%m-%d %H:%M")
