"""The rows of `portal.reference` under /admin/. Registered here because that app may not know of people and rights."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from laws.deadlines.versions import record_versions
from portal.accounts.access import person
from portal.accounts.reference_admin import ReferenceAdmin
from portal.lib.admin import ReadOnlyAdmin
from portal.lib.provenance import Sourced
from portal.reference.models import (
    CalendarYear,
    City,
    DisputeType,
    Forum,
    GroupMember,
    Industry,
    Jurisdiction,
    JurisdictionGroup,
    Market,
    Province,
    SeedFile,
)


@admin.register(Jurisdiction)
class JurisdictionAdmin(ReferenceAdmin):
    list_display = ["code", "name_zh", "name_en", "kind", "region_zh", "legal_family"]
    list_filter = ["kind", "region_zh"]
    search_fields = ["code", "name_zh", "name_en"]


@admin.register(JurisdictionGroup)
class JurisdictionGroupAdmin(ReferenceAdmin):
    list_display = ["code", "name_zh", "name_en", "as_of", "fact_status"]


@admin.register(GroupMember)
class GroupMemberAdmin(ReferenceAdmin):
    list_display = ["group", "jurisdiction", "member_status", "joined", "fact_status"]
    list_filter = ["group"]
    list_select_related = ["group", "jurisdiction"]


@admin.register(Province, City)
class PlaceAdmin(ReferenceAdmin):
    list_display = ["code", "name_zh", "name_en"]
    search_fields = ["code", "name_zh", "name_en"]


@admin.register(Industry)
class IndustryAdmin(ReferenceAdmin):
    list_display = ["code", "level", "name_zh", "name_en"]
    list_filter = ["level"]
    search_fields = ["code", "name_zh", "name_en"]
    exclude = ["maps_to"]  # rows of another table: corrected in the file


@admin.register(DisputeType)
class DisputeTypeAdmin(ReferenceAdmin):
    list_display = ["code", "name_zh", "name_en", "default_role"]
    search_fields = ["code", "name_zh", "name_en"]


@admin.register(Forum)
class ForumAdmin(ReferenceAdmin):
    list_display = ["code", "name_zh", "jurisdiction", "kind", "calendar", "roll_rule", "fact_status"]
    list_filter = ["kind", "fact_status"]
    list_select_related = ["jurisdiction"]
    search_fields = ["code", "name_zh", "name_en"]

    def save_model(self, request: HttpRequest, obj: Sourced, form: Any, change: bool) -> None:
        """Dates are counted as the forum counts: its rules say something else now, and their reviews end."""
        super().save_model(request, obj, form, change)
        record_versions(by=person(request), reason=f"forum:{obj.pk}")


@admin.register(Market)
class MarketAdmin(ReferenceAdmin):
    list_display = ["rank", "jurisdiction", "value_usd", "basis"]
    list_select_related = ["jurisdiction"]


@admin.register(CalendarYear)
class CalendarYearAdmin(ReadOnlyAdmin):
    list_display = ["calendar", "year", "confirmed_on"]


@admin.register(SeedFile)
class SeedFileAdmin(ReadOnlyAdmin):
    list_display = ["path", "rows", "loaded_at"]
