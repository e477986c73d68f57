"""Published service times, reply templates and what the enterprise thought of the answer."""

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from disputes.choices import ClockKind, Priority, TimeUnit
from disputes.models.cases import Case
from portal.lib import clock
from portal.lib.provenance import Sourced


class ServiceTime(models.Model):
    """How fast a centre promises to answer, decide or issue, from a day on; without a centre, the whole network.

    Where no row applies the standard of `disputes.servicetimes` holds. A case keeps a snapshot of the
    row it was filed under, so a new row never rewrites history.
    """

    kind = models.CharField(_("kind"), max_length=16, choices=ClockKind.choices, default=ClockKind.FIRST_ANSWER)
    centre = models.ForeignKey(
        "accounts.GuidanceCentre", null=True, blank=True, on_delete=models.CASCADE, related_name="service_times"
    )
    # Empty: for every priority.
    priority = models.CharField(_("priority"), max_length=2, choices=Priority.choices, blank=True, default="")
    quantity = models.PositiveSmallIntegerField(_("number"), default=0)
    unit = models.CharField(_("unit"), max_length=20, choices=TimeUnit.choices)
    valid_from = models.DateField(_("valid from"))

    class Meta:
        verbose_name = _("service time")
        verbose_name_plural = _("service times")
        ordering = ["kind", "priority", "-valid_from"]
        constraints = [
            # Two, because SQLite knows no "nulls not distinct".
            models.UniqueConstraint(
                fields=["kind", "centre", "priority", "valid_from"],
                condition=models.Q(centre__isnull=False),
                name="one_service_time_per_centre_and_day",
            ),
            models.UniqueConstraint(
                fields=["kind", "priority", "valid_from"],
                condition=models.Q(centre__isnull=True),
                name="one_service_time_per_day",
            ),
            models.CheckConstraint(
                condition=models.Q(unit="same_working_day", quantity=0)
                | (~models.Q(unit="same_working_day") & models.Q(quantity__gt=0)),
                name="service_time_has_a_length",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.priority} {self.valid_from}"


class ReplyTemplate(Sourced):
    """A text to start an answer from; brackets mark what the officer fills in. Without a centre: for all."""

    slug = models.SlugField(_("key"), max_length=60, unique=True)
    title_zh = models.CharField(_("title (Chinese)"), max_length=120)
    title_en = models.CharField(_("title (English)"), max_length=120)
    text_zh = models.TextField(_("text (Chinese)"))
    text_en = models.TextField(_("text (English)"))
    dispute_type = models.ForeignKey(
        "reference.DisputeType",
        verbose_name=_("kind of dispute"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    centre = models.ForeignKey(
        "accounts.GuidanceCentre", null=True, blank=True, on_delete=models.CASCADE, related_name="reply_templates"
    )
    is_active = models.BooleanField(_("offered"), default=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        verbose_name = _("reply template")
        verbose_name_plural = _("reply templates")
        ordering = ["title_en", "pk"]

    def __str__(self) -> str:
        return self.title_en if (get_language() or "").startswith("en") else self.title_zh

    def text_in(self, language: str) -> str:
        """The text in the language of the case, not of the officer's page."""
        return self.text_en if language.startswith("en") else self.text_zh


class Satisfaction(models.Model):
    """What the enterprise thought of the answer, once per case."""

    case = models.OneToOneField(Case, on_delete=models.CASCADE, related_name="satisfaction")
    rating = models.PositiveSmallIntegerField(_("rating"), validators=[MinValueValidator(1), MaxValueValidator(5)])
    comment = models.TextField(_("comment"), blank=True, default="")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(default=clock.now, editable=False)

    class Meta:
        verbose_name = _("rating")
        verbose_name_plural = _("ratings")
        constraints = [
            models.CheckConstraint(condition=models.Q(rating__gte=1, rating__lte=5), name="rating_is_one_to_five")
        ]

    def __str__(self) -> str:
        return f"{self.case_id}: {self.rating}"
