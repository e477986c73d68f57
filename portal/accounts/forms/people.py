"""Profile and invitations."""

from typing import Any, cast

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from portal.accounts.roles import ROLES
from portal.lib.forms import DateInput, TextField

# Where Chinese enterprises and our outposts work; anything else is reached by choosing the same offset.
TIME_ZONES = [
    "Asia/Shanghai", "Asia/Hong_Kong", "Asia/Singapore", "Asia/Tokyo", "Asia/Seoul", "Asia/Bangkok", "Asia/Jakarta",
    "Asia/Ho_Chi_Minh", "Asia/Kolkata", "Asia/Dubai", "Europe/Moscow", "Africa/Johannesburg", "Europe/Berlin",
    "Europe/Paris", "Europe/London", "America/Sao_Paulo", "America/New_York", "America/Chicago",
    "America/Los_Angeles", "Australia/Sydney",
]  # fmt: skip


class ProfileForm(forms.Form):
    name = TextField(label=_("Your name"), max_length=80, widget=forms.TextInput(attrs={"autocomplete": "name"}))
    language = forms.ChoiceField(label=_("Language of mails"), choices=settings.LANGUAGES)
    time_zone = forms.ChoiceField(label=_("Time zone"), choices=[(zone, zone) for zone in TIME_ZONES])


class InvitationForm(forms.Form):
    """An address and a role out of those the inviter may give here."""

    email = forms.EmailField(label=_("E-mail"), max_length=254)
    role = forms.ChoiceField(label=_("Role"))
    valid_to = forms.DateField(
        label=_("Last day (empty: until it is ended)"),
        required=False,
        widget=DateInput(),
    )

    def __init__(self, *args: Any, roles: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(code, f"{ROLES[code].name}: {ROLES[code].description}") for code in roles]
        cast(forms.ChoiceField, self.fields["role"]).choices = choices
