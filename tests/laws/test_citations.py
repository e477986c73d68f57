"""Citations of laws and of single articles: resolved to where they stand now, refused where nothing is meant."""

import pytest
from django.test import Client

from laws.citations import parse, resolve_many, suggest
from laws.guides.access import cited_by
from laws.importers.types import Piece
from portal.lib.errors import Invalid
from tests.factories.guides import a_published_guide
from tests.factories.laws import DeadlineRuleFactory, LawFactory
from tests.factories.texts import a_text
from tests.laws.reading.samples import a_law, articles

pytestmark = pytest.mark.django_db


def test_an_article_is_cited_by_its_law_and_its_eid(client: Client) -> None:
    a_text(a_law())
    [cited] = resolve_many(parse("law:us-act#art_2"))
    assert cited.label == "专利法, Article 2"
    assert cited.url == "/laws/US/act/~art_2/#art_2"
    assert (cited.sound, cited.text_held) == (True, True)
    assert client.get(cited.url).status_code == 200


def test_laws_and_articles_are_resolved_together_in_the_order_given() -> None:
    a_text(a_law())
    wanted = [("law", "us-act#art_1"), ("law", "us-act"), ("law", "us-act#art_3")]
    assert [cited.key for cited in resolve_many(wanted)] == [key for _kind, key in wanted]


def test_an_article_that_a_newer_text_lacks_leads_to_the_text_that_had_it() -> None:
    law = a_law()
    old = a_text(law, articles([1, 2]), dated="2010-01-01")
    a_text(law, articles([1]), dated="2020-01-01")
    [cited] = resolve_many([("law", "us-act#art_2")])
    assert cited.url == f"/laws/US/act/{old.expression}/~art_2/#art_2"
    assert not cited.sound


def test_an_article_that_no_text_has_is_refused_and_shown_as_missing() -> None:
    a_text(a_law())
    with pytest.raises(Invalid, match="art_99"):
        parse("law:us-act#art_99")
    [cited] = resolve_many([("law", "us-act#art_99")])
    assert (cited.url, cited.sound) == ("", False)


def test_an_address_too_long_to_be_kept_is_refused() -> None:
    law = a_law("x" * 77)
    pieces = [Piece("chapter", f"Chapter {depth}000000", "A", depth=depth) for depth in range(5)]
    version = a_text(law, [*pieces, *articles([1])])
    anchor = max(version.provisions.values_list("anchor", flat=True), key=len)
    with pytest.raises(Invalid, match=r"too long|过长"):
        parse(f"law:{law.ref}#{anchor}")


@pytest.mark.parametrize("query", ["专利法第二条", "patent act art. 2", "Patent Act, 2", "us-act#2"])
def test_articles_are_offered_where_a_law_and_a_number_are_named(query: str) -> None:
    a_text(a_law())
    assert "law:us-act#art_2" in [cited.notation for cited in suggest(query)]


def test_no_article_is_offered_for_a_law_alone() -> None:
    a_text(a_law())
    assert [cited.notation for cited in suggest("patent act")] == ["law:us-act"]


def test_a_law_that_nothing_cites_says_so_of_all_that_is_looked_through(client: Client) -> None:
    law = LawFactory.create(title_en="Patent Act")
    address = law.get_absolute_url()
    assert (
        "No published guide or warning and no deadline rule cites it yet."
        in client.get(f"/en{address}").content.decode()
    )
    assert "尚无已发布的指引、预警或期限规则引用。" in client.get(address).content.decode()
    DeadlineRuleFactory.create(citation="Patent Act s 1")
    assert "cites it yet" not in client.get(f"/en{address}").content.decode()


def test_a_guide_that_cites_an_article_stands_on_the_page_of_the_law() -> None:
    a_text(a_law())
    a_law("act-2")
    revision = a_published_guide("US")
    revision.sections.get().citations.create(kind="law", key="us-act#art_2")
    assert cited_by("law", "us-act") == [revision.guide]
    assert cited_by("law", "us-act-2") == []
