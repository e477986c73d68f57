"""Texts of laws and their provisions as JSON, in the words of the models."""

from typing import Any

from rest_framework import serializers

from laws.models import LawVersion, Provision


def page_of(version: LawVersion) -> str:
    """The page of a text for people. The law must have been read with it."""
    return f"{version.law.get_absolute_url()}{version.expression}/"


def api_of(version: LawVersion) -> str:
    return f"/api/v1/laws/{version.law.ref}/versions/{version.expression}/"


class HeldTextSerializer(serializers.ModelSerializer[LawVersion]):
    """One text in short. `expression` is its name in every address."""

    api = serializers.SerializerMethodField(help_text="All of what is known of it.")

    class Meta:
        model = LawVersion
        fields = ["expression", "language", "is_translation", "dated", "articles", "api"]

    def get_api(self, version: LawVersion) -> str:
        return api_of(version)


class VersionSerializer(serializers.ModelSerializer[LawVersion]):
    """A text: a law in one language at one date. An empty date is not known; `verified_on` null: compared by nobody."""

    page = serializers.SerializerMethodField(help_text="The page for people.")
    provisions = serializers.SerializerMethodField(help_text="Its articles and headings.")

    class Meta:
        model = LawVersion
        fields = [
            "expression", "language", "title", "current", "dated", "in_force_from", "in_force_to", "is_translation",
            "translation_note", "publisher", "source", "url", "tier", "licence", "retrieved", "verified_on", "sha256",
            "articles", "containers", "characters", "imported_at", "page", "provisions",
        ]  # fmt: skip

    def get_page(self, version: LawVersion) -> str:
        return page_of(version)

    def get_provisions(self, version: LawVersion) -> str:
        return f"{api_of(version)}provisions/"


class LawVersionDetailSerializer(VersionSerializer):
    law = serializers.SlugRelatedField[Any](read_only=True, slug_field="ref")

    class Meta(VersionSerializer.Meta):
        fields = ["law", *VersionSerializer.Meta.fields]


class ProvisionSerializer(serializers.ModelSerializer[Provision]):
    """One piece of a text. `parent` is the `position` of the heading it stands under, `anchor` its stable name."""

    page = serializers.SerializerMethodField(help_text="The place on the page for people.")

    class Meta:
        model = Provision
        fields = [
            "anchor", "position", "parent", "depth", "kind", "unit", "number_raw", "number", "heading", "text", "page",
        ]  # fmt: skip

    def get_page(self, provision: Provision) -> str:
        return f"{page_of(provision.version)}~{provision.anchor}/"


class HeadingSerializer(serializers.ModelSerializer[Provision]):
    class Meta:
        model = Provision
        fields = ["anchor", "unit", "number_raw", "heading"]


class ProvisionDetailSerializer(ProvisionSerializer):
    """With the law, the text and the headings above it, the outermost first."""

    law = serializers.CharField(source="version.law.ref")
    expression = serializers.CharField(source="version.expression")
    language = serializers.CharField(source="version.language")
    path = serializers.SerializerMethodField()

    class Meta(ProvisionSerializer.Meta):
        fields = ["law", "expression", "language", *ProvisionSerializer.Meta.fields, "path"]

    def get_path(self, provision: Provision) -> list[dict[str, str]]:
        above = {
            row.position: row
            for row in Provision.objects.filter(
                version=provision.version_id, kind=Provision.Kind.CONTAINER, position__lt=provision.position
            ).defer("text")
        }
        path: list[Provision] = []
        wanted = provision.parent
        while wanted is not None and wanted in above:
            path.insert(0, above[wanted])
            wanted = above[wanted].parent
        return list(HeadingSerializer(path, many=True).data)
