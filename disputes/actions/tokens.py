"""Secret links that open one case for one purpose, for a while. Only the hash of a link is stored."""

import hashlib
import secrets
from datetime import timedelta

from disputes.models import Case, CaseAccessToken
from portal.accounts.models import User
from portal.lib import clock
from portal.lib.states import guarded_update

VALID_FOR = timedelta(days=30)


def _hash(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()


def make_link(*, case: Case, purpose: CaseAccessToken.Purpose, recipient: User) -> str:
    """A new secret for this person. It is returned once and cannot be read again."""
    secret = secrets.token_urlsafe(32)
    CaseAccessToken.objects.create(
        case=case,
        purpose=purpose,
        recipient=recipient,
        token_hash=_hash(secret),
        expires_at=clock.now() + VALID_FOR,
    )
    return secret


def open_link(secret: str, purpose: CaseAccessToken.Purpose) -> CaseAccessToken | None:
    """The live token behind `secret` for exactly this purpose; None when unknown, used or expired."""
    return (
        CaseAccessToken.objects.filter(
            token_hash=_hash(secret), purpose=purpose, used_at__isnull=True, expires_at__gt=clock.now()
        )
        .select_related("case", "recipient")
        .first()
    )


def use_link(token: CaseAccessToken) -> None:
    """Mark it used. Raises Conflict when it was used in the meantime."""
    guarded_update(token, expected={"used_at": None}, used_at=clock.now())
