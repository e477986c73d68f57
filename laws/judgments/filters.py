"""What the list of typical cases may be filtered by. Only what stands here is read from an address."""

from django import forms
from django.db.models import Q, QuerySet
from django.db.models.functions import Substr
from django.utils.translation import gettext_lazy as _
from django_filters.filters import CharFilter, ChoiceFilter, ModelChoiceFilter
from django_filters.filterset import FilterSet

from laws.models import Judgment
from laws.models.choices import Subject
from portal.lib.fields import clean_text
from portal.reference.models import DisputeType, Jurisdiction


def _years() -> list[tuple[str, str]]:
    """Years in which a case was decided, the latest first. One query."""
    dated = Judgment.objects.exclude(decision_date="").order_by().annotate(year=Substr("decision_date", 1, 4))
    return [(year, year) for year in sorted(set(dated.values_list("year", flat=True)), reverse=True)]


class JudgmentFilter(FilterSet):
    q = CharFilter(
        method="by_words",
        label=_("Name, docket or outcome"),
        max_length=80,
        widget=forms.TextInput(attrs={"type": "search"}),
    )
    jurisdiction = ModelChoiceFilter(
        queryset=lambda request: Jurisdiction.objects.filter(judgments__isnull=False).distinct().order_by("code"),
        label=_("Country, region or organisation"),
        empty_label=_("All places"),
    )
    right = ChoiceFilter(choices=Subject.choices, label=_("Right"), empty_label=_("Any right"))
    dispute_type = ModelChoiceFilter(
        queryset=lambda request: DisputeType.objects.filter(judgments__isnull=False).distinct().order_by("code"),
        label=_("Kind of dispute"),
        empty_label=_("All kinds"),
    )
    year = ChoiceFilter(
        field_name="decision_date",
        lookup_expr="startswith",
        choices=_years,
        label=_("Decided in"),
        empty_label=_("Any year"),
    )

    class Meta:
        model = Judgment
        fields: list[str] = []

    def by_words(self, rows: QuerySet[Judgment], name: str, value: str) -> QuerySet[Judgment]:
        value = clean_text(value)
        return rows.filter(
            Q(caption__icontains=value)
            | Q(docket__icontains=value)
            | Q(court__icontains=value)
            | Q(outcome_zh__icontains=value)
            | Q(outcome_en__icontains=value)
            | Q(code__iexact=value)
        )
