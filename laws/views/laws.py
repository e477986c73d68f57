"""The page of one law."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from laws import access


@require_safe
def law(request: HttpRequest, code: str, slug: str) -> HttpResponse:
    found = access.get_law(code, slug)
    if (found.jurisdiction_id, found.slug) != (code, slug):
        return redirect(found, permanent=True)
    return render(request, "laws/law.html", {"law": found})
