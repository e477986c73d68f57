"""Forms of webhooks and of the duty roster."""

import uuid
from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from portal.accounts.access import people_with
from portal.accounts.models import Enterprise, GuidanceCentre, User
from portal.accounts.permissions import Permission
from portal.lib.forms import TextField
from portal.notices.endpoints import topics_of


class EndpointForm(forms.Form):
    """Adding and changing a webhook."""

    form_key = forms.UUIDField(widget=forms.HiddenInput, required=False)
    version = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=1)
    name = TextField(label=_("Name"), max_length=80, help_text=_("By which you know it again."))
    url = TextField(
        label=_("Address"),
        max_length=500,
        help_text=_("Begins with https://. It must be reachable from the internet."),
        widget=forms.TextInput(attrs={"inputmode": "url", "autocomplete": "off", "spellcheck": "false"}),
    )
    topics = forms.MultipleChoiceField(label=_("What it is told"), widget=forms.CheckboxSelectMultiple)
    language = forms.ChoiceField(label=_("Language of its messages"), choices=settings.LANGUAGES)

    def __init__(self, *args: Any, place: GuidanceCentre | Enterprise, **kwargs: Any) -> None:
        kwargs["initial"] = {"form_key": uuid.uuid4(), **kwargs.get("initial", {})}
        super().__init__(*args, **kwargs)
        choices = [(topic.value, topic.label) for topic in topics_of(place)]
        self.fields["topics"].choices = choices  # type: ignore[attr-defined]  # a choice field
        if len(choices) == 1:
            self.fields["topics"].initial = [choices[0][0]]


class PersonField(forms.ModelChoiceField):  # type: ignore[type-arg]  # not subscriptable at run time
    def label_from_instance(self, obj: Any) -> str:
        return f"{obj} ({obj.email})" if str(obj) != obj.email else str(obj)


class ShiftForm(forms.Form):
    """Somebody's shift. Times are read by Beijing's clock."""

    person = PersonField(label=_("Who"), queryset=User.objects.none())
    starts_at = forms.DateTimeField(
        label=pgettext_lazy("shift", "From"), widget=forms.DateTimeInput(attrs={"type": "datetime-local"})
    )
    ends_at = forms.DateTimeField(
        label=pgettext_lazy("shift", "To"),
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}),
        help_text=_("Beijing time. A shift may run over night or over a weekend."),
    )
    phone = TextField(
        label=_("Telephone"),
        max_length=40,
        required=False,
        widget=forms.TextInput(attrs={"type": "tel"}),
        help_text=_("The number a messaging gateway calls or texts."),
    )

    def __init__(self, *args: Any, centre: GuidanceCentre, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["person"].queryset = people_with(  # type: ignore[attr-defined]  # a model choice field
            Permission.WORK_ON_CASES, centre=centre.pk
        )
