"""Lists and single rows of the library. Anybody may read them; nobody can change anything here."""

from typing import Any

from django.db.models import Count, OuterRef, Prefetch, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from drf_spectacular.utils import OpenApiExample, extend_schema, extend_schema_view
from rest_framework.serializers import BaseSerializer
from rest_framework.viewsets import ReadOnlyModelViewSet

from laws.api import examples, serializers
from laws.api.filters import JurisdictionApiFilter, LawApiFilter, TreatyApiFilter
from laws.api.texts import texts_of
from laws.models import Law, LawInheritance, LawRelation, Treaty, TreatyParty
from portal.lib.public_api import PublicRead
from portal.reference.models import Jurisdiction


def _count(rows: QuerySet[Any]) -> Coalesce:
    """How many of `rows` belong to the jurisdiction of the outer query."""
    counted = rows.filter(jurisdiction=OuterRef("pk")).order_by().values("jurisdiction").annotate(count=Count("pk"))
    return Coalesce(Subquery(counted.values("count")), 0)


@extend_schema_view(
    list=extend_schema(summary="Countries, regions and organisations"), retrieve=extend_schema(summary="One of them")
)
class JurisdictionViewSet(PublicRead, ReadOnlyModelViewSet[Jurisdiction]):
    """Every country, region with its own law and organisation of the library, by its code (ISO 3166-1 or WIPO ST.3)."""

    queryset = Jurisdiction.objects.all()
    filterset_class = JurisdictionApiFilter
    lookup_value_regex = "[A-Za-z]{2,10}"

    def get_queryset(self) -> QuerySet[Jurisdiction]:
        rows = Jurisdiction.objects.prefetch_related("group_memberships").annotate(
            own_count=_count(Law.objects.not_repealed()),
            inherited_count=_count(LawInheritance.objects.exclude(law__status=Law.Status.REPEALED)),
        )
        if self.action == "list":
            return rows.order_by("code")
        inherited = LawInheritance.objects.select_related("law")
        return rows.select_related("ip_office").prefetch_related(
            "terms", "treaty_parties", "deadline_rules", Prefetch("inherited_laws", inherited, "inherited_rows")
        )

    def get_serializer_class(self) -> type[BaseSerializer[Jurisdiction]]:
        return serializers.JurisdictionSerializer if self.action == "list" else serializers.JurisdictionDetailSerializer

    def get_object(self) -> Jurisdiction:
        self.kwargs["pk"] = self.kwargs["pk"].upper()
        return super().get_object()


@extend_schema_view(
    list=extend_schema(
        summary="Laws and regulations",
        examples=[
            OpenApiExample(
                "Japanese trade mark laws known to have been in force on a day",
                description="/api/v1/laws/?jurisdiction=JP&subject=trademark&in_force_on=2020-04-01",
                value=examples.LAW,
                response_only=True,
            )
        ],
    ),
    retrieve=extend_schema(
        summary="One law with its texts and relations",
        examples=[
            OpenApiExample(
                "A law",
                description="/api/v1/laws/jp-act-127-1959/",
                value=examples.LAW_DETAIL,
                response_only=True,
            )
        ],
    ),
)
class LawViewSet(PublicRead, ReadOnlyModelViewSet[Law]):
    """The catalogue of laws: what exists where, with the basis of each title and status, and which texts are held."""

    queryset = Law.objects.all()
    filterset_class = LawApiFilter
    lookup_field = "ref"
    lookup_value_regex = "[a-z0-9-]{1,80}"

    def get_queryset(self) -> QuerySet[Law]:
        # The jurisdiction is not joined: its code is the key, and the page's address needs no more.
        rows = Law.objects.prefetch_related("subjects", "identifiers").order_by("jurisdiction", "ref")
        if self.action == "list":
            return rows.prefetch_related(Prefetch("versions", texts_of().filter(current=True), "current_texts"))
        return rows.prefetch_related(
            Prefetch("versions", texts_of()),
            Prefetch("acts_on", LawRelation.objects.select_related("target")),
            Prefetch("acted_on_by", LawRelation.objects.select_related("actor")),
            Prefetch("applies_in", LawInheritance.objects.order_by("jurisdiction")),
        )

    def get_serializer_class(self) -> type[BaseSerializer[Law]]:
        return serializers.LawSerializer if self.action == "list" else serializers.LawDetailSerializer


@extend_schema_view(
    list=extend_schema(summary="Treaties"), retrieve=extend_schema(summary="One treaty with its parties")
)
class TreatyViewSet(PublicRead, ReadOnlyModelViewSet[Treaty]):
    """Treaties with the completeness of their lists of parties."""

    queryset = Treaty.objects.all()
    filterset_class = TreatyApiFilter
    lookup_value_regex = "[A-Za-z0-9_]{1,20}"

    def get_queryset(self) -> QuerySet[Treaty]:
        parties = Count("parties", filter=Q(parties__basis=TreatyParty.Basis.PARTY), distinct=True)
        rows = Treaty.objects.annotate(party_count=parties).order_by("code")
        return rows if self.action == "list" else rows.prefetch_related("parties", "signatories")

    def get_serializer_class(self) -> type[BaseSerializer[Treaty]]:
        return serializers.TreatySerializer if self.action == "list" else serializers.TreatyDetailSerializer

    def get_object(self) -> Treaty:
        self.kwargs["pk"] = self.kwargs["pk"].upper()
        return super().get_object()
