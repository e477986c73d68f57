"""Who is bound by a treaty since when: known, perhaps, not known."""

import csv
import io

import pytest
from django.test import Client

from laws.joining import span
from tests.factories.laws import TreatyFactory, TreatyPartyFactory, TreatySignatoryFactory

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def parties() -> None:
    for code, date in (("US", "1887-05-30"), ("DE", "2019-05-08"), ("FR", "2019"), ("JP", "")):
        TreatyPartyFactory.create(jurisdiction__code=code, in_force_date=date)
    TreatyPartyFactory.create(jurisdiction__code="HK", basis="extension_via_CN", in_force_date="2020-01-01")
    TreatySignatoryFactory.create(jurisdiction__code="GB")


def codes(client: Client, query: str = "") -> dict[str, list[str]]:
    response = client.get(f"/en/treaties/PARIS/{query}")
    assert response.status_code == 200
    joined = response.context["joined"]
    names = ("parties", "extensions", "unclear", "undated")
    return {name: sorted(row.jurisdiction_id for row in getattr(joined, name)) for name in names}


@pytest.mark.parametrize(
    ("partial", "days"),
    [
        ("2019", ("2019-01-01", "2019-12-31")),
        ("2020-02", ("2020-02-01", "2020-02-29")),
        ("2019-05-08", ("2019-05-08", "2019-05-08")),
    ],
)
def test_a_date_of_lesser_precision_means_all_its_days(partial: str, days: tuple[str, str]) -> None:
    assert span(partial) == days


def test_without_a_day_everybody_is_listed(client: Client) -> None:
    assert codes(client) == {"parties": ["DE", "FR", "JP", "US"], "extensions": ["HK"], "unclear": [], "undated": []}
    assert "The date of 1 party is not known" in client.get("/en/treaties/PARIS/").content.decode()


def test_who_joined_since_a_day_is_told_from_who_may_have(client: Client) -> None:
    assert codes(client, "?since=2019-05") == {
        "parties": ["DE"],
        "extensions": ["HK"],
        "unclear": ["FR"],
        "undated": ["JP"],
    }
    html = client.get("/en/treaties/PARIS/?since=2019-05").content.decode()
    assert "may have joined before or after" in html
    assert "1 party has no date here" in html


def test_a_year_that_covers_a_date_of_that_year_is_sure(client: Client) -> None:
    assert codes(client, "?since=2019")["parties"] == ["DE", "FR"]


def test_the_number_of_parties_does_not_depend_on_the_day(client: Client) -> None:
    assert client.get("/en/treaties/PARIS/?since=2019").context["party_count"] == 4


@pytest.mark.parametrize("since", ["cheese", "2019-13", "0000", "2019-05-08T00:00"])
def test_what_is_no_date_is_said_and_narrows_nothing(client: Client, since: str) -> None:
    response = client.get(f"/en/treaties/PARIS/?since={since}")
    assert response.context["form"].errors["since"]
    assert len(response.context["joined"].parties) == 4


def test_the_lists_can_be_taken_as_a_table(client: Client) -> None:
    response = client.get("/en/treaties/PARIS/parties.csv")
    rows = list(csv.DictReader(io.StringIO(response.content.decode("utf-8-sig"))))
    assert {(row["jurisdiction"], row["standing"]) for row in rows} == {
        ("US", "party"),
        ("DE", "party"),
        ("FR", "party"),
        ("JP", "party"),
        ("HK", "extension_via_CN"),
        ("GB", "signatory"),
    }
    assert {row["list_as_of"] for row in rows} == {"2026-03-06"}
    narrowed = client.get("/en/treaties/PARIS/parties.csv?since=2019-05").content.decode("utf-8-sig")
    found = {row["jurisdiction"]: row["standing"] for row in csv.DictReader(io.StringIO(narrowed))}
    assert found == {"DE": "party", "HK": "extension_via_CN", "FR": "party?", "JP": "party?"}


def test_a_treaty_without_a_list_says_nothing_of_parties(client: Client) -> None:
    TreatyFactory.create(code="VIENNA", completeness="none")
    html = client.get("/en/treaties/VIENNA/").content.decode()
    assert "No list of parties is held" in html
    assert "Joined since" not in html


def test_a_cell_is_no_formula(client: Client) -> None:
    TreatyPartyFactory.create(jurisdiction__code="CA", source="=1+1")
    assert "'=1+1" in client.get("/treaties/PARIS/parties.csv").content.decode()
