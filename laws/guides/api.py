"""The published guides for programs: `/api/v1/guides/` and `/api/v1/guides/<CODE>/`."""

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import generics, serializers
from rest_framework.permissions import AllowAny

from laws.guides import reading
from laws.guides.access import published_revision, published_revisions
from laws.guides.querysets import GuideRevisionQuerySet
from laws.models import GuideRevision
from portal.lib.richtext import render_markdown


class CitedSerializer(serializers.Serializer[Any]):
    """What a part rests on. `sound` is false where nobody has verified it or it is no longer in force."""

    kind = serializers.CharField()
    key = serializers.CharField()
    label = serializers.CharField()  # type: ignore[assignment]  # the stubs know only the attribute of a field
    status = serializers.CharField()
    sound = serializers.BooleanField()


class PartSerializer(serializers.Serializer[Any]):
    kind = serializers.CharField()
    title = serializers.CharField()
    zh = serializers.CharField(help_text="Markdown without HTML; empty when not written yet.")
    en = serializers.CharField(help_text="Markdown without HTML; empty when not translated yet.")
    html_zh = serializers.SerializerMethodField()
    html_en = serializers.SerializerMethodField()
    citations = CitedSerializer(source="cited", many=True)

    def get_html_zh(self, part: reading.Part) -> str:
        return render_markdown(part.zh)

    def get_html_en(self, part: reading.Part) -> str:
        return render_markdown(part.en)


class GuideListSerializer(serializers.Serializer[GuideRevision]):
    code = serializers.CharField(source="guide.jurisdiction_id")
    name_zh = serializers.CharField(source="guide.jurisdiction.name_zh")
    name_en = serializers.CharField(source="guide.jurisdiction.name_en")
    revision = serializers.IntegerField(source="number")
    published_at = serializers.DateTimeField()
    review_by = serializers.DateField(source="guide.review_by", allow_null=True)
    review_overdue = serializers.BooleanField(source="guide.is_overdue")
    is_demo = serializers.BooleanField(source="guide.is_demo")
    url = serializers.CharField(source="guide.get_absolute_url")


class GuideSerializer(GuideListSerializer):
    parts = serializers.SerializerMethodField()

    @extend_schema_field(PartSerializer(many=True))
    def get_parts(self, revision: GuideRevision) -> list[dict[str, Any]]:
        return list(PartSerializer(reading.parts_of(revision), many=True).data)


class GuideList(generics.ListAPIView[GuideRevision]):
    """Every guide in force, by the code of its jurisdiction."""

    permission_classes = [AllowAny]
    serializer_class = GuideListSerializer

    def get_queryset(self) -> GuideRevisionQuerySet[GuideRevision]:
        return published_revisions()


class GuideDetail(generics.RetrieveAPIView[GuideRevision]):
    """One guide in both languages with the present status of everything it cites."""

    permission_classes = [AllowAny]
    serializer_class = GuideSerializer

    def get_object(self) -> GuideRevision:
        return published_revision(self.kwargs["code"].upper())
