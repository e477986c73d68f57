"""How allauth fits this portal: its mails go through the delivery ledger, its links carry our own host."""

import secrets
import time
from io import BytesIO
from typing import Any
from urllib.parse import urlsplit

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.authentication import get_authentication_records
from allauth.mfa.adapter import DefaultMFAAdapter
from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.urls import reverse, translate_url
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from qrcode import main as qrcode
from qrcode.image.svg import SvgPathFillImage

from portal.accounts import outbox
from portal.accounts.backends import may_log_in
from portal.accounts.models import User

# Of allauth's context only these go into the snapshot of a mail; the rest is requests and rows.
LINKS = ("activate_url", "password_reset_url")


class AccountAdapter(DefaultAccountAdapter):
    """Log-in and sign-up as the portal wants them."""

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Queue `account/email/<kind>` as `accounts.<kind>`. Every request is a mail of its own."""
        kind = template_prefix.rpartition("/")[2]
        user = context.get("user")
        recipient = user if isinstance(user, User) and user.pk else User.objects.filter(email=email.lower()).first()
        language = recipient.language if recipient else (get_language() or settings.LANGUAGE_CODE)
        snapshot = {name: self._on_our_host(context[name], language) for name in LINKS if context.get(name)}
        snapshot["email"] = email
        with transaction.atomic():
            outbox.send(
                key=f"account:{kind}:{secrets.token_hex(8)}",
                kind=f"accounts.{kind}",
                recipient=recipient,
                address=email,
                language=language,
                context=snapshot,
            )

    def pre_login(self, request: HttpRequest, user: AbstractBaseUser, **kwargs: Any) -> HttpResponse | None:
        """Whoever is shut out gets the page that says so instead of a session."""
        if not may_log_in(user):
            return self.respond_user_inactive(request, user)
        return super().pre_login(request, user, **kwargs)

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """Guessing a password is counted by `portal.accounts.throttle` alone.

        allauth's own count knows the account but not the network: five guesses by anybody would shut its owner out.
        It still counts the guesses at a second factor, where the password is already known.
        """

    def is_reauthentication_required(self, *, app: str, **kwargs: Any) -> bool:
        """Not within minutes of the log-in itself: nobody types the password twice in a row."""
        records = get_authentication_records(self.request, self.request.user)
        if records and time.time() - records[-1]["at"] < settings.ACCOUNT_REAUTHENTICATION_TIMEOUT:
            return False
        return bool(super().is_reauthentication_required(app=app, **kwargs))

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        return reverse("accounts_home")

    @staticmethod
    def _on_our_host(url: str, language: str) -> str:
        """The same page under BASE_URL in the mail's language, whatever host the request named."""
        path = urlsplit(url).path
        return settings.BASE_URL + translate_url(path, language)


class MFAAdapter(DefaultMFAAdapter):
    """The second factor in our words."""

    error_messages = {
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": gettext_lazy(
            "This code is not right or no longer valid. Wait for the next one and type it again."
        ),
    }

    def get_totp_issuer(self) -> str:
        """What the app on the telephone calls this account."""
        return _("Overseas IP dispute guidance")

    def build_totp_svg(self, url: str) -> str:
        """The picture to scan, on a white ground of its own: a camera needs dark on light, also in a dark page."""
        picture = BytesIO()
        qrcode.make(url, image_factory=SvgPathFillImage).save(picture)  # type: ignore[no-untyped-call]  # it has no types
        return picture.getvalue().decode()
