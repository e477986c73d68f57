"""Rules and computed dates for programs: shapes, filters, refusals with their codes."""

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

import pytest
from django.test import Client

from laws.models import DeadlineRule
from portal.reference.models import Forum
from tests.factories.accounts import UserFactory
from tests.factories.laws import DeadlineRuleFactory
from tests.factories.reference import ForumFactory

pytestmark = pytest.mark.django_db

Clock = Callable[[str], datetime]
Budget = Callable[[int], Any]


@pytest.fixture(autouse=True)
def rule(clock_at: Clock) -> DeadlineRule:
    clock_at("2026-11-22T12:00+08:00")
    forum = ForumFactory.create(
        calendar="US", month_rule="clip", fact_status="verified", filing_cutoff_local="23:59", cutoff_status="verified"
    )
    return DeadlineRuleFactory.create(rule_id="us-x", forum=forum, roll_rule="next_working_day")


def get(client: Client, path: str, status: int = 200) -> Any:
    response = client.get(f"/api/v1/deadlines/{path}")
    assert response.status_code == status, response.content
    return response.json()


def test_the_three_dates_with_what_they_rest_on(client: Client) -> None:
    told = get(client, "compute/?rule=us-x&trigger=2026-12-02")
    [row] = told["dates"]
    assert (told["rule_id"], told["rule_version"], told["safe_act_by"]) == ("us-x", 1, "2027-01-04")
    assert (row["raw"], row["rolled"], row["act_by"]) == ("2027-01-01", "2027-01-04", "2027-01-04")
    assert row["cutoff_local"] == "2027-01-04T23:59-05:00"
    assert row["cutoff_beijing"] == "2027-01-05T12:59+08:00"
    assert [off["day"] for off in row["skipped"]] == ["2027-01-01", "2027-01-02", "2027-01-03"]
    assert (row["text_status"], row["roll_status"], row["basis"]) == ("text_checked", "text_checked", "rolled")
    assert row["unconfirmed_years"] == [2027]
    assert [note["code"] for note in row["notes"]] == ["forecast", "unconfirmed"]


def test_several_triggers_come_with_the_safe_date_first(client: Client) -> None:
    told = get(client, "compute/?rule=us-x&trigger=2026-11-20&trigger=2026-11-02")
    assert [row["trigger"] for row in told["dates"]] == ["2026-11-02", "2026-11-20"]
    assert told["safe_act_by"] == "2026-12-02"


def test_a_trigger_outside_the_rules_life_stands_beside_those_inside(client: Client, rule: DeadlineRule) -> None:
    DeadlineRule.objects.update(effective_from=date(2026, 11, 10), effective_keyed_on="publication")
    told = get(client, "compute/?rule=us-x&trigger=2026-11-20&trigger=2026-11-02")
    assert [row["trigger"] for row in told["dates"]] == ["2026-11-20"]
    assert [(row["trigger"], row["code"]) for row in told["refused"]] == [("2026-11-02", "not_in_force")]


@pytest.mark.parametrize(
    ("changes", "query", "kind", "field"),
    [
        ({"quantity": 0}, "", "no-length", None),
        ({"effective_from": date(2027, 1, 1)}, "", "not-in-force", "trigger"),
        ({"withdrawn_on": date(2026, 1, 1), "withdrawn_why": "misread"}, "", "withdrawn", "rule"),
        ({"unit": "fortnight"}, "", "unknown-unit", None),
        ({"quantity": 9999, "unit": "year"}, "", "out-of-range", "trigger"),
        ({}, "&extended=1", "invalid", "extended"),
        ({}, "&forum=us-d-ilnd", "invalid", "forum"),
        ({}, "&order=never", "invalid", "order"),
        ({}, "&filing=2027-02-29", "invalid", "filing"),
        ({}, "&extended=perhaps", "invalid", "extended"),
        ({}, "&triger=2026-11-02", "invalid", "triger"),
    ],
)
def test_a_refusal_has_a_code_and_names_what_is_wrong(
    client: Client, changes: dict[str, Any], query: str, kind: str, field: str | None
) -> None:
    DeadlineRule.objects.update(**changes)
    told = get(client, f"compute/?rule=us-x&trigger=2026-11-02{query}", 400)
    assert told["type"] == kind
    assert list(told.get("fields", {})) == ([field] if field else [])
    assert told["detail"]


@pytest.mark.parametrize(
    ("query", "field"),
    [("trigger=2026-11-02", "rule"), ("rule=us-y&trigger=2026-11-02", "rule"), ("rule=us-x", "trigger")],
)
def test_rule_and_trigger_must_be_there(client: Client, query: str, field: str) -> None:
    assert list(get(client, f"compute/?{query}", 400)["fields"]) == [field]


def test_no_calendar_for_working_days_has_a_code(client: Client) -> None:
    DeadlineRule.objects.update(unit="working_day")
    Forum.objects.update(calendar="")
    assert get(client, "compute/?rule=us-x&trigger=2026-11-02", 400)["type"] == "no-calendar"


def test_an_order_and_a_key_event_are_taken(client: Client) -> None:
    DeadlineRule.objects.update(effective_from=date(2020, 1, 1), effective_keyed_on="filing")
    [row] = get(client, "compute/?rule=us-x&trigger=2026-11-02")["dates"]
    assert row["applies"] == "unknown"
    [row] = get(client, "compute/?rule=us-x&trigger=2026-11-02&filing=2024-05-05&order=2026-11-28")["dates"]
    assert (row["applies"], row["basis"], row["act_by"]) == ("yes", "order", "2026-11-27")


def test_a_computation_costs_four_queries_at_most(client: Client, django_assert_max_num_queries: Budget) -> None:
    with django_assert_max_num_queries(3):
        get(client, "compute/?rule=us-x&trigger=2026-11-02&trigger=2026-11-03")


def test_rules_are_listed_filtered_and_read_one_by_one(client: Client, django_assert_max_num_queries: Budget) -> None:
    reviewer = UserFactory.create(name="Li Ming")
    DeadlineRuleFactory.create(
        rule_id="de-x",
        jurisdiction__code="DE",
        fact_status="memory",
        reviewed_by=reviewer,
        reviewed_on=date(2026, 1, 1),
    )
    for query, found in (
        ("", ["de-x", "us-x"]),
        ("jurisdiction=DE", ["de-x"]),
        ("status=verified", ["us-x"]),
        ("reviewed=true", ["de-x"]),
        ("withdrawn=true", []),
        ("forum=us-district-court&dispute_type=tm_opposition&withdrawn=false", ["de-x", "us-x"]),
    ):
        assert [row["rule_id"] for row in get(client, f"rules/?{query}")["results"]] == found, query
    assert get(client, "rules/de-x/")["reviewed_by"] == "Li Ming"
    assert get(client, "rules/us-x/")["page"] == "/deadlines/rules/us-x/"
    assert "status" in get(client, "rules/?status=sure", 400)["fields"]
    assert "statuss" in get(client, "rules/?statuss=memory", 400)["fields"]
    get(client, "rules/us-y/", 404)
    with django_assert_max_num_queries(3):
        get(client, "rules/")
