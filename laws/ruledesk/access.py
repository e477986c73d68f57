"""Doors to the rules desk: editors and legal reviewers."""

from django.http import Http404
from django.utils.translation import gettext as _

from laws.models import DeadlineRule, RuleProposal
from portal.accounts.access import rights_of
from portal.accounts.models import User
from portal.accounts.permissions import Permission
from portal.lib.errors import NotAllowed

DESK = (Permission.EDIT_REFERENCE, Permission.REVIEW_RULE)


def is_of_the_desk(user: User) -> bool:
    rights = rights_of(user)
    return any(rights.may(permission) for permission in DESK)


def require_desk(user: User) -> None:
    """Raises NotAllowed for whoever neither edits nor reviews."""
    if not is_of_the_desk(user):
        raise NotAllowed(_("Your role does not open the rules desk."))


def get_rule(user: User, rule_id: str) -> DeadlineRule:
    """A rule with what its pages show. Raises Http404 for a stranger to the desk and for an unknown rule."""
    rule = (
        DeadlineRule.objects.select_related("jurisdiction", "forum", "dispute_type", "reviewed_by", "replaced_by")
        .filter(rule_id=rule_id)
        .first()
    )
    if rule is None or not is_of_the_desk(user):
        raise Http404(_("There is no such rule."))
    return rule


def get_proposal(user: User, rule_id: str, number: int) -> RuleProposal:
    """A proposal for the rule. Raises Http404 as `get_rule`."""
    rule = get_rule(user, rule_id)
    proposal = rule.proposals.select_related("proposed_by", "decided_by", "replaced_by").filter(pk=number).first()
    if proposal is None:
        raise Http404(_("There is no such proposal."))
    proposal.rule = rule
    return proposal
