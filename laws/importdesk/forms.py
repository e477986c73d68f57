"""What people choose on the import desk."""

from django import forms
from django.utils.translation import gettext_lazy as _

from laws.models import ImportRow, ImportRun
from portal.lib.forms import TextField

ANY = [("", _("Any"))]


class UploadForm(forms.Form):
    """A file of texts, or an archive of them."""

    file = forms.FileField(
        label=_("File with texts of laws"),
        help_text=_(
            "A text (md, xml, json, jsonl, html, txt), or a zip or gz of texts. A meta.json beside a text in a zip "
            "says its jurisdiction, language, number, source and licence."
        ),
        widget=forms.ClearableFileInput(attrs={"accept": ".zip,.gz,.md,.xml,.json,.jsonl,.html,.htm,.txt"}),
    )
    dry_run = forms.BooleanField(label=_("Only look: say what would be imported and change nothing"), required=False)


class HarvestForm(forms.Form):
    """How much of a source to fetch now."""

    limit = forms.IntegerField(
        label=_("At most so many texts"),
        required=False,
        min_value=1,
        max_value=1_000_000,
        help_text=_("Empty: everything the publisher lists."),
    )
    dry_run = forms.BooleanField(label=_("Only look: say what would be imported and change nothing"), required=False)


class RunFilterForm(forms.Form):
    """Filters of the list of imports."""

    kind = forms.ChoiceField(label=_("Kind"), required=False, choices=[*ANY, *ImportRun.Kind.choices])
    state = forms.ChoiceField(label=_("State"), required=False, choices=[*ANY, *ImportRun.State.choices])


class RowFilterForm(forms.Form):
    """Filters of the report of one import."""

    outcome = forms.ChoiceField(label=_("Outcome"), required=False, choices=[*ANY, *ImportRow.Outcome.choices])
    q = TextField(label=_("File, title or reason"), required=False, max_length=200)
    warned = forms.BooleanField(label=_("Only lines with warnings"), required=False)
