"""Publishing a service time."""

from datetime import timedelta

from django import forms
from django.utils.translation import gettext_lazy as _

from disputes.choices import ClockKind, Priority, TimeUnit
from portal.lib import clock
from portal.lib.forms import DateInput


class ServiceTimeForm(forms.Form):
    kind = forms.ChoiceField(label=_("What is promised"), choices=ClockKind.choices)
    priority = forms.ChoiceField(
        label=_("For which priority"), choices=[("", _("All priorities")), *Priority.choices], required=False
    )
    quantity = forms.IntegerField(
        label=_("Number"), min_value=0, max_value=999, required=False, help_text=_("Empty for the same working day.")
    )
    unit = forms.ChoiceField(label=_("Unit"), choices=TimeUnit.choices, initial=TimeUnit.WORKING_DAY)
    valid_from = forms.DateField(
        label=_("Valid from"),
        widget=DateInput(),
        initial=lambda: clock.today() + timedelta(days=1),
        help_text=_("Tomorrow or later. Clocks that run already keep what they were promised."),
    )

    def clean_quantity(self) -> int:
        return self.cleaned_data["quantity"] or 0
