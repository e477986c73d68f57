"""The list of jurisdictions and the profile: what is known, and what is not."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from laws import profile
from tests.factories.accounts import GuidanceCentreFactory
from tests.factories.laws import (
    DeadlineRuleFactory,
    GlossaryTermFactory,
    GroupMemberFactory,
    IpOfficeFactory,
    JudgmentFactory,
    LawFactory,
    LawInheritanceFactory,
    ProtectionTermFactory,
    TreatyFactory,
    TreatyPartyFactory,
    TreatySignatoryFactory,
)
from tests.factories.reference import JurisdictionFactory

pytestmark = pytest.mark.django_db

Budget = Callable[[int], Any]


def page(client: Client, path: str) -> str:
    response = client.get(path)
    assert response.status_code == 200
    return response.content.decode()


def listed(client: Client, query: str) -> list[str]:
    response = client.get(f"/en/laws/?{query}")
    return [row.jurisdiction.code for region in response.context["regions"] for row in region.rows]


class TestTheList:
    def test_own_and_inherited_are_counted_apart(self, client: Client) -> None:
        LawFactory.create(status="unknown")
        LawFactory.create(jurisdiction__code="FR", status="repealed")
        LawInheritanceFactory.create()
        html = page(client, "/en/laws/")
        assert "<strong>1</strong> country or region with a law not known to be repealed" in html
        assert "<strong>1</strong> more only through inherited instruments" in html

    def test_a_regional_organisation_is_not_counted_as_a_place(self, client: Client) -> None:
        LawFactory.create(jurisdiction__code="EP", jurisdiction__kind="organisation")
        assert "<strong>0</strong> countries and regions" in page(client, "/en/laws/")

    def test_places_stand_under_the_regions_of_the_united_nations(self, client: Client) -> None:
        JurisdictionFactory.create(code="HK", kind="region", region_code="142", region_en="Asia", region_zh="亚洲")
        JurisdictionFactory.create(code="EP", kind="organisation", region_code="150", region_en="Europe")
        JurisdictionFactory.create(code="AQ", kind="region")
        regions = client.get("/en/laws/").context["regions"]
        assert [(region.name, [row.jurisdiction.code for row in region.rows]) for region in regions] == [
            ("Asia", ["HK"]),
            ("In no region of the United Nations", ["AQ"]),
            ("Organisations and regional offices", ["EP"]),
        ]

    def test_filters_narrow_by_name_code_region_kind_group_and_right(self, client: Client) -> None:
        JurisdictionFactory.create(code="JP", name_zh="日本", name_en="Japan", region_code="142")
        JurisdictionFactory.create(code="EP", kind="organisation")
        GroupMemberFactory.create(jurisdiction__code="AU")
        LawFactory.create(subjects=["trademark"])
        LawInheritanceFactory.create(subjects=["patent"])
        assert listed(client, "q=日本") == listed(client, "q=japan") == listed(client, "q=jp") == ["JP"]
        assert listed(client, "region=142") == ["JP"]
        assert listed(client, "kind=organisation") == ["EP"]
        assert listed(client, "group=RCEP") == ["AU"]
        assert listed(client, "right=trademark") == ["US"]
        # EP made the law, DE inherits it.
        assert sorted(listed(client, "right=patent")) == ["DE", "EP"]

    def test_an_unknown_value_filters_nothing_and_says_so(self, client: Client) -> None:
        JurisdictionFactory.create()
        response = client.get("/en/laws/?region=atlantis")
        assert response.context["filters"].form.errors["region"]
        assert listed(client, "region=atlantis") == ["US"]

    def test_nothing_found_helps_on(self, client: Client) -> None:
        JurisdictionFactory.create()
        assert "No country or region matches" in page(client, "/en/laws/?q=atlantis")

    def test_the_number_of_laws_says_in_both_languages_that_repealed_ones_are_left_out(self, client: Client) -> None:
        LawFactory.create(slug="new")
        LawFactory.create(slug="unsure", status="unknown")
        LawFactory.create(slug="old", status="repealed")
        assert "2 laws and regulations not known to be repealed are listed" in page(client, "/en/laws/")
        assert "共收录 2 部未确认废止的法律法规" in page(client, "/laws/")

    def test_it_costs_the_same_however_many_places_there_are(
        self, client: Client, django_assert_max_num_queries: Budget
    ) -> None:
        for number in range(20):
            LawFactory.create(jurisdiction__code=f"Q{chr(65 + number)}")
        with django_assert_max_num_queries(10):
            page(client, "/laws/")


class TestTheProfile:
    def test_a_complete_list_without_a_row_means_not_a_party(self, client: Client) -> None:
        JurisdictionFactory.create()
        TreatyFactory.create()
        TreatyFactory.create(code="NICE", completeness="partial")
        treaties = client.get("/laws/US/").context["profile"].treaties
        assert [treaty.code for treaty in treaties.not_party] == ["PARIS"]
        assert [treaty.code for treaty in treaties.not_known] == ["NICE"]

    @pytest.mark.parametrize("kind", ["region", "organisation"])
    def test_a_region_or_organisation_without_a_row_is_never_said_to_be_no_party(
        self, client: Client, kind: str
    ) -> None:
        JurisdictionFactory.create(code="HK", kind=kind)
        TreatyFactory.create()
        treaties = client.get("/laws/HK/").context["profile"].treaties
        assert (treaties.not_party, [treaty.code for treaty in treaties.not_known]) == ([], ["PARIS"])

    def test_a_treaty_of_another_region_says_nothing(self, client: Client) -> None:
        JurisdictionFactory.create()
        TreatyFactory.create(code="EPC", administrator="EPO")
        treaties = client.get("/laws/US/").context["profile"].treaties
        assert treaties.not_party == treaties.not_known == []

    def test_parties_show_their_date_or_that_it_is_not_known(self, client: Client) -> None:
        TreatyPartyFactory.create(in_force_date="1887-05-30")
        TreatyPartyFactory.create(treaty__code="PCT", in_force_date="")
        TreatySignatoryFactory.create(treaty__code="WASHINGTON")
        html = page(client, "/en/laws/US/")
        assert "1887-05-30" in html
        assert "date not known" in html
        assert "Signed, not party" in html

    def test_terms_carry_provision_and_age(self, client: Client) -> None:
        ProtectionTermFactory.create()
        html = page(client, "/en/laws/US/")
        for words in ("20 years", "35 USC 154(a)(2)", "2023-04-20", 'id="terms"'):
            assert words in html

    def test_an_unverified_rule_looks_unverified(self, client: Client) -> None:
        DeadlineRuleFactory.create(fact_status="memory")
        html = page(client, "/en/laws/US/")
        assert 'id="rules"' in html
        assert "rule-mark-memory" in html

    def test_a_rule_without_a_number_says_so(self, client: Client) -> None:
        DeadlineRuleFactory.create(quantity=0)
        assert "no fixed number" in page(client, "/en/laws/US/")

    def test_an_inherited_law_is_labelled_with_where_it_comes_from(self, client: Client) -> None:
        LawInheritanceFactory.create(
            basis_treaty=TreatyFactory.create(code="EPC", name_en="European Patent Convention")
        )
        response = client.get("/en/laws/DE/")
        html = response.content.decode()
        assert 'href="/en/laws/EP/"' in html
        assert "European Patent Convention" in html
        assert response.context["profile"].laws.count == 0

    def test_an_unreviewed_title_is_marked_in_the_language_it_was_translated_into(self, client: Client) -> None:
        LawFactory.create(title_zh_basis="own", title_en_basis="sourced")
        assert "译名（未审）" in page(client, "/laws/US/")
        assert "unreviewed" not in page(client, "/en/laws/US/")

    def test_laws_can_be_narrowed_to_one_right(self, client: Client) -> None:
        LawFactory.create(slug="a", subjects=["patent"])
        LawFactory.create(slug="b", subjects=["trademark"])
        groups = client.get("/laws/US/?right=trademark").context["profile"].laws.groups
        assert [law.slug for group in groups for law in group.laws] == ["b"]
        assert len(client.get("/laws/US/?right=cheese").context["profile"].laws.groups[0].laws) == 2

    def test_thousands_of_laws_are_listed_by_pages(
        self, client: Client, monkeypatch: pytest.MonkeyPatch, django_assert_max_num_queries: Budget
    ) -> None:
        monkeypatch.setattr(profile, "LAWS_SHOWN", 3)
        for number in range(4):
            LawFactory.create(slug=f"statute-{number}", kind="statute", year=2020 - number, subjects=["patent"])
            LawFactory.create(slug=f"rule-{number}", kind="regulation", year=2020 - number, subjects=["design"])
        seen = []
        for number, told in enumerate(("1 to 3", "4 to 6", "7 to 8"), 1):
            with django_assert_max_num_queries(24):
                response = client.get(f"/en/laws/US/?page={number}")
            assert f"Showing laws {told} of 8." in response.content.decode()
            assert [group.count for group in response.context["profile"].laws.groups] in ([4], [4, 4])
            seen += [law.slug for group in response.context["profile"].laws.groups for law in group.laws]
        assert seen == [*(f"statute-{number}" for number in range(4)), *(f"rule-{number}" for number in range(4))]
        assert 'href="?right=design&amp;page=2#laws"' in page(client, "/en/laws/US/?right=design")
        assert "第 1 至 3 部" in page(client, "/laws/US/")
        monkeypatch.setattr(profile, "LAWS_SHOWN", 8)
        assert "Showing laws" not in page(client, "/en/laws/US/?page=cheese")

    def test_a_centre_says_how_sure_its_existence_is(self, client: Client) -> None:
        GuidanceCentreFactory.create(
            jurisdiction__code="US", kind="overseas_outpost", name_en="Outpost", fact_status="disputed"
        )
        html = client.get("/en/laws/US/").content.decode()
        panel = html[html.index('id="centres"') :]
        assert 'class="pill' in panel[panel.index("Outpost") : panel.index("</li>")]

    def test_office_centres_cases_and_words_of_the_place_are_shown(self, client: Client) -> None:
        IpOfficeFactory.create()
        GuidanceCentreFactory.create(jurisdiction__code="US", kind="overseas_outpost", name_en="Outpost Washington")
        GuidanceCentreFactory.create(jurisdiction__code="CN", name_en="Elsewhere")
        JudgmentFactory.create(caption="Alpha v Beta", amount=1000, currency="USD")
        GlossaryTermFactory.create(equivalents=["US: service mark of use", "DE: Marke"])
        html = page(client, "/en/laws/US/")
        for words in ("www.uspto.gov", "Outpost Washington", "Alpha v Beta", "service mark of use"):
            assert words in html
        for words in ("Elsewhere", "DE: Marke"):
            assert words not in html

    def test_a_place_of_which_nothing_is_known_says_so_everywhere(self, client: Client) -> None:
        JurisdictionFactory.create(code="NR")
        html = page(client, "/en/laws/NR/")
        for words in ("No office is listed here", "No law made here is listed", "No deadline rule is held"):
            assert words in html

    def test_it_costs_the_same_whatever_the_place_holds(
        self, client: Client, django_assert_max_num_queries: Budget
    ) -> None:
        for number in range(15):
            LawFactory.create(slug=f"law-{number}")
            DeadlineRuleFactory.create(rule_id=f"rule-{number}")
            LawInheritanceFactory.create(jurisdiction__code="US")
            TreatyPartyFactory.create(treaty__code=f"T{number}")
            ProtectionTermFactory.create(key=f"term-{number}")
            JudgmentFactory.create()
        with django_assert_max_num_queries(24):
            page(client, "/laws/US/")
