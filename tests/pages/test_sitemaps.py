"""What search engines are told: an index, files of limited size, every page in both languages."""

import re
from typing import Any

import pytest
from django.test import Client

from laws import sitemaps
from portal.pages.sitemaps import SECTIONS
from tests.factories.guides import a_published_guide
from tests.factories.laws import JudgmentFactory, LawFactory, TreatyFactory
from tests.factories.texts import a_text

pytestmark = pytest.mark.django_db


def locations(client: Client, path: str) -> list[str]:
    response = client.get(path)
    assert response.status_code == 200
    assert response["Content-Type"] == "application/xml"
    assert {"public", "max-age=3600"} == set(response["Cache-Control"].split(", "))
    return [re.sub(r"^https?://[^/]+", "", found) for found in re.findall(r"<loc>(.*?)</loc>", response.text)]


def test_the_index_names_every_file_and_each_answers(client: Client) -> None:
    a_text()
    files = locations(client, "/sitemap.xml")
    assert files == [*(f"/sitemap-{name}.xml" for name in SECTIONS), "/sitemap-laws-1.xml"]
    for file in files:
        assert client.get(file).status_code == 200


def test_each_page_names_its_translation(client: Client) -> None:
    text = client.get("/sitemap-pages.xml").text
    assert "/emergency/</loc>" in text
    assert "/en/emergency/</loc>" in text
    assert text.count('hreflang="en"') == text.count('hreflang="zh-Hans"') == text.count("<url>")


def test_a_law_is_listed_once_a_text_of_it_is_held(client: Client) -> None:
    LawFactory.create(slug="bare")
    law = LawFactory.create(slug="act")
    a_text(law)
    a_text(law, language="zh-Hans")
    assert locations(client, "/sitemap-laws-1.xml") == ["/laws/US/act/", "/en/laws/US/act/"]
    assert "<lastmod>" in client.get("/sitemap-laws-1.xml").text


def test_laws_are_spread_over_files_of_limited_size(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sitemaps, "LAWS_PER_FILE", 2)
    for number in range(3):
        a_text(LawFactory.create(slug=f"act-{number}"))
    assert "/sitemap-laws-2.xml" in locations(client, "/sitemap.xml")
    found = locations(client, "/sitemap-laws-1.xml") + locations(client, "/sitemap-laws-2.xml")
    assert sorted(found) == sorted(f"{prefix}/laws/US/act-{number}/" for prefix in ("", "/en") for number in range(3))


def test_places_treaties_guides_and_cases_are_listed(client: Client) -> None:
    TreatyFactory.create()
    a_published_guide("US")
    JudgmentFactory.create(code="J900")
    assert "/judgments/J900/" in locations(client, "/sitemap-judgments.xml")
    assert "/laws/US/" in locations(client, "/sitemap-places.xml")
    assert "/en/treaties/PARIS/" in locations(client, "/sitemap-treaties.xml")
    assert "/guides/US/" in locations(client, "/sitemap-guides.xml")


@pytest.mark.parametrize("name", ["nothing", "laws-0", "laws-1", "laws-x", "laws-99999"])
def test_an_unknown_file_is_not_found(client: Client, name: str) -> None:
    assert client.get(f"/sitemap-{name}.xml").status_code == 404


def test_a_file_takes_few_queries(client: Client, django_assert_max_num_queries: Any) -> None:
    for number in range(5):
        a_text(LawFactory.create(slug=f"act-{number}"))
    with django_assert_max_num_queries(2):
        client.get("/sitemap-laws-1.xml")
