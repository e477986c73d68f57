"""Two people, or a file and a person, at the same moment on PostgreSQL."""

from collections.abc import Callable

import pytest

from laws.deadlines.versions import record_versions
from laws.models import DeadlineRule, RuleProposal, RuleReview, RuleVersion
from laws.ruledesk import actions
from tests.factories.accounts import a_member
from tests.factories.laws import DeadlineRuleFactory
from tests.laws.guides.test_at_once import at_once

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]


def a_rule() -> DeadlineRule:
    rule: DeadlineRule = DeadlineRuleFactory.create(source="page: ecfr", source_quote="within thirty days")
    record_versions()
    return rule


def fresh(rule: DeadlineRule) -> DeadlineRule:
    return DeadlineRule.objects.get(pk=rule.pk)


def test_of_two_recorders_one_makes_the_version() -> None:
    rule = a_rule()
    DeadlineRule.objects.update(quantity=60)
    assert at_once(record_versions, record_versions) == ["done", "done"]
    assert sorted(RuleVersion.objects.values_list("number", flat=True)) == [1, 2]
    assert fresh(rule).version == 2


def test_of_two_reviewers_one_reviews() -> None:
    rule = a_rule()

    def review() -> Callable[[], object]:
        person = a_member("legal_reviewer")
        return lambda: actions.review_rule(rule=fresh(rule), by=person, version=1)

    assert at_once(review(), review()) == ["conflict", "done"]
    assert RuleReview.objects.count() == 1


def test_of_two_decisions_one_counts() -> None:
    rule = a_rule()
    proposal = actions.propose_change(
        rule=rule, by=a_member("editor"), version=1, values={"quantity": 60}, reason="amended"
    )
    first, second = a_member("legal_reviewer"), a_member("legal_reviewer")
    found = at_once(
        lambda: actions.accept_proposal(proposal=RuleProposal.objects.get(pk=proposal.pk), by=first),
        lambda: actions.reject_proposal(proposal=RuleProposal.objects.get(pk=proposal.pk), by=second, note="no"),
    )
    assert found == ["conflict", "done"]
    proposal.refresh_from_db()
    assert (fresh(rule).quantity == 60) == (proposal.state == "accepted")


def test_of_two_proposals_one_waits() -> None:
    rule = a_rule()

    def propose(quantity: int) -> Callable[[], object]:
        person = a_member("editor")
        return lambda: actions.propose_change(
            rule=fresh(rule), by=person, version=1, values={"quantity": quantity}, reason="amended"
        )

    assert at_once(propose(45), propose(60)) == ["conflict", "done"]
    assert RuleProposal.objects.count() == 1


def test_a_file_that_comes_between_reading_and_reviewing_wins() -> None:
    rule = a_rule()
    person = a_member("legal_reviewer")

    def load() -> None:
        DeadlineRule.objects.filter(pk=rule.pk).update(quantity=60)
        record_versions()

    found = at_once(load, lambda: actions.review_rule(rule=fresh(rule), by=person, version=1))
    now = fresh(rule)
    assert found in (["conflict", "done"], ["done", "done"])
    assert (now.version, now.reviewed_on) == (2, None), "no review of the former words stands beside the new ones"
