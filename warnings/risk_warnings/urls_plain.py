from django.urls import URLPattern, URLResolver, path

from risk_warnings.feeds import WarningFeed

urlpatterns: list[URLPattern | URLResolver] = [
    path("warnings/feed.atom", WarningFeed(), name="warning_feed"),
]
