from django.urls import URLPattern, URLResolver, path

from laws.feeds import LawFeed
from portal.lib.public import public_page

urlpatterns: list[URLPattern | URLResolver] = [
    path("laws/feed.atom", public_page(LawFeed()), name="law_feed"),
]
