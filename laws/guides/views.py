"""Pages of guides that everybody reads."""

from itertools import groupby

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from laws.guides import reading
from laws.guides.access import published_revision, published_revisions
from laws.models import GuideRevision
from portal.lib import clock, places
from portal.lib.pagecache import cached_page
from portal.lib.public import public_page
from portal.reference.models import Jurisdiction


@require_safe
@cached_page()
@public_page
def guide_list(request: HttpRequest) -> HttpResponse:
    """Every guide in force, by region."""

    def region(revision: GuideRevision) -> str:
        return revision.guide.jurisdiction.region_code or "~"

    revisions = sorted(published_revisions(), key=lambda item: (region(item), item.guide.jurisdiction_id))
    regions = [list(members) for _, members in groupby(revisions, region)]
    return render(request, "guides/list.html", {"regions": regions})


@require_safe
@cached_page()
@public_page
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
    parts = reading.parts_of(revision)
    context = {
        "revision": revision,
        "guide": revision.guide,
        "parts": parts,
        "unsound": reading.unsound(parts),
        "other_language": places.other_language(request.path),
        "address": f"{settings.BASE_URL}{revision.guide.get_absolute_url()}",
        "now": clock.now(),
    }
    return render(request, "guides/guide.html", context)
