"""The rows of `portal.reference` under /admin/. Registered here because that app may not know of people and rights."""

from django.contrib import admin

from laws.deadlines.versions import FORUM_FACTS
from portal.accounts.reference_admin import ReferenceAdmin
from portal.lib.admin import ReadOnlyAdmin
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

    # How a forum counts moves the dates of all its rules: it comes with the reference file, whose change is reviewed.
    kept_apart = FORUM_FACTS


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
