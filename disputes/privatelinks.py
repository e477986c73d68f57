"""The private link of an emergency without account: signed, made again for every mail, void once the nonce changes.

The address is the secret. Nothing stores it: it is computed from the filing (docs/emergency.md).
"""

import uuid

from django.conf import settings
from django.core import signing
from django.urls import reverse
from django.utils import translation

from disputes.models import EmergencyFiling

_SIGNER = signing.Signer(salt="disputes.emergency.link")


def token_of(filing: EmergencyFiling) -> str:
    """The present secret of this filing."""
    return _SIGNER.sign(f"{filing.pk.hex}.{filing.nonce}")


def filing_of(token: str) -> EmergencyFiling | None:
    """The filing behind `token`; None when it is forged, or was made void by a newer one."""
    try:
        pk, _dot, nonce = _SIGNER.unsign(token).partition(".")
    except signing.BadSignature:
        return None
    return (
        EmergencyFiling.objects.filter(pk=uuid.UUID(pk), nonce=nonce)
        .select_related("case__centre", "case__jurisdiction", "case__dispute_type", "centre")
        .first()
    )


def address_of(filing: EmergencyFiling, language: str | None = None) -> str:
    """The whole address, in the language of the filer."""
    with translation.override(language or filing.language):
        return settings.BASE_URL + reverse("emergency_receipt", args=[token_of(filing)])
