"""What a reader types on the page of a law, and what whoever compared a text with the official one confirms."""

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from laws.models import LawVersion
from laws.texts.languages import language_name
from laws.texts.later import label_of
from portal.lib.forms import DateInput, TextField


class JumpForm(forms.Form):
    """An article as people write it: 15 bis, 第十八条之一, § 4a."""

    article = TextField(
        label=_("Go to article"),
        max_length=60,
        error_messages={"required": _("Write the number of an article.")},
        widget=forms.TextInput(attrs={"autocomplete": "off", "size": 12}),
    )


class AsOfForm(forms.Form):
    """A day in the past."""

    on = forms.DateField(
        label=_("Text as of"),
        widget=DateInput(),
        error_messages={
            "required": _("Choose a day, for example 2019-05-01."),
            "invalid": _("Write the day as 2019-05-01."),
        },
    )


class CompareForm(forms.Form):
    """Two texts of one law in one language."""

    older = forms.ChoiceField(label=pgettext_lazy("texts compared", "From"))
    newer = forms.ChoiceField(label=pgettext_lazy("texts compared", "To"))

    def __init__(self, *args: object, versions: list[LawVersion], **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]  # whatever Form takes
        choices = [(one.expression, f"{label_of(one, versions)} · {language_name(one.language)}") for one in versions]
        for name, address in (("older", "from"), ("newer", "to")):
            self.fields[name].choices = choices  # type: ignore[attr-defined]  # a ChoiceField
            self.fields[name].widget.attrs["id"] = f"id_{address}"

    def add_prefix(self, field_name: str) -> str:
        """`from` and `to` in the address; `from` is no name that Python allows for a field."""
        return {"older": "from", "newer": "to"}.get(field_name, field_name)


class TextFilterForm(forms.Form):
    """What the desk of texts can be narrowed to."""

    SHOW = (("", _("Not compared")), ("compared", _("Compared")), ("all", pgettext_lazy("texts", "All")))

    jurisdiction = TextField(label=_("Code of the country or region"), required=False, max_length=10)
    show = forms.ChoiceField(label=pgettext_lazy("texts", "Show"), required=False, choices=SHOW)


class VerifyForm(forms.Form):
    """`seen` is the comparison that the page showed, so that two people do not overwrite one another."""

    seen = forms.DateField(required=False, widget=forms.HiddenInput)
    on = forms.DateField(
        label=_("Compared on"),
        widget=DateInput(),
        error_messages={"invalid": _("Write the day as 2019-05-01.")},
    )
    has_compared = forms.BooleanField(
        label=_("I compared the whole text with the official one at its source, and it reads the same."),
        error_messages={"required": _("Confirm that you compared the text with the official one.")},
    )
