"""What every request goes through: no NUL gets in, nothing personal is cached, a refused action becomes a page."""

from collections.abc import Callable, Iterable

from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse, JsonResponse, QueryDict
from django.shortcuts import render
from django.utils.translation import gettext as _
from rest_framework.exceptions import NotFound

from portal.lib.errors import ActionError, Invalid
from portal.lib.notfound import page_not_found

GetResponse = Callable[[HttpRequest], HttpResponse]
API = "/api/"
NUL = "\x00"


class NulMiddleware:
    """Refuses the one character that no text in a database can hold, before any query is made from it.

    PostgreSQL raises on it where SQLite finds nothing. In a path it names nothing (404). In a parameter or a cookie
    it is a broken request (400). In the field of a form it is the form's to say, so that nothing typed is lost.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if NUL in request.path_info:
            return self._not_found(request)
        if _holds_nul(_words(request.GET)) or _holds_nul(request.COOKIES.values()):
            return self._refused(request)
        return self.get_response(request)

    def _not_found(self, request: HttpRequest) -> HttpResponse:
        if request.path_info.startswith(API):
            sentence = str(NotFound.default_detail)
            return JsonResponse({"type": "not-found", "title": sentence, "detail": sentence}, status=404)
        return page_not_found(_for_a_stranger(request), NotFound())

    def _refused(self, request: HttpRequest) -> HttpResponse:
        error = Invalid(_("The request holds a character that cannot be part of a text. Remove it and try again."))
        if request.path_info.startswith(API):
            title = _("The request was refused.")
            return JsonResponse({"type": error.type, "title": title, "detail": str(error.message)}, status=400)
        return render(_for_a_stranger(request), "errors/action.html", {"error": error}, status=400)


def _words(data: QueryDict) -> Iterable[str]:
    for name, values in data.lists():
        yield name
        yield from values


def _holds_nul(words: Iterable[str]) -> bool:
    return any(NUL in word for word in words)


def _for_a_stranger(request: HttpRequest) -> HttpRequest:
    """The page is answered before anybody is logged in, and needs nobody."""
    request.user = AnonymousUser()
    request.public_page = True  # type: ignore[attr-defined]  # read by base.html
    return request


class PrivateByDefaultMiddleware:
    """`private, no-store` on every answer that nobody declared public, so that no cache keeps a person's page.

    Public are the views under `portal.lib.public.public_page`, the API and what machines read. A view that says
    itself how it may be cached is left alone.
    """

    FOR_MACHINES = frozenset(("healthz", "robots", "sitemap", "warning_feed"))

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if not (response.has_header("Cache-Control") or self._is_public(request)):
            response["Cache-Control"] = "private, no-store"
        return response

    def _is_public(self, request: HttpRequest) -> bool:
        match = request.resolver_match
        return (
            getattr(request, "public_page", False)
            or request.path_info.startswith(API)
            or (match is not None and match.view_name in self.FOR_MACHINES)
        )


class ActionErrorMiddleware:
    """Turns a refused action that no view caught into a page with its sentence and status."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if not isinstance(exception, ActionError):
            return None
        return render(request, "errors/action.html", {"error": exception}, status=exception.status)
