"""What administrators and auditors may look at. People and memberships need the right to read the audit log."""

from django.contrib import admin

from portal.accounts.models import (
    AuditEvent,
    CentreHours,
    Consent,
    Enterprise,
    GuidanceCentre,
    Invitation,
    Membership,
    User,
)
from portal.lib.admin import ReadOnlyAdmin


@admin.register(GuidanceCentre)
class GuidanceCentreAdmin(ReadOnlyAdmin):
    list_display = ["slug", "kind", "name_zh", "province", "city", "jurisdiction", "fact_status", "as_of"]
    list_filter = ["kind", "fact_status"]
    list_select_related = ["province", "city", "jurisdiction"]
    search_fields = ["slug", "name_zh", "name_en"]


@admin.register(CentreHours)
class CentreHoursAdmin(ReadOnlyAdmin):
    list_display = ["centre", "valid_from", "weekdays", "opens", "closes", "time_zone", "calendar"]
    list_select_related = ["centre"]


@admin.register(Enterprise)
class EnterpriseAdmin(ReadOnlyAdmin):
    needs = "view_audit"
    list_display = ["uscc", "name_zh", "province", "city", "verified_at"]
    list_select_related = ["province", "city"]
    search_fields = ["uscc", "name_zh"]


@admin.register(User)
class UserAdmin(ReadOnlyAdmin):
    needs = "view_audit"
    list_display = ["email", "name", "language", "is_active", "date_joined", "last_login"]
    list_filter = ["is_active", "is_demo"]
    search_fields = ["email", "name"]
    fields = ["email", "name", "language", "time_zone", "is_active", "is_demo", "date_joined", "last_login"]


@admin.register(Membership)
class MembershipAdmin(ReadOnlyAdmin):
    needs = "view_audit"
    list_display = ["user", "role", "enterprise", "centre", "valid_from", "valid_to", "ended_at", "granted_by"]
    list_filter = ["role"]
    list_select_related = ["user", "enterprise", "centre", "granted_by"]
    search_fields = ["user__email"]


@admin.register(Invitation)
class InvitationAdmin(ReadOnlyAdmin):
    needs = "view_audit"
    list_display = ["email", "role", "enterprise", "centre", "created_at", "expires_at", "accepted_at", "revoked_at"]
    list_select_related = ["enterprise", "centre"]
    exclude = ["token_hash"]


@admin.register(Consent)
class ConsentAdmin(ReadOnlyAdmin):
    needs = "view_audit"
    list_display = ["user", "document", "document_version", "given_at"]
    list_select_related = ["user"]


@admin.register(AuditEvent)
class AuditEventAdmin(ReadOnlyAdmin):
    needs = "view_audit"
    list_display = ["at", "actor_id", "verb", "subject_type", "subject_id"]
    list_filter = ["verb"]
    search_fields = ["subject_id"]
    date_hierarchy = "at"
