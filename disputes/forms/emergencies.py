"""The form of the emergency door: twelve fields, few of them required, made for a telephone."""

import re
import unicodedata
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from disputes.actions.emergencies import Emergency
from disputes.actions.writing import LONGEST
from disputes.choices import Currency, EmergencyKind
from disputes.forms.fields import DayField, LongText
from disputes.forms.intake import ConsultationForm, main_markets_first
from portal.accounts.models import User
from portal.lib import clock
from portal.lib.forms import TextField
from portal.reference.models import Jurisdiction, Province

AMOUNT = re.compile(r"(\d{1,3}(?:[, ']\d{3})+|\d+)(\.\d{1,4})?\s*([千万亿]?)")
UNITS = {"": 1, "千": 1_000, "万": 10_000, "亿": 100_000_000}
# More than anybody has at risk; the databases keep it to the cent.
MOST_AMOUNT = Decimal(10) ** 12
AMOUNT_KEPT = 60


def read_amount(typed: str) -> Decimal | None:
    """An amount as people type it: full-width digits, separated thousands, 万 and 亿. None for anything else."""
    found = AMOUNT.fullmatch(unicodedata.normalize("NFKC", typed).strip())
    if found is None:
        return None
    whole, fraction, unit = found.groups()
    amount = Decimal(re.sub(r"\D", "", whole) + (fraction or "")) * UNITS[unit]
    if amount >= MOST_AMOUNT:
        return None
    exact = amount.quantize(Decimal("0.01"))
    return exact if exact == amount else None


class EmergencyForm(forms.Form):
    kind = forms.ChoiceField(
        label=gettext_lazy("What happened?"), choices=EmergencyKind.choices, widget=forms.RadioSelect
    )
    jurisdiction = forms.ModelChoiceField(Jurisdiction.objects.none(), label=gettext_lazy("Where? (country or region)"))
    what_happened = LongText(
        label=gettext_lazy("In a few words: who did what?"),
        rows=4,
        help_text=gettext_lazy("Two sentences are enough. An officer calls or writes back."),
    )
    phone = TextField(
        label=gettext_lazy("Telephone"),
        required=False,
        max_length=40,
        widget=forms.TextInput(attrs={"type": "tel", "autocomplete": "tel"}),
        help_text=gettext_lazy("Telephone or e-mail: one of them is enough. The duty officer calls this number."),
    )
    email = forms.EmailField(
        label=gettext_lazy("E-mail"),
        required=False,
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )
    company = TextField(label=gettext_lazy("Company or shop name"), required=False, max_length=120)
    province = forms.ModelChoiceField(
        Province.objects.none(),
        label=gettext_lazy("Province of the company"),
        required=False,
        help_text=gettext_lazy("It decides which centre answers. Left empty, the national network does."),
    )
    received_on = DayField(label=gettext_lazy("When did you receive it?"), required=False)
    forum_name = TextField(label=gettext_lazy("Court or platform"), required=False, max_length=200)
    docket = TextField(label=gettext_lazy("Docket or complaint number"), required=False, max_length=100)
    next_date = DayField(label=gettext_lazy("Next date on the papers"), required=False)
    amount_at_risk = TextField(label=gettext_lazy("Amount at risk"), required=False)
    amount_currency = forms.ChoiceField(label=gettext_lazy("Currency"), required=False)
    consent = forms.BooleanField(
        label=gettext_lazy(
            "I agree that the guidance centre that answers reads this and calls or writes to me about it."
        )
    )

    use_required_attribute = False  # the server names every missing field at once

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        none = [("", _("Choose"))]
        abroad, provinces = Jurisdiction.objects.exclude(pk="CN"), Province.objects.all()
        for name, allowed, rows in (
            ("jurisdiction", abroad, main_markets_first(abroad)),
            ("province", provinces, list(provinces)),
        ):
            field: Any = self.fields[name]
            field.queryset = allowed
            field.choices = [*none, *((row.pk, str(row)) for row in rows)]
        self.fields["amount_currency"].choices = [("", _("Not known")), *Currency.choices]  # type: ignore[attr-defined]  # a ChoiceField

    def clean_received_on(self) -> Any:
        day = self.cleaned_data["received_on"]
        if day is not None and day > clock.today():
            raise forms.ValidationError(_("This day lies in the future. Enter the day on which the papers came."))
        return day

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        named = {"phone", "email"} & self.errors.keys()
        if not data.get("phone") and not data.get("email") and not named:
            self.add_error("phone", _("Leave a telephone number or an e-mail address: one of them is enough."))
        return data

    def told(self) -> Emergency:
        """No amount keeps an emergency out: one that cannot be read, or has no currency, is kept as a sentence."""
        told = {name: value for name, value in self.cleaned_data.items() if name != "consent"}
        typed = told["amount_at_risk"]
        amount = read_amount(typed) if told["amount_currency"] else None
        told["amount_at_risk"] = amount
        if typed and amount is None:
            words = f"{typed[:AMOUNT_KEPT]} {told['amount_currency']}".strip()
            line = "\n" + _("Amount at risk, as typed: %(amount)s") % {"amount": words}
            room = LONGEST - len(told["what_happened"])
            told["what_happened"] += line if len(line) <= room else ""
        return Emergency(**told)


class CodeForm(forms.Form):
    """The code of a mail, for whoever reads the mail on another device than the one they filed with."""

    use_required_attribute = False

    email = forms.EmailField(label=gettext_lazy("E-mail address you left"))
    code = TextField(
        label=gettext_lazy("Code of six digits"),
        max_length=20,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "one-time-code"}),
    )


class LinkReplyForm(forms.Form):
    use_required_attribute = False

    text = LongText(label=gettext_lazy("Your message to the centre"), rows=4)


class DiscardForm(forms.Form):
    use_required_attribute = False

    reason = TextField(label=gettext_lazy("Reason (the person behind the link reads it)"), max_length=300)


class CompanyForm(ConsultationForm):
    """For which company an emergency was: one the person acts for already, or one whose code they enter."""

    KEPT = ("company", "company_name", "uscc", "province", "city", "industry")

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, user=user, **kwargs)
        for name in set(self.fields) - set(self.KEPT):
            del self.fields[name]


class CardTextForm(forms.Form):
    """The card in another language; sending a kind and language that stands already writes it anew."""

    use_required_attribute = False

    kind = forms.ChoiceField(label=gettext_lazy("What happened?"), choices=EmergencyKind.choices)
    language = TextField(
        label=gettext_lazy("Code of the language"), max_length=16, help_text=gettext_lazy("For example de, ja, pt-BR.")
    )
    language_name = TextField(label=gettext_lazy("Name of the language, as its readers write it"), max_length=40)
    text = LongText(label=gettext_lazy("Sentences, one a line"), rows=8, max_length=3000)
