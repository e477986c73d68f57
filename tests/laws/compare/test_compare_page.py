"""Jurisdictions side by side: what is known, what is inherited, what is not known, and every odd address."""

import io
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from openpyxl import load_workbook

from laws.compare.sections import Cell, Section
from laws.compare.sheet import said
from tests.factories.laws import (
    DeadlineRuleFactory,
    DisputeTypeFactory,
    IpOfficeFactory,
    JudgmentFactory,
    LawFactory,
    LawInheritanceFactory,
    ProtectionTermFactory,
    TreatyFactory,
    TreatyPartyFactory,
    TreatySignatoryFactory,
)
from tests.factories.reference import ForumFactory, JurisdictionFactory
from tests.factories.texts import a_text

pytestmark = pytest.mark.django_db
Budget = Callable[[int], Any]
BOTH = "/en/laws/compare/?j=US&j=DE"


@pytest.fixture(autouse=True)
def places() -> None:
    for code in ("US", "DE"):
        JurisdictionFactory.create(code=code)


def sections(client: Client, path: str = BOTH) -> dict[str, Section]:
    response = client.get(path)
    assert response.status_code == 200
    return {section.key: section for section in response.context["sections"]}


def cells(client: Client, key: str, label: str, path: str = BOTH) -> list[str]:
    row = next(row for row in sections(client, path)[key].rows if row.label == label)
    return [said(cell) for cell in row.cells]


def cell(client: Client, key: str, label: str, place: str, path: str = BOTH) -> Cell:
    row = next(row for row in sections(client, path)[key].rows if row.label == label)
    return next(cell for cell in row.cells if cell.place.code == place)


def problems(client: Client, query: str) -> list[str]:
    response = client.get(f"/en/laws/compare/?{query}")
    assert response.status_code == 200
    found: list[str] = response.context["choice"].problems
    html = response.content.decode()
    assert all(problem.split("“")[0] in html for problem in found)
    return found


class TestWhatIsSaid:
    def test_terms_stand_beside_what_is_not_known(self, client: Client) -> None:
        ProtectionTermFactory.create(right="trademark", field="opposition_window", value=30, unit="days")
        said_by_both = cells(client, "terms-trademark", "Opposition window")
        assert said_by_both[0].startswith("30 days (filing; 35 USC 154(a)(2); copy of 2023-04-20)")
        assert said_by_both[1] == "not known"
        # What an enterprise asks first has a row even where nobody holds it.
        assert cells(client, "terms-trademark", "Non-use period") == ["not known", "not known"]

    def test_terms_of_a_regional_office_are_shown_as_inherited(self, client: Client) -> None:
        LawInheritanceFactory.create()
        ProtectionTermFactory.create(jurisdiction__code="EP", field="opposition_window", value=9, unit="months")
        found = cell(client, "terms-patent", "Opposition window", "DE")
        assert [(line.text, line.inherited) for line in found.lines] == [("9 months", "EP")]
        assert cell(client, "terms-patent", "Opposition window", "US").lines == []

    def test_main_laws_carry_status_date_basis_and_whether_the_text_is_held(self, client: Client) -> None:
        a_text(LawFactory.create(slug="patent-act", last_amended="2024-05", title_en_basis="own"))
        LawFactory.create(slug="rules", kind="rules", title_en="Patent Rules")
        LawFactory.create(slug="old", status="repealed", title_en="Old Act")
        LawInheritanceFactory.create(law__title_en="European Patent Convention")
        ours, theirs = cells(client, "laws", "Patent")
        assert ours.splitlines() == [
            "Patent Act (In force; amended 2024-05; Translated title (unreviewed); text held)",
            "Patent Rules (In force; date not known; no text held)",
        ]
        assert theirs.startswith("European Patent Convention (inherited from EP; In force")

    def test_the_main_law_stands_first_however_many_rights_it_is_on(self, client: Client) -> None:
        for number in range(4):
            LawFactory.create(slug=f"act-{number}", title_en=f"Act amending the Patent Act, part {number}", year=2024)
        rights = ["patent", "design", "utility_model", "plant_variety", "trade_secret"]
        LawFactory.create(slug="patents", title_en="Title 35 - Patents", year=1952, subjects=rights)
        assert cell(client, "laws", "Patent", "US").lines[0].text == "Title 35 - Patents"
        response = client.get("/en/laws/US/")
        assert response.context["profile"].laws.groups[0].laws[0].slug == "patents"

    def test_more_laws_than_fit_are_counted_and_linked(self, client: Client) -> None:
        for number in range(5):
            LawFactory.create(slug=f"act-{number}", year=2000 + number)
        found = cell(client, "laws", "Patent", "US")
        assert (len(found.lines), found.more, found.more_url) == (3, "2 more", "/en/laws/US/?right=patent#laws")

    def test_treaties_say_date_signature_absence_or_that_it_is_not_known(self, client: Client) -> None:
        TreatyPartyFactory.create(jurisdiction__code="US")
        TreatyPartyFactory.create(treaty__code="NICE", treaty__completeness="partial", in_force_date="")
        TreatySignatoryFactory.create(treaty__code="WASHINGTON", jurisdiction__code="DE")
        TreatyFactory.create(code="LISBON")
        found = sections(client)["treaties"]
        rows = {row.label.split()[-1]: [said(cell) for cell in row.cells] for row in found.rows}
        assert rows["Property"] == ["since 1887-05-30", "not a party"]
        assert rows["NICE"] == ["party, date not known", "not known"]
        assert rows["WASHINGTON"] == ["not a party", "signed, not party (2012-06-26)"]
        assert found.note.startswith("1 more treaty names none of these places")

    def test_an_organisation_without_a_row_is_never_said_to_be_no_party(self, client: Client) -> None:
        JurisdictionFactory.create(code="EP", kind="organisation")
        TreatyPartyFactory.create()
        row = sections(client, "/en/laws/compare/?j=US&j=EP")["treaties"].rows[0]
        assert [said(cell) for cell in row.cells] == ["since 1887-05-30", "not known"]

    def test_periods_of_the_places_stand_by_kind_of_dispute(self, client: Client) -> None:
        DeadlineRuleFactory.create()
        DeadlineRuleFactory.create(rule_id="gone", withdrawn_on="2026-01-01", withdrawn_why="wrong")
        assert cells(client, "rules", "Number of rules") == ["1 rule", "none held: not known"]
        ours, _theirs = cells(client, "rules", "Trade mark opposition")
        assert ours.startswith("File a notice of opposition: 30 calendar days (from: publication; 15 USC 1063(a)")

    def test_a_right_narrows_every_section(self, client: Client) -> None:
        LawFactory.create()
        LawFactory.create(slug="marks", subjects=["trademark"])
        TreatyPartyFactory.create(treaty__code="PCT", treaty__subject="patent filing")
        TreatyPartyFactory.create(treaty__code="MADRID_P", treaty__subject="trademark registration")
        DeadlineRuleFactory.create()
        found = sections(client, f"{BOTH}&right=trademark")
        assert [row.label for row in found["laws"].rows] == ["Trade mark"]
        assert [row.label for row in found["treaties"].rows] == ["Treaty MADRID_P"]
        assert "terms-patent" not in found
        assert "rules" not in sections(client, f"{BOTH}&right=patent")

    def test_office_guide_and_cases_are_said(self, client: Client) -> None:
        IpOfficeFactory.create()
        JudgmentFactory.create()
        assert cells(client, "places", "Office") == ["United States Patent and Trademark Office", "not known"]
        assert cells(client, "places", "Typical cases") == ["1 case", "none held"]
        assert cells(client, "places", "Country guide") == ["none yet", "none yet"]


class TestTheAddress:
    def test_it_wins_over_the_profile_of_a_place(self, client: Client) -> None:
        assert "Nothing to compare yet" in client.get("/en/laws/compare/").content.decode()

    def test_the_order_is_the_readers_and_case_does_not_matter(self, client: Client) -> None:
        response = client.get("/en/laws/compare/?j=de&j=Us")
        assert [place.code for place in response.context["choice"].shown] == ["DE", "US"]

    @pytest.mark.parametrize(
        ("query", "sentence"),
        [
            ("j=US", "One place is no comparison"),
            ("j=US&j=XX&j=DE", "“XX” is not a code"),
            ("j=US&j=DE&j=US", "United States of America was named more than once"),
            ("j=US&j=DE&right=cheese", "“cheese” is no right"),
            ("j=US&j=DE&j=%07%3Cb%3E", "“<B>” is not a code"),
        ],
    )
    def test_what_does_not_fit_gets_a_sentence(self, client: Client, query: str, sentence: str) -> None:
        (said_to_reader,) = problems(client, query)
        assert sentence in said_to_reader

    def test_more_than_five_are_kept_and_named(self, client: Client) -> None:
        for code in ("JP", "FR", "GB", "CN"):
            JurisdictionFactory.create(code=code)
        query = "j=US&j=DE&j=JP&j=FR&j=GB&j=CN"
        (sentence,) = problems(client, query)
        assert "Not shown: China" in sentence
        choice = client.get(f"/en/laws/compare/?{query}").context["choice"]
        assert [place.code for place in choice.shown] == ["US", "DE", "JP", "FR", "GB"]
        # Taking one away brings the sixth in.
        first = choice.chosen()[0]
        after = client.get(f"/en/laws/compare/?{first.without}").context["choice"]
        assert [place.code for place in after.shown] == ["DE", "JP", "FR", "GB", "CN"]
        assert len(choice.empty_fields) == 0

    def test_a_very_long_address_is_read_in_part(self, client: Client) -> None:
        query = "&".join(f"j=Q{number}" for number in range(200))
        assert any("Only the first 30" in sentence for sentence in problems(client, query))

    def test_the_form_keeps_the_places_and_offers_the_others(self, client: Client) -> None:
        JurisdictionFactory.create(code="JP")
        html = client.get(f"{BOTH}&right=patent").content.decode()
        assert '<input type="hidden" name="j" value="US">' in html
        assert '<option value="JP">' in html
        assert '<option value="US">' not in html
        assert '<option value="patent" selected>' in html

    def test_the_profile_leads_here(self, client: Client) -> None:
        assert 'href="/en/laws/compare/?j=US"' in client.get("/en/laws/US/").content.decode()


class TestTheWorkbook:
    def test_it_says_the_same_with_the_source_of_each_fact(self, client: Client) -> None:
        ProtectionTermFactory.create(source="page: uscode.example", fact_status="verified")
        response = client.get("/en/laws/compare.xlsx?j=US&j=DE&right=patent")
        assert response["Content-Disposition"] == 'attachment; filename="compare-US-DE.xlsx"'
        book = load_workbook(io.BytesIO(response.content))
        assert book.sheetnames == ["The places", "Terms and windows Patent", "Main laws by right", "Sources"]
        rows = list(book["Terms and windows Patent"].values)
        assert rows[0] == (None, "United States of America (US)", "Germany (DE)")
        assert str(rows[1][1]).startswith("20 years")
        assert any("uscode.example" in str(row[4]) for row in book["Sources"].values)

    def test_no_cell_is_a_formula(self, client: Client) -> None:
        LawFactory.create(title_en="=HYPERLINK(1)", source="+SUM(1)")
        book = load_workbook(io.BytesIO(client.get("/en/laws/compare.xlsx?j=US&j=DE").content))
        found = [cell for sheet in book for row in sheet.iter_rows() for cell in row if cell.value]
        assert any(str(cell.value).startswith("'=HYPERLINK") for cell in found)
        assert not [cell.value for cell in found if cell.data_type == "f" or str(cell.value)[0] in "=+@"]

    def test_too_few_places_lead_to_the_page_that_says_so(self, client: Client) -> None:
        response = client.get("/en/laws/compare.xlsx?j=US")
        assert (response.status_code, response["Location"]) == (302, "/en/laws/compare/?j=US")


def test_it_costs_the_same_whatever_the_places_hold(client: Client, django_assert_max_num_queries: Budget) -> None:
    for code in ("US", "DE", "JP", "FR", "GB"):
        place = JurisdictionFactory.create(code=code)
        for number in range(4):
            LawFactory.create(jurisdiction=place, slug=f"{code.lower()}-{number}")
            DeadlineRuleFactory.create(
                rule_id=f"{code.lower()}-{number}",
                jurisdiction=place,
                forum=ForumFactory.create(code=f"{code.lower()}-court", jurisdiction=place),
                dispute_type=DisputeTypeFactory.create(code=f"kind-{number}"),
            )
            ProtectionTermFactory.create(key=f"{code.lower()}-{number}", jurisdiction=place)
            TreatyPartyFactory.create(treaty__code=f"T{number}", jurisdiction=place)
            LawInheritanceFactory.create(jurisdiction=place)
    with django_assert_max_num_queries(14):
        assert client.get("/en/laws/compare/?j=US&j=DE&j=JP&j=FR&j=GB").status_code == 200
