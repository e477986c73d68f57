"""Settings and texts of the case desk, to look at. No case content stands under /admin/."""

from django.contrib import admin

from disputes.models import ReplyTemplate, ServiceTime
from portal.lib.admin import ReadOnlyAdmin


@admin.register(ServiceTime)
class ServiceTimeAdmin(ReadOnlyAdmin):
    list_display = ["kind", "centre", "priority", "quantity", "unit", "valid_from"]
    list_select_related = ["centre"]


@admin.register(ReplyTemplate)
class ReplyTemplateAdmin(ReadOnlyAdmin):
    list_display = ["slug", "title_zh", "dispute_type", "centre", "is_active", "fact_status"]
    list_select_related = ["dispute_type", "centre"]
    search_fields = ["slug", "title_zh", "title_en"]
