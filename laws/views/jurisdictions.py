"""The list of jurisdictions and the profile of one."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from laws import access
from laws.models import Law
from portal.reference.models import Jurisdiction


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    return render(request, "laws/jurisdictions.html", {"jurisdictions": Jurisdiction.objects.all()})


@require_safe
def profile(request: HttpRequest, code: str) -> HttpResponse:
    jurisdiction = access.get_jurisdiction(code)
    if jurisdiction.code != code:
        return redirect("jurisdiction", jurisdiction.code, permanent=True)
    laws = Law.objects.filter(jurisdiction=jurisdiction)
    return render(request, "laws/jurisdiction.html", {"jurisdiction": jurisdiction, "laws": laws})
