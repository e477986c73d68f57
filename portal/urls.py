"""All addresses. Pages stand under the language prefix; API, admin, health, feeds and calendars do not."""

from django.conf.urls.i18n import i18n_patterns
from django.contrib import admin
from django.urls import include, path

urlpatterns = [
    path("", include("portal.pages.urls_plain")),
    path("", include("portal.notices.urls_plain")),
    path("", include("laws.urls_plain")),
    path("", include("risk_warnings.urls_plain")),
    path("", include("disputes.urls_plain")),
    path("admin/", admin.site.urls),
    path("api/v1/", include("portal.api_urls")),
    *i18n_patterns(
        path("", include("portal.pages.urls")),
        path("", include("disputes.urls_public")),
        path("accounts/", include("portal.accounts.urls")),
        path("accounts/", include("allauth.account.urls")),
        path("accounts/second-factor/", include("allauth.mfa.urls")),
        path("", include("portal.accounts.urls_public")),
        path("", include("portal.notices.urls")),
        path("", include("laws.urls")),
        path("", include("experts.urls")),
        path("", include("risk_warnings.urls")),
        path("", include("disputes.urls")),
        prefix_default_language=False,
    ),
]

handler404 = "portal.lib.notfound.page_not_found"
