"""Browsers of the test client, one a person."""

from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time
from django.test import Client

from portal.accounts.models import User
from tests.factories.accounts import PASSWORD, TOTP_SECRET

LOG_IN = "/en/accounts/login/"
CODE = "/en/accounts/second-factor/authenticate/"


def as_user(user: User) -> Client:
    """Logged in already. A person of the factories whose role asks for a second factor has one."""
    client = Client()
    client.force_login(user)
    return client


def code_of(secret: str = TOTP_SECRET) -> str:
    """What an authenticator app with this secret shows now."""
    return str(format_hotp_value(hotp_value(secret, next(iter(yield_hotp_counters_from_time())))))


def type_password(client: Client, user: User) -> str:
    """Types address and password; returns where the portal leads."""
    return str(client.post(LOG_IN, {"login": user.email, "password": PASSWORD}).headers.get("Location", ""))


def log_in(client: Client, user: User) -> None:
    """Through the pages, as a person with an authenticator app does it."""
    type_password(client, user)
    client.post(CODE, {"code": code_of()})
