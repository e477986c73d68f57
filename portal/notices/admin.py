"""The ledger to look at, never to change: a row changes only as a mail is sent."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from portal.notices.models import Notice, Suppression


class ReadOnlyAdmin(admin.ModelAdmin):  # type: ignore[type-arg]  # not subscriptable at run time
    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(Notice)
class NoticeAdmin(ReadOnlyAdmin):
    list_display = ["created_at", "kind", "address", "state", "attempts", "sent_at"]
    list_filter = ["state", "kind"]
    search_fields = ["key", "address", "message_id"]
    # The snapshot may hold a link that opens an account or a case.
    exclude = ["payload"]


@admin.register(Suppression)
class SuppressionAdmin(ReadOnlyAdmin):
    list_display = ["created_at", "address", "reason"]
    search_fields = ["address"]
