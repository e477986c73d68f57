"""The plain engine keeps the contract, in a bounded number of queries."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db.models import QuerySet

from laws.search import SearchIndex, SearchQuery, search_index
from laws.search.database import DatabaseIndex
from laws.search.registry import DocumentType, register
from laws.search.types import SearchDocument
from portal.reference.models import Jurisdiction
from tests.factories.laws import LawFactory
from tests.laws.search.contract import SearchContract


class TestDatabaseIndex(SearchContract):
    def make_index(self) -> SearchIndex:
        return search_index()


@pytest.mark.django_db
def test_the_number_of_queries_does_not_grow_with_the_library(
    django_assert_max_num_queries: Callable[[int], Any],
) -> None:
    for number in range(30):
        LawFactory.create(slug=f"p{number}")
    with django_assert_max_num_queries(30):
        assert DatabaseIndex().search(SearchQuery("专利", limit=20)).total == 30


def test_the_same_name_cannot_be_registered_for_two_things() -> None:
    def nothing() -> QuerySet[Any]:
        return Jurisdiction.objects.none()

    def document(row: Any) -> SearchDocument:
        raise AssertionError

    with pytest.raises(ValueError, match="law"):
        register(DocumentType("law", "Other laws", nothing, document, ("name_zh",)))
