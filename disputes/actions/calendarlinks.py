"""The secret address of a person's calendar of deadlines: made, revoked, opened. Only its hash is stored."""

import hashlib
import secrets

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from disputes.models import CalendarLink
from portal.accounts.models import User
from portal.lib import clock
from portal.lib.errors import Conflict


def _hash(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()


def make_calendar_link(*, by: User) -> str:
    """A new secret for this person, returned once; an earlier one ends at this moment. Raises Conflict when made twice
    at once.
    """
    secret = secrets.token_urlsafe(32)
    try:
        with transaction.atomic():
            revoke_calendar_link(by=by)
            CalendarLink.objects.create(user=by, token_hash=_hash(secret))
    except IntegrityError:
        raise Conflict(_("A link was made at this very moment. Make a new one if you did not see it.")) from None
    return secret


def revoke_calendar_link(*, by: User) -> bool:
    """From now on the address answers 404; says whether there was one."""
    return bool(CalendarLink.objects.filter(user=by, revoked_at__isnull=True).update(revoked_at=clock.now()))


def open_calendar_link(secret: str) -> CalendarLink | None:
    """The live link behind `secret`, for a person who may still log in; None otherwise.

    Looked up by hash: neither the time of the answer nor the answer itself tells an unknown secret from a revoked one.
    """
    link = (
        CalendarLink.objects.filter(token_hash=_hash(secret), revoked_at__isnull=True, user__is_active=True)
        .select_related("user")
        .first()
    )
    if link is not None and link.last_read_on != clock.today():
        CalendarLink.objects.filter(pk=link.pk).update(last_read_on=clock.today())
    return link
