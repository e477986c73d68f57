"""The page of a law with its text: articles, anchors, parts, the other language, the day, the way to an article."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from laws.importers.types import Piece
from laws.models import LawVersion
from tests.factories.texts import a_text
from tests.laws.reading.samples import a_code, a_law, articles, in_two_languages

pytestmark = pytest.mark.django_db

Budget = Callable[[int], Any]


def page(client: Client, path: str, status: int = 200) -> str:
    response = client.get(path)
    assert response.status_code == status
    return response.content.decode()


def ids(html: str) -> set[str]:
    return set(re.findall(r' id="([^"]+)"', html))


class TestOnePart:
    def test_articles_stand_with_anchor_number_heading_and_words(self, client: Client) -> None:
        a_text(a_law(), [Piece("chapter", "Chapter I", "General"), *articles([1, 2], text="First line {}.\nSecond.")])
        html = page(client, "/en/laws/US/act/")
        assert {"chp_1", "art_1", "art_2"} <= ids(html) or {"art_1", "art_2"} <= ids(html)
        assert "<p>First line 2.</p><p>Second.</p>" in html
        assert '<span class="number">Article 2</span> <span class="title">Title 2</span>' in html

    def test_contents_lead_to_each_article_and_the_permanent_address_names_the_text(self, client: Client) -> None:
        version = a_text(a_law())
        html = page(client, "/en/laws/US/act/")
        assert 'href="#art_2"' in html
        assert f'href="/en/laws/US/act/{version.expression}/~art_2/#art_2"' in html

    def test_the_page_of_an_article_is_titled_by_its_number(self, client: Client) -> None:
        a_text(a_law())
        title = "Patent Act · United States of America · Overseas IP dispute guidance</title>"
        html = page(client, "/en/laws/US/act/~art_2/")
        assert f"<title>Article 2 · {title}" in html
        assert re.search(r'rel="canonical" href="[^"]+/laws/US/act/"', html)
        assert f"<title>{title}" in page(client, "/en/laws/US/act/")

    def test_headings_come_in_order_however_deep_the_part_begins(self, client: Client) -> None:
        pieces = [
            Piece("part", "Part I", "One"),
            Piece("chapter", "Chapter 1", "Two", depth=1),
            *(Piece("article", f"Article {n}", "", "x" * 9000, depth=2) for n in range(1, 11)),
        ]
        a_text(a_law(), pieces)
        for part in (1, 2):
            html = page(client, f"/en/laws/US/act/?part={part}")
            levels = [int(level) for level in re.findall(r"<h([1-6])", html[html.index('id="text"') :])]
            assert all(after <= before + 1 for before, after in zip([1, *levels], levels, strict=False))
        assert "(continued)" in html

    def test_what_is_known_of_the_text_stands_in_plain_sight(self, client: Client) -> None:
        a_text(
            a_law(status="in_force", status_basis="marked in force by the publisher"),
            dated="2020-05",
            publisher="Gazette of Tests",
            licence="Open licence 1.0",
            url="https://gazette.example/act",
        )
        html = page(client, "/en/laws/US/act/")
        for words in (
            "marked in force by the publisher",
            "only the month is known",
            "Gazette of Tests",
            "Open licence 1.0",
            "https://gazette.example/act",
            "Read from the text itself or its official data",
            "not yet by a person",
            "not compared with the official text yet",
            "The text is dated 2020-05",
        ):
            assert words in html

    def test_markup_in_a_text_stays_text_even_in_the_data_for_machines(self, client: Client) -> None:
        law = a_law(title_en="</script><b>Act")
        a_text(law, articles([1], text="<script>alert(1)</script>"))
        html = page(client, "/en/laws/US/act/")
        assert "<script>alert(1)" not in html
        assert "</script><b>" not in html

    def test_a_law_without_a_text_keeps_its_catalogue_page(self, client: Client) -> None:
        a_law()
        assert "No text held yet" in page(client, "/en/laws/US/act/")
        assert client.get("/en/laws/US/act/about/").headers["Location"] == "/en/laws/US/act/"

    def test_the_catalogue_page_of_a_held_law_leads_to_the_text(self, client: Client) -> None:
        a_text(a_law())
        html = page(client, "/en/laws/US/act/about/")
        assert "Read the text" in html
        assert "No text held yet" not in html


class TestParts:
    @pytest.fixture
    def code(self) -> LawVersion:
        version = a_text(a_law(), a_code(1200))
        assert len(version.part_starts) > 4
        return version

    def test_each_article_stands_in_exactly_one_part(self, client: Client, code: LawVersion) -> None:
        seen: list[str] = []
        for number in range(1, len(code.part_starts) + 1):
            html = page(client, f"/en/laws/US/act/?part={number}")
            seen += [anchor for anchor in ids(html) if anchor.startswith("art_")]
        assert sorted(seen) == sorted(f"art_{number}" for number in range(1, 1201))

    def test_the_parts_lead_to_one_another(self, client: Client, code: LawVersion) -> None:
        last = len(code.part_starts)
        assert 'rel="prev"' not in page(client, "/en/laws/US/act/")
        middle = page(client, "/en/laws/US/act/?part=3")
        assert re.search(r'rel="prev" href="/en/laws/US/act/\?part=2"', middle)
        assert re.search(r'rel="next" href="/en/laws/US/act/\?part=4"', middle)
        assert 'rel="next"' not in page(client, f"/en/laws/US/act/?part={last}")

    def test_the_address_of_a_provision_opens_its_part(self, client: Client, code: LawVersion) -> None:
        for path in ("/en/laws/US/act/~art_700/", f"/en/laws/US/act/{code.expression}/~art_700/"):
            html = page(client, path)
            assert 'class="provision is-marked" id="art_700"' in html
            assert re.search(r'rel="canonical" href="[^"]*/en/laws/US/act/\?part=\d+"', html)

    def test_the_address_in_akoma_ntoso_form_leads_there(self, client: Client, code: LawVersion) -> None:
        response = client.get(f"/en/akn/us/act/act/{code.expression}/~art_700")
        assert response.headers["Location"] == f"/en/laws/US/act/{code.expression}/~art_700/#art_700"
        assert client.get("/akn/us/act/act/").headers["Location"] == "/laws/US/act/"

    def test_contents_of_a_long_text_name_the_other_chapters_with_their_part(
        self, client: Client, code: LawVersion
    ) -> None:
        html = page(client, "/en/laws/US/act/?part=2")
        assert html.count("On matter") >= 10
        assert re.search(r'href="/en/laws/US/act/\?part=\d+#\w+"', html)

    @pytest.mark.parametrize("part", ["0", "99", "-1", "x", "1e3", "９"])
    def test_a_part_that_is_not_there_is_a_404_that_helps(self, client: Client, code: LawVersion, part: str) -> None:
        assert "part" in page(client, f"/en/laws/US/act/?part={part}", 404)

    @pytest.mark.parametrize("count", [10, 3000])
    def test_a_page_costs_at_most_eight_queries_whatever_the_size(
        self, client: Client, django_assert_max_num_queries: Budget, count: int
    ) -> None:
        law = a_law("big")
        version = a_text(law, a_code(count))
        a_text(law, a_code(count), language="zh-Hans", is_translation=True)
        for path in (
            "/laws/US/big/",
            f"/laws/US/big/~art_{count}/",
            f"/laws/US/big/{version.expression}/",
            "/laws/US/big/about/",
        ):
            client.get(path)
            with django_assert_max_num_queries(8):
                page(client, path)


class TestTwoLanguages:
    def test_the_translation_stands_beside_the_original_article_by_article(self, client: Client) -> None:
        in_two_languages()
        response = client.get("/en/laws/JP/act/")
        rows = {row.anchor: row.beside for row in response.context["part"].rows}
        assert rows["art_1"].text == "Words 1."
        assert rows["art_2"].text == "Words 2."
        assert rows["art_3"] is None
        html = response.content.decode()
        assert '<div class="law-text" lang="ja"><p>第一条の文。</p></div>' in html
        assert 'lang="en"><p class="beside-label">Article 1 Purpose 1</p><p>Words 1.</p>' in html
        assert "Not in the other text." in html

    def test_articles_are_matched_by_number_where_the_anchors_differ(self, client: Client) -> None:
        law = a_law()
        a_text(law, [Piece("section", "§ 1", "", "Eins."), Piece("section", "§ 2", "", "Zwei.")], language="de")
        a_text(law, [Piece("article", "Article 2", "", "Two.")], language="en", is_translation=True)
        rows = client.get("/en/laws/US/act/").context["part"].rows
        assert [row.beside and row.beside.text for row in rows] == [None, "Two."]

    def test_each_can_be_read_alone(self, client: Client) -> None:
        original, translation = in_two_languages()
        alone = page(client, original.get_absolute_url())
        assert "Words 1." not in alone
        assert "第一条の文。" not in page(client, translation.get_absolute_url())
        assert "Words 1." in page(client, f"{original.get_absolute_url()}?beside={translation.expression}")

    def test_a_translation_says_that_it_is_one_and_whose(self, client: Client) -> None:
        _original, translation = in_two_languages()
        html = page(client, f"/en{translation.get_absolute_url()}")
        assert "This is a translation" in html
        assert "Unofficial translation" in html


class TestGoingToAnArticle:
    @pytest.mark.parametrize("typed", ["2", "Article 2", "第二条", "２", " art. 2 "])
    def test_what_is_typed_leads_to_the_article(self, client: Client, typed: str) -> None:
        a_text(a_law())
        response = client.get("/laws/US/act/", {"article": typed})
        assert response.status_code == 302
        assert response.headers["Location"] == "/laws/US/act/~art_2/#art_2"

    def test_an_article_that_is_not_there_is_said_beside_the_field_and_kept(self, client: Client) -> None:
        a_text(a_law())
        response = client.get("/en/laws/US/act/", {"article": "99 bis"})
        assert response.status_code == 400
        html = response.content.decode()
        assert "This text has no article “99 bis”" in html
        assert 'value="99 bis"' in html

    @pytest.mark.parametrize("typed", ["l 713 2", "L. 713-2", "l713 2", "article l 713 2"])
    def test_the_spaces_it_is_said_with_do_not_matter(self, client: Client, typed: str) -> None:
        a_text(a_law(), articles(["L713", "L713-1", "L713-2"]))
        response = client.get("/laws/US/act/", {"article": typed})
        assert response.headers["Location"] == "/laws/US/act/~art_l713-2/#art_l713-2"

    def test_articles_that_begin_so_are_offered(self, client: Client) -> None:
        a_text(a_law(), articles(["L713-1", "R713-2", "L7130"]))
        html = page(client, "/en/laws/US/act/?article=713", 400)
        offered = re.findall(r'<a class="chip" href="([^"]+)"', html)
        assert offered == ["/en/laws/US/act/~art_l713-1/#art_l713-1", "/en/laws/US/act/~art_r713-2/#art_r713-2"]
        assert "Articles with this number" in html

    def test_the_empty_field_is_answered(self, client: Client) -> None:
        a_text(a_law())
        assert "Write the number of an article." in page(client, "/en/laws/US/act/?article=", 400)


class TestWrongAddresses:
    def test_an_unknown_text_names_the_one_that_is_held(self, client: Client) -> None:
        version = a_text(a_law())
        assert version.expression in page(client, "/en/laws/US/act/eng@1999-01-01/", 404)

    def test_an_unknown_provision_says_so(self, client: Client) -> None:
        a_text(a_law())
        assert "No text of this law has a provision “art_99”" in page(client, "/en/laws/US/act/~art_99/", 404)

    def test_a_provision_of_another_text_names_that_text(self, client: Client) -> None:
        law = a_law()
        old = a_text(law, articles([1, 9]), dated="2010-01-01")
        a_text(law, articles([1]), dated="2020-01-01")
        assert old.expression in page(client, "/en/laws/US/act/~art_9/", 404)
        assert "Words of 9" in page(client, f"/en/laws/US/act/{old.expression}/~art_9/")

    def test_a_law_without_texts_says_that_none_is_held(self, client: Client) -> None:
        a_law()
        assert "not in the library" in page(client, "/en/laws/US/act/eng@2020/", 404)
        assert "not in the library" in page(client, "/en/laws/US/act/~art_1/", 404)

    def test_another_spelling_leads_to_the_one_address(self, client: Client) -> None:
        version = a_text(a_law())
        response = client.get(f"/laws/us/act/{version.expression.upper()}/")
        assert (response.status_code, response.headers["Location"]) == (301, version.get_absolute_url())


class TestPrinting:
    def test_the_whole_text_is_on_one_page(self, client: Client) -> None:
        version = a_text(a_law(), a_code(1200))
        html = page(client, f"{version.get_absolute_url()}print/")
        assert {"art_1", "art_600", "art_1200"} <= ids(html)

    def test_a_text_too_long_for_one_page_is_refused_with_a_way_out(self, client: Client) -> None:
        version = a_text(a_law(), characters=3_000_000)
        assert "download" in page(client, f"/en{version.get_absolute_url()}print/", 404)


class TestDownloads:
    @pytest.mark.parametrize(
        ("ending", "kind", "words"),
        [("xml", "application/akn+xml", "<akomaNtoso"), ("txt", "text/plain", "Words of 2.")],
    )
    def test_the_text_comes_as_a_file(self, client: Client, ending: str, kind: str, words: str) -> None:
        version = a_text(a_law(), articles([1, 2]))
        path = f"/laws/US/act/{version.expression}.{ending}"
        assert f'href="{path}"' in page(client, "/laws/US/act/")
        response = client.get(path)
        assert response.headers["Content-Type"].startswith(kind)
        assert f"us-act_{version.expression}.{ending}" in response.headers["Content-Disposition"]
        assert words in b"".join(response).decode()
        assert not response.cookies

    def test_another_form_is_a_404_that_names_the_two(self, client: Client) -> None:
        version = a_text(a_law())
        assert ".txt" in page(client, f"/en/laws/US/act/{version.expression}.pdf", 404)
