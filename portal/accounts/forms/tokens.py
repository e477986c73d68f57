"""A new access token."""

from django import forms
from django.utils.translation import gettext_lazy as _

from portal.accounts.models import TokenScope
from portal.lib.forms import TextField


class TokenForm(forms.Form):
    name = TextField(
        label=_("What it is for"), max_length=60, help_text=_("For example: the case list in our document system")
    )
    scopes = forms.MultipleChoiceField(
        label=_("What it may do"), choices=TokenScope.choices, widget=forms.CheckboxSelectMultiple
    )
    days = forms.TypedChoiceField(
        label=_("How long it is valid"),
        coerce=int,
        choices=[(30, _("30 days")), (90, _("90 days")), (180, _("180 days")), (365, _("One year"))],
        initial=90,
    )
