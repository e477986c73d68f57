"""Reviewing rules, and changing them by two hands."""

from datetime import date
from typing import Any

import pytest

from laws.deadlines.asking import Question, ask
from laws.deadlines.computing import NoDate
from laws.models import DeadlineRule, ProposalState, RuleProposal
from laws.personal_sections import Rules
from laws.ruledesk import actions
from portal.accounts.models import AuditEvent, User
from portal.lib import clock
from portal.lib.errors import Conflict, Invalid, NotAllowed
from portal.reference.seeding.loading import load
from portal.reference.seeding.registry import all_seeds
from portal.reference.seeding.reports import Outcome
from tests.factories.accounts import UserFactory, a_member
from tests.factories.laws import DeadlineRuleFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor() -> User:
    return a_member("editor")


@pytest.fixture
def reviewer() -> User:
    return a_member("legal_reviewer")


@pytest.fixture
def rule() -> DeadlineRule:
    found: DeadlineRule = DeadlineRuleFactory.create(
        rule_id="us-opp", quantity=30, source="page: ecfr", source_quote="within thirty days", fact_status="verified"
    )
    return found


def propose(rule: DeadlineRule, by: User, **values: Any) -> RuleProposal:
    return actions.propose_change(
        rule=rule, by=by, version=rule.version, values=values or {"quantity": 60}, reason="amended in 2026"
    )


def test_a_reviewer_stands_behind_the_version_that_was_read(rule: DeadlineRule, reviewer: User) -> None:
    actions.review_rule(rule=rule, by=reviewer, version=1, note="read in the eCFR")
    rule.refresh_from_db()
    assert (rule.reviewed_by, rule.reviewed_on) == (reviewer, clock.today())
    review = rule.versions.get().reviews.get()
    assert (review.reviewer, review.note) == (reviewer, "read in the eCFR")
    event = AuditEvent.objects.get(verb="rule.reviewed")
    assert (event.actor_id, event.subject_id, event.data["version"]) == (reviewer.pk, str(rule.pk), 1)


@pytest.mark.parametrize("role", ["editor", "publisher", "warning_issuer", "administrator"])
def test_nobody_but_a_legal_reviewer_reviews(rule: DeadlineRule, role: str) -> None:
    with pytest.raises(NotAllowed):
        actions.review_rule(rule=rule, by=a_member(role), version=1)
    rule.refresh_from_db()
    assert rule.reviewed_on is None


def test_a_version_that_was_not_read_is_not_reviewed(rule: DeadlineRule, reviewer: User) -> None:
    actions.review_rule(rule=rule, by=reviewer, version=1)
    DeadlineRule.objects.filter(pk=rule.pk).update(quantity=45)
    with pytest.raises(Conflict, match="version 2"):
        actions.review_rule(rule=rule, by=reviewer, version=1)
    rule.refresh_from_db()
    assert (rule.version, rule.reviewed_on) == (2, None)


def test_a_version_is_reviewed_once(rule: DeadlineRule, reviewer: User) -> None:
    actions.review_rule(rule=rule, by=reviewer, version=1)
    with pytest.raises(Conflict, match="already"):
        actions.review_rule(rule=rule, by=a_member("legal_reviewer"), version=1)


@pytest.mark.parametrize(
    "columns",
    [{"fact_status": "secondary"}, {"fact_status": "memory"}, {"fact_status": "disputed"}, {"source_quote": ""}],
)
def test_a_text_that_nobody_wrote_down_cannot_be_reviewed(
    rule: DeadlineRule, reviewer: User, columns: dict[str, str]
) -> None:
    DeadlineRule.objects.filter(pk=rule.pk).update(**columns)
    with pytest.raises(Conflict, match="quote"):
        actions.review_rule(rule=rule, by=reviewer, version=1)


def test_an_accepted_change_is_a_new_version_reviewed_by_the_second_hand(
    rule: DeadlineRule, editor: User, reviewer: User
) -> None:
    proposal = propose(rule, editor, quantity=60, source_quote="within sixty days")
    rule.refresh_from_db()
    assert rule.quantity == 30, "nothing changes before the second hand"
    assert proposal.values == {"quantity": 60, "source_quote": "within sixty days"}

    actions.accept_proposal(proposal=proposal, by=reviewer, note="read")

    rule.refresh_from_db()
    assert (rule.quantity, rule.version, rule.reviewed_by) == (60, 2, reviewer)
    newest = rule.versions.get(number=2)
    assert (newest.made_by, newest.reason, newest.facts["quantity"]) == (editor, "amended in 2026", 60)
    proposal.refresh_from_db()
    assert (proposal.state, proposal.decided_by) == (ProposalState.ACCEPTED, reviewer)
    verbs = set(AuditEvent.objects.filter(subject_type="laws.deadlinerule").values_list("verb", flat=True))
    assert verbs == {"rule.proposed", "rule.proposal_accepted", "rule.changed", "rule.reviewed"}


def test_an_accepted_change_to_an_unchecked_text_stays_unreviewed(
    rule: DeadlineRule, editor: User, reviewer: User
) -> None:
    actions.accept_proposal(proposal=propose(rule, editor, fact_status="disputed"), by=reviewer)
    rule.refresh_from_db()
    assert (rule.version, rule.reviewed_on) == (2, None)


def test_a_new_look_up_alone_makes_no_version_and_is_reviewed(rule: DeadlineRule, editor: User, reviewer: User) -> None:
    actions.accept_proposal(proposal=propose(rule, editor, checked_on=clock.today()), by=reviewer)
    rule.refresh_from_db()
    assert (rule.version, rule.checked_on, rule.reviewed_by) == (1, clock.today(), reviewer)


def test_nobody_decides_on_what_they_proposed(rule: DeadlineRule, reviewer: User) -> None:
    proposal = propose(rule, reviewer)
    with pytest.raises(NotAllowed):
        actions.accept_proposal(proposal=proposal, by=reviewer)
    with pytest.raises(NotAllowed):
        actions.reject_proposal(proposal=proposal, by=reviewer, note="no")
    proposal.refresh_from_db()
    assert proposal.is_waiting


def test_nobody_reviews_the_version_they_wrote(rule: DeadlineRule, reviewer: User) -> None:
    second = a_member("legal_reviewer")
    actions.accept_proposal(proposal=propose(rule, reviewer), by=second)
    DeadlineRule.objects.filter(pk=rule.pk).update(reviewed_by=None, reviewed_on=None)
    with pytest.raises(NotAllowed, match="wrote"):
        actions.review_rule(rule=rule, by=reviewer, version=2)


def test_a_rejected_proposal_changes_nothing_and_says_why(rule: DeadlineRule, editor: User, reviewer: User) -> None:
    proposal = propose(rule, editor)
    with pytest.raises(Invalid):
        actions.reject_proposal(proposal=proposal, by=reviewer, note="  ")
    actions.reject_proposal(proposal=proposal, by=reviewer, note="the amendment is not in force")
    rule.refresh_from_db()
    assert (rule.quantity, rule.version) == (30, 1)
    with pytest.raises(Conflict):
        actions.accept_proposal(proposal=proposal, by=reviewer)


def test_its_proposer_alone_takes_it_back(rule: DeadlineRule, editor: User) -> None:
    proposal = propose(rule, editor)
    with pytest.raises(NotAllowed):
        actions.take_back_proposal(proposal=proposal, by=a_member("editor"))
    actions.take_back_proposal(proposal=proposal, by=editor)
    assert propose(rule, editor).is_waiting


def test_one_proposal_waits_at_a_time(rule: DeadlineRule, editor: User) -> None:
    propose(rule, editor)
    with pytest.raises(Conflict, match="waiting"):
        propose(rule, a_member("editor"), quantity=45)


def test_a_proposal_for_a_rule_that_changed_meanwhile_is_not_accepted(
    rule: DeadlineRule, editor: User, reviewer: User
) -> None:
    proposal = propose(rule, editor)
    DeadlineRule.objects.filter(pk=rule.pk).update(citation="15 USC 1063(b)")
    with pytest.raises(Conflict, match="anew"):
        actions.accept_proposal(proposal=proposal, by=reviewer)
    rule.refresh_from_db()
    assert rule.quantity == 30


def test_a_stale_page_proposes_nothing(rule: DeadlineRule, editor: User) -> None:
    with pytest.raises(Conflict):
        actions.propose_change(rule=rule, by=editor, version=7, values={"quantity": 60}, reason="x")


@pytest.mark.parametrize("role", ["publisher", "warning_author", "centre_head"])
def test_other_roles_propose_nothing(rule: DeadlineRule, role: str) -> None:
    with pytest.raises(NotAllowed):
        propose(rule, a_member(role))
    with pytest.raises(NotAllowed):
        actions.propose_withdrawal(rule=rule, by=UserFactory.create(), version=1, reason="x")


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"rule_id": "other"}, "rule_id"),
        ({"withdrawn_why": "x"}, "withdrawn_why"),
        ({"source": " "}, "source"),
        ({"source_quote": ""}, "source_quote"),
        ({"extension_quantity": 2}, "extension_quantity"),
        ({"effective_from": date(2026, 5, 1), "effective_to": date(2026, 4, 1)}, "effective_to"),
        ({"quantity": -1}, "quantity"),
        ({"effective_from": "31 April"}, "effective_from"),
        ({"act_en": "x" * 201}, "act_en"),
    ],
)
def test_what_does_not_fit_is_named(rule: DeadlineRule, editor: User, values: dict[str, Any], field: str) -> None:
    with pytest.raises(Invalid) as refused:
        propose(rule, editor, **values)
    assert field in refused.value.fields


def test_a_proposal_must_differ_and_say_why(rule: DeadlineRule, editor: User) -> None:
    with pytest.raises(Invalid, match="different"):
        propose(rule, editor, quantity=30, act_en="File a notice of opposition ")
    with pytest.raises(Invalid) as refused:
        actions.propose_change(rule=rule, by=editor, version=1, values={"quantity": 60}, reason=" ")
    assert "reason" in refused.value.fields


def test_a_withdrawn_rule_gives_no_date_and_names_the_one_to_use(
    rule: DeadlineRule, editor: User, reviewer: User
) -> None:
    other = DeadlineRuleFactory.create(rule_id="us-opp-new")
    proposal = actions.propose_withdrawal(rule=rule, by=editor, version=1, reason="repealed", replaced_by=other)
    actions.accept_proposal(proposal=proposal, by=reviewer)
    rule.refresh_from_db()
    assert (rule.version, rule.withdrawn_on, rule.replaced_by) == (2, clock.today(), other)
    assert rule.reviewed_on is None
    with pytest.raises(NoDate, match="us-opp-new") as refused:
        ask(Question(rule, date(2026, 6, 1)))
    assert refused.value.code == "withdrawn"
    with pytest.raises(Conflict, match="withdrawn"):
        actions.review_rule(rule=rule, by=reviewer, version=2)
    with pytest.raises(Conflict, match="withdrawn"):
        propose(rule, editor)


def test_a_rule_is_not_replaced_by_itself_or_by_a_withdrawn_one(rule: DeadlineRule, editor: User) -> None:
    gone = DeadlineRuleFactory.create(withdrawn_on=clock.today(), withdrawn_why="repealed")
    for other in (rule, gone):
        with pytest.raises(Invalid) as refused:
            actions.propose_withdrawal(rule=rule, by=editor, version=1, reason="x", replaced_by=other)
        assert "replaced_by" in refused.value.fields


def test_the_seed_keeps_what_two_people_changed(editor: User, reviewer: User) -> None:
    for seed in all_seeds():
        if seed.path.name in {"jurisdictions.csv", "dispute_types.csv", "forums.csv", "deadline_rules.csv"}:
            load(seed)
    rule = DeadlineRule.objects.get(rule_id="us-itc-response")
    actions.accept_proposal(proposal=propose(rule, editor, quantity=25), by=reviewer)
    [seed] = [seed for seed in all_seeds() if seed.path.name == "deadline_rules.csv"]
    report = load(seed)
    assert report.counts[Outcome.KEPT] == 1
    assert report.notes[0].reason == "edited here (quantity)"
    rule.refresh_from_db()
    assert (rule.quantity, rule.version, rule.reviewed_by) == (25, 2, reviewer)


def test_a_person_reads_in_their_data_what_they_did_on_the_desk(
    rule: DeadlineRule, editor: User, reviewer: User
) -> None:
    actions.accept_proposal(proposal=propose(rule, editor), by=reviewer, note="read")
    assert Rules().collect(editor) == [{"rule": "us-opp", "proposed": "change", "reason": "amended in 2026"}]
    assert Rules().collect(reviewer) == [{"rule": "us-opp", "reviewed_version": 2, "note": "read"}]
    assert [kept.count for kept in Rules().kept(reviewer)] == [1]
