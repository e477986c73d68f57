"""Languages of texts: their names in the words of the page, and which a reader of the page is likely to read."""

from functools import lru_cache

from babel import Locale, UnknownLocaleError
from django.utils.translation import get_language

# Tags of publishers that Babel knows under another name.
SAME_AS = {"no": "nb"}


def language_name(tag: str) -> str:
    """`ja` as a page names it: Japanese, 日语; the tag itself where nobody knows a name."""
    return _name(tag, "en" if _is_english() else "zh_Hans")


@lru_cache(maxsize=256)
def _name(tag: str, page: str) -> str:
    try:
        found = Locale.parse(SAME_AS.get(tag, tag).replace("-", "_")).get_display_name(page)
    except (UnknownLocaleError, ValueError):
        found = None
    return found or tag


def rank(tag: str) -> int:
    """How near a language is to the reader of this page: lower is nearer."""
    order = ("en",) if _is_english() else ("zh-Hans", "zh", "zh-Hant", "en")
    return order.index(tag) if tag in order else len(order)


def _is_english() -> bool:
    return (get_language() or "").startswith("en")
