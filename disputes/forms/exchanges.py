"""An entry of the exchange log."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy, pgettext_lazy

from disputes.actions.exchanging import LONGEST_RATE, LONGEST_SUMMARY, LONGEST_TERMS, ExchangeFacts
from disputes.forms.acts import OnceForm
from disputes.forms.fields import DayField, LongText
from disputes.forms.outcomes import amount_field, currency_field
from disputes.models import CaseDocument, Direction, ExchangeEntry, ExchangeKind
from portal.lib.forms import TextField


class ExchangeForm(OnceForm):
    on = DayField(label=gettext_lazy("Date"), help_text=gettext_lazy("The day on which it came or was sent."))
    direction = forms.ChoiceField(label=gettext_lazy("Who wrote"), choices=Direction.choices, widget=forms.RadioSelect)
    kind = forms.ChoiceField(label=gettext_lazy("Kind"), choices=ExchangeKind.choices)
    summary = TextField(
        label=gettext_lazy("In one sentence"),
        max_length=LONGEST_SUMMARY,
        help_text=gettext_lazy("For example: names four patents and offers a licence for all products."),
    )
    rate = TextField(
        label=gettext_lazy("Royalty rate"),
        max_length=LONGEST_RATE,
        required=False,
        help_text=gettext_lazy(
            "As it is written, for example 0.35 per cent of the net price, at most USD 0.20 a unit."
        ),
    )
    amount = amount_field(gettext_lazy("Amount"), required=False)
    currency = currency_field(required=False)
    terms = LongText(label=pgettext_lazy("exchange", "Terms"), rows=4, required=False, max_length=LONGEST_TERMS)
    document = forms.ModelChoiceField(
        CaseDocument.objects.none(),
        label=pgettext_lazy("exchange", "Document"),
        required=False,
        empty_label=pgettext_lazy("exchange", "No document"),
        help_text=gettext_lazy("If it is not there yet, add it to the documents of the case first."),
    )

    def prepare(self) -> None:
        self.fields["document"].queryset = self.case.documents.all()  # type: ignore[attr-defined]  # a ModelChoiceField

    @staticmethod
    def initial_of(entry: ExchangeEntry) -> dict[str, Any]:
        """What a correction begins with."""
        names = ("on", "direction", "kind", "summary", "terms", "rate", "amount")
        return {name: getattr(entry, name) for name in names} | {
            "currency": entry.currency_id or "",
            "document": entry.document_id,
        }

    def facts(self) -> ExchangeFacts:
        """What was typed, once the form is valid."""
        data = dict(self.cleaned_data)
        data.pop("form_key")
        return ExchangeFacts(**data)
