"""The guides as programs read them."""

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from tests.factories.guides import DraftFactory, a_published_guide

pytestmark = pytest.mark.django_db


def test_the_list_counts_guides_in_force_only(client: Client) -> None:
    a_published_guide("US")
    DraftFactory.create(guide__jurisdiction__code="DE", overview=("草稿", "Draft"))
    body = client.get("/api/v1/guides/").json()
    assert body["count"] == 1
    assert [row["code"] for row in body["results"]] == ["US"]


def test_a_guide_gives_both_languages_and_what_it_cites(client: Client) -> None:
    section = a_published_guide("US", overview=("**要点**", "Points")).sections.get()
    section.citations.create(kind="rule", key="gone")
    part = client.get("/api/v1/guides/US/").json()["parts"][0]
    assert (part["kind"], part["zh"], part["en"]) == ("overview", "**要点**", "Points")
    assert "<strong>要点</strong>" in part["html_zh"]
    assert part["citations"][0]["sound"] is False


def test_a_draft_and_an_unknown_code_are_not_found_in_the_common_shape(client: Client) -> None:
    DraftFactory.create(guide__jurisdiction__code="DE")
    for code in ("DE", "QQ"):
        answer = client.get(f"/api/v1/guides/{code}/")
        assert answer.status_code == 404
        assert set(answer.json()) == {"type", "title", "detail"}


def test_nothing_is_written_through_the_api(client: Client) -> None:
    a_published_guide("US")
    assert client.post("/api/v1/guides/", {}).status_code in {401, 403, 405}
    assert client.delete("/api/v1/guides/US/").status_code in {401, 403, 405}


def test_the_list_costs_the_same_for_many_guides(
    client: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for code in ("US", "DE", "FR", "JP"):
        a_published_guide(code)
    with django_assert_max_num_queries(3):
        client.get("/api/v1/guides/")
