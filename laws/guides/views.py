"""Pages of guides that everybody reads."""

from itertools import groupby

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from laws.guides.access import published_guides, published_revision
from portal.reference.models import Jurisdiction


@require_safe
def guide_list(request: HttpRequest) -> HttpResponse:
    guides = sorted(published_guides(), key=lambda guide: (guide.jurisdiction.region_code, guide.jurisdiction.code))
    regions = [list(members) for _, members in groupby(guides, key=lambda guide: guide.jurisdiction.region_code)]
    return render(request, "guides/list.html", {"regions": regions})


@require_safe
def guide(request: HttpRequest, code: str) -> HttpResponse:
    """The published guide; for a jurisdiction without one, what else there is (404)."""
    if code != code.upper():
        return redirect("guide", code=code.upper(), permanent=True)
    try:
        revision = published_revision(code)
    except Http404:
        jurisdiction = Jurisdiction.objects.filter(pk=code).first()
        if jurisdiction is None:
            raise
        return render(request, "guides/none_yet.html", {"jurisdiction": jurisdiction}, status=404)
    return render(request, "guides/guide.html", {"revision": revision, "guide": revision.guide})
