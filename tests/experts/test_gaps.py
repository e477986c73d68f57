"""The gap report and the matrix: every number equals a count of rows."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from disputes.expertise import demand as case_demand
from experts.choices import ANY
from experts.gaps import KEY_MARKETS, KEY_RIGHTS, Cell, demand, gap_report, matrix
from experts.models import Expert
from portal.accounts.models import User
from portal.lib import clock
from portal.reference.models import Market
from tests.factories.accounts import EnterpriseFactory, GuidanceCentreFactory, a_member
from tests.factories.disputes import CaseFactory
from tests.factories.experts import an_expert
from tests.factories.reference import IndustryFactory, JurisdictionFactory, KeyIndustryFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def officer() -> User:
    return a_member("centre_officer", centre=GuidanceCentreFactory.create())


@pytest.fixture
def pool() -> None:
    """Some who count, and one of each sort that does not; cases in three countries; two key markets."""
    for rank, code in enumerate(("US", "DE", "JP"), start=1):
        place = JurisdictionFactory.create(code=code)
        if code != "DE":
            Market.objects.create(jurisdiction=place, rank=rank)
    telecom, lamps = KeyIndustryFactory.create(code="KEY-PV"), IndustryFactory.create(code="C38")
    an_expert(("US", "patent", "KEY-PV"), ("US", "trademark"))
    an_expert(("US", "patent"), ("DE", "patent"), account=False)
    an_expert(("*", "copyright"))
    an_expert(("US", "patent"), state="suspended")
    an_expert(("US", "patent"), availability="away")
    an_expert(("US", "patent"), term_to=clock.today() - timedelta(days=1))
    an_expert(("US", "patent"), is_demo=True)
    around = {"claim": None, "enterprise": EnterpriseFactory.create(key_industry=telecom)}
    for _number in range(3):
        CaseFactory.create(**around, right="patent")
    CaseFactory.create(
        claim=None,
        enterprise=EnterpriseFactory.create(industry=lamps),
        right="design",
        jurisdiction=JurisdictionFactory.create(code="DE"),
    )
    CaseFactory.create(**around, right="trade_secret", restricted=True)
    CaseFactory.create(**around, right="design", is_demo=True)
    CaseFactory.create(**around, right="design", submitted_at=clock.now() - timedelta(days=366))
    CaseFactory.create(right="unknown", jurisdiction=JurisdictionFactory.create(code="JP"))


def counted(cell: Cell) -> int:
    """The same number, counted from the rows one expert at a time."""
    today = clock.today()
    found = 0
    for expert in Expert.objects.filter(is_demo=False):
        away = expert.present_availability == "away"
        fits = any(
            skill.jurisdiction in (cell.jurisdiction, ANY)
            and (cell.right == ANY or skill.right in (cell.right, ANY))
            and (cell.industry == ANY or skill.industry in (cell.industry, ANY))
            for skill in expert.skills.all()
        )
        found += expert.serves_on(today) and not away and fits
    return found


def test_demand_is_the_cases_of_a_year_and_the_key_markets(pool: None) -> None:
    cells = demand()
    assert cells[Cell("US", "patent", "KEY-PV")] == (3, 1)
    assert cells[Cell("DE", "design", "C38")] == (1, 0)
    assert cells[Cell("JP", ANY, ANY)] == (1, 3)
    assert not any(cell.right == "trade_secret" and cases for cell, (cases, _rank) in cells.items())
    assert {cell for cell in cells if cell.jurisdiction == "JP"} >= {Cell("JP", right) for right in KEY_RIGHTS}
    assert KEY_MARKETS >= 2


def test_every_number_of_the_report_equals_a_count_from_the_database(pool: None) -> None:
    asked = demand()
    wrong = {cell for cell in asked if counted(cell) <= 1}
    report = gap_report()
    assert {gap.cell for gap in report} == wrong
    assert wrong
    for gap in report:
        assert gap.experts == counted(gap.cell)
        assert (gap.cases, gap.market) == asked[gap.cell]


def test_every_number_of_the_matrix_equals_a_count_and_its_list(pool: None, officer: User) -> None:
    client = Client()
    client.force_login(officer)
    seen = 0
    for industry in (ANY, "KEY-PV"):
        for row in matrix(industry=industry):
            for right, number in row.counts:
                assert number == counted(Cell(row.jurisdiction, right, industry))
                seen += number
    assert seen
    page = client.get("/experts/gaps/")
    [row] = [row for row in page.context["rows"] if row["place"] == "美国"]
    number, query = row["cells"][0]
    assert (number, client.get(f"/experts/?{query}").context["page"].paginator.count) == (2, 2)


def test_the_busiest_gaps_without_anybody_come_first(pool: None) -> None:
    report = gap_report()
    keys = [(gap.experts, -gap.cases) for gap in report]
    assert keys == sorted(keys)


def test_the_report_costs_the_same_for_any_number_of_rows(
    pool: None, officer: User, django_assert_max_num_queries: Any
) -> None:
    for _number in range(10):
        an_expert(("DE", "design", "C38"))
        CaseFactory.create(right="design")
    client = Client()
    client.force_login(officer)
    with django_assert_max_num_queries(14):
        assert client.get("/experts/gaps/").status_code == 200


def test_demonstration_rows_count_only_in_a_demonstration(pool: None, settings: Any) -> None:
    before = dict(case_demand(False))
    assert Cell("US", "design", "KEY-PV") not in before
    assert Cell("US", "design", "KEY-PV") in dict(case_demand(True))
    plain = {row.jurisdiction: dict(row.counts)["patent"] for row in matrix()}
    settings.DEMO = True
    assert {row.jurisdiction: dict(row.counts)["patent"] for row in matrix()}["US"] == plain["US"] + 1


def test_an_empty_portal_has_an_empty_report(officer: User) -> None:
    client = Client()
    client.force_login(officer)
    assert gap_report() == []
    assert client.get("/experts/gaps/?industry=nonsense").status_code == 200
