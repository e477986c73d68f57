"""Rows of the library as JSON. Every row says where it was read (`source`), how old that is (`as_of`), how sure."""

from typing import Any

from rest_framework import serializers

from laws.api.text_serializers import HeldTextSerializer, VersionSerializer
from laws.models import (
    DeadlineRule,
    IpOffice,
    Law,
    LawIdentifier,
    LawInheritance,
    LawRelation,
    ProtectionTerm,
    Treaty,
    TreatyParty,
    TreatySignatory,
)
from portal.reference.models import Jurisdiction

PROVENANCE = ["source", "as_of", "fact_status"]


class LawIdentifierSerializer(serializers.ModelSerializer[LawIdentifier]):
    class Meta:
        model = LawIdentifier
        fields = ["scheme", "value"]


class CatalogueSerializer(serializers.ModelSerializer[Law]):
    """A law of the catalogue. `*_basis` own: a translated title that nobody has reviewed."""

    jurisdiction = serializers.CharField(source="jurisdiction_id", help_text="Code of the place that made it.")
    subjects = serializers.SlugRelatedField[Any](many=True, read_only=True, slug_field="subject")
    identifiers = LawIdentifierSerializer(many=True, read_only=True)
    page = serializers.CharField(source="get_absolute_url", help_text="The page for people.")

    class Meta:
        model = Law
        fields = [
            "ref", "jurisdiction", "title_zh", "title_zh_basis", "title_en", "title_en_basis", "title_original", "kind",
            "subjects", "number", "year", "adopted", "in_force", "last_amended", "status", "status_basis",
            "identifiers", "url", "page", *PROVENANCE,
        ]  # fmt: skip


class LawSerializer(CatalogueSerializer):
    """A law with the texts held of it in short: the current one of each language."""

    texts = HeldTextSerializer(source="current_texts", many=True, read_only=True)

    class Meta(CatalogueSerializer.Meta):
        fields = [*CatalogueSerializer.Meta.fields, "texts"]


class InheritedByLawSerializer(serializers.ModelSerializer[LawInheritance]):
    """A place where a law applies without having been made there."""

    jurisdiction = serializers.CharField(source="jurisdiction_id")
    basis_treaty = serializers.CharField(source="basis_treaty_id", allow_null=True)
    subjects = serializers.ListField(child=serializers.CharField())

    class Meta:
        model = LawInheritance
        fields = ["jurisdiction", "subjects", "basis_treaty", *PROVENANCE]


class ActsOnSerializer(serializers.ModelSerializer[LawRelation]):
    """What the law does to another. `law` is null where the other is known by its `name` only."""

    law = serializers.SlugRelatedField[Any](source="target", read_only=True, slug_field="ref", allow_null=True)
    name = serializers.CharField(source="target_label")

    class Meta:
        model = LawRelation
        fields = ["kind", "law", "name", "date", "note", *PROVENANCE]


class ActedOnBySerializer(serializers.ModelSerializer[LawRelation]):
    """What another law does to this one."""

    law = serializers.SlugRelatedField[Any](source="actor", read_only=True, slug_field="ref", allow_null=True)
    name = serializers.CharField(source="actor_label")

    class Meta:
        model = LawRelation
        fields = ["kind", "law", "name", "date", "note", *PROVENANCE]


class LawDetailSerializer(CatalogueSerializer):
    """With every text held, what other laws do to it and it to them, and where it applies without being made there."""

    versions = VersionSerializer(many=True, read_only=True)
    acts_on = ActsOnSerializer(many=True, read_only=True)
    acted_on_by = ActedOnBySerializer(many=True, read_only=True)
    inherited_by = InheritedByLawSerializer(source="applies_in", many=True, read_only=True)

    class Meta(CatalogueSerializer.Meta):
        fields = [*CatalogueSerializer.Meta.fields, "versions", "acts_on", "acted_on_by", "inherited_by"]


class TreatySerializer(serializers.ModelSerializer[Treaty]):
    """A treaty. Unless `completeness` is complete, a country that is not listed may be a party all the same."""

    party_count = serializers.IntegerField(help_text="Parties listed here, extensions not counted.")
    page = serializers.CharField(source="get_absolute_url", help_text="The page for people.")

    class Meta:
        model = Treaty
        fields = [
            "code", "name_zh", "name_en", "administrator", "depositary", "adopted_year", "entry_into_force", "subject",
            "completeness", "party_count", "reference_count", "reference_basis", "note", "page", *PROVENANCE,
        ]  # fmt: skip


class PartySerializer(serializers.ModelSerializer[TreatyParty]):
    """A party or a territory to which a party extended the treaty. An empty date is not known."""

    jurisdiction = serializers.CharField(source="jurisdiction_id")

    class Meta:
        model = TreatyParty
        fields = ["jurisdiction", "basis", "in_force_date", "instrument_date", "instrument_type", *PROVENANCE]


class SignatorySerializer(serializers.ModelSerializer[TreatySignatory]):
    """Signed, not party. The list is not complete."""

    jurisdiction = serializers.CharField(source="jurisdiction_id")

    class Meta:
        model = TreatySignatory
        fields = ["jurisdiction", "signature_date", *PROVENANCE]


class TreatyDetailSerializer(TreatySerializer):
    parties = PartySerializer(many=True, read_only=True)
    signatories = SignatorySerializer(many=True, read_only=True)

    class Meta(TreatySerializer.Meta):
        fields = [*TreatySerializer.Meta.fields, "parties", "signatories"]


class JurisdictionSerializer(serializers.ModelSerializer[Jurisdiction]):
    """A country, a region with its own law, or an organisation. Laws known to be repealed are not counted."""

    part_of = serializers.CharField(source="parent_id", allow_null=True, help_text="Code of what it is part of.")
    languages = serializers.ListField(child=serializers.CharField())
    groups = serializers.SlugRelatedField[Any](
        source="group_memberships", many=True, read_only=True, slug_field="group_id"
    )
    own_laws = serializers.IntegerField(source="own_count", help_text="Laws made there.")
    inherited_laws = serializers.IntegerField(
        source="inherited_count", help_text="Laws made elsewhere that apply there."
    )
    page = serializers.SerializerMethodField(help_text="The page for people.")

    class Meta:
        model = Jurisdiction
        fields = [
            "code", "kind", "name_zh", "name_en", "part_of", "un_member", "region_code", "region_zh", "region_en",
            "subregion_code", "subregion_zh", "subregion_en", "languages", "currency", "groups", "own_laws",
            "inherited_laws", "page", *PROVENANCE,
        ]  # fmt: skip

    def get_page(self, jurisdiction: Jurisdiction) -> str:
        return f"/laws/{jurisdiction.code}/"


class OfficeSerializer(serializers.ModelSerializer[IpOffice]):
    """An office, or the one it refers to. Hosts are to be re-checked."""

    refers_to = serializers.CharField(source="refers_to_id", allow_null=True)

    class Meta:
        model = IpOffice
        fields = ["name_en", "refers_to", "website_host", "trademark_authority_en", "trademark_host", *PROVENANCE]


class TermSerializer(serializers.ModelSerializer[ProtectionTerm]):
    """A term or window read in a statute; `as_of` is the age of the copy."""

    class Meta:
        model = ProtectionTerm
        fields = ["key", "right", "field", "value", "unit", "counted_from", "provision", *PROVENANCE]


class RuleSerializer(serializers.ModelSerializer[DeadlineRule]):
    """A legal period. A `quantity` of 0: the law fixes no number and no date may be computed."""

    forum = serializers.CharField(source="forum_id")
    dispute_type = serializers.CharField(source="dispute_type_id")

    class Meta:
        model = DeadlineRule
        fields = [
            "rule_id", "forum", "dispute_type", "role", "act_zh", "act_en", "trigger_kind", "unit", "quantity",
            "effective_from", "effective_to", "citation", "source_quote", "checked_on", "reviewed_on", *PROVENANCE,
        ]  # fmt: skip


class PlacePartySerializer(serializers.ModelSerializer[TreatyParty]):
    treaty = serializers.CharField(source="treaty_id")

    class Meta:
        model = TreatyParty
        fields = ["treaty", "basis", "in_force_date", "instrument_date", "instrument_type", *PROVENANCE]


class PlaceInheritedSerializer(serializers.ModelSerializer[LawInheritance]):
    law = serializers.SlugRelatedField[Any](read_only=True, slug_field="ref")
    inherited_from = serializers.CharField(source="inherited_from_id")
    basis_treaty = serializers.CharField(source="basis_treaty_id", allow_null=True)
    subjects = serializers.ListField(child=serializers.CharField())

    class Meta:
        model = LawInheritance
        fields = ["law", "inherited_from", "subjects", "basis_treaty", *PROVENANCE]


class JurisdictionDetailSerializer(JurisdictionSerializer):
    """With office, terms, treaties, deadline rules and inherited laws; own laws are at `/laws/?jurisdiction=`."""

    office = OfficeSerializer(source="ip_office", read_only=True, allow_null=True)
    terms = TermSerializer(many=True, read_only=True)
    treaties = PlacePartySerializer(source="treaty_parties", many=True, read_only=True)
    deadline_rules = RuleSerializer(many=True, read_only=True)
    inherited = PlaceInheritedSerializer(source="inherited_rows", many=True, read_only=True)

    class Meta(JurisdictionSerializer.Meta):
        fields = [*JurisdictionSerializer.Meta.fields, "office", "terms", "treaties", "deadline_rules", "inherited"]
