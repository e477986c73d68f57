"""What goes into a search and what comes out, whatever the engine."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Protocol, Self

from django.utils.safestring import SafeString

# Relevance has no key to page by; nobody reads further than this.
DEPTH = 1000


@dataclass(frozen=True)
class SearchQuery:
    """`types` and `jurisdiction` narrow the result; `language` is that of the reader's page."""

    text: str
    types: tuple[str, ...] = ()
    jurisdiction: str = ""
    language: str = "zh"
    offset: int = 0
    limit: int = 20

    def at(self, offset: int) -> Self:
        """The same query, from another place in its results."""
        return replace(self, offset=offset)


@dataclass(frozen=True)
class SearchDocument:
    """What an engine knows of one document. `heading` stands between title and body (an article, a part).

    It is visible from `visible_from` to `visible_to`; None leaves that end open. An engine with an index of its own
    stores this; the plain one builds it only for the hits of a page.
    """

    type: str
    id: str
    title: str
    url: str
    language: str = ""
    jurisdiction: str = ""
    subjects: tuple[str, ...] = ()
    heading: str = ""
    body: str = ""
    note: str = ""
    visible_from: datetime | None = None
    visible_to: datetime | None = None


@dataclass(frozen=True)
class Hit:
    """One found document. `title` and `snippet` are escaped, with what was found in `<mark>`."""

    type: str
    id: str
    score: float
    title: SafeString
    snippet: SafeString
    document: SearchDocument


@dataclass(frozen=True)
class SearchPage:
    """`total` is exact. `facets` counts by `type` and by `jurisdiction`, each without its own filter."""

    total: int
    hits: list[Hit] = field(default_factory=list)
    facets: Mapping[str, Mapping[str, int]] = field(default_factory=dict)


class SearchIndex(Protocol):
    """One engine. The index is derived and may be thrown away: the database is the only truth."""

    def search(self, query: SearchQuery) -> SearchPage:
        """Only what is public now. An empty or too short text finds nothing."""

    def apply(self, changes: Iterable[SearchDocument], upto: int) -> None:
        """Take changes in; afterwards `position()` is `upto`."""

    def position(self) -> int:
        """How far the index follows the database."""

    def rebuild(self, documents: Iterable[SearchDocument]) -> None:
        """Replace the whole index."""
