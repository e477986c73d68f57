"""Warnings in the public API."""

from typing import Any

from rest_framework import serializers

from portal.lib.publication import PublicationState
from portal.notices.links import absolute
from risk_warnings.models import GROUP_PREFIX, Dimension, RiskWarning, WarningSource

TEXTS = ("summary", "happened", "affected", "todo")


class SourceSerializer(serializers.ModelSerializer[WarningSource]):
    class Meta:
        model = WarningSource
        fields = ["title", "url", "published_on"]


class WarningSerializer(serializers.ModelSerializer[RiskWarning]):
    """A risk warning. An empty list of places, industries or rights means all of them; texts are Markdown.

    Of a recalled warning the texts are empty and the reasons of the recall are given.
    """

    jurisdictions = serializers.SerializerMethodField(help_text="Codes of countries, regions and organisations.")
    groups = serializers.SerializerMethodField(help_text="Codes of groups of jurisdictions.")
    industries = serializers.SerializerMethodField(help_text="Codes of GB/T 4754 or of key industries.")
    rights = serializers.SerializerMethodField(help_text="The rights of the library.")
    citations = serializers.SerializerMethodField(help_text="What it rests on, as kind:key.")
    sources = SourceSerializer(many=True)
    url_zh = serializers.SerializerMethodField()
    url_en = serializers.SerializerMethodField()

    class Meta:
        model = RiskWarning
        fields = [
            "ref", "level", "state", "title_zh", "title_en",
            *(f"{name}_{tag}" for name in TEXTS for tag in ("zh", "en")),
            "jurisdictions", "groups", "industries", "rights", "citations", "sources",
            "published_at", "expires_on", "recall_reason_zh", "recall_reason_en", "is_demo", "url_zh", "url_en",
        ]  # fmt: skip
        read_only_fields = fields

    def _chosen(self, warning: RiskWarning, dimension: Dimension) -> list[str]:
        return [scope.value for scope in warning.scopes.all() if scope.dimension == dimension]

    def get_jurisdictions(self, warning: RiskWarning) -> list[str]:
        return [v for v in self._chosen(warning, Dimension.JURISDICTION) if not v.startswith(GROUP_PREFIX)]

    def get_groups(self, warning: RiskWarning) -> list[str]:
        chosen = self._chosen(warning, Dimension.JURISDICTION)
        return [value.removeprefix(GROUP_PREFIX) for value in chosen if value.startswith(GROUP_PREFIX)]

    def get_industries(self, warning: RiskWarning) -> list[str]:
        return self._chosen(warning, Dimension.INDUSTRY)

    def get_rights(self, warning: RiskWarning) -> list[str]:
        return self._chosen(warning, Dimension.RIGHT)

    def get_citations(self, warning: RiskWarning) -> list[str]:
        return [f"{citation.kind}:{citation.key}" for citation in warning.citations.all()]

    def get_url_zh(self, warning: RiskWarning) -> str:
        return absolute("warning", warning.ref, language="zh-hans")

    def get_url_en(self, warning: RiskWarning) -> str:
        return absolute("warning", warning.ref, language="en")

    def to_representation(self, instance: RiskWarning) -> dict[str, Any]:
        body = super().to_representation(instance)
        if instance.state == PublicationState.RECALLED:
            body.update({f"{name}_{tag}": "" for name in TEXTS for tag in ("zh", "en")}, sources=[], citations=[])
        return body
