"""The exchange log of a licence dispute: every letter and offer with its day. Rows are only added."""

from datetime import date

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from disputes.choices import Side
from disputes.models.cases import Case
from disputes.models.documents import CaseDocument
from disputes.models.outcomes import IsoCurrency
from portal.lib import clock


class Direction(models.TextChoices):
    TO_US = "to_us", pgettext_lazy("exchange", "From the other side")
    FROM_US = "from_us", pgettext_lazy("exchange", "From us")


class ExchangeKind(models.TextChoices):
    """What courts ask about the conduct of both sides: the steps of CJEU C-170/13, and what lies between them."""

    NOTICE = "notice", _("Notice of infringement")
    CHARTS = "charts", _("Claim charts")
    WILLINGNESS = "willingness", _("Declaration of willingness")
    OFFER = "offer", pgettext_lazy("exchange", "Offer")
    COUNTER_OFFER = "counter_offer", _("Counter-offer")
    REJECTION = "rejection", _("Rejection")
    SECURITY = "security", pgettext_lazy("exchange", "Security")
    ACCOUNTS = "accounts", _("Accounts of use")
    OTHER = "other", pgettext_lazy("exchange", "Other")


class ExchangeEntry(models.Model):
    """One exchange. What was wrong is said by a newer entry that names it in `corrects`; both stay readable.

    `amount` is a sum, `rate` a royalty as it was written: a percentage, an amount for each unit, a cap.
    """

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="exchanges")
    on = models.DateField(_("date"))
    direction = models.CharField(_("direction"), max_length=8, choices=Direction.choices)
    kind = models.CharField(_("kind"), max_length=16, choices=ExchangeKind.choices)
    summary = models.CharField(_("in one sentence"), max_length=300)
    terms = models.TextField(pgettext_lazy("exchange", "terms"), blank=True, default="")
    rate = models.CharField(_("royalty rate"), max_length=120, blank=True, default="")
    amount = models.DecimalField(_("amount"), max_digits=18, decimal_places=2, null=True, blank=True)
    currency = models.ForeignKey(IsoCurrency, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    document = models.ForeignKey(
        CaseDocument, verbose_name=_("document"), null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    corrects = models.OneToOneField(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="corrected_by"
    )
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    side = models.CharField(_("for"), max_length=10, choices=Side.choices)
    # Of the form it came from: the same page sent twice is one row.
    form_key = models.UUIDField(null=True, blank=True, editable=False)
    created_at = models.DateTimeField(_("entered at"), default=clock.now, editable=False)

    class Meta:
        verbose_name = _("entry of the exchange log")
        verbose_name_plural = _("entries of the exchange log")
        ordering = ["on", "created_at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["case", "by", "form_key"], name="one_exchange_per_person_and_form"),
            models.CheckConstraint(
                condition=models.Q(amount__isnull=True, currency__isnull=True)
                | models.Q(amount__gte=0, currency__isnull=False),
                name="exchanged_amount_has_a_currency",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.case_id}: {self.on} {self.kind}"

    @property
    def is_corrected(self) -> bool:
        """A newer entry stands in its place. Costs a query unless `corrected_by` is selected."""
        return hasattr(self, "corrected_by")

    def days_since(self, today: date) -> int:
        return (today - self.on).days
