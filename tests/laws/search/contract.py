"""What every search engine must do. An engine's test class inherits this and says how an index is made."""

import pytest

from laws.models import Law
from laws.search import SearchIndex, SearchPage, SearchQuery
from tests.factories.laws import GlossaryTermFactory, LawFactory, TreatyFactory
from tests.factories.reference import JurisdictionFactory


class SearchContract:
    """Subclasses define `make_index`: an index that holds what the database holds."""

    def make_index(self) -> SearchIndex:
        raise NotImplementedError

    def find(self, text: str, **query: object) -> SearchPage:
        return self.make_index().search(SearchQuery(text=text, **query))  # type: ignore[arg-type]  # by keyword

    def laws(self, text: str) -> list[str]:
        return [hit.id for hit in self.find(text, types=("law",)).hits]

    @pytest.fixture(autouse=True)
    def library(self, db: None) -> None:
        GlossaryTermFactory.create()
        GlossaryTermFactory.create(
            term_zh="实用新型",
            term_en="utility model",
            synonyms_zh=[],
            synonyms_en=["petty patent"],
            equivalents=["DE: Gebrauchsmuster", "RU: полезная модель"],
        )
        JurisdictionFactory.create(code="DE")
        LawFactory.create(slug="lanham", title_zh="", title_en="Trademark Act of 1946", title_zh_basis="")
        LawFactory.create(slug="patents", title_zh="专利法", title_en="Patent Act", number="35 USC")
        LawFactory.create(slug="market", title_zh="市场法", title_en="Market Supervision Act")
        LawFactory.create(
            ref="de-gebrmg",
            jurisdiction=JurisdictionFactory.create(code="DE"),
            title_zh="",
            title_en="",
            title_original="Gebrauchsmustergesetz (GebrMG)",
        )
        LawFactory.create(
            ref="de-markeng", jurisdiction__code="DE", title_zh="商标法", title_en="", title_original="MarkenG"
        )
        TreatyFactory.create()

    def test_a_two_character_chinese_word_is_found(self) -> None:
        assert self.laws("专利") == ["us-patents"]

    def test_a_chinese_word_finds_an_english_title_through_the_glossary(self) -> None:
        assert self.laws("商标") == ["de-markeng", "us-lanham"]

    def test_an_english_word_finds_a_chinese_title_through_the_glossary(self) -> None:
        assert self.laws("trademark") == ["us-lanham", "de-markeng"]

    def test_a_national_term_is_understood(self) -> None:
        LawFactory.create(ref="ru-um", jurisdiction__code="RU", title_zh="实用新型条例", title_en="")
        assert self.laws("полезная модель") == ["ru-um"]

    def test_a_word_of_the_glossary_is_never_found_inside_another(self) -> None:
        assert "us-market" not in self.laws("商标")

    def test_a_typed_word_is_found_at_the_start_of_a_longer_one(self) -> None:
        assert self.laws("gebrauchs") == ["de-gebrmg"]

    def test_every_word_must_be_found(self) -> None:
        assert self.laws("patent act") == ["us-patents"]
        assert self.laws("patent lanham") == []

    def test_a_place_in_the_query_narrows_to_that_place(self) -> None:
        assert self.laws("美国商标") == ["us-lanham"]
        assert self.laws("trademark Germany") == ["de-markeng"]

    @pytest.mark.parametrize("text", ["PATENT ACT", "ｐａｔｅｎｔ　ａｃｔ", "Patent   act", "“patent, act”"])
    def test_case_width_space_and_punctuation_do_not_matter(self, text: str) -> None:
        assert self.laws(text) == ["us-patents"]

    def test_a_number_finds_the_law(self) -> None:
        assert self.laws("35 USC") == ["us-patents"]

    @pytest.mark.parametrize("text", ["", " ", "a", "法", "%", "___", "(", "a\x00", "\u202e", "．"])
    def test_an_empty_or_meaningless_text_finds_nothing(self, text: str) -> None:
        assert self.find(text).total == 0

    @pytest.mark.parametrize("text", ["patent(", "pat*nt", "[a-z]+ x", "patent' OR '1'='1", "\\", "专利%", "x" * 5000])
    def test_special_characters_are_searched_as_text(self, text: str) -> None:
        assert self.find(text).total <= 1

    def test_what_is_found_is_marked_and_everything_else_escaped(self) -> None:
        LawFactory.create(slug="evil", title_zh="<script>专利</script>", title_en="")
        hit = next(hit for hit in self.find("专利").hits if hit.id == "us-evil")
        assert hit.title == "&lt;script&gt;<mark>专利</mark>&lt;/script&gt;"

    def test_a_hit_shows_where_the_other_language_was_found(self) -> None:
        hit = self.find("trademark act", types=("law",)).hits[0]
        assert hit.title == "<mark>Trademark</mark> <mark>Act</mark> of 1946"

    def test_the_best_title_comes_first(self) -> None:
        LawFactory.create(slug="a-longer", title_zh="关于修改专利法的决定", title_en="")
        assert self.laws("专利法")[0] == "us-patents"

    def test_totals_and_facets_agree_with_the_database(self) -> None:
        page = self.find("法")
        assert page.total == 0  # one character is too short
        page = self.find("act")
        by_hand = Law.objects.filter(title_en__contains="Act").count()
        assert page.total == by_hand == page.facets["type"]["law"] == page.facets["jurisdiction"]["US"]

    def test_a_facet_counts_without_its_own_filter(self) -> None:
        page = self.find("商标", types=("law",), jurisdiction="DE")
        assert page.total == 1
        assert page.facets["jurisdiction"] == {"DE": 1, "US": 1}
        assert page.facets["type"] == {"law": 1}

    def test_pages_follow_one_another_without_gap_or_repeat(self) -> None:
        for number in range(7):
            LawFactory.create(slug=f"design-{number}", title_zh="外观设计条例", title_en="Design rules")
        everything = [hit.id for hit in self.find("外观设计", limit=50).hits]
        paged = [hit.id for start in range(0, 9, 3) for hit in self.find("外观设计", offset=start, limit=3).hits]
        assert len(everything) == 7
        assert paged == everything

    def test_beyond_the_last_page_there_is_nothing_but_the_total_stands(self) -> None:
        page = self.find("专利", offset=5000)
        assert page.hits == []
        assert page.total >= 1

    def test_a_treaty_is_found_by_name_and_code(self) -> None:
        for text in ("巴黎公约", "paris convention", "PARIS"):
            assert [hit.id for hit in self.find(text, types=("treaty",)).hits] == ["PARIS"]

    def test_a_word_of_the_glossary_is_itself_found_by_its_synonym(self) -> None:
        page = self.find("petty patent", types=("term",))
        assert page.hits[0].document.title == "实用新型 / utility model"
