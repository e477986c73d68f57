"""Typical cases for everybody: the list and the page of one."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from laws.judgments import access
from laws.judgments.filters import JudgmentFilter
from portal.lib.pagecache import cached_page
from portal.lib.paging import page_of
from portal.lib.public import public_page

PER_PAGE = 30


@require_safe
@cached_page("page", "jurisdiction", "right", "dispute_type", "year")
@public_page
def index(request: HttpRequest) -> HttpResponse:
    """Every typical case, the newest first. A value that no filter knows is said beside its field."""
    filters = JudgmentFilter(request.GET, queryset=access.public_judgments())
    page = page_of(request, filters.qs, PER_PAGE)
    return render(request, "laws/judgments/index.html", {"filters": filters, "page": page})


@require_safe
@cached_page()
@public_page
def judgment(request: HttpRequest, code: str) -> HttpResponse:
    """One case: facts, outcome, what was awarded, what was collected, and how it is known."""
    found = access.get_judgment(code)
    if found.code != code:
        return redirect(found, permanent=True)
    related = access.public_judgments().filter(jurisdiction=found.jurisdiction_id).exclude(pk=found.pk)
    if found.dispute_type_id:
        related = related.filter(dispute_type=found.dispute_type_id)
    return render(request, "laws/judgments/judgment.html", {"case": found, "related": related[:5]})
