"""The allow-listed filters of the lists and the API."""

from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from django_filters.filters import ChoiceFilter
from django_filters.filterset import FilterSet

from portal.lib.publication import PublicationState
from portal.reference.models import Jurisdiction, JurisdictionGroup
from risk_warnings.models import GROUP_PREFIX, Dimension, Level, RiskWarning

STATES = [
    (state.value, state.label)
    for state in PublicationState
    if state not in (PublicationState.SCHEDULED, PublicationState.SUPERSEDED)
]


def places() -> list[tuple[str, str]]:
    """Every place and group by name; asked for at each request, so that the words are in its language."""
    groups = [(GROUP_PREFIX + group.code, group.name) for group in JurisdictionGroup.objects.order_by("code")]
    return groups + [(place.code, f"{place.name} ({place.code})") for place in Jurisdiction.objects.order_by("code")]


def touching(rows: QuerySet[RiskWarning], name: str, value: str) -> QuerySet[RiskWarning]:
    """Warnings that answer to the place: about it, about a group it is in, or about everywhere."""
    return rows.filter(reach__dimension=Dimension.JURISDICTION, reach__value=value)


class WarningFilter(FilterSet):
    jurisdiction = ChoiceFilter(
        label=_("Country, region or group"), choices=places, method=touching, empty_label=_("All")
    )  # type: ignore[no-untyped-call]  # ships no types
    level = ChoiceFilter(label=_("Level"), choices=Level.choices, empty_label=_("All"))  # type: ignore[no-untyped-call]  # ships no types

    class Meta:
        model = RiskWarning
        fields: list[str] = []


class DeskFilter(FilterSet):
    state = ChoiceFilter(label=_("State"), choices=STATES, empty_label=_("All"))  # type: ignore[no-untyped-call]  # ships no types
    level = ChoiceFilter(label=_("Level"), choices=Level.choices, empty_label=_("All"))  # type: ignore[no-untyped-call]  # ships no types

    class Meta:
        model = RiskWarning
        fields: list[str] = []


def filtered(kind: type[FilterSet], query: Any, rows: QuerySet[RiskWarning]) -> FilterSet:
    """A filter bound to what the address asks."""
    return kind(query, queryset=rows)
