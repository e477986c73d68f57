"""Pages that are the same for everyone, so that a cache in front of the portal can never leak."""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec

from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse

P = ParamSpec("P")


def public_page(
    view: Callable[Concatenate[HttpRequest, P], HttpResponse],
) -> Callable[Concatenate[HttpRequest, P], HttpResponse]:
    """The view is rendered as for a stranger: nobody is logged in and no personal message is shown.

    The account menu comes as its own fragment, and messages wait for the reader's next private page.
    """

    @wraps(view)
    def wrapped(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        request.user = AnonymousUser()
        request.public_page = True  # type: ignore[attr-defined]  # read by base.html
        return view(request, *args, **kwargs)

    wrapped.is_public_page = True  # type: ignore[attr-defined]  # read by what must not look at the visitor
    return wrapped
