from rest_framework import serializers

from portal.accounts.models import GuidanceCentre


class CentreSerializer(serializers.ModelSerializer[GuidanceCentre]):
    """A guidance centre with how its existence is known. Places are codes; empty means not known."""

    province = serializers.CharField(source="province_id", allow_null=True, help_text="GB/T 2260 code.")
    city = serializers.CharField(source="city_id", allow_null=True, help_text="GB/T 2260 code.")
    industry = serializers.CharField(source="industry_id", allow_null=True, help_text="Code of a key industry.")
    jurisdiction = serializers.CharField(source="jurisdiction_id", help_text="Where it is.")
    belongs_to = serializers.SlugRelatedField[GuidanceCentre](source="parent", slug_field="slug", read_only=True)

    class Meta:
        model = GuidanceCentre
        fields = [
            "slug", "kind", "name_zh", "name_en", "province", "city", "industry", "jurisdiction", "belongs_to",
            "host_zh", "approved_on", "phone", "duty_phone", "email", "address", "time_zone", "is_demo",
            "source", "as_of", "fact_status",
        ]  # fmt: skip
        read_only_fields = fields
