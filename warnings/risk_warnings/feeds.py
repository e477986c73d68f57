"""`/warnings/feed.atom`: the warnings in force, in Chinese or with `?lang=en` in English."""

from datetime import datetime
from typing import Any

from django.conf import settings
from django.contrib.syndication.views import Feed
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import translation
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import gettext as _

from portal.notices.links import absolute
from risk_warnings.models import RiskWarning

NEWEST = 50


class WarningFeed(Feed):  # type: ignore[type-arg]  # not subscriptable at run time
    """The object of the feed is its language, so that every address in it leads to that language."""

    feed_type = Atom1Feed

    def __call__(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        language = "en" if request.GET.get("lang") == "en" else settings.LANGUAGE_CODE
        with translation.override(language):
            return super().__call__(request, *args, **kwargs)

    def get_object(self, request: HttpRequest, *args: Any, **kwargs: Any) -> str:
        return translation.get_language() or settings.LANGUAGE_CODE

    def title(self, obj: str) -> str:
        return _("Risk warnings of the overseas IP dispute guidance portal")

    def link(self, obj: str) -> str:
        return absolute("warnings", language=obj)

    def feed_url(self, obj: str) -> str:
        query = "?lang=en" if obj == "en" else ""
        return f"{settings.BASE_URL}{reverse('warning_feed')}{query}"

    def items(self, obj: str) -> list[RiskWarning]:
        return list(RiskWarning.objects.in_force().order_by("-published_at")[:NEWEST])

    def item_title(self, item: RiskWarning) -> str:
        return f"[{item.get_level_display()}] {item.title}"

    def item_description(self, item: RiskWarning) -> str:
        return item.summary

    def item_link(self, item: RiskWarning) -> str:
        return absolute("warning", item.ref, language=translation.get_language() or settings.LANGUAGE_CODE)

    def item_guid(self, item: RiskWarning) -> str:
        """The same in both languages: it is one warning."""
        return f"{settings.BASE_URL}/warnings/{item.ref}/"

    def item_pubdate(self, item: RiskWarning) -> datetime | None:
        return item.published_at

    def item_updateddate(self, item: RiskWarning) -> datetime | None:
        return item.published_at
