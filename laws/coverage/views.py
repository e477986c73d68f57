"""The coverage pages and their files. All are public and the same for everybody."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from laws import access, stats
from laws.coverage import catalogue, counts, listing, markets, markets_file
from laws.coverage.filters import CoverageFilter
from laws.coverage.gaps import gaps_of
from laws.filters import cleaned
from laws.models.choices import Subject
from portal.lib import clock
from portal.lib.pagecache import cached_page
from portal.lib.paging import page_of
from portal.lib.public import public_page
from portal.lib.tables import csv_response
from portal.reference.models import Jurisdiction

PER_PAGE = 50


def _asked(request: HttpRequest) -> tuple[CoverageFilter, counts.Coverage, list[listing.Line]]:
    """Filters, counts and the lines that match; a value that no filter knows filters nothing."""
    filters = CoverageFilter(request.GET, queryset=Jurisdiction.objects.select_related("market"))
    covered = counts.coverage()
    found = listing.lines(covered, filters.qs, right=cleaned(filters, "right"), gap=cleaned(filters, "gaps"))
    return filters, covered, found


@require_safe
@cached_page("region", "group", "right", "gaps", "page")
@public_page
def coverage(request: HttpRequest) -> HttpResponse:
    """Totals with how each is counted, then every place with what is held and what is missing."""
    filters, covered, found = _asked(request)
    total = counts.total(covered)
    context = {
        "filters": filters,
        "page": page_of(request, found, PER_PAGE),
        "total": total,
        "reliable_titles": total.zh_sourced + total.zh_reviewed,
        "reach": stats.coverage(),
        "counted_at": clock.now(),
        "query": request.GET.urlencode(),
    }
    return render(request, "laws/coverage/coverage.html", context)


@require_safe
@public_page
def coverage_csv(request: HttpRequest) -> HttpResponse:
    """The same places, filtered alike, with a line for each right, or for the one that is asked for."""
    filters, covered, found = _asked(request)
    right = cleaned(filters, "right")
    return csv_response("coverage", listing.head(), listing.cells(covered, found, right=right))


@require_safe
@cached_page()
@public_page
def place(request: HttpRequest, code: str) -> HttpResponse:
    """One place, right by right."""
    found = access.get_jurisdiction(code)
    if found.code != code:
        return redirect("coverage_place", found.code, permanent=True)
    covered = counts.coverage()
    rights = [(subject, counts.of_place(covered, code, subject)) for subject in Subject]
    context = {
        "place": found,
        "rank": listing.rank_of(found),
        "all": counts.of_place(covered, code),
        "rights": [(subject, held) for subject, held in rights if held.laws or held.inherited],
        "missing": listing.expected(found, gaps_of(covered, code)),
        "counted_at": clock.now(),
    }
    return render(request, "laws/coverage/place.html", context)


@require_safe
@cached_page()
@public_page
def main_markets(request: HttpRequest) -> HttpResponse:
    """The main law of each main market on four rights, holes included."""
    rows = markets.table()
    context = {"rows": rows, "sums": markets.sums(rows), "counted_at": clock.now()}
    return render(request, "laws/coverage/markets.html", context)


@require_safe
@public_page
def main_markets_csv(request: HttpRequest) -> HttpResponse:
    """The same table as a file."""
    return csv_response("markets", markets_file.head(), markets_file.cells(markets.table()))


@require_safe
@cached_page()
@public_page
def sources(request: HttpRequest) -> HttpResponse:
    """Every source with its licence, how it was read and what is held from it."""
    texts = catalogue.text_lines()
    context = {
        "publishers": catalogue.publisher_lines(texts),
        "texts": texts,
        "catalogue": catalogue.catalogue_lines(),
        "counted_at": clock.now(),
    }
    return render(request, "laws/coverage/sources.html", context)
