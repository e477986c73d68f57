"""The rules desk and the calendars in the matrix. Rules belong to the network: whose they are makes no difference."""

from collections.abc import Callable
from typing import Any

from laws.deadlines.versions import record_versions
from laws.models import DeadlineRule, RuleProposal
from laws.ruledesk import actions
from portal.lib import clock
from tests.factories.accounts import a_member
from tests.factories.laws import DeadlineRuleFactory
from tests.factories.reference import ForumFactory
from tests.matrix import Rule, World

EDITORS = frozenset({"editor"})
REVIEWERS = frozenset({"legal_reviewer"})
DESK = EDITORS | REVIEWERS


def a_rule() -> DeadlineRule:
    """One rule a test."""
    rule = DeadlineRule.objects.first()
    if rule is None:
        rule = DeadlineRuleFactory.create(source="page: ecfr", source_quote="within thirty days")
        record_versions()
    return rule


def a_proposal() -> RuleProposal:
    rule = a_rule()
    return rule.proposals.first() or actions.propose_change(
        rule=rule, by=a_member("editor"), version=rule.version, values={"quantity": 60}, reason="amended"
    )


def page(path: str = "") -> Callable[[World, bool], str]:
    return lambda world, own: f"/editorial/rules/{a_rule().rule_id}/{path}"


def proposal_page(world: World, own: bool) -> str:
    proposal = a_proposal()
    return f"/editorial/rules/{proposal.rule.rule_id}/proposals/{proposal.pk}/"


def everywhere(name: str, address: Callable[[World, bool], str], roles: frozenset[str], **more: Any) -> Rule:
    return Rule(name, address, own=roles, other=roles, **more)


RULES = [
    everywhere("rules desk", lambda world, own: "/editorial/rules/", DESK),
    everywhere("a rule to review", page(), DESK),
    everywhere(
        "review a rule",
        page(),
        REVIEWERS,
        data={"version": "1", "has_compared": "on"},
        let_in=frozenset({302}),
    ),
    everywhere("form of a change", page("change/"), DESK),
    everywhere(
        "propose a withdrawal without a reason", page("withdraw/"), DESK, data={"x": "y"}, let_in=frozenset({400})
    ),
    everywhere("a proposal", proposal_page, DESK),
    everywhere(
        "accept a proposal of somebody else", proposal_page, REVIEWERS, data={"act": "accept"}, let_in=frozenset({302})
    ),
]


def year_page(world: World, own: bool) -> str:
    ForumFactory.create(code="us-itc", calendar="US")
    return f"/editorial/calendars/US/{clock.today().year}/"


RULES += [
    everywhere("calendars", lambda world, own: "/editorial/calendars/", DESK),
    everywhere("a year of a calendar", year_page, DESK),
    everywhere("confirm a year without a source", year_page, EDITORS, data={"version": "0"}, let_in=frozenset({400})),
]


def a_year(world: World) -> dict[str, Any]:
    year_page(world, True)
    return {"calendar": "US", "year": clock.today().year}


def sample(world: World) -> dict[str, Any]:
    proposal = a_proposal()
    return {"rule_id": proposal.rule.rule_id, "number": proposal.pk}


SAMPLES = dict.fromkeys(("rule_review", "rule_change", "rule_withdraw", "rule_proposal"), sample) | {
    "calendar_year": a_year
}
