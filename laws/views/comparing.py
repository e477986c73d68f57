"""What changed between two texts of a law."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from laws.models import LawVersion
from laws.texts.comparing import compare
from laws.texts.forms import CompareForm
from laws.texts.languages import language_name
from laws.texts.later import label_of
from laws.texts.shelf import Shelf, shelf_at
from portal.lib import clock
from portal.lib.errors import NotHere
from portal.lib.fields import clean_text
from portal.lib.pagecache import cached_page
from portal.lib.paging import page_of
from portal.lib.public import public_page

PER_PAGE = 40


@require_safe
@cached_page("from", "to", "page")
@public_page
def diff(request: HttpRequest, code: str, slug: str) -> HttpResponse:
    """The articles that differ between `?from=` and `?to=`; without them the current text against the one before."""
    shelf = shelf_at(code, slug)
    found = shelf.law
    if (found.jurisdiction_id, found.slug) != (code, slug):
        return redirect("law_diff", found.jurisdiction_id, found.slug, permanent=True)
    newer = shelf.get(clean_text(request.GET.get("to", "")) or (shelf.main.expression if shelf.versions else ""))
    older = _older(request, shelf, newer)
    path = reverse("law_diff", args=[found.jurisdiction_id, found.slug])
    pair = f"{path}?from={older.expression}&to={newer.expression}" if older else path
    context: dict[str, Any] = {
        "law": found,
        "older": older,
        "newer": newer,
        "language": language_name(newer.language),
        "canonical": pair,
        "page_url": f"{settings.BASE_URL}{pair}",
        "now": clock.now(),
    }
    if older is not None:
        comparison = compare(older, newer)
        page = page_of(request, comparison.changes, PER_PAGE)
        form = CompareForm(
            initial={"older": older.expression, "newer": newer.expression}, versions=shelf.of_language(newer.language)
        )
        texts = shelf.of_language(newer.language)
        context |= {"older_label": label_of(older, texts), "newer_label": label_of(newer, texts)}
        context |= {"comparison": comparison, "page": page, "form": form}
    return render(request, "laws/text/diff.html", context)


def _older(request: HttpRequest, shelf: Shelf, newer: LawVersion) -> LawVersion | None:
    """The text to compare with: the one asked for, else the one before, if there is one. Raises NotHere."""
    asked = clean_text(request.GET.get("from", ""))
    if asked:
        older = shelf.get(asked)
        if older.language != newer.language:
            raise NotHere(
                _("Only two texts in one language can be compared. Choose two of them on the page of the law.")
            )
        return older
    versions = shelf.of_language(newer.language)
    place = versions.index(newer)
    return versions[place + 1] if place + 1 < len(versions) else None
