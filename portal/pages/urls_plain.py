from django.urls import URLPattern, URLResolver, path

from portal.pages import health

urlpatterns: list[URLPattern | URLResolver] = [
    path("healthz", health.healthz, name="healthz"),
]
