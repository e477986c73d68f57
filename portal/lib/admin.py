"""The base of every page under /admin/: it shows rows and changes none.

Changes happen in actions alone. Who may look comes from the site (`portal.accounts.adminsite`), which asks for a
permission by its code; `needs` names it. Neither `is_superuser` nor Django's own permissions open anything.
"""

from typing import Any, ClassVar

from django.contrib import admin
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect


class ReadOnlyAdmin(admin.ModelAdmin):  # type: ignore[type-arg]  # not subscriptable at run time
    """Register with `@admin.register(Model)`; set `needs = "view_audit"` for what is about people."""

    needs: ClassVar[str] = "view_reference_admin"
    actions = None
    show_full_result_count = False

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        try:
            return super().changelist_view(request, extra_context)
        except OverflowError:  # a year in the address that no calendar has; Django answers other bad filters so
            return HttpResponseRedirect(f"{request.path}?e=1")

    def has_module_permission(self, request: HttpRequest) -> bool:
        return self.has_view_permission(request)

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        may = getattr(self.admin_site, "may", None)
        return bool(may and may(request, self.needs))

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False
