"""Django's admin as the portal uses it: for reading, through our own log-in, by our own permissions."""

from typing import Any

from django.contrib import admin
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy as _

from portal.accounts.access import Rights, rights_of
from portal.accounts.permissions import Permission
from portal.lib.admin import ReadOnlyAdmin


class PortalAdminSite(admin.AdminSite):
    site_header = _("Reference data and records")
    site_title = _("Reference data and records")
    index_title = _("Read only: changes are made on the portal's own pages")
    site_url = "/"

    def register(self, model_or_iterable: Any, admin_class: Any = None, **options: Any) -> None:
        """Take the portal's own pages only. What libraries bring (groups, addresses) would change rows past actions."""
        if admin_class is not None and issubclass(admin_class, ReadOnlyAdmin):
            super().register(model_or_iterable, admin_class, **options)

    def may(self, request: HttpRequest, permission: str) -> bool:
        """Whether the reader holds the permission with this code anywhere. Rights are read once a request."""
        rights = getattr(request, "_admin_rights", None)
        if not isinstance(rights, Rights):
            rights = rights_of(request.user)
            request._admin_rights = rights  # type: ignore[attr-defined]  # kept for this request
        return rights.may_anywhere(Permission(permission))

    def has_permission(self, request: HttpRequest) -> bool:
        return self.may(request, Permission.VIEW_REFERENCE_ADMIN)

    def login(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """Our own log-in page. Who is logged in and still comes here has no right: 403."""
        if request.user.is_authenticated:
            raise PermissionDenied
        return redirect_to_login(request.GET.get("next", "/admin/"))

    def logout(  # type: ignore[override]  # our own page, not a template of the admin
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        return redirect("account_logout")

    def password_change(  # type: ignore[override]  # our own page, not a template of the admin
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        return redirect("account_change_password")
