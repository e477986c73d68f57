"""Making and revoking access tokens. Each act is recorded; the person is told by mail."""

import hashlib
import secrets
from collections.abc import Sequence
from datetime import timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from portal.accounts import outbox
from portal.accounts.actions.audit import record
from portal.accounts.models import ApiToken, TokenScope, User
from portal.lib import clock
from portal.lib.errors import Conflict, Invalid, NotAllowed
from portal.lib.fields import clean_text

START = "oipg_"  # so that a token that leaked into a file is recognised for what it is
SHOWN = len(START) + 6
MOST = 20
LONGEST_DAYS = 365


def hash_token(text: str) -> str:
    """What stands in the database. The text has 256 random bits, so no salt and no slow hash is needed."""
    return hashlib.sha256(text.encode()).hexdigest()


@transaction.atomic
def create_token(*, by: User, name: str, scopes: Sequence[str], days: int) -> tuple[ApiToken, str]:
    """A new token of one's own and its text, which nobody can show again.

    Raises Invalid for a missing name, no or unknown scopes or a wrong duration, Conflict for too many.
    """
    name = clean_text(name)
    if not name:
        raise Invalid(_("Say what the token is for."), field="name")
    unknown = set(scopes) - set(TokenScope.values)
    if not scopes or unknown:
        raise Invalid(_("Choose what the token may do."), field="scopes")
    if not 1 <= days <= LONGEST_DAYS:
        raise Invalid(_("A token is valid for at most a year."), field="days")
    User.objects.select_for_update(no_key=True).values_list("pk").get(pk=by.pk)
    if ApiToken.objects.visible_to(by).live().count() >= MOST:
        raise Conflict(_("You have %(number)s tokens already. Revoke one of them first.") % {"number": MOST})
    text = START + secrets.token_urlsafe(32)
    token = ApiToken.objects.create(
        user=by,
        name=name[:60],
        prefix=text[:SHOWN],
        token_hash=hash_token(text),
        scopes=[scope for scope in TokenScope.values if scope in scopes],
        expires_at=clock.now() + timedelta(days=days),
    )
    record("token.created", token, by=by, scopes=token.scopes, days=days)
    outbox.send(
        key=f"token:{token.pk}",
        kind="accounts.token_created",
        recipient=by,
        context={"name": token.name, "prefix": token.prefix},
    )
    return token, text


@transaction.atomic
def revoke_token(*, token: ApiToken, by: User) -> None:
    """It stops working at once. Harmless when repeated. Raises NotAllowed for somebody else's."""
    if token.user_id != by.pk:
        raise NotAllowed(_("This token is somebody else's."))
    if ApiToken.objects.filter(pk=token.pk, revoked_at__isnull=True).update(revoked_at=clock.now()):
        record("token.revoked", token, by=by)
