"""What is held of each place and right, for programs: the rows of the file that `/coverage/` offers."""

from typing import Any

from drf_spectacular.utils import OpenApiExample, extend_schema, extend_schema_view
from rest_framework import serializers
from rest_framework.generics import ListAPIView

from laws.api import examples
from laws.api.filters import CoverageApiFilter
from laws.coverage import counts, listing
from portal.lib.public_api import PublicRead
from portal.reference.models import Jurisdiction


class CoverageSerializer(serializers.Serializer[listing.Row]):
    """One right of a place; an empty `right` counts each law once, so that rights do not add up to it.

    `laws` and `texts` count repealed laws and earlier versions as well, `articles` the current texts only,
    without what stands in supplementary provisions and attachments.
    """

    jurisdiction = serializers.CharField(source="line.place.code")
    market_rank = serializers.IntegerField(source="line.rank", allow_null=True)
    right = serializers.CharField(allow_blank=True)
    languages = serializers.SerializerMethodField()
    newest = serializers.CharField(source="held.newest", allow_blank=True)
    fetched = serializers.DateField(source="held.fetched", allow_null=True)

    def get_languages(self, row: listing.Row) -> list[str]:
        return sorted(row.held.languages)

    def get_fields(self) -> dict[str, Any]:
        return super().get_fields() | {name: serializers.IntegerField(source=f"held.{name}") for name in counts.NUMBERS}


@extend_schema_view(
    get=extend_schema(
        operation_id="coverage_list",
        summary="What is held of each place and right",
        examples=[OpenApiExample("A row", value=examples.COVERAGE, response_only=True)],
    )
)
class CoverageList(PublicRead, ListAPIView[Any]):
    """Main markets first, then the others; a place has a row for all rights together and one for each held.

    With `right` it has one row, for that right.
    """

    queryset = Jurisdiction.objects.select_related("market")
    serializer_class = CoverageSerializer
    filterset_class = CoverageApiFilter

    def filter_queryset(self, queryset: Any) -> Any:
        places, asked = super().filter_queryset(queryset), self.request.query_params
        covered, right = counts.coverage(), asked.get("right", "")
        found = listing.lines(covered, places, right=right, gap=asked.get("gaps", ""))
        return list(listing.rows(covered, found, right=right))
