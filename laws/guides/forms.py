"""What people type about guides. Each form that changes something carries the version its reader saw."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from laws import citations
from laws.guides.querysets import EDITORIAL
from laws.guides.text import KINDS, SectionText
from laws.models import GuideRevision, GuideSection
from portal.accounts.access import people_with
from portal.accounts.models import User
from portal.lib.errors import Invalid
from portal.lib.fields import clean_text
from portal.lib.forms import DateInput
from portal.lib.publication import PublicationState
from portal.reference.models import Jurisdiction

TEXT_LENGTH = 60_000
NOTE_LENGTH = 4_000
LANGUAGES = (("zh", _("Chinese"), "zh-Hans"), ("en", _("English"), "en"))


class VersionForm(forms.Form):
    """Nothing but the version: for acts that need no words."""

    version = forms.IntegerField(widget=forms.HiddenInput)


class NoteForm(VersionForm):
    note = forms.CharField(
        label=_("Why"),
        max_length=NOTE_LENGTH,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("The editors get this by mail and read it beside the revision. It is not public."),
    )

    def clean_note(self) -> str:
        return clean_text(self.cleaned_data["note"])


class OwnerField(forms.ModelChoiceField):  # type: ignore[type-arg]  # not subscriptable at run time
    """Somebody who works on guides today."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            queryset=User.objects.none(),
            label=_("Owner"),
            help_text=_("Answers for the guide and is asked when its review is due."),
            **kwargs,
        )


class OwnerForm(forms.Form):
    owner = OwnerField()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["owner"].queryset = people_with(*EDITORIAL)  # type: ignore[attr-defined]  # a ModelChoiceField


class PublishForm(VersionForm):
    review_by = forms.DateField(
        label=_("Review by"),
        widget=DateInput(),
        help_text=_("From this day on the page says that a review is due."),
    )
    owner = OwnerField()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["owner"].queryset = people_with(*EDITORIAL)  # type: ignore[attr-defined]  # a ModelChoiceField


class StartForm(forms.Form):
    jurisdiction = forms.ModelChoiceField(
        label=_("Jurisdiction"), queryset=Jurisdiction.objects.none(), empty_label=_("Choose one")
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        without = Jurisdiction.objects.filter(guide__isnull=True)
        self.fields["jurisdiction"].queryset = without  # type: ignore[attr-defined]  # a ModelChoiceField


class RevisionForm(VersionForm):
    """All parts of a revision: for each a Chinese and an English text and its citations."""

    change_note = forms.CharField(
        label=_("What changed"),
        max_length=200,
        required=False,
        help_text=_("One line for the next reader of the list of revisions."),
    )

    def __init__(self, *args: Any, jurisdiction: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for kind in KINDS:
            for code, label, tag in LANGUAGES:
                self.fields[f"{kind}_{code}"] = forms.CharField(
                    label=label,
                    required=False,
                    max_length=TEXT_LENGTH,
                    strip=False,
                    widget=forms.Textarea(attrs={"rows": 10, "lang": tag}),
                )
            self.fields[f"{kind}_citations"] = forms.CharField(
                label=pgettext_lazy("guide", "What it rests on"),
                required=False,
                max_length=8_000,
                widget=forms.Textarea(attrs={"rows": 2, "spellcheck": "false", "class": "citation-input"}),
                help_text=_("One a line, for example law:us-… , rule:us-itc-response, treaty:PARIS, guide:DE."),
            )

    @classmethod
    def initial_of(cls, revision: GuideRevision, texts: dict[str, SectionText]) -> dict[str, Any]:
        initial: dict[str, Any] = {"version": revision.version, "change_note": revision.change_note}
        for kind, text in texts.items():
            initial[f"{kind}_zh"], initial[f"{kind}_en"] = text.zh, text.en
            initial[f"{kind}_citations"] = "\n".join(f"{of}:{key}" for of, key in text.citations)
        return initial

    def clean(self) -> dict[str, Any]:
        for kind in KINDS:
            name = f"{kind}_citations"
            try:
                self.cleaned_data[name] = tuple(citations.parse(self.cleaned_data.get(name, ""), field=name))
            except Invalid as refused:
                self.add_error(name, str(refused.message))
        return self.cleaned_data

    def clean_change_note(self) -> str:
        return clean_text(self.cleaned_data["change_note"]).replace("\n", " ")

    def texts(self) -> list[SectionText]:
        """What was typed, cleaned; after `is_valid()`."""
        data = self.cleaned_data
        return [
            SectionText(kind, data[f"{kind}_zh"], data[f"{kind}_en"], data[f"{kind}_citations"]).cleaned()
            for kind in KINDS
        ]

    def parts(self) -> list[dict[str, Any]]:
        """The fields of each part together, for the page."""
        names = dict(GuideSection.Kind.choices)
        return [
            {
                "kind": kind,
                "title": names[kind],
                "zh": self[f"{kind}_zh"],
                "en": self[f"{kind}_en"],
                "citations": self[f"{kind}_citations"],
                "has_errors": any(self[f"{kind}_{part}"].errors for part in ("zh", "en", "citations")),
            }
            for kind in KINDS
        ]


class DeskFilterForm(forms.Form):
    """What the list of guides can be narrowed to."""

    DUE = (("", _("All")), ("overdue", _("Review overdue")), ("soon", _("Due within 90 days")))
    GAPS = (("", _("All")), ("zh", _("Chinese missing")), ("en", _("English missing")), ("none", _("Complete")))

    q = forms.CharField(label=_("Jurisdiction"), required=False, max_length=80)
    state = forms.ChoiceField(label=_("State"), required=False, choices=[("", _("All")), *PublicationState.choices])
    gap = forms.ChoiceField(label=_("Translation"), required=False, choices=GAPS)
    due = forms.ChoiceField(label=_("Review"), required=False, choices=DUE)
    mine = forms.BooleanField(label=_("Only mine"), required=False)
