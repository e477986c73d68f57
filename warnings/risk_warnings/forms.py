"""What people type about warnings and subscriptions. The actions check again whatever they are given."""

import uuid
from collections.abc import Sequence
from typing import Any, TypeAlias

from django import forms
from django.conf import settings
from django.utils.translation import get_language, gettext_lazy, pgettext
from django.utils.translation import gettext as _

from laws.citations import Citation, parse
from laws.models.choices import Subject
from portal.accounts.access import rights_of
from portal.accounts.models import Enterprise, User
from portal.accounts.permissions import Permission
from portal.lib.errors import ActionError
from portal.lib.fields import validate_partial_date
from portal.lib.forms import TextField
from portal.reference.models import Industry, Jurisdiction, JurisdictionGroup
from risk_warnings.inputs import ScopeInput, SourceInput, SubscriptionInput, WarningInput
from risk_warnings.models import ANY, GROUP_PREFIX, Dimension, Level, Rhythm, RiskWarning, Subscription

Choices = list[tuple[str, list[tuple[str, str]]]]
SOURCE_ROWS = 3
MANUFACTURING = "C"


class GroupedCheckboxes(forms.CheckboxSelectMultiple):
    """Check boxes under headings that open; one with a tick in it stands open."""

    template_name = "warnings/_grouped_checkboxes.html"

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        context["widget"]["open_groups"] = [
            group
            for group, options, _index in context["widget"]["optgroups"]
            if any(option["selected"] for option in options)
        ]
        return context


def place_choices() -> Choices:
    """Groups first, then countries and regions by continent, in the page's language."""
    groups = [(GROUP_PREFIX + group.code, group.name) for group in JurisdictionGroup.objects.order_by("code")]
    english = (get_language() or "").startswith("en")
    continents: dict[str, list[tuple[str, str]]] = {}
    others: list[tuple[str, str]] = []
    for place in Jurisdiction.objects.order_by("region_code", "code"):
        region = place.region_en if english else place.region_zh
        found = continents.setdefault(region, []) if region else others
        found.append((place.code, f"{place.name} ({place.code})"))
    return [(pgettext("places", "Groups"), groups), *continents.items(), (_("Organisations and other places"), others)]


def industry_choices() -> Choices:
    """Key industries first, then manufacturing, then everything else of GB/T 4754."""
    rows = list(Industry.objects.order_by("code"))
    key = [(row.code, row.name) for row in rows if row.level == "key_industry"]
    manufacturing: list[tuple[str, str]] = []
    others: list[tuple[str, str]] = []
    for row in rows:
        if row.level != "key_industry":
            label = _("%(code)s %(name)s (all)") if row.level == "section" else "%(code)s %(name)s"
            found = manufacturing if MANUFACTURING in (row.code, row.parent_id) else others
            found.append((row.code, label % {"code": row.code, "name": row.name}))
    return [
        (_("Key industries"), key),
        (_("Manufacturing (GB/T 4754)"), manufacturing),
        (_("Other industries (GB/T 4754)"), others),
    ]


class ScopeForm(forms.Form):
    """Places, industries and rights; nothing chosen means all."""

    places = forms.MultipleChoiceField(
        label=gettext_lazy("Countries, regions and groups"), required=False, widget=GroupedCheckboxes
    )
    industries = forms.MultipleChoiceField(label=gettext_lazy("Industries"), required=False, widget=GroupedCheckboxes)
    rights = forms.MultipleChoiceField(
        label=gettext_lazy("Rights"), required=False, choices=Subject.choices, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, choices in (("places", place_choices()), ("industries", industry_choices())):
            field = self.fields[name]
            if isinstance(field, forms.MultipleChoiceField):
                field.choices = choices
        for name in ("places", "industries", "rights"):
            self.fields[name].help_text = _("Nothing chosen means all of them.")

    def scope(self) -> ScopeInput:
        data = self.cleaned_data
        return ScopeInput(places=data["places"], industries=data["industries"], rights=data["rights"])


def scope_initial(rows: Sequence[tuple[str, str]]) -> dict[str, list[str]]:
    """The chosen values of (dimension, value) rows as initial data of a `ScopeForm`."""
    names = {Dimension.JURISDICTION: "places", Dimension.INDUSTRY: "industries", Dimension.RIGHT: "rights"}
    chosen: dict[str, list[str]] = {name: [] for name in names.values()}
    for dimension, value in rows:
        if dimension in names and value != ANY:
            chosen[names[Dimension(dimension)]].append(value)
    return chosen


class LongText(TextField):
    """Markdown in a tall box."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("required", False)
        kwargs.setdefault("max_length", 20_000)
        super().__init__(widget=forms.Textarea(attrs={"rows": 7}), **kwargs)


class WarningForm(ScopeForm):
    """The whole text. A draft needs a Chinese title; what else is missing is said when it is submitted."""

    key = forms.UUIDField(widget=forms.HiddenInput, required=False)
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    level = forms.ChoiceField(label=gettext_lazy("Level"), choices=Level.choices)
    expires_on = forms.DateField(
        label=gettext_lazy("In force until"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    title_zh = TextField(label=gettext_lazy("Title (Chinese)"), max_length=120)
    title_en = TextField(label=gettext_lazy("Title (English)"), max_length=200, required=False)
    summary_zh = TextField(
        label=gettext_lazy("Summary (Chinese)"),
        max_length=300,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    summary_en = TextField(
        label=gettext_lazy("Summary (English)"),
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    happened_zh = LongText(label=gettext_lazy("What happened (Chinese)"))
    happened_en = LongText(label=gettext_lazy("What happened (English)"))
    affected_zh = LongText(label=gettext_lazy("Who is affected (Chinese)"))
    affected_en = LongText(label=gettext_lazy("Who is affected (English)"))
    todo_zh = LongText(label=gettext_lazy("What to do today (Chinese)"))
    todo_en = LongText(label=gettext_lazy("What to do today (English)"))
    citations = TextField(
        label=gettext_lazy("What it rests on in the library"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3, "class": "code"}),
        help_text=gettext_lazy("One a line, for example law:us-patent-act or rule:us-itc-response."),
    )

    pairs = ("title", "summary", "happened", "affected", "todo")

    def clean_citations(self) -> list[Citation]:
        try:
            return parse(self.cleaned_data["citations"])
        except ActionError as error:
            raise forms.ValidationError(str(error.message)) from error

    def both_languages(self) -> list[tuple[forms.BoundField, forms.BoundField]]:
        """The fields that stand beside one another."""
        return [(self[f"{name}_zh"], self[f"{name}_en"]) for name in self.pairs]

    def text(self, sources: Sequence[SourceInput]) -> WarningInput:
        data = self.cleaned_data
        own = {f"{name}_{tag}": data[f"{name}_{tag}"] for name in self.pairs for tag in ("zh", "en")}
        return WarningInput(
            level=data["level"],
            expires_on=data["expires_on"],
            scope=self.scope(),
            citations=data["citations"],
            sources=sources,
            **own,
        )


def warning_initial(warning: RiskWarning) -> dict[str, Any]:
    """What the form shows of a warning that stands."""
    texts = {f"{name}_{tag}": getattr(warning, f"{name}_{tag}") for name in WarningForm.pairs for tag in ("zh", "en")}
    cited = warning.citations.values_list("kind", "key")
    return {
        **texts,
        **scope_initial(list(warning.scopes.values_list("dimension", "value"))),
        "version": warning.version,
        "level": warning.level,
        "expires_on": warning.expires_on,
        "citations": "\n".join(f"{kind}:{key}" for kind, key in cited),
    }


class SourceForm(forms.Form):
    """One source. A row left empty is no source."""

    title = TextField(label=gettext_lazy("Title of the source"), max_length=200, required=False)
    url = forms.URLField(
        label=gettext_lazy("Address (https://…)"), max_length=500, required=False, assume_scheme="https"
    )
    published_on = TextField(
        label=gettext_lazy("Date of the source"), max_length=10, required=False, validators=[validate_partial_date]
    )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if any(data.values()):
            for name in ("title", "url"):
                if not data.get(name) and name not in self.errors:
                    self.add_error(name, _("A source needs a title and an address."))
        if data.get("url") and not data["url"].startswith(("https://", "http://")):
            self.add_error("url", _("Give the address of a web page."))
        return data


SourceFormSet = forms.formset_factory(SourceForm, extra=SOURCE_ROWS, max_num=12)
Sources: TypeAlias = "forms.BaseFormSet[SourceForm]"


def source_inputs(sources: Sources) -> list[SourceInput]:
    """The rows of a valid form set that were filled in."""
    rows = [form.cleaned_data for form in sources.forms]
    return [SourceInput(row["title"], row["url"], row["published_on"]) for row in rows if row.get("title")]


class NoteForm(forms.Form):
    """Why a warning goes back to its authors."""

    note = TextField(
        label=gettext_lazy("What is to be mended"), max_length=500, widget=forms.Textarea(attrs={"rows": 3})
    )


class RecallForm(forms.Form):
    reason_zh = TextField(
        label=gettext_lazy("Reason for the readers (Chinese)"), max_length=300, widget=forms.Textarea(attrs={"rows": 3})
    )
    reason_en = TextField(
        label=gettext_lazy("Reason for the readers (English)"), max_length=500, widget=forms.Textarea(attrs={"rows": 3})
    )


class SubscriptionForm(ScopeForm):
    key = forms.UUIDField(widget=forms.HiddenInput, required=False)
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    least_level = forms.ChoiceField(label=gettext_lazy("From level"), choices=Level.choices)
    rhythm = forms.ChoiceField(label=gettext_lazy("How often"), choices=Rhythm.choices, widget=forms.RadioSelect)
    language = forms.ChoiceField(label=gettext_lazy("Language of the mails"), choices=settings.LANGUAGES)
    enterprise = forms.TypedChoiceField(
        label=gettext_lazy("For the enterprise"), required=False, coerce=int, empty_value=None, choices=()
    )

    field_order = ("places", "industries", "rights", "least_level", "rhythm", "language", "enterprise")

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        mine = Enterprise.objects.filter(pk__in=rights_of(user).enterprise_ids(Permission.VIEW_ENTERPRISE_CASES))
        field = self.fields["enterprise"]
        if isinstance(field, forms.TypedChoiceField):
            field.choices = [("", _("For myself")), *((str(row.pk), str(row)) for row in mine)]
        if not mine:
            del self.fields["enterprise"]

    def wish(self) -> SubscriptionInput:
        data = self.cleaned_data
        return SubscriptionInput(
            scope=self.scope(),
            least_level=data["least_level"],
            rhythm=data["rhythm"],
            language=data["language"],
            enterprise_id=data.get("enterprise"),
        )


def new_subscription_initial(user: User) -> dict[str, Any]:
    return {"key": uuid.uuid4(), "least_level": Level.GENERAL, "rhythm": Rhythm.DAILY, "language": user.language}


def subscription_initial(subscription: Subscription) -> dict[str, Any]:
    return {
        **scope_initial(list(subscription.scopes.values_list("dimension", "value"))),
        "version": subscription.version,
        "least_level": subscription.least_level,
        "rhythm": subscription.rhythm,
        "language": subscription.language,
        "enterprise": subscription.enterprise_id,
    }
