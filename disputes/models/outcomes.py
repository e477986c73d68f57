"""What came of a guidance case: its result and the ledger of its losses. Rows are added, never rewritten."""

from django.conf import settings
from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from disputes.models.cases import Case
from disputes.models.documents import CaseDocument
from disputes.querysets import LossQuerySet
from disputes.results import RECOVERED, LossKind, LossState, OutcomeResult
from portal.lib import clock
from portal.lib.provenance import Sourced


class IsoCurrency(Sourced):
    """A currency of ISO 4217 that is in use: amounts of an outcome and of the ledger name one of these."""

    code = models.CharField(_("code"), max_length=3, primary_key=True)
    name_zh = models.CharField(_("name (Chinese)"), max_length=60)
    name_en = models.CharField(_("name (English)"), max_length=60)

    class Meta:
        verbose_name = _("currency")
        verbose_name_plural = _("currencies")
        ordering = ["code"]

    def __str__(self) -> str:
        name = self.name_en if (get_language() or "").startswith("en") else self.name_zh
        return f"{self.code} {name}"


def _pair(amount: str, currency: str) -> models.Q:
    """Both or neither."""
    return models.Q(**{f"{amount}__isnull": True, f"{currency}__isnull": True}) | models.Q(
        **{f"{amount}__gte": 0, f"{currency}__isnull": False}
    )


class Outcome(models.Model):
    """The result of a case; the newest row counts, a correction is a newer row.

    What was awarded and what was collected stand apart: an award against a debtor without money is not a recovery.
    """

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="outcomes")
    result = models.CharField(_("result"), max_length=20, choices=OutcomeResult.choices)
    decided_on = models.DateField(_("date of the result"))
    punitive_multiple = models.DecimalField(
        _("multiple of punitive damages"), max_digits=5, decimal_places=2, null=True, blank=True
    )
    criminal_track = models.BooleanField(_("criminal proceedings besides"), default=False)
    awarded_amount = models.DecimalField(_("awarded"), max_digits=18, decimal_places=2, null=True, blank=True)
    awarded_currency = models.ForeignKey(IsoCurrency, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    collected_amount = models.DecimalField(_("collected"), max_digits=18, decimal_places=2, null=True, blank=True)
    collected_currency = models.ForeignKey(
        IsoCurrency, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    note = models.TextField(_("note"), blank=True, default="")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    # Of the form it came from: the same page sent twice is one row.
    form_key = models.UUIDField(null=True, blank=True, editable=False)
    created_at = models.DateTimeField(default=clock.now, editable=False)

    class Meta:
        verbose_name = _("outcome of a case")
        verbose_name_plural = _("outcomes of cases")
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["case", "by", "form_key"], name="one_outcome_per_person_and_form"),
            models.CheckConstraint(
                condition=_pair("awarded_amount", "awarded_currency"), name="awarded_amount_has_a_currency"
            ),
            models.CheckConstraint(
                condition=_pair("collected_amount", "collected_currency"), name="collected_amount_has_a_currency"
            ),
            models.CheckConstraint(
                condition=models.Q(punitive_multiple__isnull=True) | models.Q(punitive_multiple__gte=1),
                name="punitive_multiple_is_one_or_more",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.case_id}: {self.result}"


class LossRecord(models.Model):
    """One entry of the ledger: an amount with its evidence, its rate, the word of the enterprise and a second check.

    Amount and what it rests on never change. An entry that is wrong is corrected by a newer one that names it in
    `corrects`; from then on it counts no more, whatever becomes of the newer one.
    """

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="losses")
    kind = models.CharField(_("kind"), max_length=24, choices=LossKind.choices)
    amount = models.DecimalField(_("amount"), max_digits=18, decimal_places=2)
    currency = models.ForeignKey(IsoCurrency, verbose_name=_("currency"), on_delete=models.PROTECT, related_name="+")
    on = models.DateField(_("date"))
    rate = models.DecimalField(_("rate to yuan"), max_digits=18, decimal_places=8)
    rate_source = models.CharField(_("source of the rate"), max_length=200, blank=True, default="")
    amount_cny = models.DecimalField(_("amount in yuan"), max_digits=18, decimal_places=2)
    evidence = models.ForeignKey(
        CaseDocument, verbose_name=_("evidence"), on_delete=models.PROTECT, related_name="losses"
    )
    note = models.TextField(_("note"), blank=True, default="")
    corrects = models.OneToOneField(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="corrected_by"
    )
    handler = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    # Of the form it came from: the same page sent twice is one row.
    form_key = models.UUIDField(null=True, blank=True, editable=False)
    created_at = models.DateTimeField(_("recorded at"), default=clock.now, editable=False)

    agreed = models.BooleanField(_("the enterprise agrees"), null=True, blank=True)
    statement = models.TextField(_("statement of the enterprise"), blank=True, default="")
    stated_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    stated_at = models.DateTimeField(_("stated at"), null=True, blank=True)

    state = models.CharField(_("state"), max_length=12, choices=LossState.choices, default=LossState.RECORDED)
    verifier = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    verified_at = models.DateTimeField(_("verified at"), null=True, blank=True)
    refusal_reason = models.TextField(_("reason of the refusal"), blank=True, default="")

    objects = LossQuerySet.as_manager()

    class Meta:
        verbose_name = _("entry of the loss ledger")
        verbose_name_plural = _("entries of the loss ledger")
        ordering = ["created_at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["case", "handler", "form_key"], name="one_loss_per_person_and_form"),
            models.CheckConstraint(
                condition=models.Q(amount__gt=0, rate__gt=0, amount_cny__gte=0), name="loss_is_above_zero"
            ),
            models.CheckConstraint(
                condition=models.Q(currency="CNY", rate=1) | ~models.Q(rate_source=""), name="loss_rate_has_a_source"
            ),
            models.CheckConstraint(
                condition=models.Q(state="recorded", verifier__isnull=True, verified_at__isnull=True)
                | (
                    models.Q(state__in=["verified", "refused"], verifier__isnull=False, verified_at__isnull=False)
                    & ~models.Q(verifier=models.F("handler"))
                ),
                name="loss_is_verified_by_another_person",
            ),
            models.CheckConstraint(
                condition=~models.Q(state="verified") | models.Q(agreed=True), name="verified_loss_was_stated"
            ),
            models.CheckConstraint(
                condition=~models.Q(state="refused") | ~models.Q(refusal_reason=""), name="refused_loss_says_why"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.case_id}: {self.kind} {self.amount} {self.currency_id}"

    @property
    def is_corrected(self) -> bool:
        """A newer entry stands in its place. Costs a query unless `corrected_by` is selected."""
        return hasattr(self, "corrected_by")

    @property
    def counts(self) -> bool:
        """It is part of the sum "recovered"."""
        return self.state == LossState.VERIFIED and self.kind in RECOVERED and not self.is_corrected
