"""The ledger to look at, never to change: a row changes only as a mail is sent."""

from django.contrib import admin

from portal.lib.admin import ReadOnlyAdmin
from portal.notices.models import Notice, Suppression


@admin.register(Notice)
class NoticeAdmin(ReadOnlyAdmin):
    needs = "view_audit"
    list_display = ["created_at", "kind", "address", "state", "attempts", "sent_at"]
    list_filter = ["state", "kind"]
    search_fields = ["key", "address", "message_id"]
    # The snapshot may hold a link that opens an account or a case.
    exclude = ["payload"]


@admin.register(Suppression)
class SuppressionAdmin(ReadOnlyAdmin):
    needs = "view_audit"
    list_display = ["created_at", "address", "reason"]
    search_fields = ["address"]
