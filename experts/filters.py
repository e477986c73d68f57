"""The filters of the pool, kept in the address."""

from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _
from django_filters.filters import CharFilter, ChoiceFilter
from django_filters.filterset import FilterSet

from experts.choices import Kind, Language
from experts.models import Expert
from experts.querysets import ExpertQuerySet
from experts.states import ExpertState
from laws.models.choices import Subject
from portal.lib.fields import clean_text
from portal.reference.models import DisputeType, Industry, Jurisdiction

ALL = _("All")
SKILL = ("jurisdiction", "right", "industry", "matter")


def places() -> list[tuple[str, str]]:
    """Asked for at each request, so that the words are in its language."""
    return [(row.code, f"{row.name} ({row.code})") for row in Jurisdiction.objects.order_by("code")]


def industries() -> list[tuple[str, str]]:
    rows = list(Industry.objects.order_by("code"))
    rows.sort(key=lambda row: row.level != "key_industry")
    return [(row.code, f"{row.name} ({row.code})") for row in rows]


def matters() -> list[tuple[str, str]]:
    return [(row.code, row.name) for row in DisputeType.objects.order_by("code")]


def together(rows: QuerySet[Expert], name: str, value: str) -> QuerySet[Expert]:
    """Place, right, industry and matter must meet in one skill: `filter_queryset` asks for them at once."""
    return rows


def named(rows: QuerySet[Expert], name: str, value: str) -> QuerySet[Expert]:
    words = clean_text(value)[:100]
    return rows.filter(Q(name_zh__icontains=words) | Q(name_en__icontains=words) | Q(email__icontains=words))


def of_kind(rows: QuerySet[Expert], name: str, value: str) -> QuerySet[Expert]:
    return rows.filter(kinds__kind=value)


def speaking(rows: QuerySet[Expert], name: str, value: str) -> QuerySet[Expert]:
    return rows.filter(languages__language=value)


def only_usable(rows: ExpertQuerySet, name: str, value: str) -> ExpertQuerySet:
    return rows.usable()


class ExpertFilter(FilterSet):
    q = CharFilter(label=_("Name or e-mail"), method=named)  # type: ignore[no-untyped-call]  # ships no types
    jurisdiction = ChoiceFilter(label=_("Country or region"), choices=places, method=together, empty_label=ALL)  # type: ignore[no-untyped-call]  # ships no types
    right = ChoiceFilter(label=_("Right"), choices=Subject.choices, method=together, empty_label=ALL)  # type: ignore[no-untyped-call]  # ships no types
    industry = ChoiceFilter(label=_("Industry"), choices=industries, method=together, empty_label=ALL)  # type: ignore[no-untyped-call]  # ships no types
    matter = ChoiceFilter(label=_("Kind of dispute"), choices=matters, method=together, empty_label=ALL)  # type: ignore[no-untyped-call]  # ships no types
    kind = ChoiceFilter(label=_("Kind of expert"), choices=Kind.choices, method=of_kind, empty_label=ALL)  # type: ignore[no-untyped-call]  # ships no types
    language = ChoiceFilter(label=_("Language"), choices=Language.choices, method=speaking, empty_label=ALL)  # type: ignore[no-untyped-call]  # ships no types
    state = ChoiceFilter(label=_("State"), choices=ExpertState.choices, empty_label=ALL)  # type: ignore[no-untyped-call]  # ships no types
    usable = ChoiceFilter(label=_("Can be asked"), choices=[("1", _("Appointed and not away"))], method=only_usable)  # type: ignore[no-untyped-call]  # ships no types

    class Meta:
        model = Expert
        fields: list[str] = []

    def filter_queryset(self, queryset: Any) -> Any:
        rows: ExpertQuerySet = super().filter_queryset(queryset)  # type: ignore[no-untyped-call]  # ships no types
        asked = {name: self.form.cleaned_data.get(name) or "" for name in SKILL}
        return rows.skilled(
            jurisdiction=asked["jurisdiction"],
            right=asked["right"],
            industries=(asked["industry"],) if asked["industry"] else (),
            matter=asked["matter"],
        )


def pool_filter(query: Any, rows: ExpertQuerySet) -> FilterSet:
    """The filter of the pool bound to what the address asks."""
    return ExpertFilter(query, queryset=rows)  # type: ignore[no-untyped-call]  # ships no types
