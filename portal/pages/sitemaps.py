"""The public pages for search engines, each in both languages."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from portal.lib import places

PAGES = ["/", "/emergency/", "/treaties/", *(place.path for place in places.MAIN if place.path != "/cases/new/")]


@require_safe
@cache_control(public=True, max_age=3600)
def sitemap(request: HttpRequest) -> HttpResponse:
    found = [path for path in PAGES if places.exists(path)]
    urls = [(f"{settings.BASE_URL}{path}", f"{settings.BASE_URL}/en{path}") for path in found]
    return render(request, "pages/sitemap.xml", {"urls": urls}, content_type="application/xml")
