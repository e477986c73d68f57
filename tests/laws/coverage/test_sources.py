"""The page of sources names licence, kind and what is held; its ids are those that docs/SOURCES.md explains."""

import csv
import re
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client

from laws.coverage import catalogue
from laws.models import LawSource, Tier
from portal.lib import clock
from tests.factories.laws import LawFactory
from tests.factories.texts import a_text

EXPLAINED = re.compile(r"^\| `([RPC]-[^`]+)` \|", re.M)


def test_every_id_is_explained_in_the_documentation_and_every_explained_one_is_here() -> None:
    text = (Path(settings.BASE_DIR) / "docs" / "SOURCES.md").read_text("utf-8")
    assert set(EXPLAINED.findall(text)) == set(catalogue.origins())


def test_every_source_of_the_catalogue_is_known_with_a_licence() -> None:
    with (Path(settings.BASE_DIR) / "laws/reference/laws.csv").open(encoding="utf-8") as file:
        used = {one for row in csv.DictReader(file) for one in catalogue.ids_of(row["source"])}
    assert used <= set(catalogue.origins())
    assert all(origin.licence and origin.where for origin in catalogue.origins().values())
    assert catalogue.Origin("own", "", "").tier == Tier.UNKNOWN


@pytest.mark.django_db
def test_a_law_of_two_sources_counts_for_both(client: Client) -> None:
    LawFactory.create(source="P-wtr|C-markorbit: page 3")
    LawFactory.create(source="C-markorbit")
    LawFactory.create(source="imported from a publisher")
    lines = {line.origin.id: line.laws for line in catalogue.catalogue_lines()}
    assert lines == {"C-markorbit": 2, "P-wtr": 1}
    html = client.get("/en/coverage/sources/").text
    assert 'id="C-markorbit"' in html
    assert "Catalogue of a third party" in html


@pytest.mark.django_db
def test_publishers_and_licences_of_the_texts_are_counted(client: Client) -> None:
    law = LawFactory.create()
    a_text(law, publisher="Office of Laws", licence="Open Licence 2", retrieved=clock.today())
    a_text(law, language="de", publisher="Office of Laws", licence="Open Licence 2")
    a_text()
    first, second = catalogue.text_lines()
    assert (first.publisher, first.licence, first.laws, first.texts) == ("Office of Laws", "Open Licence 2", 1, 2)
    assert first.fetched == clock.today()
    assert (second.publisher, second.texts) == ("", 1)
    html = client.get("/en/coverage/sources/").text
    assert "Open Licence 2" in html
    assert "Publisher not recorded" in html
    assert "not recorded</span>" in html, "a missing licence is said, not left out"


@pytest.mark.django_db
def test_an_official_source_shows_its_last_success_and_what_is_held_of_its_publisher(client: Client) -> None:
    LawSource.objects.create(
        code="office",
        name_en="Statutes in force",
        publisher="Office of Laws",
        layout="akn",
        index_url="https://laws.example/",
        licence="Open Licence 2",
        licence_url="https://laws.example/licence",
        tier="R",
    )
    html = client.get("/en/coverage/sources/").text
    assert "never" in html
    a_text(publisher="Office of Laws")
    LawSource.objects.update(last_success=clock.now())
    (line,) = catalogue.publisher_lines(catalogue.text_lines())
    assert line.texts == 1
    html = client.get("/en/coverage/sources/").text
    assert 'href="https://laws.example/licence"' in html
    assert "never" not in html


@pytest.mark.django_db
def test_the_page_of_a_law_without_text_names_tier_and_licence_of_each_source(client: Client) -> None:
    LawFactory.create(slug="act", source="R-us-code|P-wtr")
    html = client.get("/en/laws/US/act/").text
    assert "US government works" in html
    assert 'href="/en/coverage/sources/#P-wtr"' in html
    assert "archived public copy" in html
