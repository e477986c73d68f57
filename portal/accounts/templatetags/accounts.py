"""What allauth's own pages ask of this app: their views give no context of ours."""

from django import template
from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.models import AnonymousUser

from portal.accounts import second_factor

register = template.Library()


@register.filter
def must_have_second_factor(user: AbstractBaseUser | AnonymousUser) -> bool:
    """Whether a role of the person asks for a second factor. One query."""
    return second_factor.must_have_one(user)


@register.filter
def spaced(secret: str) -> str:
    """A long key in groups of four, as a person types it: `ABCD EFGH …`."""
    return " ".join(secret[i : i + 4] for i in range(0, len(secret), 4))
