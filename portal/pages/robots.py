"""What search engines may read, and a list of the public pages for them."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

PRIVATE = (
    "/accounts/",
    "/admin/",
    "/cases/",
    "/triage/",
    "/editorial/",
    "/emergency/receipt/",
    "/subscriptions/",
    "/unsubscribe/",
    "/search/",
    "/_/",
)


@require_safe
@cache_control(public=True, max_age=86_400)
def robots(request: HttpRequest) -> HttpResponse:
    lines = ["User-agent: *"]
    for path in PRIVATE:
        lines += [f"Disallow: {path}", f"Disallow: /en{path}"]
    lines += ["", f"Sitemap: {settings.BASE_URL}/sitemap.xml", ""]
    return HttpResponse("\n".join(lines), content_type="text/plain; charset=utf-8")
