"""Creating and editing centres and their hours; the filters of the public list."""

from typing import Any

from django import forms
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _
from django_filters.filters import CharFilter, ChoiceFilter, ModelChoiceFilter
from django_filters.filterset import FilterSet

from portal.accounts.forms.claims import GroupedChoiceField
from portal.accounts.models import GuidanceCentre
from portal.accounts.models.centres import WEEKDAYS
from portal.lib.fields import clean_text
from portal.lib.forms import DateInput, TextField
from portal.reference.models import City, Industry, Jurisdiction, Province

DAYS = [(str(number), name) for number, name in enumerate(WEEKDAYS, start=1)]


class CentreForm(forms.Form):
    """Everything the administrator keeps of a centre."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    kind = forms.ChoiceField(label=_("Kind"), choices=GuidanceCentre.Kind.choices)
    name_zh = TextField(label=_("Official name"), max_length=120)
    name_en = TextField(label=_("English name"), max_length=160, required=False)
    province = forms.ModelChoiceField(label=_("Province"), queryset=Province.objects.all(), required=False)
    city = GroupedChoiceField(
        label=_("City"),
        queryset=City.objects.select_related("province"),
        required=False,
        group_by="province",
        help_text=_("Only if it serves this city alone, or is seated in it."),
    )
    industry = forms.ModelChoiceField(
        label=_("Key industry"),
        queryset=Industry.objects.filter(level="key_industry"),
        required=False,
        help_text=_("Of an industry platform."),
    )
    jurisdiction = forms.ModelChoiceField(
        label=_("Country or region where it is"), queryset=Jurisdiction.objects.all(), initial="CN"
    )
    host_zh = TextField(label=_("Host unit"), max_length=120, required=False)
    phone = TextField(label=_("Telephone"), max_length=60, required=False)
    duty_phone = TextField(label=_("Duty telephone"), max_length=60, required=False)
    email = forms.EmailField(label=_("E-mail"), required=False)
    address = TextField(label=_("Address"), max_length=200, required=False)
    time_zone = TextField(label=_("Time zone"), max_length=40, initial="Asia/Shanghai")
    source = TextField(label=_("Source"), max_length=500, required=False)
    closed_on = forms.DateField(label=_("Closed on"), required=False, widget=DateInput())

    def facts(self) -> dict[str, Any]:
        """The columns for the action."""
        return {name: value for name, value in self.cleaned_data.items() if name not in ("version", "slug")}


class NewCentreForm(CentreForm):
    slug = forms.SlugField(
        label=_("Address name"),
        max_length=80,
        help_text=_("Small letters, digits and hyphens: the last part of the page's address."),
    )
    field_order = ["slug", "kind"]


class ContactForm(forms.Form):
    """What a head keeps of the own centre."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=1)
    phone = TextField(label=_("Telephone"), max_length=60, required=False)
    duty_phone = TextField(label=_("Duty telephone"), max_length=60, required=False)
    email = forms.EmailField(label=_("E-mail"), required=False)
    address = TextField(label=_("Address"), max_length=200, required=False)

    def facts(self) -> dict[str, Any]:
        return {name: value for name, value in self.cleaned_data.items() if name != "version"}


class HoursForm(forms.Form):
    valid_from = forms.DateField(label=_("Valid from"), widget=DateInput())
    weekdays = forms.MultipleChoiceField(
        label=_("Working days"), choices=DAYS, widget=forms.CheckboxSelectMultiple, initial=list("12345")
    )
    opens = forms.TimeField(label=_("Opens"), widget=forms.TimeInput(attrs={"type": "time"}), initial="09:00")
    closes = forms.TimeField(label=_("Closes"), widget=forms.TimeInput(attrs={"type": "time"}), initial="17:30")


class CentreFilter(FilterSet):
    """Filters of the public list. A value that is no choice filters nothing and is never an error."""

    q = CharFilter(label=_("Name or place"), method="by_name")  # type: ignore[no-untyped-call]  # django-filter carries no types
    kind = ChoiceFilter(label=_("Kind"), choices=GuidanceCentre.Kind.choices)  # type: ignore[no-untyped-call]  # django-filter carries no types
    province = ModelChoiceFilter(label=_("Province"), queryset=Province.objects.all())  # type: ignore[no-untyped-call]  # django-filter carries no types

    class Meta:
        model = GuidanceCentre
        fields = ["q", "kind", "province"]

    def by_name(self, rows: QuerySet[GuidanceCentre], name: str, value: str) -> QuerySet[GuidanceCentre]:
        for word in clean_text(value).split()[:5]:
            rows = rows.filter(
                Q(name_zh__icontains=word)
                | Q(name_en__icontains=word)
                | Q(host_zh__icontains=word)
                | Q(city__name_zh__icontains=word)
                | Q(province__name_zh__icontains=word)
                | Q(province__name_en__icontains=word)
                | Q(jurisdiction__name_zh__icontains=word)
                | Q(jurisdiction__name_en__icontains=word)
            )
        return rows
