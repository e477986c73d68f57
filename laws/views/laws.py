"""The page of one law."""

from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from laws import access
from laws.guides.access import cited_by
from laws.models import Law
from portal.lib import clock, panels
from portal.lib.pagecache import cached_page
from portal.lib.public import public_page


@require_safe
@cached_page()
@public_page
def law(request: HttpRequest, code: str, slug: str) -> HttpResponse:
    """One law with its titles, sources and who else it applies to; other spellings lead to its one address."""
    found = access.get_law(code, slug)
    if (found.jurisdiction_id, found.slug) != (code, slug):
        return redirect(found, permanent=True)
    context = {
        "law": found,
        "titles": titles(found),
        "sources": found.source.split("|"),
        "inherited_by": found.applies_in.select_related("jurisdiction", "basis_treaty"),
        "guides": cited_by("law", found.ref),
        "api_url": reverse("api-law-detail", args=[found.ref]),
        "panels": panels.fill("law", request, found),
        "now": clock.now(),
        "page_url": f"{settings.BASE_URL}{found.get_absolute_url()}",
        "source_host": urlsplit(found.url).hostname,
        "citation": citation(found),
    }
    return render(request, "laws/law.html", context)


def citation(law: Law) -> str:
    """One line to copy: title, number, place."""
    number = f" ({law.number})" if law.number and law.number not in law.title else ""
    return f"{law.title}{number}, {law.jurisdiction.name}"


def titles(law: Law) -> list[tuple[str, str, str]]:
    """(language, title, basis) of each title held; the original title's language is not recorded."""
    bases = {str(basis.value): str(basis.label) for basis in Law.TitleBasis}
    rows = [
        ("zh-Hans", law.title_zh, bases.get(law.title_zh_basis, "")),
        ("en", law.title_en, bases.get(law.title_en_basis, "")),
        ("", law.title_original, str(Law.TitleBasis.SOURCED.label)),
    ]
    return [row for row in rows if row[1]]
