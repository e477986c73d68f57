"""The secret of an endpoint and what it signs.

A receiver computes HMAC-SHA256 over `timestamp.body` with the secret exactly as it was shown. The secret is derived
from the installation's key and the endpoint's salt and stands nowhere (docs/adr/0055).
"""

import base64
import hashlib
import hmac
import secrets
from datetime import timedelta

from django.utils.crypto import salted_hmac

from portal.lib import clock
from portal.notices.models import WebhookEndpoint

PREFIX = "whsec_"
# How long the secret before a rotation signs along, so that a receiver can be changed without losing a message.
OVERLAP = timedelta(hours=24)


def new_salt() -> str:
    return secrets.token_urlsafe(32)


def secret_of(salt: str) -> str:
    """The secret that belongs to `salt` in this installation."""
    digest = salted_hmac("portal.notices.webhook", salt, algorithm="sha256").digest()
    return PREFIX + base64.urlsafe_b64encode(digest).decode().rstrip("=")


def signature(secret: str, timestamp: str, body: bytes) -> str:
    """Hexadecimal HMAC-SHA256 over `timestamp.body`."""
    return hmac.new(secret.encode(), timestamp.encode() + b"." + body, hashlib.sha256).hexdigest()


def signature_header(endpoint: WebhookEndpoint, timestamp: str, body: bytes) -> str:
    """`v1=…`, for a day after a rotation followed by `,v1=…` made with the secret before."""
    salts = [endpoint.salt]
    if endpoint.previous_salt and endpoint.previous_until is not None and endpoint.previous_until > clock.now():
        salts.append(endpoint.previous_salt)
    return ",".join(f"v1={signature(secret_of(salt), timestamp, body)}" for salt in salts)
