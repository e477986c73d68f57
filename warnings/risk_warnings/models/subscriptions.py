"""What a person wants to hear of, for themselves or for an enterprise."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from portal.lib import clock
from risk_warnings.models.choices import Dimension, Level
from risk_warnings.querysets import SubscriptionQuerySet


class Rhythm(models.TextChoices):
    INSTANT = "instant", pgettext_lazy("rhythm", "At once, one mail a warning")
    DAILY = "daily", pgettext_lazy("rhythm", "Once a day, all in one mail")


class Subscription(models.Model):
    """One wish of one person. Its scope stands in rows: each dimension has at least one, `*` meaning any."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="warning_subscriptions")
    enterprise = models.ForeignKey(
        "accounts.Enterprise",
        verbose_name=_("for the enterprise"),
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="warning_subscriptions",
    )
    rhythm = models.CharField(_("how often"), max_length=8, choices=Rhythm.choices, default=Rhythm.DAILY)
    language = models.CharField(
        _("language of the mails"), max_length=10, choices=settings.LANGUAGES, default="zh-hans"
    )
    least_level = models.CharField(_("from level"), max_length=12, choices=Level.choices, default=Level.GENERAL)
    active = models.BooleanField(pgettext_lazy("subscription", "active"), default=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)
    idempotency_key = models.UUIDField(null=True, blank=True, unique=True, editable=False)
    is_demo = models.BooleanField(default=False)
    created_at = models.DateTimeField(default=clock.now, editable=False)

    objects = SubscriptionQuerySet["Subscription"].as_manager()

    class Meta:
        verbose_name = _("subscription")
        verbose_name_plural = _("subscriptions")
        ordering = ["created_at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(active=True, ended_at__isnull=True) | models.Q(active=False, ended_at__isnull=False),
                name="subscription_ended_or_active",
            )
        ]

    def __str__(self) -> str:
        return f"{self.user_id}/{self.pk}"


class SubscriptionScope(models.Model):
    """One value a subscription wants in one dimension."""

    subscription = models.ForeignKey(Subscription, on_delete=models.CASCADE, related_name="scopes")
    dimension = models.CharField(max_length=16, choices=Dimension.choices)
    value = models.CharField(max_length=32)

    class Meta:
        ordering = ["subscription", "dimension", "value"]
        constraints = [
            models.UniqueConstraint(fields=["subscription", "dimension", "value"], name="one_subscription_scope")
        ]
        # Read by the match: who wants this value.
        indexes = [models.Index(fields=["dimension", "value"], name="subscription_by_value")]

    def __str__(self) -> str:
        return f"{self.dimension}={self.value}"
