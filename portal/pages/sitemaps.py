"""The public pages for search engines, each in both languages: an index, and files that stay below its limits."""

import re
from collections.abc import Callable, Iterable
from html import escape

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from laws import sitemaps as library
from portal.lib import places
from portal.lib.public import public_page

PAGES = [
    "/",
    "/emergency/",
    "/treaties/",
    "/judgments/",
    "/coverage/",
    "/coverage/markets/",
    "/coverage/sources/",
    *(place.path for place in places.MAIN if place.path != "/cases/new/"),
]
LAWS = re.compile(r"laws-([1-9][0-9]{0,4})", re.ASCII)
HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'
NAMESPACE = "http://www.sitemaps.org/schemas/sitemap/0.9"


def _pages() -> Iterable[library.Entry]:
    return [(path, "") for path in PAGES if places.exists(path)]


SECTIONS: dict[str, Callable[[], Iterable[library.Entry]]] = {
    "pages": _pages,
    "places": library.profiles,
    "treaties": library.treaties,
    "guides": library.guides,
    "judgments": library.judgments,
}


@require_safe
@cache_control(public=True, max_age=3600)
def sitemap(request: HttpRequest) -> HttpResponse:
    """The index of the files."""
    names = [*SECTIONS, *(f"laws-{number}" for number in range(1, library.law_files() + 1))]
    files = (f"<sitemap><loc>{escape(settings.BASE_URL)}/sitemap-{name}.xml</loc></sitemap>" for name in names)
    return _xml(f'<sitemapindex xmlns="{NAMESPACE}">\n' + "\n".join(files) + "\n</sitemapindex>\n")


@require_safe
@cache_control(public=True, max_age=3600)
@public_page
def section(request: HttpRequest, name: str) -> HttpResponse:
    """One file: a section, or `laws-<number>`. Raises Http404 for another name."""
    urls = "\n".join(_url(path, day) for path, day in _entries(name))
    head = f'<urlset xmlns="{NAMESPACE}" xmlns:xhtml="http://www.w3.org/1999/xhtml">\n'
    return _xml(f"{head}{urls}\n</urlset>\n")


def _entries(name: str) -> Iterable[library.Entry]:
    if name in SECTIONS:
        return SECTIONS[name]()
    if (found := LAWS.fullmatch(name)) and int(found[1]) <= library.law_files():
        return library.laws(int(found[1]))
    raise Http404(_("There is no such sitemap."))


def _url(path: str, day: str) -> str:
    """A page in both languages, each naming the other."""
    chinese, english = (escape(f"{settings.BASE_URL}{prefix}{path}") for prefix in ("", "/en"))
    changed = f"<lastmod>{day}</lastmod>" if day else ""
    links = (
        f'<xhtml:link rel="alternate" hreflang="zh-Hans" href="{chinese}"/>'
        f'<xhtml:link rel="alternate" hreflang="en" href="{english}"/>'
    )
    return "".join(f"<url><loc>{address}</loc>{changed}{links}</url>" for address in (chinese, english))


def _xml(text: str) -> HttpResponse:
    return HttpResponse(HEAD + text, content_type="application/xml")
