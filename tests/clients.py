"""Browsers of the test client, one a person; and a person's own program."""

import json
from typing import Any

from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time
from django.test import Client

from portal.accounts.actions.tokens import create_token
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


class Program:
    """A person's own program: `Program(user, "cases:read").get("/api/v1/me/cases/")`."""

    def __init__(self, user: User, *scopes: str) -> None:
        self.token, text = create_token(by=user, name="test", scopes=scopes, days=30)
        self.client = Client(headers={"Authorization": f"Bearer {text}"})

    def get(self, path: str) -> Any:
        return self.client.get(path)

    def send(self, method: str, path: str, **body: Any) -> Any:
        return self.client.generic(method, path, json.dumps(body), content_type="application/json")
