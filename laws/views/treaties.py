"""The list of treaties and the page of one."""

from collections.abc import Collection

from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from laws import access, joining
from laws.filters import TreatyFilter
from laws.models import Law, LawInheritance, Treaty, TreatyParty
from laws.places import by_region
from portal.lib.pagecache import cached_page
from portal.lib.public import public_page
from portal.lib.tables import csv_response
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
@cached_page("since")
@public_page
def treaty(request: HttpRequest, code: str) -> HttpResponse:
    """One treaty with its parties, all or those since `?since=`, and the laws that apply somewhere because of it."""
    found = access.get_treaty(code)
    if found.code != code:
        return redirect(found, permanent=True)
    form, joined = _joined(request, found)
    found_laws = LawInheritance.objects.filter(basis_treaty=found).values("law")
    context = {
        "treaty": found,
        "form": form,
        "joined": joined,
        "party_count": len(joined.party_codes),
        "regions": by_region(joined.parties, lambda row: row.jurisdiction),
        "without_date": sum(not row.in_force_date for row in joined.parties),
        "signatories": found.signatories.select_related("jurisdiction"),
        "api_url": reverse("api-treaty-detail", args=[found.code]),
        "csv_url": reverse("treaty_csv", args=[found.code]) + (f"?since={joined.since}" if joined.since else ""),
        "absent": _absent(found, joined.party_codes),
        "based_laws": Law.objects.filter(pk__in=found_laws).select_related("jurisdiction"),
    }
    return render(request, "laws/treaty.html", context)


@require_safe
@public_page
def treaty_csv(request: HttpRequest, code: str) -> HttpResponse:
    """The lists of a treaty as a table, with the completeness and the age of the list on every row."""
    found = access.get_treaty(code)
    _form, joined = _joined(request, found)
    return csv_response(f"treaty-{found.code}", joining.HEADING, joining.csv_rows(found, joined))


def _joined(request: HttpRequest, found: Treaty) -> tuple[joining.SinceForm, joining.Joined]:
    """A date that is none is said beside its field, and narrows nothing."""
    form = joining.SinceForm(request.GET)
    return form, joining.read(found, form.cleaned_data["since"] if form.is_valid() else "")


def _absent(treaty: Treaty, parties: Collection[str]) -> list[Jurisdiction]:
    """Members of the United Nations that a complete list does not name; none for a treaty of one region."""
    if treaty.completeness != Treaty.Completeness.COMPLETE or treaty.is_regional:
        return []
    return list(Jurisdiction.objects.filter(un_member=True).exclude(code__in=parties).order_by("code"))
