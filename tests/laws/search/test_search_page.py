"""One box: found in both languages, narrowed by kind and place, helpful when nothing is found."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from tests.factories.laws import GlossaryTermFactory, LawFactory
from tests.factories.reference import JurisdictionFactory

pytestmark = pytest.mark.django_db

Budget = Callable[[int], Any]


def hits(client: Client, query: str) -> list[str]:
    response = client.get(f"/search/?{query}")
    assert response.status_code == 200
    return [hit.id for hit, _ in response.context["hits"]]


@pytest.fixture(autouse=True)
def library() -> None:
    GlossaryTermFactory.create()
    LawFactory.create(slug="lanham", title_zh="兰哈姆法", title_en="Trademark Act")
    LawFactory.create(ref="de-marken", jurisdiction__code="DE", title_zh="商标法", title_en="")


@pytest.mark.parametrize("text", ["商标", "trademark", "ＴＲＡＤＥＭＡＲＫ"])
def test_either_language_finds_both(client: Client, text: str) -> None:
    assert {"us-lanham", "de-marken"} <= set(hits(client, f"q={text}"))


def test_results_narrow_by_kind_and_place(client: Client) -> None:
    assert hits(client, "q=商标&type=law&jurisdiction=DE") == ["de-marken"]
    assert hits(client, "q=商标&type=law&jurisdiction=de") == ["de-marken"]


def test_the_words_of_the_field_are_explained(client: Client) -> None:
    html = client.get("/en/search/?q=商标").content.decode()
    assert "trade mark, mark" in html


@pytest.mark.parametrize("text", ["美国", "us", "United States of America", "美国 商标"])
def test_the_name_of_a_place_leads_straight_to_it(client: Client, text: str) -> None:
    assert 'href="/laws/US/"' in client.get("/search/", {"q": text}).content.decode()


@pytest.mark.parametrize("text", ["", "   ", "a", "标"])
def test_an_empty_or_too_short_text_gets_examples(client: Client, text: str) -> None:
    html = client.get("/en/search/", {"q": text}).content.decode()
    assert "For example" in html
    assert ("Two characters at least" in html) == bool(text.strip())


def test_nothing_found_says_what_to_try(client: Client) -> None:
    html = client.get("/en/search/?q=zzzzzz").content.decode()
    assert "Nothing found" in html
    assert "0 results" in html


def test_what_was_typed_is_never_markup(client: Client) -> None:
    html = client.get("/search/", {"q": '"><script>alert(1)</script>'}).content.decode()
    assert "<script>alert" not in html


def test_a_page_too_far_is_the_last_one(client: Client) -> None:
    for number in range(25):
        LawFactory.create(slug=f"p{number}", title_zh="外观设计条例", title_en="")
    assert len(hits(client, "q=外观设计&page=2")) == 5
    assert hits(client, "q=外观设计&page=99") == hits(client, "q=外观设计&page=2")


@pytest.mark.parametrize("query", ["type=cheese", "jurisdiction=%07", "page=-1", "page=x", "jurisdiction=ZZZZZZZZZZZ"])
def test_a_strange_address_still_answers(client: Client, query: str) -> None:
    assert client.get(f"/search/?q=商标&{query}").status_code == 200


def test_it_costs_the_same_however_much_is_found(client: Client, django_assert_max_num_queries: Budget) -> None:
    for number in range(30):
        LawFactory.create(jurisdiction=JurisdictionFactory.create(code=f"Q{chr(65 + number % 26)}"), title_zh="商标法")
    with django_assert_max_num_queries(22):
        hits(client, "q=商标")
