"""The coverage pages: totals, one line a place, filters, gaps, files."""

import csv
import io
import re
from typing import Any

import pytest
from django.test import Client

from laws.models import Law
from portal.lib import figures
from tests.factories.laws import GroupFactory, GroupMemberFactory, LawFactory, LawInheritanceFactory
from tests.factories.reference import JurisdictionFactory
from tests.factories.texts import a_text
from tests.laws.coverage.library import a_market, a_varied_library

pytestmark = pytest.mark.django_db


def page(client: Client, path: str) -> str:
    response = client.get(path)
    assert response.status_code == 200
    return response.text


def places(html: str) -> list[str]:
    return re.findall(r'<th scope="row"><a href="/en/coverage/([A-Z0-9]+)/">', html)


def total(html: str, anchor: str) -> str:
    found = re.search(rf'<tr id="{anchor}">.*?<td class="num"[^>]*>([^<]*)</td>', html, re.S)
    assert found, anchor
    return found[1]


def test_main_markets_come_first_in_their_order(client: Client) -> None:
    JurisdictionFactory.create(code="AD", name_en="Andorra")
    a_market("DE", 2)
    a_market("US", 1)
    assert places(page(client, "/en/coverage/")) == ["US", "DE", "AD"]


def test_the_totals_are_those_of_the_figures_and_the_counters_lead_to_them(client: Client) -> None:
    a_varied_library()
    html = page(client, "/en/coverage/")
    known = {figure.explained_at: figure for figure in figures.figures() if figure.explained_at}
    assert set(known) == {
        f"/coverage/#{anchor}" for anchor in ("places", "inherited", "laws", "with-text", "texts", "articles")
    }
    for address, figure in known.items():
        assert total(html, address.partition("#")[2]) == str(figure.count()), figure.key
    home = page(client, "/en/")
    assert 'href="/en/coverage/#laws"' in home
    assert 'href="/en/coverage/#with-text"' in home
    assert 'href="/en/coverage/#articles"' in page(client, "/en/statistics/")


def test_a_line_says_what_is_held_and_what_is_missing(client: Client) -> None:
    a_varied_library()
    html = page(client, "/en/coverage/")
    line = html.split('href="/en/coverage/US/"')[1].split("</tr>")[0]
    assert "market 1" in line
    assert "2024-07" in line
    assert "1 from the source, 1 reviewed, 0 unreviewed, 1 missing" in re.sub(r"\s+", " ", line)
    assert "No law listed: Copyright, Design" in re.sub(r"\s+", " ", line)
    assert "No text held: Trade mark" in re.sub(r"\s+", " ", line)


def test_an_inherited_law_closes_the_gap_and_a_repealed_one_does_not(client: Client) -> None:
    a_varied_library()
    line = page(client, "/en/coverage/").split('href="/en/coverage/DE/"')[1].split("</tr>")[0]
    assert "No law listed" not in line, "designs are protected by an inherited law"
    assert "No text held: Design" in re.sub(r"\s+", " ", line), "the text of a repealed law is none to rely on"


def test_an_organisation_is_not_blamed_for_rights_it_does_not_deal_with(client: Client) -> None:
    LawInheritanceFactory.create(law__slug="convention")
    line = page(client, "/en/coverage/").split('href="/en/coverage/EP/"')[1].split("</tr>")[0]
    assert "No law listed" not in line


@pytest.mark.parametrize(
    ("query", "left"),
    [
        ("?gaps=law", ["US", "JP"]),
        ("?gaps=status", ["US"]),
        ("?gaps=title", ["US", "DE", "EP"]),
        ("?gaps=any&right=patent", ["DE", "JP", "EP"]),
        ("?gaps=law&right=copyright", ["US", "JP"]),
        ("?region=150", ["DE"]),
        ("?group=RCEP", ["JP"]),
        ("?right=nonsense", ["US", "DE", "JP", "EP"]),
    ],
)
def test_the_list_can_be_narrowed(client: Client, query: str, left: list[str]) -> None:
    a_varied_library()
    Law.objects.filter(ref="us-bare").update(title_zh_basis="own")
    JurisdictionFactory.create(code="JP")
    place = JurisdictionFactory.create(code="DE")
    place.region_code = "150"
    place.save()
    GroupMemberFactory.create(group=GroupFactory.create(), jurisdiction=JurisdictionFactory.create(code="JP"))
    assert places(page(client, f"/en/coverage/{query}")) == left
    text = client.get(f"/en/coverage/coverage.csv{query}").content.decode("utf-8-sig")
    codes = [line[0] for line in list(csv.reader(io.StringIO(text)))[1:]]
    assert list(dict.fromkeys(codes)) == left


def test_the_page_of_a_place_counts_right_by_right(client: Client) -> None:
    a_varied_library()
    html = page(client, "/en/coverage/DE/")
    assert re.findall(r'<tr>\s*<th scope="row">([^<]+)</th>', html) == [
        "All rights",
        "Patent",
        "Design",
        "Trade mark",
        "Copyright",
    ]
    assert client.get("/en/coverage/de/").headers["Location"] == "/en/coverage/DE/"
    assert client.get("/en/coverage/QQ/").status_code == 404


def test_a_long_list_is_cut_into_light_pages(client: Client, django_assert_max_num_queries: Any) -> None:
    for number in range(60):
        place = JurisdictionFactory.create(code=f"X{number:02}")
        a_text(LawFactory.create(jurisdiction=place, subjects=["patent", "design"]))
    with django_assert_max_num_queries(11):
        html = page(client, "/en/coverage/")
    assert len(places(html)) == 50
    assert len(places(page(client, "/en/coverage/?page=2"))) == 10


def test_an_empty_library_says_zero(client: Client) -> None:
    html = page(client, "/en/coverage/")
    assert total(html, "laws") == "0"
    assert "No place matches" in html


@pytest.mark.parametrize(
    "path", ["/coverage/", "/coverage/US/", "/coverage/markets/", "/coverage/sources/", "/coverage/markets.csv"]
)
def test_pages_that_only_show_refuse_a_post_and_are_the_same_for_everybody(client: Client, path: str) -> None:
    JurisdictionFactory.create()
    assert client.post(path).status_code == 405
    response = client.get(path)
    assert not response.cookies
    assert "Cookie" not in response.get("Vary", "")
