"""Where the pool has holes."""

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.http import urlencode
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from experts.choices import ANY
from experts.filters import industries
from experts.gaps import KEY_MARKETS, Cell, gap_report, matrix, with_demo
from experts.labels import Words
from laws.models.choices import Subject
from portal.accounts.access import person, rights_of
from portal.accounts.permissions import Permission
from portal.lib.paging import page_of


@never_cache
@login_required
@require_safe
def gaps(request: HttpRequest) -> HttpResponse:
    """The gap report and the skills matrix, for the people of a centre and for whoever reads the network's figures."""
    rights = rights_of(person(request))
    opens_pool = rights.may_anywhere(Permission.VIEW_EXPERTS)
    if not (opens_pool or rights.may(Permission.VIEW_INTERNAL_FIGURES)):
        raise Http404
    choices = industries()
    asked = request.GET.get("industry", "")
    industry = asked if asked in {code for code, _name in choices} else ANY
    report, rows = gap_report(), matrix(industry=industry)
    words = Words(
        jurisdictions=[gap.cell.jurisdiction for gap in report] + [row.jurisdiction for row in rows],
        industries=[gap.cell.industry for gap in report],
    )
    page = page_of(request, report, 50)
    context = {
        "page": page,
        "gaps": [
            {
                "place": words.jurisdiction(gap.cell.jurisdiction),
                "right": words.right(gap.cell.right),
                "industry": words.industry(gap.cell.industry),
                "cases": gap.cases,
                "market": gap.market,
                "experts": gap.experts,
                "query": _query(gap.cell) if opens_pool else "",
            }
            for gap in page.object_list
        ],
        "none": sum(gap.experts == 0 for gap in report),
        "rights": [str(label) for _code, label in Subject.choices],
        "rows": [
            {
                "place": words.jurisdiction(row.jurisdiction),
                "cells": [
                    (number, _query(Cell(row.jurisdiction, right, industry)) if opens_pool and number else "")
                    for right, number in row.counts
                ],
            }
            for row in rows
        ],
        "industry": industry,
        "industries": choices,
        "with_demo": with_demo(),
        "key_markets": KEY_MARKETS,
    }
    return render(request, "experts/gaps.html", context)


def _query(cell: Cell) -> str:
    """The filters of the list that show exactly the experts a number counts."""
    asked = {"jurisdiction": cell.jurisdiction, "right": cell.right, "industry": cell.industry}
    return urlencode({**{name: code for name, code in asked.items() if code != ANY}, "usable": "1"})
