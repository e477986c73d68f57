"""Two to five jurisdictions side by side: the page and the workbook."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from laws.compare import choice, reading, sections
from laws.compare.sheet import sheet
from laws.search.documents import BY_MARKET
from portal.lib import clock
from portal.lib.pagecache import cached_page
from portal.lib.public import public_page
from portal.lib.sheets import XLSX
from portal.reference.models import Jurisdiction


@require_safe
@cached_page("j", "right")
@public_page
def compare(request: HttpRequest) -> HttpResponse:
    """The comparison that the address asks for, and the form to choose others."""
    chosen = _chosen(request)
    context = {
        "choice": chosen,
        "sections": sections.sections(reading.read(chosen.shown), chosen.right) if chosen.is_enough else [],
        "places": Jurisdiction.objects.select_related("market").order_by(BY_MARKET, "code"),
        "now": clock.now(),
        "page_url": f"{settings.BASE_URL}{reverse('compare')}?{chosen.query}",
        "sheet_url": f"{reverse('compare_sheet')}?{chosen.query}",
    }
    return render(request, "laws/compare.html", context)


@require_safe
@public_page
def workbook(request: HttpRequest) -> HttpResponse:
    """The same as an XLSX file with the source of each fact; what is no comparison leads to the page that says so."""
    chosen = _chosen(request)
    url = f"{reverse('compare')}?{chosen.query}"
    if not chosen.is_enough:
        return redirect(url)
    found = sections.sections(reading.read(chosen.shown), chosen.right)
    response = HttpResponse(sheet(chosen, found, url=f"{settings.BASE_URL}{url}"), content_type=XLSX)
    name = "-".join(place.code for place in chosen.shown)
    response["Content-Disposition"] = f'attachment; filename="compare-{name}.xlsx"'
    response["X-Content-Type-Options"] = "nosniff"
    return response


def _chosen(request: HttpRequest) -> choice.Choice:
    return choice.parse(request.GET.getlist("j"), request.GET.get("right", ""))
