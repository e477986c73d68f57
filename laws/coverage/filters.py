"""By what the coverage page may be narrowed."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from django_filters.filters import ChoiceFilter, ModelChoiceFilter
from django_filters.filterset import FilterSet

from laws.coverage.gaps import Gap
from laws.filters import REGION_CHOICES
from laws.models.choices import Subject
from portal.reference.models import Jurisdiction, JurisdictionGroup

ANY_GAP = "any"


class CoverageFilter(FilterSet):
    """Region and group choose places; right and gap need the counts, so the view applies them."""

    region = ChoiceFilter(
        field_name="region_code", choices=REGION_CHOICES, label=_("Region"), empty_label=_("All regions")
    )
    group = ModelChoiceFilter(
        queryset=JurisdictionGroup.objects.order_by("code"),
        field_name="jurisdiction_groups",
        label=_("Trade group"),
        empty_label=_("All groups"),
    )
    right = ChoiceFilter(method="later", choices=Subject.choices, label=_("Right"), empty_label=_("All rights"))
    gaps = ChoiceFilter(
        method="later",
        choices=[(ANY_GAP, _("Any of them")), *Gap.choices],
        label=_("Only places with a gap"),
        empty_label=_("All places"),
    )

    class Meta:
        model = Jurisdiction
        fields: list[str] = []

    def later(self, rows: Any, name: str, value: str) -> Any:
        """Left to `laws.coverage.listing`."""
        return rows
