"""The portal's main addresses, in the order in which a reader meets them.

The addresses are a contract (they are printed and linked from outside), so they are named here by path. A place
is shown only when a page answers there: `exists` asks the address book, not the database.
"""

from dataclasses import dataclass
from functools import lru_cache

from django.conf import settings
from django.urls import Resolver404, resolve
from django.utils.functional import Promise
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class Place:
    path: str
    label: Promise


MAIN = [
    Place("/cases/new/", _("Ask for help")),
    Place("/laws/", pgettext_lazy("navigation", "Laws")),
    Place("/guides/", pgettext_lazy("navigation", "Guides")),
    Place("/deadlines/", pgettext_lazy("navigation", "Deadlines")),
    Place("/warnings/", pgettext_lazy("navigation", "Warnings")),
    Place("/centres/", pgettext_lazy("navigation", "Centres")),
    Place("/statistics/", pgettext_lazy("navigation", "Figures")),
]
FOOT = [
    Place("/treaties/", _("Treaties")),
    Place("/search/", _("Search")),
    Place("/subscriptions/", _("Warning mails")),
    Place("/accounts/privacy/", _("Privacy notice")),
]


def here(path: str) -> str:
    """`path` in the page's language: `/laws/` or `/en/laws/`."""
    return f"/en{path}" if (get_language() or "").startswith("en") else path


@lru_cache(maxsize=256)
def _answers(path: str) -> bool:
    try:
        resolve(path)
    except Resolver404:
        return False
    return True


def exists(path: str) -> bool:
    """Whether a page answers at `path` (given without language prefix)."""
    return _answers(here(path))


def other_language(full_path: str) -> tuple[str, str]:
    """Code and address of the same page in the other language. `full_path` may carry a query."""
    if full_path == "/en" or full_path.startswith(("/en/", "/en?")):
        return settings.LANGUAGE_CODE, full_path.removeprefix("/en") or "/"
    return "en", f"/en{full_path}"
