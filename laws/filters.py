"""What lists may be filtered by. Only what stands here is read from an address."""

from typing import Any

from django import forms
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from django_filters.filters import CharFilter, ChoiceFilter, ModelChoiceFilter
from django_filters.filterset import FilterSet

from laws.listing import places_with_law_about
from laws.models import DeadlineRule, Treaty
from laws.models.choices import Subject
from portal.lib.fields import clean_text
from portal.reference.models import DisputeType, Jurisdiction, JurisdictionGroup

REGION_CHOICES = [
    ("142", _("Asia")),
    ("150", _("Europe")),
    ("019", _("Americas")),
    ("002", _("Africa")),
    ("009", _("Oceania")),
]
# The words of the reference file for how a rule is known.
RULE_STATUS_CHOICES = [
    ("verified", _("Text checked")),
    ("secondary", pgettext_lazy("fact", "Secondary source, not verified")),
    ("memory", pgettext_lazy("fact", "From memory, not verified")),
    ("disputed", pgettext_lazy("fact", "Disputed")),
]


class JurisdictionFilter(FilterSet):
    """Filters of the list of jurisdictions."""

    q = CharFilter(
        method="by_name",
        label=_("Name or code"),
        max_length=80,
        widget=forms.TextInput(attrs={"type": "search", "autocomplete": "off"}),
    )
    region = ChoiceFilter(
        field_name="region_code", choices=REGION_CHOICES, label=_("Region"), empty_label=_("All regions")
    )
    kind = ChoiceFilter(
        choices=Jurisdiction.Kind.choices, label=pgettext_lazy("jurisdiction", "Kind"), empty_label=_("All kinds")
    )
    right = ChoiceFilter(
        method="by_right", choices=Subject.choices, label=_("Has a law about"), empty_label=_("Any right")
    )
    group = ModelChoiceFilter(
        queryset=JurisdictionGroup.objects.order_by("code"),
        field_name="jurisdiction_groups",
        label=_("Trade group"),
        empty_label=_("All groups"),
    )

    class Meta:
        model = Jurisdiction
        fields: list[str] = []

    def by_name(self, rows: QuerySet[Jurisdiction], name: str, value: str) -> QuerySet[Jurisdiction]:
        value = clean_text(value)
        return rows.filter(
            Q(name_zh__icontains=value)
            | Q(name_en__icontains=value)
            | Q(code__iexact=value)
            | Q(external_codes__value__iexact=value)
        ).distinct()

    def by_right(self, rows: QuerySet[Jurisdiction], name: str, value: str) -> QuerySet[Jurisdiction]:
        return rows.filter(code__in=places_with_law_about(value))


class TreatyFilter(FilterSet):
    """Filters of the list of treaties."""

    q = CharFilter(
        method="by_name", label=_("Name or code"), max_length=80, widget=forms.TextInput(attrs={"type": "search"})
    )
    party = CharFilter(method="by_party", label=_("With this party (code)"), max_length=10)
    completeness = ChoiceFilter(choices=Treaty.Completeness.choices, label=_("List of parties"), empty_label=_("Any"))

    class Meta:
        model = Treaty
        fields: list[str] = []

    def by_name(self, rows: QuerySet[Treaty], name: str, value: str) -> QuerySet[Treaty]:
        value = clean_text(value)
        return rows.filter(Q(name_zh__icontains=value) | Q(name_en__icontains=value) | Q(code__icontains=value))

    def by_party(self, rows: QuerySet[Treaty], name: str, value: str) -> QuerySet[Treaty]:
        return rows.filter(parties__jurisdiction=clean_text(value).upper()).distinct()


class RuleFilter(FilterSet):
    """Filters of the list of deadline rules."""

    q = CharFilter(
        method="by_words", label=_("Act or citation"), max_length=80, widget=forms.TextInput(attrs={"type": "search"})
    )
    jurisdiction = ModelChoiceFilter(
        queryset=lambda request: Jurisdiction.objects.filter(deadline_rules__isnull=False).distinct().order_by("code"),
        label=_("Country, region or organisation"),
        empty_label=_("All places"),
    )
    dispute_type = ModelChoiceFilter(
        queryset=lambda request: DisputeType.objects.filter(deadline_rules__isnull=False).distinct().order_by("code"),
        label=_("Kind of dispute"),
        empty_label=_("All kinds"),
    )
    status = ChoiceFilter(
        field_name="fact_status", choices=RULE_STATUS_CHOICES, label=_("Text"), empty_label=_("Any status")
    )
    review = ChoiceFilter(
        method="by_review",
        choices=[("yes", _("Reviewed by a named person")), ("no", _("Not reviewed"))],
        label=_("Review"),
        empty_label=pgettext_lazy("review", "Any"),
    )

    class Meta:
        model = DeadlineRule
        fields: list[str] = []

    def by_words(self, rows: QuerySet[DeadlineRule], name: str, value: str) -> QuerySet[DeadlineRule]:
        value = clean_text(value)
        return rows.filter(
            Q(act_zh__icontains=value)
            | Q(act_en__icontains=value)
            | Q(citation__icontains=value)
            | Q(rule_id__icontains=value)
        )

    def by_review(self, rows: QuerySet[DeadlineRule], name: str, value: str) -> QuerySet[DeadlineRule]:
        return rows.filter(reviewed_by__isnull=value == "no")


def cleaned(filters: FilterSet, name: str) -> Any:
    """A filter's value when the filters are valid, else an empty string."""
    return filters.form.cleaned_data.get(name, "") if filters.is_valid() else ""
