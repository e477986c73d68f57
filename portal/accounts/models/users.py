"""A person with an e-mail address, and what they consented to."""

from collections.abc import Iterator
from typing import Any, ClassVar

from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.db import models
from django.db.models.functions import Lower
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from portal.lib import clock


class UserManager(BaseUserManager["User"]):
    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "User":
        user = self.model(email=email.strip().lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def get_by_natural_key(self, username: str | None) -> "User":
        return self.get(email=(username or "").strip().lower())


class User(AbstractBaseUser, PermissionsMixin):
    """A person. What they may do comes from their memberships alone; `is_superuser` is never set."""

    email = models.EmailField(
        _("e-mail"), unique=True, error_messages={"unique": _("There is already an account for this address.")}
    )
    name = models.CharField(_("name"), max_length=80, blank=True, default="")
    language = models.CharField(_("language of mails"), max_length=10, choices=settings.LANGUAGES, default="zh-hans")
    time_zone = models.CharField(_("time zone"), max_length=40, default="Asia/Shanghai")
    is_active = models.BooleanField(_("active"), default=True)
    is_demo = models.BooleanField(_("demonstration person"), default=False)
    # Since when nobody stands behind this row any more; what others' work rests on still points here.
    erased_at = models.DateTimeField(null=True, blank=True, editable=False)
    # Counted up to end every session of the person at once.
    session_epoch = models.PositiveIntegerField(default=0, editable=False)
    date_joined = models.DateTimeField(_("joined"), default=clock.now)

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    objects: ClassVar[UserManager] = UserManager()

    class Meta:
        verbose_name = _("person")
        verbose_name_plural = _("people")
        ordering = ["email"]
        constraints = [
            models.CheckConstraint(condition=models.Q(email=Lower("email")), name="email_is_lower_case"),
        ]

    def __str__(self) -> str:
        if self.erased_at is not None:
            return gettext("erased person")
        return self.name or self.email

    def get_session_auth_hash(self) -> str:
        """What a session must carry to count: it changes with the password and when all sessions are ended."""
        return self._session_hash(None)

    def get_session_auth_fallback_hash(self) -> Iterator[str]:
        for secret in settings.SECRET_KEY_FALLBACKS:
            yield self._session_hash(secret)

    def _session_hash(self, secret: str | bytes | None) -> str:
        value = f"{self.password}.{self.session_epoch}"
        return salted_hmac("portal.accounts.session", value, secret=secret, algorithm="sha256").hexdigest()

    def get_full_name(self) -> str:
        return str(self)

    def get_short_name(self) -> str:
        return str(self)


class Consent(models.Model):
    """That a person agreed to a dated version of a notice."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="consents")
    document = models.CharField(_("document"), max_length=40)
    document_version = models.CharField(_("version"), max_length=20)
    language = models.CharField(max_length=10)
    given_at = models.DateTimeField(default=clock.now)

    class Meta:
        verbose_name = _("consent")
        verbose_name_plural = _("consents")
        ordering = ["-given_at"]
        constraints = [
            models.UniqueConstraint(fields=["user", "document", "document_version"], name="one_consent_per_version")
        ]

    def __str__(self) -> str:
        return f"{self.user_id}: {self.document} {self.document_version}"
