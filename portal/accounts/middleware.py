"""Before a page of the desk opens: has this person proved themselves as their role asks?"""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django_htmx.http import HttpResponseClientRedirect

from portal.accounts.second_factor import lacks_one

# The path somebody wanted when they were led to set up their second factor; shown as a link once that is done.
WANTED = "after_second_factor"


class SecondFactorMiddleware:
    """Leads a person whose role asks for a second factor to set it up.

    Public pages, the API (which knows no sessions) and what stands in `OPEN` are left alone: the log-in itself, one's
    own account and the pages that set the factor up. Everything else is closed, also a page written tomorrow.
    """

    OPEN = frozenset(
        {"accounts_home", "accounts_menu", "accounts_consent", "accounts_invitation", "healthz", "robots", "sitemap"}
    )
    OPEN_PREFIXES = ("account_", "mfa_")

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., HttpResponse], args: Any, kwargs: Any
    ) -> HttpResponse | None:
        if self._is_open(request, view) or not lacks_one(request.user):
            return None
        if request.method == "GET" and not getattr(request, "htmx", False):
            request.session[WANTED] = request.get_full_path()
        set_up = reverse("mfa_activate_totp")
        return HttpResponseClientRedirect(set_up) if getattr(request, "htmx", False) else redirect(set_up)

    def _is_open(self, request: HttpRequest, view: Callable[..., HttpResponse]) -> bool:
        name = request.resolver_match.view_name if request.resolver_match else ""
        return (
            getattr(view, "is_public_page", False)
            or request.path_info.startswith("/api/")
            or name in self.OPEN
            or (name or "").startswith(self.OPEN_PREFIXES)
        )
