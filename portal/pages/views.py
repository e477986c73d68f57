"""The pages that belong to no single app: home and what to do today."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from disputes.emergencies import duty_contacts, emergencies
from portal.lib import figures, panels
from portal.lib.public import public_page
from portal.pages.doors import open_doors


@require_safe
@public_page
def home(request: HttpRequest) -> HttpResponse:
    counters = [(figure, figure.count()) for figure in figures.figures() if figure.on_home]
    context = {"doors": open_doors(), "counters": counters, "panels": panels.fill("home", request)}
    return render(request, "pages/home.html", context)


@require_safe
@public_page
def emergency(request: HttpRequest) -> HttpResponse:
    """What to do today. Needs no script, no account and no row beyond the reference data."""
    context = {
        "emergencies": emergencies(),
        "contacts": duty_contacts(),
        "panels": panels.fill("emergency", request),
    }
    return render(request, "pages/emergency.html", context)
