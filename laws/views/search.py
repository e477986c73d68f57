"""One box over laws, jurisdictions, treaties, guides, warnings and words."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from laws.search import SearchQuery, search_index
from portal.lib.fields import clean_text


@require_safe
def search(request: HttpRequest) -> HttpResponse:
    text = clean_text(request.GET.get("q", ""))
    page = search_index().search(SearchQuery(text=text, language=get_language() or "zh"))
    return render(request, "laws/search.html", {"text": text, "page": page})
