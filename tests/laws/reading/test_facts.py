"""What stands beside the text: relations, deadline rules that cite the law, its age, the data for machines."""

import datetime
import json
import re
from typing import Any

import pytest
from django.test import Client
from django.utils import translation

from laws.models import LawRelation
from laws.texts import facts
from laws.texts.shelf import Shelf
from portal.lib import clock
from tests.factories.laws import DeadlineRuleFactory, LawIdentifierFactory
from tests.factories.texts import a_text
from tests.laws.reading.samples import a_law

pytestmark = pytest.mark.django_db


class TestRelations:
    def test_both_directions_are_shown_and_unheld_laws_by_their_name(self, client: Client) -> None:
        law, other = a_law(), a_law("amending-act", title_en="Amending Act")
        a_text(law)
        LawRelation.objects.create(kind="amends", actor=other, target=law, date="2019-05")
        LawRelation.objects.create(kind="implements", actor=law, target_label="Treaty on Tests", note="art. 3")
        html = client.get("/en/laws/US/act/").content.decode()
        assert "Amended by" in html
        assert '<a href="/en/laws/US/amending-act/">Amending Act</a> <span class="muted small">2019-05</span>' in html
        assert "Treaty on Tests" in html
        assert "(not in the library)" in html
        back = client.get("/en/laws/US/amending-act/").content.decode()
        assert '<h3>Amends</h3><ul><li><a href="/en/laws/US/act/">Patent Act</a>' in back


class TestRulesThatCite:
    @pytest.mark.parametrize(
        ("citation", "cites"),
        [
            ("商标法第48条", True),
            ("商标法实施细则第48条", False),
            ("Trade Marks Act 1999 s. 21(2)", True),
            ("Trade Marks Actuary Rules", False),
            ("another act", False),
        ],
    )
    def test_only_a_whole_name_counts(self, citation: str, cites: bool) -> None:
        law = a_law(title_zh="商标法", title_en="Trade Marks Act")
        rule = DeadlineRuleFactory.create(citation=citation)
        assert facts.rules_citing(law) == ([rule] if cites else [])

    def test_rules_of_another_place_do_not_cite_it(self) -> None:
        law = a_law(title_zh="商标法")
        DeadlineRuleFactory.create(citation="商标法第48条", jurisdiction__code="TW")
        assert facts.rules_citing(law) == []


class TestLaterChanges:
    SAID = "A later change is known"

    @pytest.mark.parametrize(
        ("amended", "dated", "said"),
        [
            ("2021-03-01", "2020-06-01", True),
            ("2021", "2020-06-01", True),
            ("2020", "2020-06-01", False),
            ("2020-06-01", "2020", False),
            ("2019", "2020-06-01", False),
            ("2021", "", False),
        ],
    )
    def test_only_a_change_that_is_certainly_later_is_said(
        self, client: Client, amended: str, dated: str, said: bool
    ) -> None:
        a_text(a_law(last_amended=amended), dated=dated)
        html = client.get("/en/laws/US/act/").content.decode()
        assert (self.SAID in html) == said
        assert (f"amended on {amended}" in html) == said

    def test_an_amending_act_and_a_newer_text_in_another_language_are_known_changes(self, client: Client) -> None:
        law = a_law()
        a_text(law, dated="2020-06-01")
        a_text(law, dated="2022-01-01", language="de")
        assert "in another language is dated 2022-01-01" in client.get("/en/laws/US/act/eng@2020-06-01/").text
        LawRelation.objects.create(kind="amends", target=law, actor_label="Act 5", date="2021-05")
        assert "amended on 2021-05" in client.get("/en/laws/US/act/eng@2020-06-01/").text


class TestAge:
    def days_ago(self, days: int) -> datetime.date:
        return clock.today() - datetime.timedelta(days=days)

    def test_a_fresh_copy_of_a_new_text_is_not_marked(self, client: Client) -> None:
        a_text(a_law(), dated=self.days_ago(90).isoformat(), retrieved=self.days_ago(40))
        response = client.get("/en/laws/US/act/")
        assert "40 days ago" in response.content.decode()
        assert not response.context["age"].old

    def test_a_fresh_copy_of_an_old_text_is_marked_as_old(self, client: Client) -> None:
        a_text(a_law(), dated=self.days_ago(1200).isoformat(), retrieved=self.days_ago(0))
        response = client.get("/en/laws/US/act/")
        assert response.context["age"].old
        assert "a text of 3 years ago" in response.content.decode()

    def test_an_old_copy_is_marked(self, client: Client) -> None:
        a_text(a_law(), dated=self.days_ago(500).isoformat(), retrieved=self.days_ago(400))
        response = client.get("/en/laws/US/act/")
        assert "taken from the source 13 months ago" in response.content.decode()
        assert response.context["age"].old

    def test_nothing_known_is_said(self, client: Client) -> None:
        a_text(a_law(), dated="")
        html = client.get("/en/laws/US/act/").content.decode()
        assert "The text carries no date." in html
        assert "age not known" in html

    @pytest.mark.parametrize(
        ("given", "said"),
        [
            ({"publisher": "Gazette", "url": "https://a.example/x"}, "Gazette"),
            ({"url": "https://a.example/x"}, "a.example"),
            ({"source": "github:owner/laws 0a1b2c path/file.md"}, "owner/laws"),
        ],
    )
    def test_the_publisher_is_named_in_a_word(self, given: dict[str, Any], said: str) -> None:
        assert facts.publisher_of(a_text(a_law(), **given)) == said


def test_search_engines_read_the_law_as_legislation(client: Client) -> None:
    a_text(a_law(number="35 U.S.C."), dated="2020-01-01", licence="Public domain")
    html = client.get("/en/laws/US/act/").content.decode()
    found = re.search(r'<script type="application/ld\+json">(.*?)</script>', html)
    assert found
    data = json.loads(found[1])
    assert data["@type"] == "Legislation"
    assert data["legislationIdentifier"] == "35 U.S.C."
    assert data["legislationDateVersion"] == "2020-01-01"
    assert data["legislationLegalForce"] == "https://schema.org/InForce"
    assert "legislationDate" not in data


def test_subjects_and_identifiers_are_read_in_one_query(django_assert_max_num_queries: object) -> None:
    law = a_law(subjects=["patent", "design"])
    LawIdentifierFactory.create(law=law, value="4711")
    marks = facts.marks_of(law)
    assert len(marks.subjects) == 2
    assert marks.identifiers == [("wipolex", "4711")]


@pytest.mark.parametrize("dated", ["0000", "2020-02-30"])
def test_a_date_that_is_in_no_calendar_does_not_break_the_page(dated: str) -> None:
    version = a_text()
    version.dated = dated
    with translation.override("en"):
        said = facts.age_of(version).sentence
    assert "carries no date" in said
    assert Shelf(version.law, [version]).as_of(clock.today(), version.language).version in (None, version)


def test_a_text_that_is_to_come_is_not_of_today() -> None:
    version = a_text()
    version.dated = version.in_force_from = (clock.today() + datetime.timedelta(days=40)).isoformat()
    with translation.override("en"):
        age = facts.age_of(version)
    assert age.old
    assert "not yet in force" in age.short
    assert "still to come" in age.sentence
    assert "today" not in age.sentence.split("taken from")[0]
