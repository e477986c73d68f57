"""One small form for each act on a record."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy, pgettext_lazy

from experts.actions.standing import TERM_YEARS
from experts.choices import Availability, Verdict
from experts.models import Expert
from portal.accounts.models import GuidanceCentre
from portal.lib import clock
from portal.lib.forms import DateInput, TextField


class ActForm(forms.Form):
    """Knows the record. One that asks nothing is a button."""

    use_required_attribute = False

    def __init__(self, *args: Any, expert: Expert, **kwargs: Any) -> None:
        self.expert = expert
        super().__init__(*args, **kwargs)
        self.prepare()

    def prepare(self) -> None:
        """Fill what depends on the record."""


class TermForm(ActForm):
    term_from = forms.DateField(label=pgettext_lazy("term", "From"), widget=DateInput())
    term_to = forms.DateField(label=gettext_lazy("Last day"), widget=DateInput())

    def prepare(self) -> None:
        """A renewal begins where the running term ends."""
        today = clock.today()
        begins = max(today, self.expert.term_to) if self.expert.term_to else today
        self.fields["term_from"].initial = begins
        self.fields["term_to"].initial = clock.months_after(begins, 12 * TERM_YEARS)


class ReasonForm(ActForm):
    reason = TextField(
        label=gettext_lazy("Reason"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("The expert reads it."),
    )


class ReviewForm(ActForm):
    verdict = forms.ChoiceField(label=gettext_lazy("Finding"), choices=Verdict.choices, widget=forms.RadioSelect)
    text = TextField(
        label=gettext_lazy("Note"), max_length=5000, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )


class AvailabilityForm(ActForm):
    availability = forms.ChoiceField(
        label=gettext_lazy("Availability"), choices=Availability.choices, widget=forms.RadioSelect
    )
    away_until = forms.DateField(
        label=gettext_lazy("Away until (last day; empty: until you say otherwise)"), required=False, widget=DateInput()
    )
    max_open_cases = forms.IntegerField(label=gettext_lazy("Open cases at most"), min_value=1, max_value=50)

    def prepare(self) -> None:
        self.fields["availability"].initial = self.expert.present_availability
        self.fields["away_until"].initial = self.expert.away_until
        self.fields["max_open_cases"].initial = self.expert.max_open_cases


class CentreForm(forms.Form):
    """For which centre somebody nominates, where they work in several."""

    use_required_attribute = False
    centre = forms.ModelChoiceField(GuidanceCentre.objects.none(), label=gettext_lazy("Nominating centre"))

    def __init__(self, *args: Any, centres: list[int], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["centre"]
        if isinstance(field, forms.ModelChoiceField):
            field.queryset = GuidanceCentre.objects.filter(pk__in=centres)
            field.empty_label = None


class SheetForm(CentreForm):
    file = forms.FileField(
        label=gettext_lazy("Sheet (XLSX or CSV)"),
        allow_empty_file=True,  # the action has the sentence for it
        widget=forms.FileInput(attrs={"accept": ".csv,.xlsx"}),
    )


class ImportForm(forms.Form):
    only_good = forms.BooleanField(
        label=gettext_lazy("Import the good rows only, leave the others out"), required=False
    )
    invite = forms.BooleanField(label=gettext_lazy("Mail each of them an invitation to an account"), required=False)
