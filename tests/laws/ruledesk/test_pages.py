"""The pages of the rules desk: the queue, the review, proposals and decisions."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from laws.deadlines.versions import record_versions
from laws.models import DeadlineRule, RuleProposal
from laws.ruledesk import actions
from laws.ruledesk.actions import CHANGEABLE
from laws.ruledesk.queue import rules_for_desk, waiting_for
from laws.ruledesk.samples import samples
from portal.accounts.models import User
from portal.lib import clock
from portal.reference.models import Jurisdiction, Market
from tests.factories.accounts import UserFactory, a_member
from tests.factories.laws import DeadlineRuleFactory
from tests.factories.reference import JurisdictionFactory

pytestmark = pytest.mark.django_db
PAGE = "/en/editorial/rules/us-opp/"


@pytest.fixture
def editor() -> User:
    return a_member("editor", name="Xu Editor")


@pytest.fixture
def reviewer() -> User:
    return a_member("legal_reviewer", name="Cao Reviewer")


@pytest.fixture
def rule() -> DeadlineRule:
    found: DeadlineRule = DeadlineRuleFactory.create(
        rule_id="us-opp",
        quantity=30,
        roll_rule="next_working_day",
        source="page: ecfr",
        source_quote="within thirty days after publication",
        forum__calendar="US",
        forum__month_rule="clip",
        forum__fact_status="verified",
        forum__filing_cutoff_local="23:59",
    )
    Market.objects.create(jurisdiction=found.jurisdiction, rank=1)
    record_versions()
    return found


def log_in(client: Client, user: User) -> Client:
    client.force_login(user)
    return client


def typed(rule: DeadlineRule, **changes: Any) -> dict[str, Any]:
    """The form of a change as a browser sends it."""
    columns = {name: getattr(rule, f"{name}_id", getattr(rule, name)) for name in CHANGEABLE}
    sent = {name: "" if value is None else str(value) for name, value in columns.items()}
    return sent | {"version": rule.version, "reason": "amended in 2026"} | changes


def test_the_queue_puts_the_main_markets_first_and_leaves_reviewed_rules_out(rule: DeadlineRule) -> None:
    japan = JurisdictionFactory.create(code="JP")
    Market.objects.create(jurisdiction=japan, rank=3)
    DeadlineRuleFactory.create(rule_id="jp-opp", jurisdiction=japan)
    organisation = JurisdictionFactory.create(code="WO", kind=Jurisdiction.Kind.ORGANISATION)
    DeadlineRuleFactory.create(rule_id="wo-udrp", jurisdiction=organisation)
    DeadlineRuleFactory.create(rule_id="bb-opp", jurisdiction=JurisdictionFactory.create(code="BB"))
    DeadlineRuleFactory.create(
        rule_id="us-done", fact_status="verified", reviewed_by=UserFactory.create(), reviewed_on=date(2026, 11, 2)
    )
    assert [found.rule_id for found in rules_for_desk({})] == ["us-opp", "jp-opp", "wo-udrp"]
    everything = {found.rule_id for found in rules_for_desk({"show": "all", "markets": "all"})}
    assert everything == {"us-opp", "jp-opp", "wo-udrp", "bb-opp", "us-done"}
    assert [found.rule_id for found in rules_for_desk({"show": "reviewed"})] == ["us-done"]
    assert [found.rule_id for found in rules_for_desk({"q": "jp"})] == ["jp-opp"]


def test_the_queue_costs_the_same_for_many_rules(
    client: Client, editor: User, rule: DeadlineRule, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(30):
        DeadlineRuleFactory.create(quantity=number)
    log_in(client, editor)
    with django_assert_max_num_queries(10):
        assert client.get("/en/editorial/rules/").status_code == 200


def test_the_review_page_puts_rule_quote_counting_and_dates_side_by_side(
    client: Client, reviewer: User, rule: DeadlineRule, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    log_in(client, reviewer)
    with django_assert_max_num_queries(15):
        page = client.get(PAGE)
    for said in ("30 calendar days", "within thirty days after publication", "America/New_York", "Act by", "Version 1"):
        assert said in page.text
    assert page.text.count("Trigger: ") == 2
    assert "Mark as reviewed" in page.text


def test_one_of_the_worked_dates_ends_on_a_day_off(rule: DeadlineRule) -> None:
    plain, moved = samples(rule)
    assert plain.answer is not None
    assert moved.answer is not None
    assert moved.answer.computed.rolled_over or moved.answer.computed.stepped_over
    assert moved.trigger > plain.trigger >= clock.today()


def test_the_worked_dates_of_a_former_rule_lie_in_its_life(rule: DeadlineRule) -> None:
    rule.effective_to = clock.today() - timedelta(days=400)
    assert all(sample.answer for sample in samples(rule))
    assert all(sample.trigger <= rule.effective_to for sample in samples(rule))


def test_a_rule_without_a_length_says_so_instead_of_a_date(rule: DeadlineRule) -> None:
    rule.quantity = 0
    [only] = samples(rule)
    assert only.answer is None
    assert only.refusal


def test_a_reviewer_confirms_the_version_that_was_read(client: Client, reviewer: User, rule: DeadlineRule) -> None:
    log_in(client, reviewer)
    assert client.post(PAGE, {"version": 1, "note": "eCFR of today"}).status_code == 400
    done = client.post(PAGE, {"version": 1, "has_compared": "on", "note": "eCFR of today"}, follow=True)
    assert "Verified by a person" in done.text
    assert "eCFR of today" in done.text
    rule.refresh_from_db()
    assert rule.reviewed_by == reviewer


def test_a_stale_review_keeps_the_note_and_says_which_version_to_read(
    client: Client, reviewer: User, rule: DeadlineRule
) -> None:
    log_in(client, reviewer)
    DeadlineRule.objects.filter(pk=rule.pk).update(quantity=60)
    page = client.post(PAGE, {"version": 1, "has_compared": "on", "note": "my long note"})
    assert page.status_code == 409
    assert "Read version 2" in page.text
    assert "my long note" in page.text


def test_an_editor_is_offered_no_review(client: Client, editor: User, rule: DeadlineRule) -> None:
    log_in(client, editor)
    assert "Mark as reviewed" not in client.get(PAGE).text
    assert client.post(PAGE, {"version": 1, "has_compared": "on"}).status_code == 403
    rule.refresh_from_db()
    assert rule.reviewed_on is None


def test_a_stranger_finds_no_rule_and_no_desk(client: Client, rule: DeadlineRule) -> None:
    log_in(client, a_member("publisher"))
    assert client.get("/en/editorial/rules/").status_code == 403
    for path in ("", "change/", "withdraw/", "proposals/1/"):
        assert client.get(PAGE + path).status_code == 404


def test_a_change_is_proposed_compared_and_accepted_by_another_person(
    client: Client, editor: User, reviewer: User, rule: DeadlineRule
) -> None:
    log_in(client, editor)
    sent = client.post(f"{PAGE}change/", typed(rule, quantity="60", source_quote="within sixty days"), follow=True)
    proposal = RuleProposal.objects.get()
    assert proposal.values == {"quantity": 60, "source_quote": "within sixty days"}
    assert "within sixty days" in sent.text
    assert "Accept" not in sent.text, "its proposer decides nothing"
    assert waiting_for(reviewer) == 1

    log_in(client, reviewer)
    assert "Xu Editor" in client.get("/en/editorial/rules/").text
    address = f"{PAGE}proposals/{proposal.pk}/"
    assert "within thirty days after publication" in client.get(address).text
    done = client.post(address, {"act": "accept", "note": "read"}, follow=True)
    assert done.status_code == 200
    rule.refresh_from_db()
    assert (rule.quantity, rule.version, rule.reviewed_by) == (60, 2, reviewer)
    page = client.get(PAGE)
    assert "What this version changed" in page.text
    assert waiting_for(reviewer) == 0
    assert client.post(address, {"act": "reject", "note": "no"}).status_code == 409


def test_a_rejection_needs_a_sentence(client: Client, editor: User, reviewer: User, rule: DeadlineRule) -> None:
    proposal = actions.propose_change(rule=rule, by=editor, version=1, values={"quantity": 60}, reason="amended")
    log_in(client, reviewer)
    address = f"{PAGE}proposals/{proposal.pk}/"
    page = client.post(address, {"act": "reject", "note": " "})
    assert page.status_code == 400
    assert "Say why in a sentence" in page.text
    assert client.post(address, {"act": "reject", "note": "not in force"}).status_code == 302
    assert client.post(address, {"act": "burn", "note": "x"}).status_code == 404


def test_a_proposal_that_does_not_fit_keeps_everything_typed(client: Client, editor: User, rule: DeadlineRule) -> None:
    log_in(client, editor)
    page = client.post(
        f"{PAGE}change/", typed(rule, act_en="My new words", source_quote="", effective_from="2026-02-30")
    )
    assert page.status_code == 400
    assert "My new words" in page.text
    assert 'value="2026-02-30"' in page.text
    refused = client.post(f"{PAGE}change/", typed(rule, act_en="My new words", source_quote=""))
    assert refused.status_code == 400
    assert "A checked text needs its citation and its quote." in refused.text
    assert not RuleProposal.objects.exists()


def test_nothing_different_is_no_proposal(client: Client, editor: User, rule: DeadlineRule) -> None:
    log_in(client, editor)
    page = client.post(f"{PAGE}change/", typed(rule))
    assert page.status_code == 400
    assert "Nothing is different" in page.text


def test_a_withdrawal_is_proposed_and_taken_back(client: Client, editor: User, rule: DeadlineRule) -> None:
    DeadlineRuleFactory.create(rule_id="us-opp-new")
    log_in(client, editor)
    sent = {"version": 1, "reason": "repealed", "replaced_by": "us-opp-new"}
    client.post(f"{PAGE}withdraw/", sent)
    proposal = RuleProposal.objects.get()
    assert (proposal.kind, str(proposal.replaced_by and proposal.replaced_by.rule_id)) == ("withdraw", "us-opp-new")
    assert client.post(f"{PAGE}withdraw/", sent).status_code == 409
    client.post(f"{PAGE}proposals/{proposal.pk}/", {"act": "take_back"})
    proposal.refresh_from_db()
    assert proposal.state == "taken_back"


def test_the_desk_stands_on_the_editorial_page(
    client: Client, editor: User, reviewer: User, rule: DeadlineRule
) -> None:
    actions.propose_change(rule=rule, by=editor, version=1, values={"quantity": 60}, reason="amended")
    assert "/en/editorial/rules/" in log_in(client, editor).get("/en/editorial/").text
    assert "1 waits for you" in log_in(client, reviewer).get("/en/editorial/").text
