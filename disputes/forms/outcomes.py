"""What came of a case, the entries of its ledger, and what is said about them."""

from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from disputes.actions.losses import LossFacts
from disputes.actions.outcomes import OutcomeFacts
from disputes.forms.acts import ActForm, OnceForm
from disputes.forms.fields import DayField, LongText
from disputes.models import CaseDocument, LossRecord
from disputes.results import LossKind, OutcomeResult
from portal.lib.forms import TextField


class CurrencyInput(forms.TextInput):
    """Three letters; the browser offers those of the list `currencies` on the page."""

    def __init__(self) -> None:
        super().__init__(attrs={"list": "currencies", "size": 6, "autocomplete": "off", "autocapitalize": "characters"})


def currency_field(**kwargs: Any) -> TextField:
    kwargs.setdefault("label", gettext_lazy("Currency"))
    return TextField(widget=CurrencyInput(), max_length=20, **kwargs)


def amount_field(label: Any, **kwargs: Any) -> forms.DecimalField:
    """An amount in whole units with at most two digits after the point; its sign and size the action judges."""
    return forms.DecimalField(label=label, max_digits=18, decimal_places=2, **kwargs)


class OutcomeForm(OnceForm):
    result = forms.ChoiceField(label=gettext_lazy("Result"), choices=OutcomeResult.choices)
    decided_on = DayField(label=gettext_lazy("Date of the result"))
    awarded_amount = amount_field(
        gettext_lazy("Awarded"),
        required=False,
        help_text=gettext_lazy("What the judgment, award or settlement says, whether it was paid or not."),
    )
    awarded_currency = currency_field(required=False)
    collected_amount = amount_field(
        gettext_lazy("Collected"), required=False, help_text=gettext_lazy("What has really been paid so far.")
    )
    collected_currency = currency_field(required=False)
    punitive_multiple = forms.DecimalField(
        label=gettext_lazy("Multiple of punitive damages"),
        max_digits=5,
        decimal_places=2,
        required=False,
        help_text=gettext_lazy("For example 3; empty where there were none."),
    )
    criminal_track = forms.BooleanField(label=gettext_lazy("There were criminal proceedings besides"), required=False)
    note = LongText(label=gettext_lazy("Note"), rows=3, required=False, max_length=4000)

    def facts(self) -> OutcomeFacts:
        """What was typed, once the form is valid."""
        data = dict(self.cleaned_data)
        data.pop("form_key")
        return OutcomeFacts(**data)


class LossForm(OnceForm):
    kind = forms.ChoiceField(label=gettext_lazy("Kind"), choices=LossKind.choices)
    amount = amount_field(gettext_lazy("Amount"))
    currency = currency_field(help_text=gettext_lazy("Three letters, for example USD."))
    on = DayField(label=gettext_lazy("Date"), help_text=gettext_lazy("Of the payment, release or decision."))
    rate = forms.DecimalField(
        label=gettext_lazy("Rate to yuan"),
        max_digits=18,
        decimal_places=8,
        required=False,
        help_text=gettext_lazy("How many yuan one unit was worth on that day. Empty for yuan."),
    )
    rate_source = TextField(
        label=gettext_lazy("Source of the rate"),
        max_length=200,
        required=False,
        help_text=gettext_lazy("For example: central parity of that day. Empty for yuan."),
    )
    evidence = forms.ModelChoiceField(
        CaseDocument.objects.none(),
        label=gettext_lazy("Evidence"),
        empty_label=gettext_lazy("Choose a document of this case"),
        help_text=gettext_lazy("If it is not there yet, add it to the documents of the case first."),
    )
    note = LongText(label=gettext_lazy("Note"), rows=3, required=False, max_length=4000)

    def prepare(self) -> None:
        self.fields["evidence"].queryset = self.case.documents.all()  # type: ignore[attr-defined]  # a ModelChoiceField

    @staticmethod
    def initial_of(record: LossRecord) -> dict[str, Any]:
        """What a correction begins with."""
        yuan = record.rate == Decimal(1) and not record.rate_source
        return {
            "kind": record.kind,
            "amount": record.amount,
            "currency": record.currency_id,
            "on": record.on,
            "rate": None if yuan else record.rate.normalize(),
            "rate_source": record.rate_source,
            "evidence": record.evidence_id,
            "note": record.note,
        }

    def facts(self) -> LossFacts:
        """What was typed, once the form is valid."""
        data = dict(self.cleaned_data)
        data.pop("form_key")
        return LossFacts(**data)


class StatementForm(ActForm):
    agreed = forms.TypedChoiceField(
        label=gettext_lazy("Is this entry right?"),
        choices=[("yes", gettext_lazy("Yes, we agree")), ("no", gettext_lazy("No, something is wrong"))],
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
    )
    text = LongText(
        label=gettext_lazy("What you want to say about it"),
        rows=3,
        required=False,
        max_length=4000,
        help_text=gettext_lazy("Needed only if something is wrong."),
    )


class RefuseLossForm(ActForm):
    reason = LongText(label=gettext_lazy("Why the amount is not shown"), rows=3)
