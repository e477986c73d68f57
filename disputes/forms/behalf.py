"""What an officer types for a caller."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from disputes.actions.behalf import LONGEST_CALL, Told
from disputes.actions.filing import Contact
from disputes.choices import BEHALF_ORIGINS, CaseKind, ConsentGiven, Right
from disputes.forms.fields import LongText
from disputes.forms.intake import ConsultationForm, by_name, main_markets_first
from portal.accounts.models import GuidanceCentre, User
from portal.lib.forms import TextField
from portal.reference.models import DisputeType, Jurisdiction


def offer_centres(form: forms.Form, centres: list[GuidanceCentre]) -> None:
    """The centre is asked only of somebody who works in several."""
    field = form.fields["centre"]
    field.choices = [(str(row.pk), str(row)) for row in centres]  # type: ignore[attr-defined]  # a ChoiceField
    if len(centres) == 1:
        field.widget = forms.HiddenInput()
        field.initial = str(centres[0].pk)


class BehalfForm(ConsultationForm):
    """The consultation form as an officer fills it in, with how the caller agreed."""

    centre = forms.ChoiceField(label=gettext_lazy("For which centre do you file?"))
    origin = forms.ChoiceField(
        label=gettext_lazy("How did they reach you?"),
        choices=[(origin.value, origin.label) for origin in BEHALF_ORIGINS],
        widget=forms.RadioSelect,
    )
    consent_how = forms.ChoiceField(
        label=gettext_lazy("How did they agree that the network reads and keeps this?"),
        choices=ConsentGiven.choices,
        widget=forms.RadioSelect,
        help_text=gettext_lazy("Without consent nothing may be kept: do not file."),
    )
    kind = forms.ChoiceField(label=gettext_lazy("What is filed?"), choices=CaseKind.choices)

    def __init__(self, *args: Any, user: User, centres: list[GuidanceCentre], **kwargs: Any) -> None:
        super().__init__(*args, user=user, **kwargs)
        for name in ("company", "documents", "consent"):
            del self.fields[name]
        self.fields["company_name"].required = True
        self.fields["province"].required = True
        self.fields["uscc"].help_text = _(
            "If they know it: a company already on the portal then sees its case at once."
        )
        self.fields["contact_email"].help_text = _("They get an invitation to take the case over.")
        offer_centres(self, centres)

    def _choices(self, name: str, choices: Any) -> None:
        if name in self.fields:
            super()._choices(name, choices)

    def facts(self) -> dict[str, Any]:
        return {**super().facts(), "consent": True}

    def told(self) -> Told:
        data = self.cleaned_data
        return Told(data["company_name"], data["uscc"], data["province"], data["city"], data["industry"])


class CallForm(forms.Form):
    """A telephone consultation on one screen."""

    use_required_attribute = False

    centre = forms.ChoiceField(label=gettext_lazy("Centre"))
    caller_name = TextField(label=gettext_lazy("Caller"), max_length=80)
    caller_phone = TextField(label=gettext_lazy("Telephone"), max_length=40, required=False)
    company_name = TextField(label=gettext_lazy("Company"), max_length=120)
    jurisdiction = forms.ModelChoiceField(Jurisdiction.objects.none(), label=gettext_lazy("Where? (country or region)"))
    dispute_type = forms.ModelChoiceField(DisputeType.objects.none(), label=gettext_lazy("Kind of dispute"))
    right = forms.ChoiceField(label=gettext_lazy("Right"), choices=Right.choices, initial=Right.UNKNOWN)
    question = LongText(label=gettext_lazy("What was asked"), rows=3)
    answer = LongText(label=gettext_lazy("What was answered"), rows=4)
    minutes = forms.IntegerField(label=gettext_lazy("Minutes"), min_value=1, max_value=LONGEST_CALL, initial=10)
    consent = forms.BooleanField(
        label=gettext_lazy("The caller agreed on the telephone that the call is recorded in writing.")
    )

    def __init__(self, *args: Any, centres: list[GuidanceCentre], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer_centres(self, centres)
        abroad, kinds = Jurisdiction.objects.exclude(pk="CN"), DisputeType.objects.all()
        for name, allowed, rows in (
            ("jurisdiction", abroad, main_markets_first(abroad)),
            ("dispute_type", kinds, by_name(kinds)),
        ):
            field: Any = self.fields[name]
            field.queryset = allowed
            field.choices = [("", _("Choose")), *((row.pk, str(row)) for row in rows)]

    def caller(self) -> Contact:
        return Contact(self.cleaned_data["caller_name"], self.cleaned_data["caller_phone"])
