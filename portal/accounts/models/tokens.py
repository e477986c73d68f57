"""Keys with which a person's own program reads and writes what is theirs."""

from typing import TYPE_CHECKING, Self, TypeVar

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.utils.translation import gettext_lazy as _

from portal.lib import clock

if TYPE_CHECKING:
    from portal.accounts.models import User

M = TypeVar("M", bound=models.Model)


class TokenScope(models.TextChoices):
    """What a token may do. Nothing here reaches a centre's side, whoever holds the token."""

    CASES_READ = "cases:read", _("Read my cases and their messages")
    CASES_WRITE = "cases:write", _("Write to the centre in my cases")
    SUBSCRIPTIONS_READ = "subscriptions:read", _("Read my warning subscriptions")
    SUBSCRIPTIONS_WRITE = "subscriptions:write", _("Change my warning subscriptions")


class ApiTokenQuerySet(models.QuerySet[M]):
    def visible_to(self, user: "User | AnonymousUser") -> Self:
        """A person's own, nobody else's."""
        return self.filter(user=user) if user.is_authenticated else self.none()

    def live(self) -> Self:
        return self.filter(revoked_at__isnull=True, expires_at__gt=clock.now())


class ApiToken(models.Model):
    """A token of one person. The secret is shown once; only its hash stands here."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="api_tokens")
    name = models.CharField(_("what it is for"), max_length=60)
    prefix = models.CharField(_("begins with"), max_length=12)
    token_hash = models.CharField(max_length=64, unique=True)
    scopes = models.JSONField(_("may"), default=list)
    created_at = models.DateTimeField(_("made"), default=clock.now, editable=False)
    expires_at = models.DateTimeField(_("valid until"))
    last_used_at = models.DateTimeField(_("last used"), null=True, blank=True)
    revoked_at = models.DateTimeField(_("revoked"), null=True, blank=True)

    objects = ApiTokenQuerySet["ApiToken"].as_manager()

    class Meta:
        verbose_name = _("access token")
        verbose_name_plural = _("access tokens")
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(expires_at__gt=models.F("created_at")), name="token_ends_after_start"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} ({self.prefix}…)"

    @property
    def is_live(self) -> bool:
        return self.revoked_at is None and self.expires_at > clock.now()

    @property
    def scope_labels(self) -> list[str]:
        return [str(TokenScope(code).label) for code in self.scopes if code in TokenScope.values]
