from django.db.models import QuerySet
from rest_framework.viewsets import ReadOnlyModelViewSet

from portal.lib.public_api import PublicRead
from risk_warnings.api.serializers import WarningSerializer
from risk_warnings.filters import WarningFilter
from risk_warnings.models import RiskWarning


class WarningViewSet(PublicRead, ReadOnlyModelViewSet[RiskWarning]):
    """Risk warnings: the list gives those in force, newest first; an ended one keeps its address."""

    serializer_class = WarningSerializer
    queryset = RiskWarning.objects.none()  # for the schema; rows depend on the day
    lookup_field = "ref"
    lookup_value_regex = r"RW-\d{4}-\d{4,}"
    filterset_class = WarningFilter

    def get_queryset(self) -> QuerySet[RiskWarning]:
        rows = RiskWarning.objects.in_force() if self.action == "list" else RiskWarning.objects.public()
        return rows.prefetch_related("scopes", "sources", "citations").order_by("-published_at", "-pk")
