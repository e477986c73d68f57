"""Typical cases for programs."""

from typing import Any

from django.db.models import QuerySet
from drf_spectacular.utils import OpenApiExample, extend_schema, extend_schema_view
from rest_framework import serializers
from rest_framework.viewsets import ReadOnlyModelViewSet

from laws.api import examples
from laws.api.filters import JudgmentApiFilter
from laws.api.serializers import PROVENANCE
from laws.judgments.access import public_judgments
from laws.models import Judgment
from portal.lib.public_api import PublicRead


class JudgmentSerializer(serializers.ModelSerializer[Judgment]):
    """A decision or settlement. `amount` was awarded, `collected_amount` paid, both in `currency`: never add them.

    Null is not known, never nothing. `punitive_multiple` stands only where the source names it. Of `fact_status`,
    "verified" says that the source named was read, "text_checked" that the decision was, in the original. `is_demo`:
    decided by a demonstration person, not to be used.
    """

    jurisdiction = serializers.CharField(source="jurisdiction_id")
    dispute_type = serializers.CharField(source="dispute_type_id", allow_null=True)
    is_demo = serializers.BooleanField(read_only=True)
    page = serializers.CharField(source="get_absolute_url", help_text="The page for people.")

    class Meta:
        model = Judgment
        fields = [
            "code", "caption", "jurisdiction", "court", "docket", "decision_date", "right", "dispute_type", "facts_zh",
            "facts_en", "outcome_zh", "outcome_en", "amount", "currency", "amount_kind", "punitive_multiple",
            "collected_amount", "collected", "collected_zh", "reviewed_on", "is_demo", "page", *PROVENANCE,
        ]  # fmt: skip


@extend_schema_view(
    list=extend_schema(
        summary="Typical cases",
        examples=[
            OpenApiExample(
                "A case",
                description="/api/v1/judgments/?jurisdiction=US&right=trade_secret",
                value=examples.JUDGMENT,
                response_only=True,
            )
        ],
    ),
    retrieve=extend_schema(
        summary="One typical case",
        examples=[OpenApiExample("A case", value=examples.JUDGMENT, response_only=True)],
    ),
)
class JudgmentViewSet(PublicRead, ReadOnlyModelViewSet[Judgment]):
    """Judgments and settlements with their sources, the newest first; what was awarded and what was collected apart."""

    queryset = Judgment.objects.all()
    serializer_class = JudgmentSerializer
    filterset_class = JudgmentApiFilter
    lookup_field = "code"
    lookup_value_regex = "[A-Za-z0-9-]{1,12}"

    def get_queryset(self) -> QuerySet[Judgment]:
        return public_judgments()

    def get_object(self) -> Any:
        self.kwargs["code"] = self.kwargs["code"].upper()
        return super().get_object()
