"""Search behind one interface: docs/search.md.

    page = search_index().search(SearchQuery(text="商标", language="zh"))

`SEARCH_URL` picks the engine. Apps register what can be found with `laws.search.registry.register`.
"""

from urllib.parse import urlsplit

from django.conf import settings

from laws.search.types import Hit, SearchDocument, SearchIndex, SearchPage, SearchQuery

__all__ = ["Hit", "SearchDocument", "SearchIndex", "SearchPage", "SearchQuery", "search_index"]


def search_index() -> SearchIndex:
    """The engine `SEARCH_URL` names. Settings refuse a scheme that is not known."""
    from laws.search.database import DatabaseIndex  # the registry needs loaded models

    engines = {"database": DatabaseIndex}
    return engines[urlsplit(settings.SEARCH_URL).scheme]()
