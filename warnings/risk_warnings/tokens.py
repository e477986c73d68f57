"""The signed link that ends warning mails without a log-in. It never expires: mails are opened years later."""

from django.core import signing

from portal.accounts.models import User

SALT = "risk_warnings.unsubscribe"


def unsubscribe_token(user: User) -> str:
    return signing.Signer(salt=SALT).sign(str(user.pk))


def reader_of(token: str) -> User | None:
    """Whose mails the link is about; None for a link that is not ours or a person who is gone."""
    try:
        return User.objects.filter(pk=int(signing.Signer(salt=SALT).unsign(token))).first()
    except (signing.BadSignature, ValueError):
        return None
