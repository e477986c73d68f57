"""Providers and schemes under /admin/: to look at, and for editors to correct one row."""

from django.contrib import admin

from experts.models import ServiceProvider, SupportScheme
from portal.accounts.reference_admin import ReferenceAdmin


@admin.register(ServiceProvider)
class ServiceProviderAdmin(ReferenceAdmin):
    list_display = ["code", "name_zh", "name_en", "kinds", "fact_status", "checked_on"]
    list_filter = ["fact_status"]
    search_fields = ["code", "name_zh", "name_en"]
    exclude = ["jurisdictions"]  # rows of another table: corrected in the file


@admin.register(SupportScheme)
class SupportSchemeAdmin(ReferenceAdmin):
    list_display = ["code", "name_zh", "kind", "province", "city", "cap_amount", "valid_from", "fact_status"]
    list_filter = ["kind", "fact_status"]
    list_select_related = ["province", "city"]
    search_fields = ["code", "name_zh"]
