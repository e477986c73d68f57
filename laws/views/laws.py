"""The page of one law: its text where one is held, else what the catalogue knows of it."""

from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from laws.guides.access import cited_by
from laws.models import Law
from laws.texts import citing, facts
from laws.texts.shelf import Shelf, shelf_at
from laws.titles.showing import review_words
from laws.views import reading
from portal.lib import clock, panels
from portal.lib.pagecache import cached_page
from portal.lib.public import public_page


@require_safe
@cached_page("part", "beside")
@public_page
def law(request: HttpRequest, code: str, slug: str) -> HttpResponse:
    """The current text, or the catalogue's entry where no text is held; other spellings lead to the one address."""
    shelf = shelf_at(code, slug)
    found = shelf.law
    if (found.jurisdiction_id, found.slug) != (code, slug):
        return redirect(found, permanent=True)
    return reading.show_current(request, shelf) if shelf.versions else _entry(request, shelf)


@require_safe
@cached_page()
@public_page
def about(request: HttpRequest, code: str, slug: str) -> HttpResponse:
    """What the catalogue knows of a law whose text is held: titles, dates, identifiers, sources, who inherits it."""
    shelf = shelf_at(code, slug)
    found = shelf.law
    if not shelf.versions:
        return redirect(found)
    if (found.jurisdiction_id, found.slug) != (code, slug):
        return redirect("law_about", found.jurisdiction_id, found.slug, permanent=True)
    return _entry(request, shelf)


def _entry(request: HttpRequest, shelf: Shelf) -> HttpResponse:
    """The catalogue's entry. Eight queries at most, whatever depends on the law."""
    found = shelf.law
    path = found.get_absolute_url()
    if shelf.versions:
        path = reverse("law_about", args=[found.jurisdiction_id, found.slug])
    page_url = f"{settings.BASE_URL}{path}"
    # What is cited is the text that was read, not the page that lists what is known of it.
    cited_url = f"{settings.BASE_URL}{shelf.main.get_absolute_url()}" if shelf.versions else page_url
    context = {
        "law": found,
        "shelf": shelf,
        "marks": facts.marks_of(found),
        "titles": titles(found),
        "sources": found.source.split("|"),
        "inherited_by": found.applies_in.select_related("jurisdiction", "basis_treaty"),
        "relations": facts.relations_of(found),
        "guides": cited_by("law", found.ref),
        "rules": facts.rules_citing(found),
        "api_url": reverse("api-law-detail", args=[found.ref]),
        "panels": panels.fill("law", request, found),
        "now": clock.now(),
        "page_url": page_url,
        "source_host": urlsplit(found.url).hostname,
        "citation": f"{citing.text_label(shelf.main) if shelf.versions else citing.law_label(found)}, {cited_url}",
        "cited_url": cited_url,
        "linked": citing.embedded(
            citing.legislation(found, None, address=page_url, base_url=settings.BASE_URL),
        ),
    }
    return render(request, "laws/law.html", context)


def titles(law: Law) -> list[tuple[str, str, str]]:
    """(language, title, basis) of each title held; the original title's language is not recorded.

    One query where a title was reviewed, to name who stands behind it.
    """
    bases = {str(basis.value): str(basis.label) for basis in Law.TitleBasis}
    reviews = review_words(law)
    rows = [
        ("zh-Hans", law.title_zh, reviews.get("zh") or bases.get(law.title_zh_basis, "")),
        ("en", law.title_en, reviews.get("en") or bases.get(law.title_en_basis, "")),
        ("", law.title_original, str(Law.TitleBasis.SOURCED.label)),
    ]
    return [row for row in rows if row[1]]
