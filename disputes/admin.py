"""Settings and texts of the case desk, to look at. No case content stands under /admin/."""

from django.contrib import admin

from disputes.models import GateQuestion, ReplyTemplate, ServiceTime
from portal.accounts.reference_admin import ReferenceAdmin
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


@admin.register(GateQuestion)
class GateQuestionAdmin(ReferenceAdmin):
    """The words alone: what a yes leads to is code. A mended question is asked again wherever nothing has left."""

    list_display = ["code", "text_zh", "basis_zh", "fact_status"]
    search_fields = ["code", "text_zh", "text_en"]
