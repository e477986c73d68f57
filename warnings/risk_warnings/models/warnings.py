"""A risk warning: what happened abroad, whom it concerns and what to do today, in both languages."""

from django.db import models
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from portal.lib.events import Event
from portal.lib.fields import PartialDateField
from portal.lib.publication import Publishable, who_and_when
from risk_warnings.models.choices import Dimension, Level
from risk_warnings.querysets import WarningQuerySet


class WarningNumber(models.Model):
    """The last number given in a Shanghai year. Counted up in the transaction that begins the draft."""

    year = models.PositiveSmallIntegerField(primary_key=True)
    last = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["year"]

    def __str__(self) -> str:
        return f"{self.year}: {self.last}"


class RiskWarning(Publishable):
    """A warning under the publication workflow; `WarningEvent` says who did what.

    `matched_at` stays empty from its publication until its subscribers have been found: whoever finds such a
    row finishes the work (`risk_warnings.matching`).
    """

    ref = models.CharField(_("reference"), max_length=16, unique=True)
    level = models.CharField(_("level"), max_length=12, choices=Level.choices, default=Level.GENERAL)
    title_zh = models.CharField(_("title (Chinese)"), max_length=120)
    title_en = models.CharField(_("title (English)"), max_length=200, blank=True, default="")
    summary_zh = models.CharField(_("summary (Chinese)"), max_length=300, blank=True, default="")
    summary_en = models.CharField(_("summary (English)"), max_length=500, blank=True, default="")
    happened_zh = models.TextField(_("what happened (Chinese)"), blank=True, default="")
    happened_en = models.TextField(_("what happened (English)"), blank=True, default="")
    affected_zh = models.TextField(_("who is affected (Chinese)"), blank=True, default="")
    affected_en = models.TextField(_("who is affected (English)"), blank=True, default="")
    todo_zh = models.TextField(_("what to do today (Chinese)"), blank=True, default="")
    todo_en = models.TextField(_("what to do today (English)"), blank=True, default="")
    expires_on = models.DateField(_("in force until"), null=True, blank=True)
    return_note = models.CharField(_("why it was returned"), max_length=500, blank=True, default="")
    recall_reason_zh = models.CharField(_("reason of the recall (Chinese)"), max_length=300, blank=True, default="")
    recall_reason_en = models.CharField(_("reason of the recall (English)"), max_length=500, blank=True, default="")
    matched_at = models.DateTimeField(null=True, blank=True, editable=False)
    idempotency_key = models.UUIDField(null=True, blank=True, unique=True, editable=False)
    is_demo = models.BooleanField(default=False)

    objects = WarningQuerySet["RiskWarning"].as_manager()

    class Meta:
        verbose_name = _("risk warning")
        verbose_name_plural = _("risk warnings")
        ordering = ["-published_at", "-pk"]
        constraints = [
            *who_and_when("warning"),
            models.CheckConstraint(
                condition=~models.Q(state="published")
                | models.Q(expires_on__isnull=False, published_by__isnull=False, published_at__isnull=False),
                name="published_warning_has_issuer_and_end",
            ),
        ]
        indexes = [
            # Read by the sweep: published and not yet matched.
            models.Index(
                fields=["published_at"],
                condition=models.Q(state="published", matched_at__isnull=True),
                name="warning_unmatched",
            ),
            # Read by the public list and the feed.
            models.Index(fields=["state", "-published_at"], name="warning_by_state"),
        ]

    def __str__(self) -> str:
        return f"{self.ref} {self.title}"

    def get_absolute_url(self) -> str:
        return reverse("warning", args=[self.ref])

    @property
    def title(self) -> str:
        return self._in_language("title")

    @property
    def summary(self) -> str:
        return self._in_language("summary")

    @property
    def happened(self) -> str:
        return self._in_language("happened")

    @property
    def affected(self) -> str:
        return self._in_language("affected")

    @property
    def todo(self) -> str:
        return self._in_language("todo")

    @property
    def recall_reason(self) -> str:
        return self._in_language("recall_reason")

    def _in_language(self, name: str) -> str:
        """The text in the page's language, else the other."""
        zh, en = getattr(self, f"{name}_zh"), getattr(self, f"{name}_en")
        return str((en or zh) if (get_language() or "").startswith("en") else (zh or en))

    def editor_ids(self) -> set[int]:
        """Everyone who wrote in this warning. One query."""
        written = self.events.filter(kind__in=["drafted", "edited"])
        return {who for who in written.values_list("actor_id", flat=True) if who is not None}


class WarningScope(models.Model):
    """Whom the author says it concerns. A dimension without a row concerns everybody."""

    warning = models.ForeignKey(RiskWarning, on_delete=models.CASCADE, related_name="scopes")
    dimension = models.CharField(max_length=16, choices=Dimension.choices)
    value = models.CharField(max_length=32)

    class Meta:
        ordering = ["warning", "dimension", "value"]
        constraints = [models.UniqueConstraint(fields=["warning", "dimension", "value"], name="one_warning_scope")]

    def __str__(self) -> str:
        return f"{self.dimension}={self.value}"


class WarningReach(models.Model):
    """Every subscription value a published warning answers to: its scope, spread out (`risk_warnings.reach`).

    Written once, when the warning is issued, so that finding its subscribers is a join on equal values.
    """

    warning = models.ForeignKey(RiskWarning, on_delete=models.CASCADE, related_name="reach")
    dimension = models.CharField(max_length=16, choices=Dimension.choices)
    value = models.CharField(max_length=32)

    class Meta:
        ordering = ["warning", "dimension", "value"]
        constraints = [models.UniqueConstraint(fields=["warning", "dimension", "value"], name="one_warning_reach")]

    def __str__(self) -> str:
        return f"{self.dimension}={self.value}"


class WarningSource(models.Model):
    """Where the news comes from."""

    warning = models.ForeignKey(RiskWarning, on_delete=models.CASCADE, related_name="sources")
    order = models.PositiveSmallIntegerField(default=0)
    title = models.CharField(_("title of the source"), max_length=200)
    url = models.URLField(_("address of the source"), max_length=500)
    published_on = PartialDateField(_("date of the source"))

    class Meta:
        ordering = ["warning", "order", "pk"]

    def __str__(self) -> str:
        return self.title


class WarningCitation(models.Model):
    """What the warning rests on in the library: a kind and key that `laws.citations` resolves."""

    warning = models.ForeignKey(RiskWarning, on_delete=models.CASCADE, related_name="citations")
    kind = models.CharField(max_length=12)
    key = models.CharField(max_length=120)

    class Meta:
        ordering = ["warning", "pk"]
        constraints = [models.UniqueConstraint(fields=["warning", "kind", "key"], name="one_citation_per_warning")]

    def __str__(self) -> str:
        return f"{self.kind}:{self.key}"


class WarningEvent(Event):
    subject = models.ForeignKey(RiskWarning, on_delete=models.PROTECT, related_name="events")

    class Meta(Event.Meta):
        constraints = [models.UniqueConstraint(fields=["subject", "seq"], name="warning_event_seq")]
