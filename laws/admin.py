"""The library under /admin/: to look at, and for editors to correct one row. Guides are edited on their own pages."""

from typing import Any, ClassVar

from django.contrib import admin

from laws.models import (
    DeadlineRule,
    GlossaryTerm,
    IpOffice,
    Judgment,
    Law,
    LawInheritance,
    LawSource,
    ProtectionTerm,
    RuleVersion,
    Treaty,
    TreatyParty,
    TreatySignatory,
    WipoLexKind,
    WipoLexSubject,
)
from portal.accounts.reference_admin import ReferenceAdmin
from portal.lib.admin import ReadOnlyAdmin


@admin.register(Law)
class LawAdmin(ReferenceAdmin):
    list_display = ["ref", "title_zh", "title_en", "kind", "year", "status", "source"]
    list_filter = ["kind", "status", "title_zh_basis"]
    search_fields = ["ref", "title_zh", "title_en", "title_original", "number"]


@admin.register(LawInheritance)
class LawInheritanceAdmin(ReferenceAdmin):
    list_display = ["jurisdiction", "law", "inherited_from", "basis_treaty"]
    list_select_related = ["jurisdiction", "law", "inherited_from", "basis_treaty"]
    search_fields = ["jurisdiction__code", "law__ref"]


@admin.register(LawSource)
class LawSourceAdmin(ReferenceAdmin):
    # Whether the schedule harvests a source is decided on its own page.
    kept_apart = ("enabled",)
    # `settings` is an object here, not a list of texts.
    formfield_overrides: ClassVar[Any] = {}
    list_display = ["code", "publisher", "layout", "jurisdiction", "rhythm_days", "enabled", "last_success"]
    list_filter = ["layout", "enabled"]
    list_select_related = ["jurisdiction"]
    search_fields = ["code", "publisher"]


@admin.register(Treaty)
class TreatyAdmin(ReferenceAdmin):
    list_display = ["code", "name_zh", "name_en", "completeness", "as_of"]
    list_filter = ["completeness"]
    search_fields = ["code", "name_zh", "name_en"]


@admin.register(TreatyParty)
class TreatyPartyAdmin(ReferenceAdmin):
    list_display = ["treaty", "jurisdiction", "basis", "in_force_date", "source"]
    list_filter = ["treaty"]
    list_select_related = ["treaty", "jurisdiction"]
    search_fields = ["jurisdiction__code", "jurisdiction__name_zh", "jurisdiction__name_en"]


@admin.register(TreatySignatory)
class TreatySignatoryAdmin(ReferenceAdmin):
    list_display = ["treaty", "jurisdiction", "signature_date", "source"]
    list_filter = ["treaty"]
    list_select_related = ["treaty", "jurisdiction"]


@admin.register(IpOffice)
class IpOfficeAdmin(ReferenceAdmin):
    list_display = ["jurisdiction", "name_en", "website_host", "refers_to", "as_of"]
    list_select_related = ["jurisdiction", "refers_to"]
    search_fields = ["jurisdiction__code", "name_en"]


@admin.register(ProtectionTerm)
class ProtectionTermAdmin(ReferenceAdmin):
    list_display = ["key", "value", "unit", "counted_from", "provision", "as_of"]
    list_filter = ["right", "field"]
    search_fields = ["key", "provision"]


@admin.register(DeadlineRule)
class DeadlineRuleAdmin(ReadOnlyAdmin):
    """To look at only: a rule is changed by two hands on the rules desk (docs/rules.md)."""

    list_display = ["rule_id", "act_zh", "quantity", "unit", "fact_status", "as_of", "reviewed_on"]
    list_filter = ["fact_status", "dispute_type"]
    search_fields = ["rule_id", "act_zh", "act_en", "citation"]


@admin.register(RuleVersion)
class RuleVersionAdmin(ReadOnlyAdmin):
    list_display = ["rule", "number", "made_at", "made_by", "reason"]
    list_select_related = ["rule", "made_by"]
    search_fields = ["rule__rule_id"]


@admin.register(GlossaryTerm)
class GlossaryTermAdmin(ReferenceAdmin):
    list_display = ["term_zh", "term_en", "source"]
    search_fields = ["term_zh", "term_en"]


@admin.register(Judgment)
class JudgmentAdmin(ReadOnlyAdmin):
    """To look at only: a case is entered and corrected by two hands on its desk (docs/judgments.md)."""

    list_display = ["code", "caption", "jurisdiction", "decision_date", "fact_status"]
    list_filter = ["fact_status", "right"]
    list_select_related = ["jurisdiction"]
    search_fields = ["code", "caption", "docket"]


@admin.register(WipoLexSubject, WipoLexKind)
class WipoLexAdmin(ReferenceAdmin):
    list_display = ["code", "name_zh", "name_en", "maps_from"]
