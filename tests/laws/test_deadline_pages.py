"""The calculator, the rules and why a date is that date, as a stranger meets them."""

from collections.abc import Callable
from datetime import date, datetime
from typing import Any
from urllib.parse import urlencode

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
def today(clock_at: Clock) -> None:
    clock_at("2026-11-22T12:00+08:00")


@pytest.fixture
def court() -> Forum:
    return ForumFactory.create(
        calendar="US", filing_cutoff_local="23:59", month_rule="clip", fact_status="verified", cutoff_status="verified"
    )


@pytest.fixture
def rule(court: Forum) -> DeadlineRule:
    return DeadlineRuleFactory.create(
        rule_id="us-opposition", forum=court, roll_rule="next_working_day", source="page: uspto.gov"
    )


def ask(client: Client, status: int = 200, **given: Any) -> str:
    query = {"jurisdiction": "US", "dispute_type": "tm_opposition", **given}
    response = client.get(f"/en/deadlines/?{urlencode(query, doseq=True)}")
    assert response.status_code == status, response.content.decode()[:2000]
    return response.content.decode()


def test_the_calculator_needs_no_log_in_and_complains_of_nothing_before_it_is_asked(client: Client) -> None:
    html = client.get("/en/deadlines/").content.decode()
    assert "What is due by when?" in html
    assert "error-summary" not in html


def test_three_dates_with_both_cut_offs_and_the_reasons(client: Client, rule: DeadlineRule) -> None:
    html = ask(client, trigger="2026-12-02")
    for said in ("2027-01-01 (Fri)", "2027-01-04 (Mon)", "2027-01-05 (Tue) 12:59", "Text checked", "a day off there"):
        assert said in html
    assert "New Year" in html
    assert "Calendar not confirmed" in html
    assert "A forecast" in html  # 2 December lies ahead


def test_a_rule_in_the_address_brings_its_place_and_kind_along(client: Client, rule: DeadlineRule) -> None:
    html = client.get("/en/deadlines/?rule=us-opposition&trigger=2026-11-02").content.decode()
    assert "2026-12-02 (Wed)" in html
    assert '<option value="US" selected>' in html


@pytest.mark.parametrize(
    ("trigger", "said"),
    [
        ("", "This field is required."),
        ("2027-02-29", "2027 is no leap year"),
        ("2026-13-01", "“2026-13-01” is no day of the calendar."),
        ("soon", "“soon” is no day. Enter it as year-month-day"),
        ("1776-07-04", "Enter a day between 1900 and 2150."),
    ],
)
def test_what_is_no_day_is_said_beside_its_field_and_kept(
    client: Client, rule: DeadlineRule, trigger: str, said: str
) -> None:
    html = ask(client, 400, trigger=trigger, order="2026-12-01")
    assert said in html
    assert 'href="#id_trigger_1"' in html
    assert f'value="{trigger}"' in html
    assert 'value="2026-12-01"' in html
    assert '<option value="US" selected>' in html


def test_a_day_in_another_style_is_read(client: Client, rule: DeadlineRule) -> None:
    assert "2026-12-02 (Wed)" in ask(client, trigger="2026年11月2日")


def test_29_february_ends_a_year_later_on_the_last_of_the_month(client: Client, rule: DeadlineRule) -> None:
    DeadlineRule.objects.update(unit="year", quantity=1, roll_rule="none")
    assert "2025-02-28 (Fri)" in ask(client, trigger="2024-02-29")


def test_of_several_triggers_all_are_shown_and_the_earliest_is_named_safe(client: Client, rule: DeadlineRule) -> None:
    html = ask(client, trigger=["2026-11-20", "2026-11-02"])
    assert "The safe date is the earliest" in html
    assert html.index("2026-12-02 (Wed)") < html.index("2026-12-21 (Mon)")
    assert html.count("Counted from 2026-11") >= 2


def test_more_days_than_five_are_refused(client: Client, rule: DeadlineRule) -> None:
    days = [f"2026-11-{day:02d}" for day in range(1, 8)]
    assert "Enter at most 5 days at a time." in ask(client, 400, trigger=days)


def test_a_rule_without_a_length_gives_no_date_and_says_why(client: Client, rule: DeadlineRule) -> None:
    DeadlineRule.objects.update(quantity=0, consequence_en="no fixed days, diligence")
    html = ask(client, trigger="2026-11-02")
    assert "no date may be computed" in html
    assert "no fixed days, diligence" in html
    assert "legal-date-act" not in html


def test_a_calendar_that_is_missing_for_working_days_is_said_not_guessed(client: Client, rule: DeadlineRule) -> None:
    Forum.objects.update(calendar="")
    DeadlineRule.objects.update(unit="working_day", quantity=10)
    html = ask(client, trigger="2026-11-02")
    assert "no holiday calendar is known for 2026" in html
    assert "legal-date-act" not in html


def test_without_a_calendar_other_periods_are_marked(client: Client, rule: DeadlineRule) -> None:
    Forum.objects.update(calendar="")
    assert "No holiday calendar for 2026" in ask(client, trigger="2026-11-02")


@pytest.fixture
def regimes(court: Forum) -> None:
    shared = {"forum": court, "effective_keyed_on": "publication", "roll_rule": "none"}
    DeadlineRuleFactory.create(rule_id="old", quantity=60, effective_to=date(2025, 7, 21), **shared)
    DeadlineRuleFactory.create(rule_id="new", quantity=30, effective_from=date(2025, 7, 22), **shared)


@pytest.mark.parametrize(
    ("trigger", "due", "passed_over"), [("2025-07-21", "2025-09-19", "new"), ("2025-07-22", "2025-08-21", "old")]
)
def test_a_change_of_law_is_told_with_the_rule_that_holds(
    client: Client, regimes: None, trigger: str, due: str, passed_over: str
) -> None:
    html = ask(client, trigger=trigger)
    assert f'datetime="{due}"' in html
    assert "At that time this holds instead:" in html
    assert html.index('class="dates"') < html.index(f'class="title" href="/en/deadlines/rules/{passed_over}/"')


def test_an_event_that_decides_is_asked_for_and_both_versions_are_shown_until_then(
    client: Client, regimes: None
) -> None:
    DeadlineRule.objects.update(effective_keyed_on="filing")
    html = ask(client, trigger="2025-07-22")
    assert "More than one version of the law may apply" in html
    assert html.count("Applies only if") == 2
    assert 'name="filing"' in html
    told = ask(client, trigger="2025-07-22", filing="2024-01-01")
    assert "Applies only if" not in told
    assert 'datetime="2025-09-20"' in told


def test_the_court_seized_gives_the_time_zone(client: Client, rule: DeadlineRule, court: Forum) -> None:
    Forum.objects.update(time_zone="")
    ForumFactory.create(
        code="us-d-ilnd", parent=court, calendar="US", time_zone="America/Chicago", filing_cutoff_local="23:59"
    )
    assert "Choose it to see the last minute" in ask(client, trigger="2026-11-02")
    html = ask(client, trigger="2026-11-02", forum="us-d-ilnd")
    assert "America/Chicago (UTC-06:00)" in html
    assert "is not in this list" in ask(client, 400, trigger="2026-11-02", forum="nowhere")


def test_an_extension_is_asked_for_only_where_a_rule_knows_one(client: Client, rule: DeadlineRule) -> None:
    assert 'name="extended"' not in ask(client, trigger="2026-11-02")
    DeadlineRule.objects.update(extension_quantity=30, extension_unit="calendar_day")
    html = ask(client, trigger="2026-11-02", extended="1")
    assert 'name="extended"' in html
    assert 'datetime="2027-01-04"' in html  # 2 December and 30 days are 1 January
    assert "Say true or false." in ask(client, 400, trigger="2026-11-02", extended="perhaps")


def test_an_order_earlier_than_the_statute_counts(client: Client, rule: DeadlineRule) -> None:
    html = ask(client, trigger="2026-11-02", order="2026-11-28")
    assert 'class="what">Act by</span> <time datetime="2026-11-27">' in html
    assert "earlier than the statute" in html


def test_an_order_counts_only_for_one_chosen_act(client: Client, rule: DeadlineRule, court: Forum) -> None:
    DeadlineRuleFactory.create(rule_id="us-appeal", forum=court, roll_rule="next_working_day")
    html = ask(client, 400, trigger="2026-11-02", order="2027-03-01")
    assert "Choose above for which act it is." in html
    assert "legal-date-act" not in html
    assert 'datetime="2027-03-01"' in ask(client, trigger="2026-11-02", order="2027-03-01", rule="us-appeal")


def test_only_deadlines_have_a_day_to_act_by(client: Client, rule: DeadlineRule, court: Forum) -> None:
    for nature in ("watch", "notice", "added"):
        DeadlineRuleFactory.create(rule_id=f"us-{nature}", forum=court, quantity=2, nature=nature)
    html = ask(client, trigger="2026-11-02")
    assert html.count("legal-date-act") == 1
    assert html.index("2026-12-02 (Wed)") < html.index("Dates to watch") < html.index("/rules/us-watch/")
    for nature, said in (("notice", "A length without an end date"), ("added", "Days added to another period")):
        assert html.index('id="without"') < html.index(f"/rules/us-{nature}/")
        assert said in html
    why = client.get("/en/deadlines/rules/us-watch/why/?trigger=2026-11-02").content.decode()
    assert "legal-date-act" not in why
    assert "It is no day by which you must act." in why


def test_no_date_is_called_safe_among_several_events_or_sides(client: Client, rule: DeadlineRule) -> None:
    shared = {"forum": rule.forum, "roll_rule": "next_working_day"}
    DeadlineRuleFactory.create(rule_id="us-later", quantity=60, **shared)
    DeadlineRuleFactory.create(rule_id="us-other", role="respondent", quantity=8, **shared)
    DeadlineRuleFactory.create(rule_id="us-event", trigger_kind="judgment_entered", quantity=3, **shared)
    html = ask(client, trigger="2026-11-02")
    assert html.count('class="date-group"') == 3
    assert "The safe date is the earliest" not in html
    assert "whose deadlines you ask for" in html
    narrowed = ask(client, trigger="2026-11-02", event=rule.trigger_kind, role=rule.role)
    assert narrowed.count('class="date-group"') == 1
    assert "The safe date is the earliest" in narrowed


def test_days_left_without_a_zone_say_whose_day_they_count(client: Client, rule: DeadlineRule) -> None:
    assert "counted by the day in Beijing" not in ask(client, trigger="2026-11-02")
    Forum.objects.update(time_zone="")
    assert "counted by the day in Beijing" in ask(client, trigger="2026-11-02")


def test_a_withdrawn_rule_is_left_out_with_the_reason_and_what_replaces_it(client: Client, rule: DeadlineRule) -> None:
    other = DeadlineRuleFactory.create(rule_id="us-better", act_en="Oppose in time")
    DeadlineRule.objects.filter(pk=rule.pk).update(
        withdrawn_on=date(2026, 11, 1), withdrawn_why="misread", replaced_by=other
    )
    html = client.get("/en/deadlines/?rule=us-opposition&trigger=2026-11-02").content.decode()
    assert "us-opposition was withdrawn on 2026-11-01: misread" in html
    assert "Oppose in time" in html
    page = client.get("/en/deadlines/rules/us-opposition/").content.decode()
    assert "Withdrawn: do not use this rule" in page
    assert 'href="/en/deadlines/rules/us-better/"' in page


def test_a_place_without_rules_says_what_is_held(client: Client, rule: DeadlineRule) -> None:
    DeadlineRuleFactory.create(rule_id="us-337", dispute_type__code="itc_337", dispute_type__name_en="Section 337")
    DeadlineRule.objects.filter(rule_id="us-opposition").delete()
    html = ask(client, 400, trigger="2026-11-02")
    assert "No rule is held for this place" in html
    assert "Section 337" in html


@pytest.mark.parametrize("status", ["verified", "secondary", "memory", "disputed"])
def test_the_kinds_of_rule_differ_by_word_and_border(client: Client, rule: DeadlineRule, status: str) -> None:
    DeadlineRule.objects.update(fact_status=status)
    html = ask(client, trigger="2026-11-02")
    kind = "checked" if status == "verified" else status
    assert f'<div class="legal-date legal-date-{kind}">' in html


def test_only_a_named_persons_review_reads_verified_and_shows_no_address(client: Client, rule: DeadlineRule) -> None:
    assert "Verified by" not in ask(client, trigger="2026-11-02").split("<aside")[0]
    reviewer = UserFactory.create(name="", email="someone@centre.example")
    DeadlineRule.objects.update(reviewed_by=reviewer, reviewed_on=date(2026, 11, 20))
    html = ask(client, trigger="2026-11-02")
    assert "Verified by a member of the network on 2026-11-20" in html
    assert "someone@centre.example" not in html


def test_the_calculator_costs_few_queries_whatever_the_rules(
    client: Client, court: Forum, django_assert_max_num_queries: Budget
) -> None:
    for number in range(8):
        DeadlineRuleFactory.create(rule_id=f"us-{number}", forum=court, roll_rule="next_working_day")
    with django_assert_max_num_queries(6):
        html = ask(client, trigger=["2026-11-02", "2026-11-03"])
    assert html.count("legal-date-act") == 16


class TestWhy:
    def test_the_sheet_says_rule_inputs_counting_and_skipped_days(self, client: Client, rule: DeadlineRule) -> None:
        DeadlineRule.objects.update(source_quote="within thirty days", checked_on=date(2026, 11, 1))
        html = client.get("/en/deadlines/rules/us-opposition/why/?trigger=2026-12-02").content.decode()
        for said in (
            "us-opposition, version 1",
            '<q lang="en">within thirty days</q>',
            "2026-11-01",
            "15 USC 1063(a)",
            "2026-12-02 (Wed)",
            "the next day is the first",
            "2027-01-02 (Sat)",
            "the end moved past it",
            "This is guidance and no legal advice",
            "data-print",
        ):
            assert said in html

    def test_a_bad_day_is_said_with_its_field(self, client: Client, rule: DeadlineRule) -> None:
        response = client.get("/en/deadlines/rules/us-opposition/why/?trigger=x")
        assert response.status_code == 400
        assert "“x” is no day" in response.content.decode()

    def test_an_extension_that_the_rule_does_not_know_is_refused(self, client: Client, rule: DeadlineRule) -> None:
        response = client.get("/en/deadlines/rules/us-opposition/why/?trigger=2026-11-02&extended=1")
        assert response.status_code == 400
        assert "knows no extension" in response.content.decode()

    def test_an_unknown_rule_is_not_found(self, client: Client) -> None:
        assert client.get("/en/deadlines/rules/nothing/why/?trigger=2026-11-02").status_code == 404


class TestRules:
    def test_the_list_is_filtered_by_place_kind_status_and_review(self, client: Client, rule: DeadlineRule) -> None:
        DeadlineRuleFactory.create(rule_id="de-x", jurisdiction__code="DE", act_en="Widerspruch", fact_status="memory")
        for query, found in (
            ("jurisdiction=DE", ["de-x"]),
            ("status=verified", ["us-opposition"]),
            ("review=no", ["de-x", "us-opposition"]),
            ("review=yes", []),
            ("dispute_type=tm_opposition&q=wider", ["de-x"]),
        ):
            html = client.get(f"/en/deadlines/rules/?{query}").content.decode()
            assert [one for one in ("de-x", "us-opposition") if f"/en/deadlines/rules/{one}/" in html] == found

    def test_the_list_costs_few_queries(self, client: Client, django_assert_max_num_queries: Budget) -> None:
        for number in range(20):
            DeadlineRuleFactory.create(rule_id=f"us-{number}")
        with django_assert_max_num_queries(6):
            client.get("/en/deadlines/rules/")

    def test_a_rule_shows_its_versions_with_what_changed(self, client: Client, rule: DeadlineRule) -> None:
        editor = UserFactory.create(name="Wang Fang")
        rule.versions.all().delete()
        rule.versions.create(number=1, facts={"quantity": 30, "citation": "a"}, facts_hash="1")
        rule.versions.create(
            number=2, facts={"quantity": 60, "citation": "a"}, facts_hash="2", made_by=editor, reason="new act"
        )
        html = client.get("/en/deadlines/rules/us-opposition/").content.decode()
        assert html.index("Version 2") < html.index("Version 1")
        assert "<del>30</del>" in html
        assert "<ins>60</ins>" in html
        assert "Wang Fang" in html
        assert "new act" in html

    def test_a_rule_stands_on_the_date_line_of_its_act(self, client: Client, regimes: None) -> None:
        html = client.get("/en/deadlines/rules/new/").content.decode()
        assert "Before and after" in html
        assert html.index("until 2025-07-21") < html.index("from 2025-07-22, by publication date · holds for events")

    def test_a_rule_costs_few_queries(
        self, client: Client, regimes: None, django_assert_max_num_queries: Budget
    ) -> None:
        with django_assert_max_num_queries(4):
            client.get("/en/deadlines/rules/new/")

    def test_an_unknown_rule_gets_a_sentence(self, client: Client) -> None:
        response = client.get("/en/deadlines/rules/us-nothing/")
        assert response.status_code == 404
        assert "There is no deadline rule “us-nothing”" in response.content.decode()
