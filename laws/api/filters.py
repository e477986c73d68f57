"""What the lists of the API may be filtered by. A value that is no choice is refused with 400."""

import datetime
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import MinLengthValidator, RegexValidator
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext_lazy as _
from django_filters.filters import (
    BooleanFilter,
    CharFilter,
    ChoiceFilter,
    DateFilter,
    ModelChoiceFilter,
    NumberFilter,
)
from django_filters.filterset import FilterSet

from laws.coverage.filters import CoverageFilter
from laws.importers.numbers import normalise
from laws.inforce import known_in_force
from laws.models import DeadlineRule, Judgment, Law, LawVersion, Provision, Treaty
from laws.models.choices import Subject
from portal.lib import clock
from portal.lib.fields import clean_text
from portal.reference.models import DisputeType, Forum, Jurisdiction, JurisdictionGroup


def _jurisdictions(request: Any) -> QuerySet[Jurisdiction]:
    return Jurisdiction.objects.all()


def _groups(request: Any) -> QuerySet[JurisdictionGroup]:
    return JurisdictionGroup.objects.all()


def _kinds(request: Any) -> QuerySet[DisputeType]:
    return DisputeType.objects.all()


def _forums(request: Any) -> QuerySet[Forum]:
    return Forum.objects.all()


def not_to_come(day: datetime.date) -> None:
    """What will be in force is not known: a status is that of today."""
    if day > clock.today():
        raise ValidationError(_("Name a day that has come: what will be in force later is not known."))


def not_before_dates(day: datetime.date) -> None:
    """Dates of the library have years of four digits."""
    if day.year < EARLIEST_YEAR:
        raise ValidationError(_("Name a day of the year 1000 or later: the library knows of no earlier law."))


class WholeNumberFilter(NumberFilter):
    """A number without a fraction: a year or a position. Half a year is refused and not matched with nothing."""

    field_class = forms.IntegerField  # type: ignore[assignment]  # the stubs want the decimal field of the parent


LANGUAGE = RegexValidator(r"\A[a-z]{2,3}(-[A-Za-z0-9]{2,8})*\Z", _("Name a language as BCP 47 does: en, ja, zh-Hant."))
CURSOR = RegexValidator(r"\A[0-9]{1,18}-[0-9]{1,9}\Z", _("Take the cursor of the last whole line as it is."))
YES_NO = [("true", "yes"), ("false", "no")]
EARLIEST_YEAR = 1000
MOST = 2_147_483_647


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
    year = WholeNumberFilter(min_value=EARLIEST_YEAR, max_value=9999)
    year_from = WholeNumberFilter(field_name="year", lookup_expr="gte", min_value=EARLIEST_YEAR, max_value=9999)
    year_to = WholeNumberFilter(field_name="year", lookup_expr="lte", min_value=EARLIEST_YEAR, max_value=9999)
    # A choice and not a boolean: a word that is neither would be read as "any".
    has_text = ChoiceFilter(choices=YES_NO, method="by_text", help_text="Whether a text of it is held.")
    language = CharFilter(
        method="by_language",
        max_length=12,
        validators=[LANGUAGE],
        help_text="Language of a text held (BCP 47).",
    )
    in_force_on = DateFilter(
        method="by_day",
        input_formats=["%Y-%m-%d"],
        validators=[not_before_dates, not_to_come],
        help_text="Known to have been in force on this day; laws whose beginning or status is not known are left out.",
    )
    q = CharFilter(
        method="by_title",
        max_length=100,
        validators=[MinLengthValidator(2)],
        help_text="Words that all stand in the titles or the number.",
    )

    class Meta:
        model = Law
        fields: list[str] = []

    def by_text(self, laws: QuerySet[Law], name: str, value: str) -> QuerySet[Law]:
        held = Exists(LawVersion.objects.filter(law=OuterRef("pk")))
        return laws.filter(held if value == "true" else ~held)

    def by_language(self, laws: QuerySet[Law], name: str, value: str) -> QuerySet[Law]:
        return laws.filter(Exists(LawVersion.objects.filter(law=OuterRef("pk"), language=value)))

    def by_day(self, laws: QuerySet[Law], name: str, value: datetime.date) -> QuerySet[Law]:
        return known_in_force(laws, value)

    def by_title(self, laws: QuerySet[Law], name: str, value: str) -> QuerySet[Law]:
        for word in clean_text(value).split():
            laws = laws.filter(
                Q(title_zh__icontains=word)
                | Q(title_en__icontains=word)
                | Q(title_original__icontains=word)
                | Q(number__icontains=word)
            )
        return laws


class LawExportFilter(LawApiFilter):
    after = CharFilter(
        field_name="ref", lookup_expr="gt", max_length=80, help_text="Only laws behind this reference: where to go on."
    )


class TextExportFilter(FilterSet):
    jurisdiction = ModelChoiceFilter(
        queryset=_jurisdictions, field_name="law__jurisdiction", help_text="Code of the place that made the law."
    )
    law = CharFilter(field_name="law__ref", max_length=80, help_text="Reference of a law.")
    language = CharFilter(max_length=12, validators=[LANGUAGE], help_text="Language of the text (BCP 47).")
    after = CharFilter(
        method="behind",
        strip=False,
        validators=[CURSOR],
        help_text="Only what follows the line with this cursor: where to go on.",
    )

    class Meta:
        model = LawVersion
        fields: list[str] = []

    def behind(self, texts: QuerySet[LawVersion], name: str, value: str) -> QuerySet[LawVersion]:
        return texts.filter(pk__gte=int(value.partition("-")[0]))


class ProvisionApiFilter(FilterSet):
    kind = ChoiceFilter(choices=Provision.Kind.choices)
    number = CharFilter(method="by_number", max_length=60, help_text="As printed or normalised: 第十八条之一, 18-1.")
    parent = WholeNumberFilter(min_value=0, max_value=MOST, help_text="Position of the heading it stands under.")
    after = WholeNumberFilter(
        field_name="position", lookup_expr="gt", min_value=0, max_value=MOST, help_text="What follows this position."
    )

    class Meta:
        model = Provision
        fields: list[str] = []

    def by_number(self, rows: QuerySet[Provision], name: str, value: str) -> QuerySet[Provision]:
        number = normalise(clean_text(value))
        return rows.filter(number=number) if number else rows.none()


class CurrentProvisionApiFilter(ProvisionApiFilter):
    language = CharFilter(
        field_name="version__language",
        max_length=12,
        validators=[LANGUAGE],
        help_text="Of the text in this language; without it of the original, or of the only one held.",
    )


class JudgmentApiFilter(FilterSet):
    jurisdiction = ModelChoiceFilter(queryset=_jurisdictions, help_text="Code of the place of the court.")
    right = ChoiceFilter(choices=Subject.choices)
    dispute_type = ModelChoiceFilter(queryset=_kinds, help_text="Code of the kind of dispute.")
    year = WholeNumberFilter(
        field_name="decision_date",
        lookup_expr="startswith",
        min_value=EARLIEST_YEAR,
        max_value=9999,
        help_text="Year decided.",
    )

    class Meta:
        model = Judgment
        fields: list[str] = []


class TreatyApiFilter(FilterSet):
    completeness = ChoiceFilter(choices=Treaty.Completeness.choices)
    party = ModelChoiceFilter(
        queryset=_jurisdictions, field_name="parties__jurisdiction", distinct=True, help_text="Code of a party."
    )

    class Meta:
        model = Treaty
        fields: list[str] = []


class CoverageApiFilter(CoverageFilter):
    """The filters of the page, and the one by which every list of the library is narrowed; the page links to places."""

    jurisdiction = ModelChoiceFilter(queryset=_jurisdictions, method="of_place", help_text="Code of the place.")

    def of_place(self, rows: QuerySet[Jurisdiction], name: str, value: Jurisdiction) -> QuerySet[Jurisdiction]:
        """The place itself: here the rows filtered are places, not things that belong to one."""
        return rows.filter(pk=value.pk)


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
