"""Several texts of one law: which is shown, which was the text of a day, what changed between two."""

import datetime
import re
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from laws.importers.types import Piece
from laws.texts.comparing import compare
from tests.factories.texts import a_text
from tests.laws.reading.samples import a_code, a_law, articles, in_two_languages

pytestmark = pytest.mark.django_db

Budget = Callable[[int], Any]


def page(client: Client, path: str, status: int = 200) -> str:
    response = client.get(path)
    assert response.status_code == status
    return response.content.decode()


class TestTheDateLine:
    def test_all_texts_of_the_language_stand_in_order_with_the_one_shown(self, client: Client) -> None:
        law = a_law()
        old = a_text(law, articles([1]), dated="2010-01-01")
        new = a_text(law, articles([1, 2]), dated="2020-06")
        a_text(law, articles([1]), language="de", dated="2015-01-01")
        response = client.get(f"/en{old.get_absolute_url()}")
        assert [one.dated for one in response.context["dates"]] == ["2020-06", "2010-01-01"]
        html = response.content.decode()
        assert f'href="/en/laws/US/act/{new.expression}/">2020-06</a> <span class="small muted">current</span>' in html
        assert f'href="/en/laws/US/act/{old.expression}/" aria-current="true">2010-01-01</a>' in html
        assert "This is an older text" in html

    def test_the_current_text_has_the_address_of_the_law_and_an_older_one_its_own(self, client: Client) -> None:
        law = a_law()
        old = a_text(law, articles([1]), dated="2010-01-01")
        new = a_text(law, articles([1, 2]), dated="2020-06-01")
        for version, address in ((new, "/laws/US/act/"), (old, f"/laws/US/act/{old.expression}/")):
            html = page(client, f"/laws/US/act/{version.expression}/")
            assert re.search(rf'rel="canonical" href="[^"/]*//[^"/]+{re.escape(address)}"', html)

    def test_two_texts_of_one_date_are_told_apart(self, client: Client) -> None:
        law = a_law()
        old = a_text(law, articles([1]), dated="2020-06-01", expression="eng@2020-06-01.1")
        a_text(law, articles([1, 2]), dated="2020-06-01")
        html = page(client, f"/en{old.get_absolute_url()}")
        assert "2020-06-01 (no. 1, imported" in html
        assert "2020-06-01 (no. 2, imported" in html
        html = page(client, "/en/laws/US/act/diff/")
        assert html.count("2020-06-01 (no. 1, imported") == 3


class TestTheTextOfADay:
    def test_the_text_in_force_on_the_day_is_shown(self, client: Client) -> None:
        law = a_law()
        a_text(law, articles([1]), dated="2010-01-01", in_force_from="2010-03-01", in_force_to="2019-12-31")
        a_text(law, articles([1, 2]), dated="2020-01-01", in_force_from="2020-01-01")
        response = client.get("/en/laws/US/act/?on=2019-05-01")
        assert response.context["version"].dated == "2010-01-01"
        assert "in force from 2010-03-01 to 2019-12-31" in response.content.decode()
        assert client.get("/en/laws/US/act/?on=2020-01-01").context["version"].dated == "2020-01-01"

    def test_without_dates_of_force_the_last_text_before_the_day_is_shown_and_the_gap_named(
        self, client: Client
    ) -> None:
        law = a_law()
        a_text(law, articles([1]), dated="2010-01-01")
        a_text(law, articles([1, 2]), dated="2020-01-01")
        response = client.get("/en/laws/US/act/?on=2019-05-01")
        assert response.context["version"].dated == "2010-01-01"
        assert "Whether the law was changed between the two is not known." in response.content.decode()

    @pytest.mark.parametrize(("on", "shown"), [("2010-12-31", "2010"), ("2010-06-01", None)])
    def test_a_text_known_to_the_year_counts_only_when_the_year_is_over(
        self, client: Client, on: str, shown: str | None
    ) -> None:
        a_text(a_law(), articles([1]), dated="2010")
        as_of = client.get(f"/en/laws/US/act/?on={on}").context["wanted"].as_of
        assert (as_of.version.dated if as_of.version else None) == shown

    def test_a_day_before_everything_held_is_answered_honestly(self, client: Client) -> None:
        a_text(a_law(), articles([1]), dated="2010-01-01")
        html = page(client, "/en/laws/US/act/?on=1999-01-01")
        assert "No text of that day is held" in html
        assert "The oldest text held in this language is dated 2010-01-01." in html

    def test_texts_without_a_date_answer_no_day(self, client: Client) -> None:
        a_text(a_law(), articles([1]), dated="")
        assert "carry no date" in page(client, "/en/laws/US/act/?on=1999-01-01")

    @pytest.mark.parametrize("on", ["soon", "2019-02-30", ""])
    def test_a_day_that_is_none_is_said_beside_the_field(self, client: Client, on: str) -> None:
        a_text(a_law())
        html = page(client, f"/en/laws/US/act/?on={on}", 400)
        assert "2019-05-01" in html
        assert "Everything new is protected." in html

    def test_the_day_of_another_language_is_asked_of_that_language(self, client: Client) -> None:
        in_two_languages()
        day = datetime.date(2021, 1, 1).isoformat()
        assert client.get(f"/en/laws/JP/act/?on={day}&language=en").context["version"].language == "en"
        assert client.get(f"/en/laws/JP/act/?on={day}&language=xx").context["version"].language == "ja"


class TestWhatChanged:
    def test_exactly_the_changed_article_is_shown(self, client: Client) -> None:
        law = a_law()
        a_text(law, articles(range(1, 51)), dated="2010-01-01")
        a_text(law, [*articles(range(1, 8)), *articles([8], "New {}."), *articles(range(9, 51))], dated="2020-01-01")
        response = client.get("/en/laws/US/act/diff/")
        comparison = response.context["comparison"]
        assert [(change.kind, change.row.anchor) for change in comparison.changes] == [("changed", "art_8")]
        assert comparison.unchanged == 49
        html = response.content.decode()
        assert '<del><span class="visually-hidden">removed: </span>Words of</del>' in html
        assert '<ins><span class="visually-hidden">added: </span>New</ins>' in html
        assert "Words of 7" not in html
        assert '<select name="from" id="id_from"' in html
        assert "49 articles unchanged and not shown" in html

    def test_added_removed_and_moved_articles_are_told_apart(self) -> None:
        law = a_law()
        older = a_text(
            law,
            [*articles([1, 2], heading=""), Piece("article", "Article 3", "", "The very same words.", depth=1)],
            dated="2010-01-01",
        )
        newer = a_text(
            law,
            [
                *articles([1, 4], heading=""),
                Piece("article", "Article 5", "", "The very same words.", depth=1),
            ],
            dated="2020-01-01",
        )
        found = [(change.kind, change.row.anchor) for change in compare(older, newer).changes]
        assert sorted(found) == [("added", "art_4"), ("moved", "art_5"), ("removed", "art_2")]

    def test_a_changed_heading_is_a_change(self) -> None:
        law = a_law()
        older = a_text(law, articles([1], heading="Old"), dated="2010-01-01")
        newer = a_text(law, articles([1], heading="New"), dated="2020-01-01")
        [change] = compare(older, newer).changes
        assert [(piece.kind, piece.text) for line in change.heading for piece in line.pieces] == [
            ("same", "Article 1 "),
            ("removed", "Old"),
            ("added", "New"),
        ]

    @pytest.mark.parametrize("apart", ["Uno.\n\nDos.", "Uno.\n \n\u3000\nDos."])
    def test_blank_lines_are_no_change_and_leave_no_empty_mark(self, client: Client, apart: str) -> None:
        law = a_law()
        older = a_text(law, articles([1, 2], "Uno.\nDos."), dated="2010-01-01")
        newer = a_text(law, [*articles([1], apart), *articles([2], f"{apart}\n\nTres.")], dated="2020-01-01")
        comparison = compare(older, newer)
        assert [(change.kind, change.row.anchor) for change in comparison.changes] == [("changed", "art_2")]
        assert comparison.unchanged == 1
        html = page(client, "/en/laws/US/act/diff/")
        assert re.findall(r"<ins>.*?</ins>", html) == ['<ins><span class="visually-hidden">added: </span>Tres.</ins>']
        assert "<del>" not in html

    def test_the_same_words_with_blank_lines_under_another_number_have_moved(self) -> None:
        law = a_law()
        older = a_text(law, [*articles([1]), *articles([2], "Uno.\nDos.", "")], dated="2010-01-01")
        newer = a_text(law, [*articles([1]), *articles([3], "Uno.\n\nDos.", "")], dated="2020-01-01")
        assert [change.kind for change in compare(older, newer).changes] == ["moved"]

    def test_a_space_alone_is_named(self, client: Client) -> None:
        law = a_law()
        a_text(law, articles([1], "不得使用。"), dated="2010-01-01")
        a_text(law, articles([1], "不得 使用。"), dated="2020-01-01")
        html = page(client, "/en/laws/US/act/diff/")
        assert '<ins><span class="visually-hidden">added: space</span> </ins>' in html

    def test_undated_texts_are_named_in_words(self, client: Client) -> None:
        law = a_law()
        a_text(law, articles([1]), dated="", expression="eng@undated")
        a_text(law, articles([1, 2]), dated="2020-01-01")
        path = "/laws/US/act/diff/?from=eng@undated"
        assert "<p>Before: undated text; after: 2020-01-01 · English</p>" in page(client, f"/en{path}")
        assert "<p>旧文本：未注明日期的文本；新文本：2020-01-01 · 英语</p>" in page(client, path)

    def test_a_long_law_is_compared_in_a_fixed_number_of_queries(
        self, client: Client, django_assert_max_num_queries: Budget
    ) -> None:
        law = a_law()
        a_text(law, a_code(2000), dated="2010-01-01")
        a_text(law, a_code(2000, text="Other words of {0}."), dated="2020-01-01")
        client.get("/en/laws/US/act/diff/")
        with django_assert_max_num_queries(4):
            html = page(client, "/en/laws/US/act/diff/")
        assert "2000 provisions changed" in html
        assert html.count('<section class="change"') == 40

    def test_two_languages_are_not_compared(self, client: Client) -> None:
        original, translation = in_two_languages()
        path = f"/en/laws/JP/act/diff/?from={original.expression}&to={translation.expression}"
        assert "Only two texts in one language can be compared" in page(client, path, 404)

    def test_a_single_text_has_nothing_to_compare_with(self, client: Client) -> None:
        a_text(a_law())
        assert "Nothing to compare yet" in page(client, "/en/laws/US/act/diff/")

    def test_a_text_against_itself_says_the_same(self, client: Client) -> None:
        version = a_text(a_law())
        path = f"/en/laws/US/act/diff/?from={version.expression}&to={version.expression}"
        assert "say the same, word for word" in page(client, path)

    def test_a_text_that_is_not_held_is_a_404_that_helps(self, client: Client) -> None:
        version = a_text(a_law())
        assert version.expression in page(client, "/en/laws/US/act/diff/?from=eng@1900", 404)
        a_law("bare")
        assert "not in the library" in page(client, "/en/laws/US/bare/diff/", 404)
