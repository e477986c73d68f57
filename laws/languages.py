"""Languages in the words of the page, from the Unicode CLDR: `de` is 德语 or German."""

from collections.abc import Iterable
from functools import lru_cache

from babel import Locale
from django.utils.translation import get_language

CHINESE, ENGLISH = Locale("zh", script="Hans"), Locale("en")


@lru_cache(maxsize=512)
def _name(code: str, english: bool) -> str:
    names = (ENGLISH if english else CHINESE).languages
    return str(names.get(code.replace("-", "_")) or names.get(code.partition("-")[0]) or code)


def language_name(code: str) -> str:
    """The name of a BCP 47 tag; a tag that the CLDR does not know stands for itself."""
    return _name(code, (get_language() or "").startswith("en"))


def language_names(codes: Iterable[str]) -> str:
    """The names one after another, in the order of the codes."""
    separator = ", " if (get_language() or "").startswith("en") else "、"
    return separator.join(language_name(code) for code in sorted(codes))
