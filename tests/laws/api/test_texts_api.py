"""Texts of laws for programs: what is said of a version, provisions in order and by anchor, filters by text and day."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from laws.importers.types import Piece
from laws.models import Law, LawRelation, LawVersion
from portal.lib import clock
from tests.factories.laws import LawFactory
from tests.factories.texts import a_text, an_act

pytestmark = pytest.mark.django_db

Budget = Callable[[int], Any]


def get(client: Client, path: str, status: int = 200) -> Any:
    response = client.get(path if path.startswith("http") else f"/api/v1{path}")
    assert response.status_code == status, response.content
    return response.json()


def refs(client: Client, query: str) -> list[str]:
    return [row["ref"] for row in get(client, f"/laws/?{query}")["results"]]


@pytest.fixture
def text() -> LawVersion:
    return a_text(
        LawFactory.create(slug="patent-act"),
        pieces=an_act(5),
        licence="CC BY 4.0",
        publisher="The Office",
        in_force_from="2019-05",
    )


class TestVersions:
    def test_a_law_names_its_texts_with_source_tier_licence_and_hash(self, client: Client, text: LawVersion) -> None:
        [version] = get(client, "/laws/us-patent-act/")["versions"]
        assert (version["expression"], version["language"], version["current"]) == ("eng@2020-01-01", "en", True)
        assert (version["tier"], version["licence"], version["publisher"]) == ("R", "CC BY 4.0", "The Office")
        assert (version["in_force_from"], version["in_force_to"], version["verified_on"]) == ("2019-05", "", None)
        assert (version["articles"], version["containers"]) == (5, 1)
        assert version["sha256"] == text.sha256
        assert version["page"] == "/laws/US/patent-act/eng@2020-01-01/"
        assert "part_starts" not in version

    def test_the_list_of_laws_names_the_current_text_of_each_language(self, client: Client, text: LawVersion) -> None:
        a_text(text.law, dated="2024-01-01")
        a_text(text.law, language="de", dated="", is_translation=True)
        [law] = get(client, "/laws/")["results"]
        assert [row["expression"] for row in law["texts"]] == ["deu@undated", "eng@2024-01-01"]
        assert get(client, law["texts"][0]["api"].removeprefix("/api/v1"))["is_translation"] is True

    def test_every_text_of_a_law_is_listed_the_newest_of_a_language_first(
        self, client: Client, text: LawVersion
    ) -> None:
        a_text(text.law, dated="2024-01-01")
        listed = get(client, "/laws/us-patent-act/versions/")
        assert [row["expression"] for row in listed["results"]] == ["eng@2024-01-01", "eng@2020-01-01"]
        assert [row["current"] for row in listed["results"]] == [True, False]

    def test_one_text_has_an_address(self, client: Client, text: LawVersion) -> None:
        found = get(client, "/laws/us-patent-act/versions/eng@2020-01-01/")
        assert found["law"] == "us-patent-act"
        assert found["provisions"] == "/api/v1/laws/us-patent-act/versions/eng@2020-01-01/provisions/"

    def test_relations_stand_on_both_sides(self, client: Client) -> None:
        old, new = LawFactory.create(slug="old-act"), LawFactory.create(slug="new-act")
        LawRelation.objects.create(kind="repeals", actor=new, target=old, date="2020", source="test")
        LawRelation.objects.create(kind="amends", actor_label="An Act unknown here", target=old)
        assert [row["law"] for row in get(client, "/laws/us-new-act/")["acts_on"]] == ["us-old-act"]
        found = get(client, "/laws/us-old-act/")["acted_on_by"]
        assert [(row["kind"], row["law"], row["name"], row["date"]) for row in found] == [
            ("amends", None, "An Act unknown here", ""),
            ("repeals", "us-new-act", "", "2020"),
        ]

    @pytest.mark.parametrize(
        "path",
        [
            "/laws/us-nothing/versions/",
            "/laws/us-nothing/provisions/",
            "/laws/us-patent-act/versions/eng@1900-01-01/",
            "/laws/us-patent-act/versions/eng@1900-01-01/provisions/",
            "/laws/us-patent-act/versions/eng@2020-01-01/provisions/art_99/",
            "/laws/us-patent-act/provisions/art_99/",
            "/laws/us-patent-act/provisions/?language=fr",
        ],
    )
    def test_what_is_not_held_is_not_found(self, client: Client, text: LawVersion, path: str) -> None:
        assert get(client, path, 404)["type"] == "not-found"


class TestProvisions:
    PATH = "/laws/us-patent-act/versions/eng@2020-01-01/provisions/"

    def test_they_come_in_the_order_of_the_text_and_make_a_tree(self, client: Client, text: LawVersion) -> None:
        rows = get(client, self.PATH)["results"]
        assert [row["position"] for row in rows] == [0, 1, 2, 3, 4, 5]
        assert [row["parent"] for row in rows] == [None, 0, 0, 0, 0, 0]
        assert rows[1] == {
            "anchor": "art_1",
            "position": 1,
            "parent": 0,
            "depth": 1,
            "kind": "article",
            "unit": "article",
            "number_raw": "Article 1",
            "number": "1",
            "heading": "Title 1",
            "text": "Everything new is protected.",
            "page": "/laws/US/patent-act/eng@2020-01-01/~art_1/",
        }

    def test_pages_follow_one_another_to_the_end(self, client: Client, text: LawVersion) -> None:
        path, seen = f"{self.PATH}?page_size=2", []
        while path:
            answer = get(client, path)
            assert answer["previous"] is None
            seen.append([row["position"] for row in answer["results"]])
            path = answer["next"]
        assert seen == [[0, 1], [2, 3], [4, 5]]

    @pytest.mark.parametrize(
        ("query", "positions"),
        [
            ("kind=container", [0]),
            ("kind=article&after=3", [4, 5]),
            ("number=3", [3]),
            ("number=Article 3", [3]),
            ("number=第三条", [3]),
            ("number=…", []),
            ("parent=0&after=4", [5]),
        ],
    )
    def test_they_are_filtered(self, client: Client, text: LawVersion, query: str, positions: list[int]) -> None:
        for path in (self.PATH, "/laws/us-patent-act/provisions/"):
            assert [row["position"] for row in get(client, f"{path}?{query}")["results"]] == positions

    @pytest.mark.parametrize(
        "query", ["kind=clause", "after=x", "after=-1", "after=1.5", "parent=9999999999", "page=2", "lang=en"]
    )
    def test_a_value_that_means_nothing_is_refused(self, client: Client, text: LawVersion, query: str) -> None:
        assert list(get(client, f"{self.PATH}?{query}", 400)["fields"]) == [query.partition("=")[0]]

    def test_one_by_its_anchor_knows_the_headings_above_it(self, client: Client) -> None:
        pieces = [
            Piece("part", "Part I", "Rights"),
            Piece("chapter", "Chapter I", "Marks", depth=1),
            Piece("chapter", "Chapter II", "Names", depth=1),
            Piece("article", "Article 5 bis", "Scope", "All of them.", depth=2),
        ]
        a_text(LawFactory.create(slug="patent-act"), pieces=pieces)
        found = get(client, f"{self.PATH}art_5bis/")
        assert (found["law"], found["expression"], found["language"]) == ("us-patent-act", "eng@2020-01-01", "en")
        assert [row["heading"] for row in found["path"]] == ["Rights", "Names"]
        assert get(client, "/laws/us-patent-act/provisions/art_5bis/") == found

    def test_the_current_text_is_the_original_unless_a_language_is_asked_for(
        self, client: Client, text: LawVersion
    ) -> None:
        a_text(text.law, language="de", is_translation=True)
        a_text(text.law, dated="2024-01-01", pieces=an_act(1, text="Nothing is protected."))
        path = "/laws/us-patent-act/provisions/art_1/"
        assert get(client, path)["expression"] == "eng@2024-01-01"
        assert get(client, path)["text"] == "Nothing is protected."
        assert get(client, f"{path}?language=de")["expression"] == "deu@2020-01-01"
        assert list(get(client, f"{path}?language=Deutsch!", 400)["fields"]) == ["language"]


class TestFilters:
    @pytest.fixture(autouse=True)
    def laws(self, text: LawVersion) -> None:
        LawFactory.create(
            ref="jp-b",
            jurisdiction__code="JP",
            year=1959,
            title_zh="商标法",
            title_en="Trademark Act",
            title_original="商標法",
            number="昭和34年法律第127号",
        )
        Law.objects.filter(ref="us-patent-act").update(year=1952, number="66 Stat. 792")

    @pytest.mark.parametrize(
        ("query", "found"),
        [
            ("has_text=true", ["us-patent-act"]),
            ("has_text=false", ["jp-b"]),
            ("language=en", ["us-patent-act"]),
            ("language=sw", []),
            ("year_from=1955", ["jp-b"]),
            ("year_to=1955", ["us-patent-act"]),
            ("year_from=1952&year_to=1959", ["jp-b", "us-patent-act"]),
            ("q=trademark", ["jp-b"]),
            ("q=act mark", ["jp-b"]),
            ("q=商標", ["jp-b"]),
            ("q=专利", ["us-patent-act"]),
            ("q=第127号", ["jp-b"]),
            ("q=66 stat", ["us-patent-act"]),
            ("q=100%25", []),
        ],
    )
    def test_laws_are_found_by(self, client: Client, query: str, found: list[str]) -> None:
        assert refs(client, query) == found

    @pytest.mark.parametrize(
        "query",
        [
            "has_text=perhaps",
            "language=English",
            "year_from=next",
            "q=x",
            "q=" + "x" * 101,
            "in_force_on=2020",
            "in_force_on=01/02/2020",
            "in_force_on=0001-01-01",
            "in_force_on=0999-12-31",
            "year=1999.5",
        ],
    )
    def test_a_value_that_means_nothing_is_refused(self, client: Client, query: str) -> None:
        assert list(get(client, f"/laws/?{query}", 400)["fields"]) == [query.partition("=")[0]]


class TestInForceOn:
    def law(self, **facts: Any) -> Law:
        return LawFactory.create(slug="x", **facts)

    @pytest.mark.parametrize(
        ("since", "day", "known"),
        [
            ("2019-05-08", "2019-05-07", False),
            ("2019-05-08", "2019-05-08", True),
            ("2019-05", "2019-05-30", False),
            ("2019-05", "2019-05-31", True),
            ("2019-05", "2019-06-01", True),
            ("2019-02", "2019-02-28", True),
            ("2020-02", "2020-02-28", False),
            ("2019-12", "2019-12-31", True),
            ("2019", "2019-12-30", False),
            ("2019", "2019-12-31", True),
            ("2019", "2020-01-01", True),
            ("", "2020-01-01", False),
        ],
    )
    def test_a_beginning_counts_from_the_last_day_it_can_mean(
        self, client: Client, since: str, day: str, known: bool
    ) -> None:
        self.law(in_force=since, status="in_force")
        assert refs(client, f"in_force_on={day}") == (["us-x"] if known else [])

    @pytest.mark.parametrize(
        ("status", "known"), [("in_force", True), ("amended", True), ("unknown", False), ("repealed", False)]
    )
    def test_only_a_known_status_says_that_it_stood(self, client: Client, status: str, known: bool) -> None:
        self.law(in_force="2000-01-01", status=status)
        assert refs(client, "in_force_on=2010-01-01") == (["us-x"] if known else [])

    @pytest.mark.parametrize(
        ("repealed", "note", "day", "known"),
        [
            ("2015-06-01", "", "2015-05-31", True),
            ("2015-06-01", "", "2015-06-01", False),
            ("2015-06", "", "2015-05-31", True),
            ("2015-06", "", "2015-06-01", False),
            ("2015", "", "2014-12-31", True),
            ("2015", "", "2015-01-01", False),
            ("", "", "2010-01-01", False),
            ("2015-06-01", "sections 3 to 5", "2015-05-31", False),
        ],
    )
    def test_a_repealed_law_stood_until_the_first_day_its_repeal_can_mean(
        self, client: Client, repealed: str, note: str, day: str, known: bool
    ) -> None:
        law = self.law(in_force="2000-01-01", status="repealed")
        LawRelation.objects.create(kind="repeals", actor_label="A later Act", target=law, date=repealed, note=note)
        assert refs(client, f"in_force_on={day}") == (["us-x"] if known else [])

    @pytest.mark.parametrize(("day", "known"), [("2011-01-01", True), ("2012-01-01", True), ("2012-01-02", False)])
    def test_a_text_with_both_dates_is_proof_whatever_the_status(self, client: Client, day: str, known: bool) -> None:
        law = self.law(status="unknown")
        a_text(law, in_force_from="2010", in_force_to="2012-01-01")
        assert refs(client, f"in_force_on={day}") == (["us-x"] if known else [])

    def test_a_beginning_known_from_a_text_is_enough_for_a_law_that_stands(self, client: Client) -> None:
        a_text(self.law(status="in_force"), in_force_from="2010-05")
        assert refs(client, "in_force_on=2010-05-31") == ["us-x"]
        assert refs(client, "in_force_on=2010-05-30") == []

    def test_a_day_that_has_not_come_is_refused(self, client: Client) -> None:
        self.law(in_force="2000-01-01")
        today = clock.today()
        assert refs(client, f"in_force_on={today}") == ["us-x"]
        answer = get(client, f"/laws/?in_force_on={today + timedelta(days=1)}", 400)
        assert list(answer["fields"]) == ["in_force_on"]


def test_the_cost_does_not_grow_with_texts_and_provisions(
    client: Client, django_assert_max_num_queries: Budget
) -> None:
    for number in range(6):
        law = LawFactory.create(slug=f"act-{number}", jurisdiction__code=f"Q{chr(65 + number)}")
        for day in ("2019-01-01", "2020-01-01"):
            a_text(law, dated=day, pieces=an_act(30, text=f"Of {day}."))
        LawRelation.objects.create(kind="amends", actor_label=f"Act {number}", target=law)
    for path, most in [
        ("/laws/?has_text=true&in_force_on=2020-01-01", 5),
        ("/laws/qa-act-0/", 7),
        ("/laws/qa-act-0/versions/", 3),
        ("/laws/qa-act-0/versions/eng@2020-01-01/", 1),
        ("/laws/qa-act-0/versions/eng@2020-01-01/provisions/", 2),
        ("/laws/qa-act-0/provisions/art_5/", 3),
    ]:
        with django_assert_max_num_queries(most):
            get(client, path)
