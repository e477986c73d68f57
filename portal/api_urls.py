from django.urls import URLPattern, URLResolver, include, path

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("portal.accounts.api.urls")),
    path("", include("laws.guides.api_urls")),
    path("", include("risk_warnings.api.urls")),
]
