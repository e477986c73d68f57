"""Inviting an expert, declaring against names, ending the work."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from disputes.expertise import split
from experts.choices import NameRole
from experts.conflicts import Name
from portal.lib.forms import DateInput, TextField

YES_NO = [("no", _("No")), ("yes", _("Yes"))]


class InviteForm(forms.Form):
    """What the officer knows besides form A. Every name counts in the conflict check."""

    use_required_attribute = False

    affiliates = TextField(
        label=_("Affiliates of either side"),
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("One a line: parents, subsidiaries, sales companies. The expert declares against them."),
    )
    counsel = TextField(
        label=_("Further counsel"),
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("One a line: law firms of either side that are not in the application."),
    )
    answer_by = forms.DateField(label=_("Answer wanted by"), widget=DateInput())

    def extra(self) -> list[Name]:
        data = self.cleaned_data
        said = ((NameRole.AFFILIATE, data["affiliates"]), (NameRole.COUNSEL, data["counsel"]))
        return [Name(role, name) for role, text in said for name in split(text)]


class DeclarationForm(forms.Form):
    """Four questions. Each must be answered: nothing is ticked beforehand."""

    use_required_attribute = False

    parties = forms.ChoiceField(
        label=_("Do you have a tie to one of the parties?"),
        choices=YES_NO,
        widget=forms.RadioSelect,
        help_text=_("Work, shares, family, a dispute of your own or an interest in the result."),
    )
    affiliates = forms.ChoiceField(
        label=_("Do you have a tie to one of their affiliates?"), choices=YES_NO, widget=forms.RadioSelect
    )
    counsel = forms.ChoiceField(
        label=_("Do you have a tie to one of the counsel?"), choices=YES_NO, widget=forms.RadioSelect
    )
    prior_advice = forms.ChoiceField(label="", choices=YES_NO, widget=forms.RadioSelect)
    note = TextField(
        label=_("Note for the officer"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Say no more than your duty of confidence allows."),
    )

    def __init__(self, *args: Any, months: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["prior_advice"].label = _("Have you advised one of them within the last %(months)s months?") % {
            "months": months
        }

    def answers(self) -> dict[str, Any]:
        """True where there is a tie."""
        data = self.cleaned_data
        questions: Sequence[str] = ("parties", "affiliates", "counsel", "prior_advice")
        return {**{name: data[name] == "yes" for name in questions}, "note": data["note"]}


class EndForm(forms.Form):
    """The centre's word on the work, where there was any."""

    use_required_attribute = False

    rating = forms.TypedChoiceField(
        label=_("How was the work? (shown only from five cases on)"),
        coerce=int,
        empty_value=None,
        required=False,
        choices=[("", "–"), *((number, str(number)) for number in range(5, 0, -1))],
    )
