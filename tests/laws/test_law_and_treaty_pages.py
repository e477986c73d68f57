"""The page of a law says what the catalogue knows; the page of a treaty how complete its list is."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from tests.factories.laws import (
    LawFactory,
    LawIdentifierFactory,
    LawInheritanceFactory,
    TreatyFactory,
    TreatyPartyFactory,
    TreatySignatoryFactory,
)
from tests.factories.reference import JurisdictionFactory
from tests.factories.texts import a_text

pytestmark = pytest.mark.django_db

Budget = Callable[[int], Any]


def page(client: Client, path: str) -> str:
    response = client.get(path)
    assert response.status_code == 200
    return response.content.decode()


class TestALaw:
    def test_what_is_known_of_a_law_is_cited_with_the_text_that_is_held(self, client: Client) -> None:
        version = a_text(LawFactory.create(slug="act"), dated="2020-06-01")
        html = page(client, "/en/laws/US/act/about/")
        assert "text of 2020-06-01 (eng@2020-06-01), http" in html
        assert html.count(f"{version.get_absolute_url()}") >= 2

    def test_titles_stand_with_their_basis_and_dates_with_their_precision(self, client: Client) -> None:
        law = LawFactory.create(slug="act", title_original="Loi", year=1994, last_amended="2019-05", status="unknown")
        LawIdentifierFactory.create(law=law, value="4711")
        html = page(client, "/en/laws/US/act/")
        for words in (
            "Patent Act",
            "专利法",
            "Loi",
            "Translated title (unreviewed)",
            "only the year is known",
            "2019-05",
            "does not say whether it is in force",
            "4711",
        ):
            assert words in html

    def test_it_says_that_no_text_is_held_and_leads_to_the_source(self, client: Client) -> None:
        LawFactory.create(slug="act", url="https://laws.example/act")
        html = page(client, "/en/laws/US/act/")
        assert "No text held yet" in html
        assert 'href="https://laws.example/act"' in html
        assert ">laws.example<" in html

    @pytest.mark.parametrize(
        ("source", "words"),
        [
            ("R-us-code", "read from the legal text itself"),
            ("P-wipolex", "archived public copy"),
            ("C-pca", "third-party catalogue"),
        ],
    )
    def test_the_source_is_explained(self, client: Client, source: str, words: str) -> None:
        LawFactory.create(slug="act", source=source)
        assert words in page(client, "/en/laws/US/act/")

    def test_the_words_come_before_the_id_of_the_source(self, client: Client) -> None:
        LawFactory.create(slug="act", source="R-us-code")
        html = page(client, "/en/laws/US/act/")
        assert html.index("read from the legal text itself") < html.index('<small class="muted">(R-us-code)</small>')

    def test_two_sources_are_both_explained(self, client: Client) -> None:
        LawFactory.create(slug="act", source="P-wtr|C-markorbit")
        html = page(client, "/en/laws/US/act/")
        assert "P-wtr" in html
        assert "C-markorbit" in html

    def test_places_that_inherit_it_are_named(self, client: Client) -> None:
        LawInheritanceFactory.create(law__slug="convention")
        assert 'href="/en/laws/DE/"' in page(client, "/en/laws/EP/convention/")

    def test_markup_in_a_title_stays_text(self, client: Client) -> None:
        LawFactory.create(slug="act", title_en="<script>alert(1)</script>")
        assert "<script>alert(1)" not in page(client, "/en/laws/US/act/")

    def test_it_costs_the_same_whatever_depends_on_it(
        self, client: Client, django_assert_max_num_queries: Budget
    ) -> None:
        law = LawFactory.create(slug="act")
        for number in range(10):
            LawIdentifierFactory.create(law=law)
            LawInheritanceFactory.create(law=law, jurisdiction__code=f"Q{chr(65 + number)}")
        with django_assert_max_num_queries(8):
            page(client, "/laws/US/act/")


class TestATreaty:
    def test_parties_stand_by_region_with_their_dates(self, client: Client) -> None:
        TreatyPartyFactory.create(jurisdiction__code="US", jurisdiction__region_code="019")
        TreatyPartyFactory.create(jurisdiction__code="JP", jurisdiction__region_code="142", in_force_date="")
        response = client.get("/en/treaties/PARIS/")
        assert [region.key for region in response.context["regions"]] == ["142", "019"]
        html = response.content.decode()
        assert "1887-05-30" in html
        assert "date not known" in html

    def test_who_is_missing_from_a_complete_list_is_no_party(self, client: Client) -> None:
        TreatyPartyFactory.create()
        JurisdictionFactory.create(code="KI", un_member=True)
        response = client.get("/en/treaties/PARIS/")
        assert [place.code for place in response.context["absent"]] == ["KI"]
        assert "was not a party then" in response.content.decode()

    @pytest.mark.parametrize("completeness", ["stale", "partial", "none"])
    def test_nothing_is_said_about_who_is_missing_from_another_list(self, client: Client, completeness: str) -> None:
        TreatyFactory.create(completeness=completeness)
        JurisdictionFactory.create(code="KI", un_member=True)
        response = client.get("/en/treaties/PARIS/")
        assert response.context["absent"] == []
        assert "was not a party" not in response.content.decode()

    def test_an_extension_is_not_counted_as_a_party(self, client: Client) -> None:
        TreatyPartyFactory.create(jurisdiction__code="HK", basis="extension_via_CN")
        TreatySignatoryFactory.create(jurisdiction__code="DE")
        response = client.get("/en/treaties/PARIS/")
        assert response.context["party_count"] == 0
        assert "Extended by China" in response.content.decode()
        assert "Signed, not party" in response.content.decode()

    def test_the_list_filters_by_name_party_and_completeness(self, client: Client) -> None:
        TreatyPartyFactory.create()
        TreatyFactory.create(code="NICE", completeness="partial")
        for query, codes in [
            ("q=巴黎", ["PARIS"]),
            ("q=paris", ["PARIS"]),
            ("party=us", ["PARIS"]),
            ("completeness=partial", ["NICE"]),
        ]:
            found = client.get(f"/en/treaties/?{query}").context["treaties"]
            assert [treaty.code for treaty in found] == codes, query

    def test_pages_cost_the_same_however_many_parties_there_are(
        self, client: Client, django_assert_max_num_queries: Budget
    ) -> None:
        for number in range(12):
            TreatyPartyFactory.create(jurisdiction__code=f"Q{chr(65 + number)}")
            TreatyFactory.create(code=f"T{number}")
        for path, most in [("/treaties/PARIS/", 6), ("/treaties/", 2)]:
            with django_assert_max_num_queries(most):
                page(client, path)
