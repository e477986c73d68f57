"""Jurisdictions, laws and treaties for programs: shapes, filters, refusals."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from tests.factories.laws import (
    DeadlineRuleFactory,
    GroupMemberFactory,
    IpOfficeFactory,
    LawFactory,
    LawIdentifierFactory,
    LawInheritanceFactory,
    ProtectionTermFactory,
    TreatyFactory,
    TreatyPartyFactory,
    TreatySignatoryFactory,
)
from tests.factories.reference import JurisdictionFactory

pytestmark = pytest.mark.django_db

Budget = Callable[[int], Any]


def get(client: Client, path: str, status: int = 200) -> Any:
    response = client.get(f"/api/v1{path}")
    assert response.status_code == status, response.content
    assert response["Content-Type"] == "application/json"
    return response.json()


def codes(answer: Any, key: str = "code") -> list[str]:
    return [row[key] for row in answer["results"]]


def test_a_list_always_gives_its_count(client: Client) -> None:
    for code in ("DE", "NA", "NO", "US"):
        JurisdictionFactory.create(code=code)
    answer = get(client, "/jurisdictions/?page_size=2")
    assert answer["count"] == 4
    assert codes(answer) == ["DE", "NA"]
    assert answer["previous"] is None
    assert codes(client.get(answer["next"]).json()) == ["NO", "US"]


def test_a_page_has_at_most_five_hundred_rows(client: Client) -> None:
    LawFactory.create()
    assert get(client, "/laws/?page_size=100000")["count"] == 1


@pytest.mark.parametrize("code", ["NO", "NA", "us"])
def test_a_jurisdiction_is_found_by_its_code(client: Client, code: str) -> None:
    JurisdictionFactory.create(code=code.upper())
    assert get(client, f"/jurisdictions/{code}/")["code"] == code.upper()


def test_own_and_inherited_laws_are_counted_apart_and_repealed_ones_not(client: Client) -> None:
    LawFactory.create(jurisdiction__code="DE", status="unknown")
    LawFactory.create(jurisdiction__code="DE", status="repealed")
    LawInheritanceFactory.create()
    germany = get(client, "/jurisdictions/DE/")
    assert (germany["own_laws"], germany["inherited_laws"]) == (1, 1)


def test_the_detail_of_a_jurisdiction_carries_its_facts_with_their_sources(client: Client) -> None:
    IpOfficeFactory.create()
    ProtectionTermFactory.create(key="us-patent-term")
    TreatyPartyFactory.create(in_force_date="")
    DeadlineRuleFactory.create(rule_id="us-rule", quantity=0)
    GroupMemberFactory.create()
    found = get(client, "/jurisdictions/US/")
    assert found["office"]["as_of"] == "15 September 2023"
    assert found["terms"][0]["as_of"] == "2023-04-20"
    assert found["treaties"][0] | {"source": ""} == {
        "treaty": "PARIS",
        "basis": "party",
        "in_force_date": "",
        "instrument_date": "",
        "instrument_type": "",
        "source": "",
        "as_of": "",
        "fact_status": "",
    }
    assert found["deadline_rules"][0]["quantity"] == 0
    assert found["groups"] == ["RCEP"]


def test_a_jurisdiction_without_an_office_says_null(client: Client) -> None:
    JurisdictionFactory.create()
    assert get(client, "/jurisdictions/US/")["office"] is None


def test_a_law_is_found_by_its_reference_with_the_basis_of_its_titles(client: Client) -> None:
    law = LawFactory.create(slug="patent-act", subjects=["patent", "design"])
    LawIdentifierFactory.create(law=law, value="123")
    LawInheritanceFactory.create(law=law)
    found = get(client, "/laws/us-patent-act/")
    assert found["title_zh_basis"] == "own"
    assert sorted(found["subjects"]) == ["design", "patent"]
    assert found["identifiers"] == [{"scheme": "wipolex", "value": "123"}]
    assert found["page"] == "/laws/US/patent-act/"
    assert found["source"] == "R-us-code"
    assert [row["jurisdiction"] for row in found["inherited_by"]] == ["DE"]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("jurisdiction=DE", ["de-b"]),
        ("subject=trademark", ["us-a"]),
        ("kind=regulation", ["de-b"]),
        ("status=repealed", ["us-a"]),
        ("year=1999", ["de-b"]),
        ("jurisdiction=US&subject=patent", []),
        ("", ["de-b", "us-a"]),
    ],
)
def test_laws_are_filtered(client: Client, query: str, found: list[str]) -> None:
    LawFactory.create(ref="us-a", subjects=["trademark"], status="repealed")
    LawFactory.create(ref="de-b", jurisdiction__code="DE", kind="regulation", year=1999)
    assert codes(get(client, f"/laws/?{query}"), "ref") == found


def test_jurisdictions_are_filtered_by_region_kind_and_group(client: Client) -> None:
    JurisdictionFactory.create(code="JP", region_code="142")
    JurisdictionFactory.create(code="EP", kind="organisation")
    GroupMemberFactory.create(jurisdiction__code="AU")
    assert codes(get(client, "/jurisdictions/?region=142")) == ["JP"]
    assert codes(get(client, "/jurisdictions/?kind=organisation")) == ["EP"]
    assert codes(get(client, "/jurisdictions/?group=RCEP")) == ["AU"]


def test_a_treaty_tells_how_complete_its_list_is(client: Client) -> None:
    TreatyPartyFactory.create()
    TreatyPartyFactory.create(jurisdiction__code="HK", basis="extension_via_CN")
    TreatySignatoryFactory.create(jurisdiction__code="DE")
    TreatyFactory.create(code="NICE", completeness="partial")
    listed = get(client, "/treaties/?completeness=complete")
    assert (codes(listed), listed["results"][0]["party_count"]) == (["PARIS"], 1)
    found = get(client, "/treaties/paris/")
    assert [(row["jurisdiction"], row["basis"]) for row in found["parties"]] == [
        ("HK", "extension_via_CN"),
        ("US", "party"),
    ]
    assert [row["jurisdiction"] for row in found["signatories"]] == ["DE"]
    assert codes(get(client, "/treaties/?party=US")) == ["PARIS"]


@pytest.mark.parametrize(
    ("path", "field"),
    [
        ("/laws/?jurisdiction=XX", "jurisdiction"),
        ("/laws/?subject=cheese", "subject"),
        ("/laws/?year=recently", "year"),
        ("/laws/?kind=", None),
        ("/laws/?jurisdicton=US", "jurisdicton"),
        ("/jurisdictions/?region=europe", "region"),
        ("/jurisdictions/?group=NATO", "group"),
        ("/treaties/?completeness=half", "completeness"),
    ],
)
def test_a_filter_that_means_nothing_is_refused_by_name(client: Client, path: str, field: str | None) -> None:
    JurisdictionFactory.create()
    if field is None:
        get(client, path)
        return
    answer = get(client, path, 400)
    assert set(answer) == {"type", "title", "detail", "fields"}
    assert list(answer["fields"]) == [field]


@pytest.mark.parametrize(
    "path", ["/jurisdictions/XX/", "/laws/us-nothing/", "/treaties/NOTHING/", "/nothing/", "/a/b/c/"]
)
def test_what_does_not_exist_is_a_problem_in_json(client: Client, path: str) -> None:
    answer = get(client, path, 404)
    assert set(answer) == {"type", "title", "detail"}
    assert answer["type"] == "not-found"


def test_a_page_beyond_the_last_is_not_found(client: Client) -> None:
    LawFactory.create()
    assert get(client, "/laws/?page=99", 404)["type"] == "not-found"


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
def test_nothing_can_be_changed(client: Client, method: str) -> None:
    LawFactory.create(slug="patent-act")
    response = getattr(client, method)("/api/v1/laws/us-patent-act/", {}, content_type="application/json")
    assert response.status_code == 405
    assert response.json()["type"] == "method-not-allowed"


def test_an_unchanged_answer_is_not_sent_twice(client: Client) -> None:
    LawFactory.create(slug="patent-act")
    first = client.get("/api/v1/laws/us-patent-act/")
    assert set(first["Cache-Control"].split(", ")) == {"max-age=300", "public"}
    again = client.get("/api/v1/laws/us-patent-act/", headers={"If-None-Match": first["ETag"]})
    assert again.status_code == 304


def test_the_root_leads_to_every_list(client: Client) -> None:
    for url in get(client, "/").values():
        assert client.get(url).status_code == 200, url


def test_lists_cost_the_same_however_long_they_are(client: Client, django_assert_max_num_queries: Budget) -> None:
    for number in range(12):
        law = LawFactory.create(jurisdiction__code=f"Q{chr(65 + number)}", subjects=["patent", "design"])
        LawIdentifierFactory.create(law=law)
        TreatyPartyFactory.create(treaty__code=f"T{number}", jurisdiction=law.jurisdiction)
    for path, most in [("/jurisdictions/", 3), ("/laws/", 5), ("/treaties/", 2), ("/jurisdictions/QA/", 7)]:
        with django_assert_max_num_queries(most):
            get(client, path)
