"""The record of an expert: one form and four lists of rows beneath it. A row left empty is no row."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext, pgettext_lazy

from experts import filters
from experts.choices import ANY, Kind, Language, LanguageLevel, SkillLevel
from experts.inputs import EmploymentInput, ExpertInput, LanguageInput, LicenceInput, SkillInput
from experts.models import Expert
from laws.models.choices import Subject
from portal.accounts.models import GuidanceCentre
from portal.lib.errors import ActionError
from portal.lib.forms import DateInput, TextField, put_back

Choices: TypeAlias = list[tuple[str, str]]
CURRENCIES = ("CNY", "USD", "EUR", "GBP", "JPY", "HKD")


@dataclass(frozen=True)
class Offered:
    """The lists that every row offers, read once for a page."""

    places: Choices
    industries: Choices
    matters: Choices

    @classmethod
    def load(cls) -> "Offered":
        return cls(filters.places(), filters.industries(), filters.matters())


class RowForm(forms.Form):
    use_required_attribute = False

    def __init__(self, *args: Any, offered: Offered, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer(offered)

    def offer(self, offered: Offered) -> None:
        """Fill the choices that stand in the database."""

    def _choices(self, name: str, choices: Choices) -> None:
        field = self.fields[name]
        if isinstance(field, forms.ChoiceField):
            field.choices = choices


class SkillForm(RowForm):
    jurisdiction = forms.ChoiceField(label=gettext_lazy("Country or region"), required=False)
    right = forms.ChoiceField(label=gettext_lazy("Right"), required=False)
    industry = forms.ChoiceField(label=gettext_lazy("Industry"), required=False, initial=ANY)
    matter = forms.ChoiceField(label=gettext_lazy("Kind of dispute"), required=False, initial=ANY)
    level = forms.TypedChoiceField(
        label=gettext_lazy("Level"), choices=SkillLevel.choices, coerce=int, initial=SkillLevel.SOLID, required=False
    )
    note = TextField(label=gettext_lazy("Note"), max_length=200, required=False)

    def offer(self, offered: Offered) -> None:
        none = ("", _("Choose"))
        self._choices("jurisdiction", [none, (ANY, pgettext("any country", "Any")), *offered.places])
        self._choices("right", [none, (ANY, pgettext("any right", "Any")), *[(c, str(w)) for c, w in Subject.choices]])
        self._choices("industry", [(ANY, pgettext("any industry", "Any")), *offered.industries])
        self._choices("matter", [(ANY, pgettext("any kind of dispute", "Any")), *offered.matters])

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if bool(data.get("jurisdiction")) != bool(data.get("right")):
            self.add_error(
                "right" if data.get("jurisdiction") else "jurisdiction",
                _("A skill needs a country and a right; choose “Any” where it holds everywhere."),
            )
        return data


class LanguageForm(RowForm):
    language = forms.ChoiceField(
        label=gettext_lazy("Language"), choices=[("", gettext_lazy("Choose")), *Language.choices], required=False
    )
    level = forms.ChoiceField(
        label=gettext_lazy("Level"), choices=LanguageLevel.choices, initial=LanguageLevel.WORKING, required=False
    )


class LicenceForm(RowForm):
    body = TextField(label=gettext_lazy("Issued by"), max_length=120, required=False)
    number = TextField(label=pgettext_lazy("licence", "Number"), max_length=80, required=False)
    jurisdiction = forms.ChoiceField(label=gettext_lazy("Country or region"), required=False)
    expires_on = forms.DateField(label=gettext_lazy("Valid until"), required=False, widget=DateInput())

    def offer(self, offered: Offered) -> None:
        self._choices("jurisdiction", [("", _("Choose")), *offered.places])

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if any(data.values()):
            for name in ("body", "number"):
                if not data.get(name) and name not in self.errors:
                    self.add_error(name, _("A licence needs the body that gave it and its number."))
        return data


class EmploymentForm(RowForm):
    organisation = TextField(label=gettext_lazy("Employer or client firm"), max_length=200, required=False)
    position = TextField(label=pgettext_lazy("employment", "Position"), max_length=120, required=False)
    since = forms.DateField(label=pgettext_lazy("employment", "From"), required=False, widget=DateInput())
    until = forms.DateField(label=gettext_lazy("Until (empty: still today)"), required=False, widget=DateInput())

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if any(data.values()) and not data.get("organisation"):
            self.add_error("organisation", _("Name the employer."))
        if data.get("since") and data.get("until") and data["until"] < data["since"]:
            self.add_error("until", _("An employment ends before it begins."))
        return data


class ExpertForm(forms.Form):
    """Who the expert is. The expert may not change `official` fields: others vouched for them."""

    use_required_attribute = False
    official = ("email", "confidentiality_signed_on")

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    name_zh = TextField(label=gettext_lazy("Name (Chinese)"), max_length=80, required=False)
    name_en = TextField(label=gettext_lazy("Name (English)"), max_length=120, required=False)
    email = forms.EmailField(label=gettext_lazy("E-mail"), max_length=254)
    phone = TextField(label=gettext_lazy("Telephone"), max_length=40, required=False)
    kinds = forms.MultipleChoiceField(
        label=gettext_lazy("Kinds"), choices=Kind.choices, widget=forms.CheckboxSelectMultiple
    )
    experience = TextField(
        label=gettext_lazy("Experience and past cases"),
        max_length=5000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=gettext_lazy("No names of clients: whoever looks for an expert reads this."),
    )
    rate_amount = forms.DecimalField(
        label=gettext_lazy("Hourly rate"), max_digits=10, decimal_places=2, min_value=0, required=False
    )
    rate_currency = forms.ChoiceField(
        label=gettext_lazy("Currency"), choices=[("", "–"), *((code, code) for code in CURRENCIES)], required=False
    )
    pro_bono_hours = forms.IntegerField(
        label=gettext_lazy("Free hours a year"), min_value=0, max_value=2000, required=False
    )
    max_open_cases = forms.IntegerField(label=gettext_lazy("Open cases at most"), min_value=1, max_value=50, initial=3)
    confidentiality_signed_on = forms.DateField(
        label=gettext_lazy("Confidentiality signed on"), required=False, widget=DateInput()
    )
    outposts = forms.TypedMultipleChoiceField(
        label=gettext_lazy("Outposts they help"), coerce=int, required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, own: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        outposts = GuidanceCentre.objects.standing().filter(kind=GuidanceCentre.Kind.OVERSEAS_OUTPOST)
        choices = [(row.pk, row.name) for row in outposts]
        field = self.fields["outposts"]
        if isinstance(field, forms.MultipleChoiceField):
            field.choices = choices
        if not choices:
            del self.fields["outposts"]
        if own:
            for name in self.official:
                del self.fields[name]


SkillRows = forms.formset_factory(SkillForm, extra=3, max_num=60)
LanguageRows = forms.formset_factory(LanguageForm, extra=2, max_num=20)
LicenceRows = forms.formset_factory(LicenceForm, extra=2, max_num=20)
EmploymentRows = forms.formset_factory(EmploymentForm, extra=2, max_num=60)


class RecordForm:
    """The whole page: the form and its four lists, as one thing that is valid or not."""

    def __init__(self, data: QueryDict | None, *, expert: Expert | None = None, own: bool = False) -> None:
        start = initial_of(expert) if expert is not None else {}
        offered = {"offered": Offered.load()}
        self.main = ExpertForm(data, initial=start.get("main"), own=own)
        self.skills = SkillRows(data, prefix="skills", initial=start.get("skills"), form_kwargs=offered)
        self.languages = LanguageRows(data, prefix="languages", initial=start.get("languages"), form_kwargs=offered)
        self.licences = LicenceRows(data, prefix="licences", initial=start.get("licences"), form_kwargs=offered)
        self.employments = EmploymentRows(
            data, prefix="employments", initial=start.get("employments"), form_kwargs=offered
        )

    @property
    def forms(self) -> list[forms.Form]:
        """Every row of the four lists: with the two below, what the summary of errors asks a form set for."""
        return [form for rows in self._lists() for form in rows.forms]

    @property
    def total_error_count(self) -> int:
        return sum(rows.total_error_count() for rows in self._lists())

    @property
    def non_form_errors(self) -> list[str]:
        return [str(error) for rows in self._lists() for error in rows.non_form_errors()]

    def is_valid(self) -> bool:
        return all([self.main.is_valid(), *(rows.is_valid() for rows in self._lists())])

    def refuse(self, error: ActionError) -> None:
        """Show what an action refused; a fault of a list stands above the form."""
        put_back(self.main, error)
        shown = any(name in self.main.fields for name in error.fields)
        for name, text in error.fields.items():
            if name not in self.main.fields and (shown or text != str(error.message)):
                self.main.add_error(None, text)

    def record(self) -> ExpertInput:
        """What was typed. Only after `is_valid`."""
        data = {key: value for key, value in self.main.cleaned_data.items() if key != "version"}
        data.setdefault("email", "")
        return ExpertInput(
            **data,
            skills=[SkillInput(**_known(row)) for row in _filled(self.skills, "jurisdiction")],
            languages=[LanguageInput(**row) for row in _filled(self.languages, "language")],
            licences=[LicenceInput(**row) for row in _filled(self.licences, "body")],
            employments=[EmploymentInput(**row) for row in _filled(self.employments, "organisation")],
        )

    def _lists(self) -> list[Any]:
        return [self.skills, self.languages, self.licences, self.employments]


def initial_of(expert: Expert) -> dict[str, Any]:
    """What the page shows of a record that stands."""
    main = {name: getattr(expert, name) for name in ExpertForm.base_fields if name not in ("kinds", "outposts")}
    main["kinds"] = [row.kind for row in expert.kinds.all()]
    main["outposts"] = [row.pk for row in expert.outposts.all()]
    return {
        "main": main,
        "skills": list(expert.skills.values("jurisdiction", "right", "industry", "matter", "level", "note")),
        "languages": list(expert.languages.values("language", "level")),
        "licences": [
            {"body": row.body, "number": row.number, "jurisdiction": row.jurisdiction_id, "expires_on": row.expires_on}
            for row in expert.licences.all()
        ],
        "employments": list(expert.employments.values("organisation", "position", "since", "until")),
    }


def _filled(rows: Any, key: str) -> Sequence[Mapping[str, Any]]:
    return [form.cleaned_data for form in rows.forms if form.cleaned_data.get(key)]


def _known(row: Mapping[str, Any]) -> dict[str, Any]:
    """Empty choices of a skill mean any, an empty level the usual one."""
    return {
        **row,
        "industry": row["industry"] or ANY,
        "matter": row["matter"] or ANY,
        "level": row["level"] or SkillLevel.SOLID,
    }
