"""`/laws/feed.atom`: texts that came into the library, newest first; `?jurisdiction=US` of one place, `?lang=en`.

An entry is one text: the first of its law in its language, or a new version. A text of a law that is repealed says so
first, since a reader of the feed may rely on it.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings
from django.contrib.syndication.views import Feed
from django.db.models import Exists, OuterRef
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import translation
from django.utils.feedgenerator import Atom1Feed
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from laws import access
from laws.languages import language_name
from laws.models import Law, LawVersion
from portal.lib.fields import clean_text
from portal.notices.links import absolute
from portal.reference.models import Jurisdiction

NEWEST = 50


@dataclass(frozen=True)
class Asked:
    """What a feed is about: its language, so that every address in it leads there, and the place, if one was asked."""

    language: str
    place: Jurisdiction | None = None


class LawFeed(Feed):  # type: ignore[type-arg]  # not subscriptable at run time
    """Raises NotHere for a code that no jurisdiction has."""

    feed_type = Atom1Feed

    def __call__(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        language = "en" if request.GET.get("lang") == "en" else settings.LANGUAGE_CODE
        with translation.override(language):
            return super().__call__(request, *args, **kwargs)

    def get_object(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Asked:
        language = translation.get_language() or settings.LANGUAGE_CODE
        code = clean_text(request.GET.get("jurisdiction", ""))[:20]
        return Asked(language, access.get_jurisdiction(code) if code else None)

    def title(self, obj: Asked) -> str:
        if obj.place is None:
            return _("Changes of the law library")
        return _("Changes of the law library: %(place)s") % {"place": obj.place.name}

    def link(self, obj: Asked) -> str:
        if obj.place is None:
            return absolute("jurisdictions", language=obj.language)
        return absolute("jurisdiction", obj.place.code, language=obj.language)

    def feed_url(self, obj: Asked) -> str:
        query = {"jurisdiction": obj.place.code} if obj.place else {}
        query |= {"lang": "en"} if obj.language == "en" else {}
        return f"{settings.BASE_URL}{reverse('law_feed')}{f'?{urlencode(query)}' if query else ''}"

    def items(self, obj: Asked) -> list[Any]:
        older = LawVersion.objects.filter(
            law=OuterRef("law"), language=OuterRef("language"), imported_at__lt=OuterRef("imported_at")
        )
        texts = LawVersion.objects.select_related("law__jurisdiction").defer("part_starts")
        if obj.place is not None:
            texts = texts.filter(law__jurisdiction=obj.place)
        return list(texts.annotate(is_newer=Exists(older)).order_by("-imported_at", "-pk")[:NEWEST])

    def item_title(self, item: Any) -> str:
        return f"[{_kind(item)}] {item.law.jurisdiction.name}: {item.law.title}"

    def item_description(self, item: LawVersion) -> str:
        facts = [
            _("Text of %(date)s") % {"date": item.dated} if item.dated else _("Text without a date"),
            language_name(item.language),
            ngettext("%(count)d article", "%(count)d articles", item.articles) % {"count": item.articles},
            item.publisher or item.source,
            _("licence: %(licence)s") % {"licence": item.licence} if item.licence else "",
        ]
        return " · ".join(fact for fact in facts if fact)

    def item_link(self, item: LawVersion) -> str:
        return f"{settings.BASE_URL}{item.law.get_absolute_url()}{item.expression}/"

    def item_guid(self, item: LawVersion) -> str:
        """The same in both languages: it is one text."""
        return f"{settings.BASE_URL}/laws/{item.law.jurisdiction_id}/{item.law.slug}/{item.expression}/"

    def item_pubdate(self, item: LawVersion) -> datetime:
        return item.imported_at

    def item_updateddate(self, item: LawVersion) -> datetime:
        return item.imported_at


def _kind(item: Any) -> str:
    """What happened, in a word; `items` says whether an older text of the law was there in the same language."""
    if item.law.status == Law.Status.REPEALED:
        return pgettext("feed of laws", "Repealed")
    return pgettext("feed of laws", "New version") if item.is_newer else pgettext("feed of laws", "New text")
