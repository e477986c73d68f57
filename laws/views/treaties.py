"""The list of treaties and the page of one."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from laws import access
from laws.models import Treaty


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    return render(request, "laws/treaties.html", {"treaties": Treaty.objects.all()})


@require_safe
def treaty(request: HttpRequest, code: str) -> HttpResponse:
    found = access.get_treaty(code)
    if found.code != code:
        return redirect(found, permanent=True)
    return render(request, "laws/treaty.html", {"treaty": found})
