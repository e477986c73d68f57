"""One paging shape, one error shape, one throttle for the whole API."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.utils.encoding import force_str
from django.utils.translation import gettext as _
from django_filters.rest_framework.backends import DjangoFilterBackend
from rest_framework import exceptions
from rest_framework.pagination import PageNumberPagination
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.throttling import AnonRateThrottle

from portal.lib.errors import ActionError


class Pages(PageNumberPagination):
    """`{"count", "next", "previous", "results"}`; `page_size` from 1 to 500."""

    page_size = 50
    max_page_size = 500
    page_size_query_param = "page_size"


class KnownParameters(DjangoFilterBackend):
    """Filters by the view's allow-list and refuses every other parameter (400).

    A misspelt filter that is silently ignored would answer with rows nobody asked for.
    """

    ALWAYS = frozenset(("page", "page_size", "format"))

    def filter_queryset(self, request: Request, queryset: Any, view: Any) -> Any:
        filters = self.get_filterset_class(view, queryset)  # type: ignore[no-untyped-call]  # django-filter has no types
        known = self.ALWAYS | set(filters.base_filters if filters else ())
        unknown = sorted(set(request.query_params) - known)
        if unknown:
            sentence = _("There is no such parameter. Known are: %(names)s.") % {"names": ", ".join(sorted(known))}
            raise exceptions.ValidationError({name: [sentence] for name in unknown})
        return super().filter_queryset(request, queryset, view)  # type: ignore[no-untyped-call]  # as above


class AnonymousThrottle(AnonRateThrottle):
    """1,200 requests a minute per address."""


def problem(status: int, kind: str, title: str, detail: str, fields: dict[str, Any] | None = None) -> Response:
    """The one error body: `{"type", "title", "detail", "fields"?}`."""
    body: dict[str, Any] = {"type": kind, "title": title, "detail": detail}
    if fields:
        body["fields"] = fields
    return Response(body, status=status)


def error_response(exc: Exception, context: dict[str, Any]) -> Response | None:
    """What the REST framework calls for every exception; None leaves it to Django (500)."""
    # The framework's views read this module's classes while they are loaded; so this module may not load them.
    from rest_framework.views import exception_handler

    if isinstance(exc, ActionError):
        return problem(exc.status, exc.type, _("The request was refused."), str(exc.message), exc.fields)
    if isinstance(exc, Http404):
        exc = exceptions.NotFound()
    elif isinstance(exc, PermissionDenied):
        exc = exceptions.PermissionDenied()
    response = exception_handler(exc, context)
    if response is None or not isinstance(exc, exceptions.APIException):
        return response
    kind = force_str(exc.default_code).replace("_", "-")
    fields = exc.detail if isinstance(exc.detail, dict) else None
    detail = force_str(exc.default_detail) if fields or isinstance(exc.detail, list) else force_str(exc.detail)
    body = problem(response.status_code, kind, force_str(exc.default_detail), detail, fields)
    for name in ("Retry-After", "WWW-Authenticate"):
        if name in response.headers:
            body.headers[name] = response.headers[name]
    return body
