"""Who must prove themselves twice, and whether they can."""

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.models import AnonymousUser
from django.db.models import Exists, OuterRef, QuerySet

from portal.accounts.access import valid_today
from portal.accounts.models import Membership, User
from portal.accounts.roles import SECOND_FACTOR_ROLES


def is_exempt(user: User) -> bool:
    """Demonstration people, where the demonstration runs: anybody may play them and nobody has their telephone."""
    return user.is_demo and settings.DEMO


def must_have_one(user: AbstractBaseUser | AnonymousUser) -> bool:
    """Whether one of the person's present roles asks for a second factor. One query."""
    if not isinstance(user, User) or is_exempt(user):
        return False
    return Membership.objects.filter(valid_today(), user=user, role__in=SECOND_FACTOR_ROLES).exists()


def with_state(people: QuerySet[User]) -> QuerySet[User]:
    """Adds `needs_set_up`: a present role asks for a second factor and none stands.

    The log-in backend loads each person this way, so that the check at every page costs no query of its own.
    """
    staff = Membership.objects.filter(valid_today(), user=OuterRef("pk"), role__in=SECOND_FACTOR_ROLES)
    app = Authenticator.objects.filter(user=OuterRef("pk"), type=Authenticator.Type.TOTP)
    return people.annotate(needs_set_up=Exists(staff) & ~Exists(app))


def lacks_one(user: AbstractBaseUser | AnonymousUser) -> bool:
    """Whether the person, as the log-in backend loaded them, must set up a second factor first."""
    if not isinstance(user, User) or is_exempt(user):
        return False
    return bool(user.needs_set_up)  # type: ignore[attr-defined]  # added by `with_state`
