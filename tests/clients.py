"""Browsers of the test client, one a person."""

from django.test import Client

from portal.accounts.models import User


def as_user(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client
