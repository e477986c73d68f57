"""What the lists of the API may be filtered by. A value that is no choice is refused with 400."""

from typing import Any

from django.db.models import QuerySet
from django_filters.filters import BooleanFilter, ChoiceFilter, ModelChoiceFilter, NumberFilter
from django_filters.filterset import FilterSet

from laws.models import DeadlineRule, Law, Treaty
from laws.models.choices import Subject
from portal.reference.models import DisputeType, Forum, Jurisdiction, JurisdictionGroup


def _jurisdictions(request: Any) -> QuerySet[Jurisdiction]:
    return Jurisdiction.objects.all()


def _groups(request: Any) -> QuerySet[JurisdictionGroup]:
    return JurisdictionGroup.objects.all()


def _kinds(request: Any) -> QuerySet[DisputeType]:
    return DisputeType.objects.all()


def _forums(request: Any) -> QuerySet[Forum]:
    return Forum.objects.all()


class JurisdictionApiFilter(FilterSet):
    region = ChoiceFilter(
        field_name="region_code",
        choices=[("002", "Africa"), ("009", "Oceania"), ("019", "Americas"), ("142", "Asia"), ("150", "Europe")],
        help_text="UN M49 code of the region.",
    )
    kind = ChoiceFilter(choices=Jurisdiction.Kind.choices)
    group = ModelChoiceFilter(queryset=_groups, field_name="jurisdiction_groups", help_text="Code of a group.")

    class Meta:
        model = Jurisdiction
        fields: list[str] = []


class LawApiFilter(FilterSet):
    jurisdiction = ModelChoiceFilter(queryset=_jurisdictions, help_text="Code of the place that made the law.")
    subject = ChoiceFilter(field_name="subjects__subject", choices=Subject.choices)
    kind = ChoiceFilter(choices=Law.Kind.choices)
    status = ChoiceFilter(choices=Law.Status.choices)
    year = NumberFilter(min_value=1000, max_value=9999)

    class Meta:
        model = Law
        fields: list[str] = []


class TreatyApiFilter(FilterSet):
    completeness = ChoiceFilter(choices=Treaty.Completeness.choices)
    party = ModelChoiceFilter(
        queryset=_jurisdictions, field_name="parties__jurisdiction", distinct=True, help_text="Code of a party."
    )

    class Meta:
        model = Treaty
        fields: list[str] = []


class RuleApiFilter(FilterSet):
    jurisdiction = ModelChoiceFilter(queryset=_jurisdictions, help_text="Code of the place.")
    dispute_type = ModelChoiceFilter(queryset=_kinds, help_text="Code of the kind of dispute.")
    forum = ModelChoiceFilter(queryset=_forums, help_text="Code of the court or office.")
    status = ChoiceFilter(
        field_name="fact_status",
        choices=[(word, word) for word in ("verified", "secondary", "memory", "disputed")],
        help_text="How the text is known; `verified`: the quote was found in the source.",
    )
    reviewed = BooleanFilter(
        field_name="reviewed_by", lookup_expr="isnull", exclude=True, help_text="A named person has reviewed it."
    )
    withdrawn = BooleanFilter(
        field_name="withdrawn_on", lookup_expr="isnull", exclude=True, help_text="It is no longer to be used."
    )

    class Meta:
        model = DeadlineRule
        fields: list[str] = []
