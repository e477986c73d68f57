"""The list of treaties and the page of one."""

from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from laws import access
from laws.filters import TreatyFilter
from laws.models import Law, LawInheritance, Treaty, TreatyParty
from laws.places import by_region
from portal.lib.pagecache import cached_page
from portal.lib.public import public_page
from portal.reference.models import Jurisdiction


@require_safe
@cached_page("party", "completeness")
@public_page
def index(request: HttpRequest) -> HttpResponse:
    """Every treaty, the world's first, with the number of its parties."""
    treaties = Treaty.objects.annotate(party_count=Count("parties", filter=Q(parties__basis=TreatyParty.Basis.PARTY)))
    filters = TreatyFilter(request.GET, queryset=treaties)
    # The world's first, and among them WIPO's; then by age.
    found = sorted(filters.qs, key=lambda row: (row.is_regional, row.administrator != "WIPO", row.adopted_year or 0))
    return render(request, "laws/treaties.html", {"filters": filters, "treaties": found, "count": len(found)})


@require_safe
@cached_page()
@public_page
def treaty(request: HttpRequest, code: str) -> HttpResponse:
    """One treaty with its parties, and the laws that apply somewhere because of it."""
    found = access.get_treaty(code)
    if found.code != code:
        return redirect(found, permanent=True)
    parties = list(found.parties.select_related("jurisdiction"))
    extensions = [row for row in parties if row.basis != TreatyParty.Basis.PARTY]
    parties = [row for row in parties if row.basis == TreatyParty.Basis.PARTY]
    found_laws = LawInheritance.objects.filter(basis_treaty=found).values("law")
    context = {
        "treaty": found,
        "party_count": len(parties),
        "regions": by_region(parties, lambda row: row.jurisdiction),
        "extensions": extensions,
        "signatories": found.signatories.select_related("jurisdiction"),
        "api_url": reverse("api-treaty-detail", args=[found.code]),
        "absent": _absent(found, {row.jurisdiction_id for row in parties}),
        "based_laws": Law.objects.filter(pk__in=found_laws).select_related("jurisdiction"),
    }
    return render(request, "laws/treaty.html", context)


def _absent(treaty: Treaty, parties: set[str]) -> list[Jurisdiction]:
    """Members of the United Nations that a complete list does not name; none for a treaty of one region."""
    if treaty.completeness != Treaty.Completeness.COMPLETE or treaty.is_regional:
        return []
    return list(Jurisdiction.objects.filter(un_member=True).exclude(code__in=parties).order_by("code"))
