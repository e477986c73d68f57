"""The public API. Each app brings its own lists; here stand the root, the description and the last resort."""

from django.urls import URLPattern, URLResolver, include, path, re_path
from drf_spectacular.views import SpectacularAPIView, SpectacularSwaggerSplitView

from portal.api_views import Nothing, Root

urlpatterns: list[URLPattern | URLResolver] = [
    path("", Root.as_view(), name="api-root"),
    path("schema/", SpectacularAPIView.as_view(), name="api-schema"),
    path(
        "docs/",
        SpectacularSwaggerSplitView.as_view(url_name="api-schema", template_name="api/docs.html"),
        name="api-docs",
    ),
    path("", include("laws.api.urls")),
    path("", include("portal.accounts.api.urls")),
    path("", include("laws.guides.api_urls")),
    path("", include("risk_warnings.api.urls")),
    path("", include("disputes.api.urls")),
    # With a slash, so that an address without one is first sent to the one with it.
    re_path(r"^.*/$", Nothing.as_view(), name="api-nothing"),
]
