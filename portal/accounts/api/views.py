from django.db.models import QuerySet
from rest_framework.permissions import AllowAny
from rest_framework.viewsets import ReadOnlyModelViewSet

from portal.accounts.api.serializers import CentreSerializer
from portal.accounts.models import GuidanceCentre


class CentreViewSet(ReadOnlyModelViewSet[GuidanceCentre]):
    """Guidance centres, platforms, outposts and workstations in standing."""

    permission_classes = [AllowAny]
    serializer_class = CentreSerializer
    queryset = GuidanceCentre.objects.none()  # for the schema; rows depend on the day
    lookup_field = "slug"
    filterset_fields = ["kind", "province", "city", "industry", "jurisdiction"]

    def get_queryset(self) -> QuerySet[GuidanceCentre]:
        return GuidanceCentre.objects.standing().select_related("parent").order_by("kind", "slug")
