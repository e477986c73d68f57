"""`manage.py deadline` on the project's own rules: the worked dates come out, and refusals end with 1."""

import csv
import io
import json
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command

from laws.models import DeadlineRule
from portal.reference.models import DisputeType, Forum, Jurisdiction
from tests.factories.laws import DeadlineRuleFactory

pytestmark = pytest.mark.django_db

FIELDS = [
    "rule_id", "forum", "trigger", "raw", "rolled", "act_by", "skipped", "cutoff_local", "cutoff_beijing",
    "text_status", "reviewed_by", "reviewed_on",
]  # fmt: skip


def rows(path: str) -> list[dict[str, str]]:
    with (Path(settings.BASE_DIR) / path).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


# What the rows take differently from their rule, a command cannot be told.
PLAIN = [
    row
    for row in rows("laws/reference/deadline_tests.csv")
    if not any(row[f"override_{what}"] for what in ("quantity", "unit", "roll")) and not row["as_of_status"]
]


@pytest.fixture
def seeded() -> None:
    """The rules and forums of the project's files, which the worked dates name."""
    forums = rows("portal/reference/data/forums.csv")
    rules = rows("laws/reference/deadline_rules.csv")
    places = {row["jurisdiction"] for row in (*forums, *rules)}
    Jurisdiction.objects.bulk_create(Jurisdiction(code=code, kind="country", name_en=code) for code in places)
    DisputeType.objects.bulk_create(DisputeType(code=code) for code in {row["dispute_type"] for row in rules})
    same = ("code", "calendar", "time_zone", "filing_cutoff_local", "month_rule", "roll_rule", "name_en")
    for row in sorted(forums, key=lambda row: bool(row["parent"])):
        Forum.objects.create(
            **{name: row[name] for name in same},
            fact_status=row["status"],
            jurisdiction_id=row["jurisdiction"],
            parent_id=row["parent"] or None,
        )
    columns = ("rule_id", "act_en", "trigger_kind", "unit", "quantity", "roll_rule", "effective_keyed_on")
    DeadlineRule.objects.bulk_create(
        DeadlineRule(
            **{name: row[name] for name in columns},
            fact_status=row["status"],
            jurisdiction_id=row["jurisdiction"],
            forum_id=row["forum"],
            dispute_type_id=row["dispute_type"],
            effective_from=row["effective_from"] or None,
            effective_to=row["effective_to"] or None,
        )
        for row in rules
    )


def run(*arguments: str) -> str:
    out = io.StringIO()
    call_command("deadline", *arguments, stdout=out)
    return out.getvalue()


def as_json(*arguments: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in run(*arguments, "--json").splitlines()]


def test_every_worked_date_that_a_command_can_be_asked_for_comes_out(seeded: None) -> None:
    assert len(PLAIN) > 40
    for test in PLAIN:
        [told] = as_json(test["rule_id"], test["trigger_date"], "--forum", test["forum"])
        assert list(told) == FIELDS
        dates = (told["raw"], told["rolled"], told["act_by"])
        assert dates == (test["raw_date"], test["rolled_date"], test["act_by"]), test["test_id"]
        assert told["cutoff_beijing"][:16].replace("T", " ") == test["act_by_cutoff_beijing"]
        assert told["cutoff_local"][:16] == f"{test['act_by']}T{test['local_cutoff']}"
        assert told["forum"] == test["forum"]
        skipped = [off["en"] for off in told["skipped"]]
        assert all(name in skipped for name in test["roll_reason"].split(" > ") if name)


def test_the_table_tells_several_days_with_the_days_skipped() -> None:
    rule = DeadlineRuleFactory.create(rule_id="us-x", roll_rule="next_working_day")
    Forum.objects.filter(pk=rule.forum_id).update(
        calendar="US", month_rule="clip", fact_status="verified", filing_cutoff_local="23:59"
    )
    said = run("us-x", "2026-12-02", "2026-12-03")
    assert said.splitlines()[0] == "us-x at us-district-court, text: text_checked, not reviewed by a person"
    assert "2026-12-02  2027-01-01  2027-01-04  2027-01-04  2027-01-04T23:59-05:00" in said
    assert "2027-01-01  New Year's Day" in said
    assert "2026-12-03" in said


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("us-nothing", "2026-12-02"), "There is no deadline rule 'us-nothing'."),
        (("us-x", "2027-02-29"), "2027"),
        (("us-x", "2026-12-02", "tomorrow"), "tomorrow"),
        (("us-x", "2026-12-02", "--forum", "nowhere"), "There is no court or office with the code 'nowhere'."),
    ],
)
def test_what_cannot_be_told_ends_with_a_sentence_and_prints_nothing(arguments: tuple[str, ...], sentence: str) -> None:
    DeadlineRuleFactory.create(rule_id="us-x")
    out = io.StringIO()
    with pytest.raises(CommandError, match=sentence) as refused:
        call_command("deadline", *arguments, stdout=out)
    assert refused.value.returncode == 1
    assert out.getvalue() == ""


def test_a_rule_without_a_length_is_refused() -> None:
    DeadlineRuleFactory.create(rule_id="us-x", quantity=0)
    with pytest.raises(CommandError):
        run("us-x", "2026-12-02")
