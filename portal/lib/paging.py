"""Pages of a list: by number where a reader looks for "page 3", by key where rows keep arriving."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from django.core.paginator import Page, Paginator
from django.db.models import Model, Q, QuerySet
from django.http import HttpRequest

M = TypeVar("M", bound=Model)

PER_PAGE = 50
# What PostgreSQL can hold in OFFSET comfortably; a larger number in the address is the last page anyway.
LAST_PAGE = 1_000_000


def page_of(request: HttpRequest, rows: Any, per_page: int = PER_PAGE) -> Page[Any]:
    """The page that `?page=` asks for. Nonsense gives the first page, too large a number the last."""
    return Paginator(rows, per_page).get_page(asked_page(request))


def asked_page(request: HttpRequest) -> int:
    """The number in `?page=`, from 1 to LAST_PAGE; nonsense is 1. For a list that is made where no request is known."""
    asked = request.GET.get("page", "1")
    number = min(int(asked), LAST_PAGE) if asked.isascii() and asked.isdigit() and len(asked) < 12 else 1
    return number or 1


@dataclass(frozen=True)
class KeysetPage(Generic[M]):
    """One page of a list ordered by a key. `next` and `previous` are values for `?after=` and `?before=`."""

    rows: Sequence[M]
    next: str
    previous: str

    def __iter__(self) -> Any:
        return iter(self.rows)

    def __len__(self) -> int:
        return len(self.rows)


def keyset_page(request: HttpRequest, rows: QuerySet[M], per_page: int = PER_PAGE) -> KeysetPage[M]:
    """Newest first by primary key; stays in place while new rows arrive, and costs the same on page 1,000.

    `?after=<pk>` gives what is older than it, `?before=<pk>` what is newer. A key that is no number is ignored.
    """
    after, before = _key(request, "after"), _key(request, "before")
    if before is not None:
        found = list(rows.filter(Q(pk__gt=before)).order_by("pk")[: per_page + 1])
        more = len(found) > per_page
        page = found[:per_page][::-1]
        return KeysetPage(page, str(page[-1].pk) if page else "", str(page[0].pk) if page and more else "")
    older = rows.order_by("-pk") if after is None else rows.filter(Q(pk__lt=after)).order_by("-pk")
    found = list(older[: per_page + 1])
    page = found[:per_page]
    has_next = len(found) > per_page
    return KeysetPage(page, str(page[-1].pk) if has_next else "", str(page[0].pk) if page and after is not None else "")


def _key(request: HttpRequest, name: str) -> int | None:
    text = request.GET.get(name, "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 19 else None
