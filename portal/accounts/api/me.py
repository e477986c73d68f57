"""Who the holder of a token is."""

from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema, extend_schema_field
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from portal.accounts.access import valid_today
from portal.accounts.api.personal import Personal, holder
from portal.accounts.models import ApiToken, Membership, Scope, User


class EnterpriseOfMineSerializer(serializers.ModelSerializer[Membership]):
    """An enterprise the person belongs to today."""

    uscc = serializers.CharField(source="enterprise.uscc", help_text="Unified social credit code.")
    name_zh = serializers.CharField(source="enterprise.name_zh")

    class Meta:
        model = Membership
        fields = ["uscc", "name_zh", "role"]
        read_only_fields = fields


class TokenSerializer(serializers.ModelSerializer[ApiToken]):
    """The token that asked."""

    scopes = serializers.ListField(child=serializers.CharField())

    class Meta:
        model = ApiToken
        fields = ["name", "prefix", "scopes", "expires_at"]
        read_only_fields = fields


class MeSerializer(serializers.ModelSerializer[User]):
    """The person behind the token. Roles in a centre or the network give a token nothing and are not named."""

    enterprises = serializers.SerializerMethodField()
    token = serializers.SerializerMethodField()

    class Meta:
        model = User
        fields = ["email", "name", "language", "time_zone", "enterprises", "token"]
        read_only_fields = fields

    @extend_schema_field(EnterpriseOfMineSerializer(many=True))
    def get_enterprises(self, user: User) -> object:
        mine: QuerySet[Membership] = Membership.objects.filter(valid_today(), user=user, scope=Scope.ENTERPRISE)
        return EnterpriseOfMineSerializer(mine.select_related("enterprise"), many=True).data

    @extend_schema_field(TokenSerializer)
    def get_token(self, user: User) -> object:
        return TokenSerializer(self.context["token"]).data


class Me(Personal):
    """The person behind the token, their enterprises, and what the token may do."""

    @extend_schema(responses=MeSerializer, operation_id="me")
    def get(self, request: Request) -> Response:
        return Response(MeSerializer(holder(request), context={"token": request.auth}).data)
