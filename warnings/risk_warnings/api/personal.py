"""A person's own subscriptions with a token, through the same actions as the pages."""

from typing import Any

from django.conf import settings
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers, status
from rest_framework.generics import ListAPIView
from rest_framework.request import Request
from rest_framework.response import Response

from portal.accounts.access import rights_of
from portal.accounts.api.personal import Personal, holder
from portal.accounts.models import Enterprise, TokenScope, User
from portal.accounts.permissions import Permission
from portal.lib.errors import Invalid
from risk_warnings import actions
from risk_warnings.access import own_subscription
from risk_warnings.inputs import ScopeInput, SubscriptionInput
from risk_warnings.models import ANY, Dimension, Level, Rhythm, Subscription

READ, WRITE = TokenScope.SUBSCRIPTIONS_READ, TokenScope.SUBSCRIPTIONS_WRITE
NUMBER = OpenApiParameter("pk", int, OpenApiParameter.PATH, description="Number of the subscription.")


class SubscriptionSerializer(serializers.ModelSerializer[Subscription]):
    """A subscription. An empty list of places, industries or rights means all of them."""

    enterprise = serializers.CharField(source="enterprise.uscc", allow_null=True, help_text="Credit code.")
    places = serializers.SerializerMethodField(help_text="Codes of jurisdictions; groups as group:CODE.")
    industries = serializers.SerializerMethodField()
    rights = serializers.SerializerMethodField()

    class Meta:
        model = Subscription
        fields = [
            "id", "enterprise", "places", "industries", "rights", "least_level", "rhythm", "language", "active",
            "version",
        ]  # fmt: skip
        read_only_fields = fields

    def _chosen(self, subscription: Subscription, dimension: Dimension) -> list[str]:
        return [s.value for s in subscription.scopes.all() if s.dimension == dimension and s.value != ANY]

    def get_places(self, subscription: Subscription) -> list[str]:
        return self._chosen(subscription, Dimension.JURISDICTION)

    def get_industries(self, subscription: Subscription) -> list[str]:
        return self._chosen(subscription, Dimension.INDUSTRY)

    def get_rights(self, subscription: Subscription) -> list[str]:
        return self._chosen(subscription, Dimension.RIGHT)


class WishSerializer(serializers.Serializer[Any]):
    """What the person wants to hear of. Lists left out mean all."""

    enterprise = serializers.CharField(required=False, allow_null=True, max_length=18, help_text="Credit code.")
    places = serializers.ListField(child=serializers.CharField(max_length=32), required=False, max_length=300)
    industries = serializers.ListField(child=serializers.CharField(max_length=32), required=False, max_length=300)
    rights = serializers.ListField(child=serializers.CharField(max_length=32), required=False, max_length=300)
    least_level = serializers.ChoiceField(choices=Level.choices, required=False)
    rhythm = serializers.ChoiceField(choices=Rhythm.choices, required=False)
    language = serializers.ChoiceField(choices=settings.LANGUAGES, required=False)

    def wish(self, user: User) -> SubscriptionInput:
        """As the action takes it. Raises Invalid for an enterprise the person does not belong to."""
        data = dict(self.validated_data)
        code = data.pop("enterprise", None)
        scope = ScopeInput(**{name: data.pop(name, ()) for name in ("places", "industries", "rights")})
        return SubscriptionInput(scope=scope, enterprise_id=_enterprise(user, code) if code else None, **data)


class NewWishSerializer(WishSerializer):
    key = serializers.UUIDField(required=False, help_text="The same key sent again is the same subscription.")

    def wish(self, user: User) -> SubscriptionInput:
        self.validated_data.pop("key", None)
        return super().wish(user)


class ChangedWishSerializer(WishSerializer):
    version = serializers.IntegerField(help_text="The version that was read; an older one is refused (409).")

    def wish(self, user: User) -> SubscriptionInput:
        self.validated_data.pop("version", None)
        return super().wish(user)


def _enterprise(user: User, code: str) -> int:
    mine = rights_of(user).enterprise_ids(Permission.VIEW_ENTERPRISE_CASES)
    found = Enterprise.objects.filter(pk__in=mine, uscc=code).values_list("pk", flat=True).first()
    if found is None:
        raise Invalid(_("You are not a member of this enterprise."), field="enterprise")
    return found


def _body(user: User, pk: int) -> Any:
    row = Subscription.objects.visible_to(user).select_related("enterprise").prefetch_related("scopes").get(pk=pk)
    return SubscriptionSerializer(row).data


class OwnSubscriptions(Personal, ListAPIView[Subscription]):
    """The person's own subscriptions, and a new one."""

    scopes = {"GET": READ, "POST": WRITE}
    serializer_class = SubscriptionSerializer
    queryset = Subscription.objects.none()  # for the schema; rows depend on the person

    def get_queryset(self) -> QuerySet[Subscription]:
        rows = Subscription.objects.visible_to(holder(self.request))
        return rows.select_related("enterprise").prefetch_related("scopes")

    @extend_schema(
        request=NewWishSerializer, responses={201: SubscriptionSerializer}, operation_id="me_subscriptions_new"
    )
    def post(self, request: Request) -> Response:
        user = holder(request)
        form = NewWishSerializer(data=request.data)
        form.is_valid(raise_exception=True)
        key = form.validated_data.get("key")
        made = actions.subscribe(by=user, wish=form.wish(user), key=key)
        return Response(_body(user, made.pk), status=status.HTTP_201_CREATED)


class OwnSubscription(Personal):
    """One subscription: read, change, delete."""

    scopes = {"GET": READ, "PUT": WRITE, "DELETE": WRITE}

    @extend_schema(responses=SubscriptionSerializer, parameters=[NUMBER], operation_id="me_subscriptions_one")
    def get(self, request: Request, pk: int) -> Response:
        user = holder(request)
        return Response(_body(user, own_subscription(user, pk).pk))

    @extend_schema(
        request=ChangedWishSerializer,
        responses=SubscriptionSerializer,
        parameters=[NUMBER],
        operation_id="me_subscriptions_change",
    )
    def put(self, request: Request, pk: int) -> Response:
        user = holder(request)
        subscription = own_subscription(user, pk)
        form = ChangedWishSerializer(data=request.data)
        form.is_valid(raise_exception=True)
        version = form.validated_data["version"]
        actions.change_subscription(subscription=subscription, by=user, wish=form.wish(user), version=version)
        return Response(_body(user, pk))

    @extend_schema(responses={204: None}, parameters=[NUMBER], operation_id="me_subscriptions_delete")
    def delete(self, request: Request, pk: int) -> Response:
        user = holder(request)
        actions.delete_subscription(subscription=own_subscription(user, pk), by=user)
        return Response(status=status.HTTP_204_NO_CONTENT)
