"""What `/coverage/` shows, for programs."""

import csv
import io
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from laws.api import examples
from tests.laws.coverage.library import a_market, a_varied_library

pytestmark = pytest.mark.django_db
ADDRESS = "/api/v1/coverage/"


def test_the_rows_are_those_of_the_file(client: Client) -> None:
    a_varied_library()
    answer = client.get(f"{ADDRESS}?page_size=500").json()
    text = client.get("/en/coverage/coverage.csv").content.decode("utf-8-sig")
    file = list(csv.reader(io.StringIO(text)))[1:]
    assert len(file) == answer["count"] > 0
    numbers = ["laws", "repealed", "status_unknown", "with_text", "inherited", "inherited_with_text", "texts"]
    for row, cells in zip(answer["results"], file, strict=True):
        assert [row["jurisdiction"], *(str(row[name]) for name in numbers)] == [cells[0], *cells[4:11]]
        assert " ".join(row["languages"]) == cells[12]
    assert set(answer["results"][0]) == set(examples.COVERAGE)


def test_it_is_filtered_as_the_page_and_refuses_what_is_no_choice(client: Client) -> None:
    a_market("DE", 2)
    a_market("US", 1)
    assert [row["jurisdiction"] for row in client.get(ADDRESS).json()["results"]] == ["US", "DE"]
    assert client.get(f"{ADDRESS}?gaps=title").json()["count"] == 0
    assert list(client.get(f"{ADDRESS}?right=cheese").json()["fields"]) == ["right"]
    assert client.get(f"{ADDRESS}?place=US").status_code == 400
    assert client.post(ADDRESS).status_code == 405


def test_a_right_that_is_asked_for_has_the_only_rows(client: Client) -> None:
    a_varied_library()
    told = client.get(f"{ADDRESS}?right=patent").json()["results"]
    assert {row["right"] for row in told} == {"patent"}
    whole = {row["jurisdiction"]: row for row in client.get(ADDRESS).json()["results"] if row["right"] == "patent"}
    assert whole
    assert all(row == whole.get(row["jurisdiction"], row) for row in told)
    assert len(told) == len({row["jurisdiction"] for row in told}), "one row a place"
    listed = client.get("/en/coverage/coverage.csv?right=patent").content.decode("utf-8-sig").splitlines()
    assert len(listed) == 1 + client.get(f"{ADDRESS}?right=patent").json()["count"]


def test_it_is_narrowed_to_one_place_as_every_list_of_the_library(client: Client) -> None:
    a_market("DE", 2)
    a_market("US", 1)
    assert {row["jurisdiction"] for row in client.get(f"{ADDRESS}?jurisdiction=DE").json()["results"]} == {"DE"}
    refused = client.get(f"{ADDRESS}?jurisdiction=Atlantis")
    assert (refused.status_code, list(refused.json()["fields"])) == (400, ["jurisdiction"])
    schema = client.get("/api/v1/schema/?format=json").json()
    offered = {one["name"]: one for one in schema["paths"]["/api/v1/coverage/"]["get"]["parameters"]}
    assert offered["jurisdiction"]["description"] == "Code of the place."


def test_its_cost_does_not_grow(client: Client, django_assert_max_num_queries: Callable[[int], Any]) -> None:
    a_varied_library()
    for code, rank in (("FR", 4), ("IT", 5), ("ES", 6)):
        a_market(code, rank)
    with django_assert_max_num_queries(8):
        assert client.get(ADDRESS).status_code == 200
