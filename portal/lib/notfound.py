"""The page for an address that leads nowhere."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from portal.lib.errors import NotHere


def page_not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """404.html with the sentence of a NotHere; every other reason stays unsaid, so that nothing private leaks."""
    sentence = exception.message if isinstance(exception, NotHere) else ""
    return render(request, "404.html", {"sentence": sentence}, status=404)
