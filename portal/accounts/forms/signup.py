"""Signing up: a name, the language of mails, and consent to the privacy notice."""

from typing import Any, cast

from allauth.account.forms import SignupForm as AllauthSignupForm
from django import forms
from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from portal.accounts.actions.people import record_consent
from portal.accounts.models import User
from portal.lib.forms import TextField


class SignupForm(AllauthSignupForm):
    """Allauth's form with our fields. Consent is asked for once and kept with the version agreed to."""

    field_order = ("name", "email", "password1", "password2", "language", "consent")

    name = TextField(label=_("Your name"), max_length=80, widget=forms.TextInput(attrs={"autocomplete": "name"}))
    language = forms.ChoiceField(label=_("Language of mails"), choices=settings.LANGUAGES)
    consent = forms.BooleanField(
        label=_("I have read the privacy notice and agree that my data are used as it says."),
        error_messages={"required": _("Without your consent we may not keep your account. Please read the notice.")},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        english = (get_language() or "").startswith("en")
        self.fields["language"].initial = "en" if english else settings.LANGUAGE_CODE

    def save(self, request: HttpRequest) -> User:
        user = cast(User, super().save(request))
        record_consent(by=user, language=get_language() or settings.LANGUAGE_CODE)
        return user

    def signup(self, request: HttpRequest, user: User) -> None:
        """Allauth calls this between saving the person and sending the confirmation."""
        user.name, user.language = self.cleaned_data["name"], self.cleaned_data["language"]
        user.save(update_fields=["name", "language"])
