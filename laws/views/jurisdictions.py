"""The list of jurisdictions and the profile of one."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from laws import access, listing, profile, stats
from laws.filters import JurisdictionFilter, cleaned
from laws.models import Law
from laws.models.choices import Subject
from laws.places import by_region
from portal.lib import panels
from portal.lib.pagecache import cached_page
from portal.lib.paging import asked_page
from portal.lib.public import public_page
from portal.reference.models import Jurisdiction


@require_safe
@cached_page("region", "kind", "right", "group")
@public_page
def index(request: HttpRequest) -> HttpResponse:
    """Every country and region by region of the world, and how many have laws of their own in the library."""
    filters = JurisdictionFilter(request.GET, queryset=Jurisdiction.objects.all())
    # A value that no filter knows is said beside its field, and filters nothing.
    found = list(filters.qs)
    context = {
        "filters": filters,
        "count": len(found),
        "regions": by_region(listing.rows(found, subject=cleaned(filters, "right")), lambda row: row.jurisdiction),
        "coverage": stats.coverage(),
        "law_count": Law.objects.not_repealed().count(),
    }
    return render(request, "laws/jurisdictions.html", context)


@require_safe
@cached_page("right", "page")
@public_page
def jurisdiction(request: HttpRequest, code: str) -> HttpResponse:
    """The profile of one country or region, narrowed to one kind of right by `right`; its laws by `page`."""
    found = access.get_jurisdiction(code)
    if found.code != code:
        return redirect("jurisdiction", found.code, permanent=True)
    right = request.GET.get("right", "")
    context = {
        "jurisdiction": found,
        "profile": profile.of(found, subject=right if right in Subject.values else "", page=asked_page(request)),
        "api_url": reverse("api-jurisdiction-detail", args=[found.code]),
        "panels": panels.fill("jurisdiction", request, found),
    }
    return render(request, "laws/jurisdiction.html", context)
