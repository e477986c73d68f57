"""The evidence exports of one's own case, to read. None is prepared, decided or made through the API."""

from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.generics import ListAPIView

from disputes.actions.reading import note_read
from disputes.api.views import REFERENCE, own_case
from disputes.gate import DISCLAIMER
from disputes.models import EvidenceExport
from portal.accounts.api.personal import Personal, holder
from portal.accounts.models import TokenScope


class ExportSerializer(serializers.ModelSerializer[EvidenceExport]):
    """One export. `result` says what a self-check and a review came to, as `notice` tells; empty before that."""

    recipient_country = serializers.CharField(source="recipient_country_id")
    documents = serializers.SerializerMethodField(help_text="SHA-256 of each file that goes out, in its order.")
    notice = serializers.SerializerMethodField()

    class Meta:
        model = EvidenceExport
        fields = [
            "number", "state", "recipient_kind", "recipient_name", "recipient_country", "stored_in", "purpose",
            "proceeding", "result", "decided_at", "approval_authority", "approval_number", "approval_date", "documents",
            "package_sha256", "package_size", "exported_at", "created_at", "notice",
        ]  # fmt: skip
        read_only_fields = fields

    def get_documents(self, export: EvidenceExport) -> list[str]:
        return [item.outgoing_sha256 for item in export.items.all() if item.removed_at is None]

    def get_notice(self, export: EvidenceExport) -> str:
        return str(DISCLAIMER)


class OwnExports(Personal, ListAPIView[EvidenceExport]):
    """The evidence exports of a case, newest first."""

    scopes = {"GET": TokenScope.CASES_READ}
    serializer_class = ExportSerializer
    queryset = EvidenceExport.objects.none()  # for the schema; rows depend on the person

    @extend_schema(parameters=[REFERENCE], operation_id="me_cases_exports")
    def get(self, request: Any, *args: Any, **kwargs: Any) -> Any:
        return super().get(request, *args, **kwargs)

    def get_queryset(self) -> Any:
        user = holder(self.request)
        case = own_case(user, self.kwargs["reference"])
        note_read(case=case, by=user)
        return EvidenceExport.objects.filter(case=case).prefetch_related("items").order_by("-number")
