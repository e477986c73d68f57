"""The ledger to look at, never to change: a row changes only as a mail is sent."""

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from portal.lib.admin import ReadOnlyAdmin
from portal.notices.models import Notice, Suppression

CASES = "disputes"  # the app whose mails are about cases


@admin.register(Notice)
class NoticeAdmin(ReadOnlyAdmin):
    needs = "view_audit"
    list_display = ["created_at", "kind", "address", "state", "attempts", "sent_at"]
    list_filter = ["state", "kind"]
    search_fields = ["key", "address", "message_id"]
    # The snapshot may hold a link that opens an account or a case; a header, one that ends a subscription.
    exclude = ["payload", "headers"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Notice]:
        """Without the mails about cases: who runs the portal does not read who asked for help with what."""
        return super().get_queryset(request).exclude(kind__startswith=f"{CASES}.")


@admin.register(Suppression)
class SuppressionAdmin(ReadOnlyAdmin):
    needs = "view_audit"
    list_display = ["created_at", "address", "reason"]
    search_fields = ["address"]
