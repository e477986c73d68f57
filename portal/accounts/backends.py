"""Who may log in at all."""

from allauth.account.auth_backends import AuthenticationBackend as AllauthBackend
from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.models import AnonymousUser

from portal.accounts.models import User


def may_log_in(user: AbstractBaseUser | AnonymousUser | None) -> bool:
    """Not a closed account; and demonstration people only where the demonstration runs.

    A database that was once seeded with `--demo` keeps those people with a password that was printed.
    """
    return isinstance(user, User) and user.is_active and (settings.DEMO or not user.is_demo)


class AuthenticationBackend(AllauthBackend):
    """Log-in by e-mail. A session that was opened earlier does not count either once its person is shut out."""

    def user_can_authenticate(self, user: User | AnonymousUser | None) -> bool:
        return may_log_in(user)

    def get_user(self, user_id: int) -> User | None:
        """The person of a session, with what the middleware asks about them (one query)."""
        from portal.accounts.second_factor import with_state  # reads models of allauth, which loads this module first

        user = with_state(User.objects.filter(pk=user_id)).first()
        return user if self.user_can_authenticate(user) else None
