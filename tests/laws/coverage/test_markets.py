"""The table of main markets: which law the rule picks, what is inherited, and that holes stay holes."""

import csv
import io
from typing import Any

import pytest
from django.test import Client

from laws.coverage import markets
from laws.models import Law
from laws.models.choices import Subject
from tests.factories.laws import LawFactory, LawInheritanceFactory
from tests.factories.texts import a_text
from tests.laws.coverage.library import a_market

pytestmark = pytest.mark.django_db


def cell(code: str, right: Subject) -> markets.Cell:
    (row,) = [row for row in markets.table() if row.place.code == code]
    return next(cell for cell in row.cells if cell.right == right)


def main_of(right: Subject = Subject.PATENT, code: str = "US") -> str:
    law = cell(code, right).law
    return law.title_en if law else ""


def a_law(title: str, *subjects: str, **facts: Any) -> Law:
    law: Law = LawFactory.create(title_en=title, subjects=list(subjects) or ["patent"], **facts)
    return law


@pytest.fixture(autouse=True)
def united_states() -> None:
    a_market("US", 1)


@pytest.mark.parametrize(
    ("better", "worse"),
    [
        ({"title": "Patents Ordinance"}, {"title": "Patent Rules", "kind": "rules"}),
        ({"title": "Patent Act"}, {"title": "Intellectual Property Law"}),
        ({"title": "Intellectual Property Law"}, {"title": "Customs Act"}),
        ({"title": "Patent Act"}, {"title": "Patent Attorney Act"}),
        ({"title": "Patent Act"}, {"title": "Act amending the Patent Act", "year": 2024}),
        ({"title": "Patent Act", "status": "in_force"}, {"title": "Patents Act", "status": "unknown", "year": 2024}),
        ({"title": "Patents Act"}, {"title": "Copyright, Designs and Patents Act"}),
        ({"title": "Patents Act 2019", "year": 2019}, {"title": "Patents Act 1976", "year": 1976}),
        ({"title": "Patent Act"}, {"title": "Patents Act", "status": "repealed", "year": 2024}),
    ],
)
def test_the_rule_picks_the_better_one_in_either_order(better: dict[str, Any], worse: dict[str, Any]) -> None:
    for facts in (worse, better):
        a_law(**facts)
    assert main_of() == better["title"]


def test_designs_may_be_protected_by_the_law_on_patents() -> None:
    a_law("Copyright Act", "copyright", "design")
    a_law("Patent Act", "patent", "design")
    assert main_of(Subject.DESIGN) == "Patent Act"


def test_a_market_without_a_law_keeps_its_line_and_says_how_many_others_there_are(client: Client) -> None:
    a_law("Act approving the Convention", "patent")
    found = cell("US", Subject.PATENT)
    assert (found.law, found.others) == (None, 1)
    html = client.get("/en/coverage/markets/").text
    assert html.count("No law that the rule could choose.") == 4
    assert 'href="/en/laws/US/?right=patent#laws">1 other law on the right is listed.' in html


def test_an_inherited_law_stands_in_for_a_missing_one_and_is_marked(client: Client) -> None:
    a_market("DE", 2)
    LawInheritanceFactory.create(law__slug="convention", law__title_en="European Patent Convention")
    found = cell("DE", Subject.PATENT)
    assert found.is_inherited
    assert "inherited from EP" in client.get("/en/coverage/markets/").text


def test_an_inherited_law_stands_beside_one_of_its_own() -> None:
    a_market("DE", 2)
    LawFactory.create(jurisdiction__code="DE", title_en="Patent Act")
    held = LawInheritanceFactory.create(law__slug="convention", law__title_en="European Patent Convention")
    found = cell("DE", Subject.PATENT)
    assert (main_of(code="DE"), found.is_inherited, found.besides) == ("Patent Act", False, [held.law])


def test_basis_status_date_and_text_are_shown(client: Client) -> None:
    law = a_law("Patent Act", title_zh_basis="reviewed", status_basis="as the gazette says", last_amended="2024-05")
    a_text(law, dated="2024-06-01")
    html = client.get("/en/coverage/markets/").text
    line = html.split(">Patent Act</a>")[1].split("</tr>")[0]
    for words in ("专利法", "reviewed", "In force", "as the gazette says", "amended 2024-05", "English", "2024-06-01"):
        assert words in line


def test_what_is_not_known_is_said(client: Client) -> None:
    a_law("Patent Act", title_zh="", title_zh_basis="", status="unknown")
    line = client.get("/en/coverage/markets/").text.split(">Patent Act</a>")[1].split("</tr>")[0]
    assert line.count("not known") == 2
    assert "missing" in line
    assert "not held" in line


def test_the_sums_count_the_main_laws_only() -> None:
    a_law("Patent Act", title_zh_basis="reviewed", year=1990)
    a_law("Patent Attorney Act", title_zh_basis="sourced")
    patent = markets.sums(markets.table())[0]
    assert (patent.markets, patent.law, patent.title_reviewed, patent.title_sourced) == (1, 1, 1, 0)
    assert (patent.status, patent.date, patent.text) == (1, 1, 0)


def test_the_file_has_a_line_for_each_market_and_right(client: Client) -> None:
    law = a_law("Patent Act")
    text = client.get("/en/coverage/markets.csv").content.decode("utf-8-sig")
    head, *lines = csv.reader(io.StringIO(text))
    assert [line[3] for line in lines] == ["Patent", "Trade mark", "Copyright", "Design"]
    assert {len(line) for line in lines} == {len(head)}
    assert (lines[0][4], lines[1][4]) == ("Patent Act", "none found")
    assert lines[0][-1].endswith(f"/en/laws/US/{law.slug}/")


def test_it_takes_as_many_queries_for_many_laws_as_for_few(django_assert_num_queries: Any) -> None:
    a_market("DE", 2)
    for number in range(10):
        a_text(a_law(f"Patent Act {number}", "patent", "design"))
    LawInheritanceFactory.create(law__slug="convention")
    with django_assert_num_queries(6):
        markets.table()
