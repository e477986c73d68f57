"""One box over laws, jurisdictions, treaties, guides, warnings and words."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from laws.search import SearchPage, SearchQuery, glossary, search_index
from laws.search.analysis import MAX_LENGTH
from laws.search.registry import document_types
from laws.search.types import DEPTH
from portal.lib.fields import clean_text
from portal.lib.paging import page_of
from portal.lib.public import public_page
from portal.reference.models import Jurisdiction

PER_PAGE = 20
MOST_PLACES = 12
SHORTEST = 2


@dataclass(frozen=True)
class Choice:
    """One value of a facet: where it leads, how many it keeps, whether it is set."""

    label: str
    count: int
    url: str
    current: bool


@require_safe
@public_page
def search(request: HttpRequest) -> HttpResponse:
    """What is found for `q` with facets over kinds and places, the words of the question explained."""
    text = clean_text(request.GET.get("q", ""))[:MAX_LENGTH]
    kinds = {kind.name: str(kind.label) for kind in document_types()}
    kind = request.GET.get("type", "") if request.GET.get("type", "") in kinds else ""
    place = clean_text(request.GET.get("jurisdiction", "")).upper()[:10]
    context: dict[str, Any] = {"text": text, "kind": kind, "place": place, "too_short": 0 < len(text) < SHORTEST}
    if len(text) >= SHORTEST:
        # The number of the page is only known to be too large once the total is known: then the last page is read.
        query = SearchQuery(text, (kind,) if kind else (), place, get_language() or "zh", limit=PER_PAGE)
        index = search_index()
        asked = page_of(request, range(DEPTH), PER_PAGE).number
        result = index.search(query.at(PER_PAGE * (asked - 1)))
        page = page_of(request, range(min(result.total, DEPTH)), PER_PAGE)
        if page.number != asked:
            result = index.search(query.at(PER_PAGE * (page.number - 1)))
        context |= {
            "result": result,
            "page": page,
            "hits": [(hit, kinds[hit.type]) for hit in result.hits],
            "explained": glossary.explain(text),
            "kinds": _kinds(result, kinds, text, kind, place),
            "places": _places(result, text, kind, place),
            "cut_off": result.total > DEPTH,
        }
    return render(request, "laws/search.html", context)


def _kinds(result: SearchPage, labels: dict[str, str], text: str, kind: str, place: str) -> list[Choice]:
    counts = result.facets.get("type", {})
    return [
        Choice(label, counts[name], _url(text, "" if name == kind else name, place), name == kind)
        for name, label in labels.items()
        if name in counts
    ]


def _places(result: SearchPage, text: str, kind: str, place: str) -> list[Choice]:
    """The places with most results; the one chosen always among them."""
    counts = dict(result.facets.get("jurisdiction", {}))
    codes = sorted(counts, key=lambda code: (code != place, -counts[code], code))[:MOST_PLACES]
    names = Jurisdiction.objects.in_bulk(codes)
    return [
        Choice(names[code].name, counts[code], _url(text, kind, "" if code == place else code), code == place)
        for code in codes
        if code in names
    ]


def _url(text: str, kind: str, place: str) -> str:
    query = {"q": text, "type": kind, "jurisdiction": place}
    return f"{reverse('search')}?{urlencode({key: value for key, value in query.items() if value})}"
