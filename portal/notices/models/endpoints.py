"""Machines that want our messages: an SMS or enterprise-messaging gateway, a ticket system."""

from collections.abc import Sequence
from urllib.parse import urlsplit

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from portal.accounts.access import Rights, rights_of
from portal.accounts.models import Enterprise, GuidanceCentre, User
from portal.accounts.permissions import Permission
from portal.lib import clock


class Topic(models.TextChoices):
    """What an endpoint may ask for. A notice carries one."""

    CASES = "cases", _("News of cases")
    CALLS = "calls", _("Duty calls for emergencies (P0)")
    CLOCKS = "clocks", _("Warnings before a service time is broken")


# What an enterprise may ask for; duty calls and service times are the centre's business.
ENTERPRISE_TOPICS = frozenset({Topic.CASES})


class DisabledWhy(models.TextChoices):
    PERSON = "person", _("Switched off by a person")
    GONE = "gone", _("The receiver said that it is gone (410)")
    FAILING = "failing", _("It failed for days")


class EndpointQuerySet(models.QuerySet["WebhookEndpoint"]):
    def kept_by(self, user: User, rights: Rights | None = None) -> "EndpointQuerySet":
        """The endpoints this person keeps. Nobody else sees that they exist: their messages hold case facts."""
        rights = rights_of(user) if rights is None else rights
        return self.filter(
            Q(centre__in=rights.centre_ids(Permission.KEEP_CHANNELS))
            | Q(enterprise__in=rights.enterprise_ids(Permission.KEEP_CHANNELS))
        )


class WebhookEndpoint(models.Model):
    """One address of a centre or of an enterprise to which messages are posted, signed.

    The secret is not stored: it is derived from the installation's key and `salt` (`portal.notices.signing`), so
    that a copy of the database can forge nothing. After a rotation the one before signs along for a day.
    """

    centre = models.ForeignKey(
        GuidanceCentre, null=True, blank=True, on_delete=models.CASCADE, related_name="webhook_endpoints"
    )
    enterprise = models.ForeignKey(
        Enterprise, null=True, blank=True, on_delete=models.CASCADE, related_name="webhook_endpoints"
    )
    name = models.CharField(_("name"), max_length=80)
    url = models.CharField(_("address"), max_length=500)
    language = models.CharField(_("language"), max_length=10, choices=settings.LANGUAGES, default="zh-hans")
    topics = models.JSONField(_("what it wants"), default=list)
    salt = models.CharField(max_length=43)
    previous_salt = models.CharField(max_length=43, blank=True, default="")
    previous_until = models.DateTimeField(null=True, blank=True)
    secret_shown = models.BooleanField(default=False)
    is_active = models.BooleanField(_("switched on"), default=True)
    disabled_why = models.CharField(max_length=8, choices=DisabledWhy.choices, blank=True, default="")
    failures = models.PositiveIntegerField(_("failures in a row"), default=0)
    failing_since = models.DateTimeField(null=True, blank=True)
    last_ok_at = models.DateTimeField(_("last received"), null=True, blank=True)
    last_error = models.CharField(max_length=200, blank=True, default="")
    form_key = models.UUIDField(null=True, blank=True, unique=True)
    version = models.PositiveIntegerField(default=1)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(default=clock.now, editable=False)

    objects = EndpointQuerySet.as_manager()

    class Meta:
        verbose_name = _("webhook")
        verbose_name_plural = _("webhooks")
        ordering = ["name", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(centre__isnull=False, enterprise__isnull=True)
                | Q(centre__isnull=True, enterprise__isnull=False),
                name="endpoint_has_one_owner",
            ),
            models.CheckConstraint(
                condition=Q(is_active=True, disabled_why="") | (Q(is_active=False) & ~Q(disabled_why="")),
                name="endpoint_off_says_why",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def owner(self) -> GuidanceCentre | Enterprise:
        owner = self.centre or self.enterprise
        if owner is None:
            raise ValueError("The database lets no endpoint be without an owner.")
        return owner

    @property
    def host(self) -> str:
        """All of the address that may be shown or logged: path and query often carry a key."""
        return (urlsplit(self.url).hostname or "")[:254]

    @property
    def topic_labels(self) -> Sequence[str]:
        return [str(Topic(code).label) for code in self.topics if code in Topic.values]
