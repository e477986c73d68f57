from django.urls import URLPattern, URLResolver, path

from laws.feeds import LawFeed
from portal.lib.pagecache import cached_page
from portal.lib.public import public_page

urlpatterns: list[URLPattern | URLResolver] = [
    path("laws/feed.atom", cached_page("jurisdiction", "lang")(public_page(LawFeed())), name="law_feed"),
]
