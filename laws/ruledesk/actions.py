"""Everything people do to a rule of time. A change or a withdrawal takes two: one proposes, another one decides.

    propose_change / propose_withdrawal > accept_proposal | reject_proposal | take_back_proposal
    review_rule: a named person held this version against its source

Whatever changes what a rule says makes a new version (`laws.deadlines.versions`): reviews end with the version they
read, and dates computed from an older one are found by its number. Each act first makes the version that a rule may
lack, outside its own transaction, so that a refusal does not undo it.
"""

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from laws.deadlines import versions
from laws.models import DeadlineRule, ProposalKind, ProposalState, RuleProposal, RuleReview, RuleVersion
from portal.accounts.access import require, rights_of
from portal.accounts.actions.audit import record
from portal.accounts.models import User
from portal.accounts.permissions import Permission as P
from portal.lib import clock
from portal.lib.errors import Conflict, Invalid, NotAllowed
from portal.lib.fields import clean_text
from portal.lib.states import guarded_update

CHECKED = "verified"  # the reference files' word for: the text was found in the source

# What a proposal may change. Which law it is of and how it is called stay: another period is another rule.
CHANGEABLE = (
    *(
        name
        for name in versions.RULE_FACTS
        if name not in {"jurisdiction", "withdrawn_on", "withdrawn_why", "replaced_by"}
    ),
    "checked_on",
)


def review_rule(*, rule: DeadlineRule, by: User, version: int, note: str = "") -> None:
    """A named person stands behind `version` of the rule: from now on it reads 已核实.

    Raises Conflict when another version holds meanwhile, when it is withdrawn, or when its text was never found in a
    source (propose a change that brings the quote); NotAllowed for whoever wrote this version.
    """
    require(by, P.REVIEW_RULE)
    versions.record_versions([rule])
    with transaction.atomic():
        newest = _locked(rule)
        if rule.version != version:
            raise Conflict(_("The rule says something else now. Read version %(number)d.") % {"number": rule.version})
        if newest.made_by_id == by.pk:
            raise NotAllowed(_("You wrote this version, so another person must review it."))
        if rule.withdrawn_on is not None:
            raise Conflict(_("This rule was withdrawn. There is nothing left to review."))
        if not has_text(rule):
            raise Conflict(_("Its text was not found in a source yet. Propose a change that brings the quote first."))
        if rule.reviewed_on is not None:
            raise Conflict(_("Somebody has reviewed this version already."))
        _review(rule, newest, by=by, note=clean_text(note))


def propose_change(
    *, rule: DeadlineRule, by: User, version: int, values: Mapping[str, Any], reason: str
) -> RuleProposal:
    """Ask for other words or numbers. `values` are columns of the rule as Python values; only what differs is kept.

    Raises Invalid naming the columns that do not fit, Conflict when the rule changed after `version` was read or
    another proposal waits.
    """
    _require_proposer(by)
    versions.record_versions([rule])
    with transaction.atomic():
        _locked(rule, version=version)
        before = versions.rule_facts(rule, CHANGEABLE)
        _apply(rule, {name: _cleaned(value) for name, value in values.items()})
        changed = {
            name: value for name, value in versions.rule_facts(rule, CHANGEABLE).items() if before[name] != value
        }
        if not changed:
            raise Invalid(_("Nothing is different from what the rule says now."))
        _check(rule)
        return _propose(rule, by=by, kind=ProposalKind.CHANGE, values=changed, reason=reason)


def propose_withdrawal(
    *, rule: DeadlineRule, by: User, version: int, reason: str, replaced_by: DeadlineRule | None = None
) -> RuleProposal:
    """Ask that no date be computed from the rule any more; `replaced_by` is the one to use instead.

    Raises Invalid for a replacement that is the rule itself or withdrawn, Conflict as `propose_change`.
    """
    _require_proposer(by)
    if replaced_by is not None and (replaced_by.pk == rule.pk or replaced_by.withdrawn_on is not None):
        raise Invalid(_("Choose another rule that is in use."), field="replaced_by")
    versions.record_versions([rule])
    with transaction.atomic():
        _locked(rule, version=version)
        return _propose(rule, by=by, kind=ProposalKind.WITHDRAW, reason=reason, replaced_by=replaced_by)


def accept_proposal(*, proposal: RuleProposal, by: User, note: str = "") -> None:
    """The second hand: the rule says what was proposed, as a new version that `by` has reviewed.

    Raises NotAllowed for the proposer, Conflict when it was decided already or the rule changed meanwhile.
    """
    require(by, P.REVIEW_RULE)
    note = clean_text(note)
    rule = proposal.rule
    versions.record_versions([rule])
    with transaction.atomic():
        _locked(rule)
        if proposal.is_waiting and rule.version != proposal.rule_version:
            raise Conflict(
                _("The rule has changed since this was proposed for version %(number)d. Reject it and propose it anew.")
                % {"number": proposal.rule_version}
            )
        _decide(proposal, ProposalState.ACCEPTED, by=by, note=note)
        _carry_out(proposal, rule)
        versions.record_versions([rule], by=proposal.proposed_by, reason=proposal.reason)
        rule.refresh_from_db()
        newest = rule.versions.get(number=rule.version)
        if rule.withdrawn_on is None and has_text(rule) and rule.reviewed_on is None:
            _review(rule, newest, by=by, note=note)
        record("rule.changed", rule, by=by, proposal=proposal.pk, version=rule.version, kind=proposal.kind)


def reject_proposal(*, proposal: RuleProposal, by: User, note: str) -> None:
    """The rule stays as it is. Raises Invalid without a sentence that says why, NotAllowed for the proposer."""
    require(by, P.REVIEW_RULE)
    note = clean_text(note)
    if not note:
        raise Invalid(_("Say why in a sentence: whoever proposed it reads it."), field="note")
    with transaction.atomic():
        _decide(proposal, ProposalState.REJECTED, by=by, note=note)


def take_back_proposal(*, proposal: RuleProposal, by: User) -> None:
    """Its proposer thought better of it. Raises NotAllowed for everybody else."""
    _require_proposer(by)
    if proposal.proposed_by_id != by.pk:
        raise NotAllowed(_("Only the person who proposed it takes it back."))
    with transaction.atomic():
        _decide(proposal, ProposalState.TAKEN_BACK, by=by)


def has_text(rule: DeadlineRule) -> bool:
    """Whether the words of a source stand beside the rule: without them there is nothing to hold it against."""
    return rule.fact_status == CHECKED and bool(rule.source_quote.strip())


def may_propose(user: User) -> bool:
    """Editors propose; a reviewer who finds a mistake may as well, and another reviewer decides."""
    rights = rights_of(user)
    return rights.may(P.EDIT_REFERENCE) or rights.may(P.REVIEW_RULE)


def _require_proposer(by: User) -> None:
    if not may_propose(by):
        raise NotAllowed(_("Your role does not allow this."))


def _locked(rule: DeadlineRule, *, version: int | None = None) -> RuleVersion:
    """Take the rule's present state and hold it against the `version` that was read; gives its newest version."""
    rule.refresh_from_db(from_queryset=DeadlineRule.objects.select_for_update())
    if version is not None and rule.version != version:
        raise Conflict(_("The rule says something else now. Read version %(number)d.") % {"number": rule.version})
    if version is not None and rule.withdrawn_on is not None:
        raise Conflict(_("This rule was withdrawn and cannot be changed any more."))
    return rule.versions.get(number=rule.version)


def _review(rule: DeadlineRule, version: RuleVersion, *, by: User, note: str) -> None:
    rule.reviewed_by, rule.reviewed_on = by, clock.today()
    rule.save(update_fields=["reviewed_by", "reviewed_on"])
    RuleReview.objects.create(version=version, reviewer=by, note=note)
    record("rule.reviewed", rule, by=by, version=version.number, sha256=version.facts_hash)


def _propose(rule: DeadlineRule, *, by: User, kind: ProposalKind, reason: str, **values: Any) -> RuleProposal:
    reason = clean_text(reason)
    if not reason:
        raise Invalid(_("Say why: the reviewer decides on it."), field="reason")
    try:
        with transaction.atomic():
            proposal = RuleProposal.objects.create(
                rule=rule, kind=kind, rule_version=rule.version, reason=reason, proposed_by=by, **values
            )
    except IntegrityError:
        raise Conflict(_("A proposal for this rule is waiting already. It must be decided first.")) from None
    record("rule.proposed", rule, by=by, proposal=proposal.pk, version=rule.version, kind=kind)
    return proposal


def _decide(proposal: RuleProposal, state: ProposalState, *, by: User, note: str = "") -> None:
    if state != ProposalState.TAKEN_BACK and proposal.proposed_by_id == by.pk:
        raise NotAllowed(_("You proposed this, so another person must decide on it."))
    if not proposal.is_waiting:
        raise Conflict(_("This proposal has been decided already. Reload the page and look."))
    guarded_update(
        proposal,
        expected={"state": ProposalState.WAITING},
        state=state,
        decided_by=by,
        decided_at=clock.now(),
        decision_note=note,
    )
    record(f"rule.proposal_{state.value}", proposal.rule, by=by, proposal=proposal.pk)


def _carry_out(proposal: RuleProposal, rule: DeadlineRule) -> None:
    if proposal.kind == ProposalKind.WITHDRAW:
        rule.withdrawn_on, rule.withdrawn_why = clock.today(), proposal.reason
        rule.replaced_by = proposal.replaced_by
        rule.save(update_fields=["withdrawn_on", "withdrawn_why", "replaced_by"])
        return
    _apply(rule, proposal.values)
    _check(rule)
    rule.save(update_fields=list(proposal.values))


def _cleaned(value: Any) -> Any:
    return clean_text(value) if isinstance(value, str) else value


def _apply(rule: DeadlineRule, values: Mapping[str, Any]) -> None:
    """Write columns, given as Python values or as a proposal keeps them. Raises Invalid for one that may not change."""
    for name, value in values.items():
        if name not in CHANGEABLE:
            raise Invalid(_("This column cannot be changed."), field=name)
        field = versions.column(name)
        try:
            setattr(rule, field.attname, field.to_python(getattr(value, "pk", value)))
        except ValidationError as problem:
            raise Invalid(" ".join(problem.messages), field=name) from problem


def _check(rule: DeadlineRule) -> None:
    """Whether the columns fit each other. Raises Invalid naming those that do not."""
    if not rule.source.strip():
        raise Invalid(_("Say where this fact comes from."), field="source")
    if rule.fact_status == CHECKED and not (rule.source_quote.strip() and rule.citation.strip()):
        raise Invalid(_("A checked text needs its citation and its quote."), field="source_quote")
    if bool(rule.extension_quantity) != bool(rule.extension_unit):
        raise Invalid(_("Give the length of the extension and its unit, or neither."), field="extension_quantity")
    if rule.effective_from and rule.effective_to and rule.effective_to < rule.effective_from:
        raise Invalid(_("The last day lies before the first."), field="effective_to")
    try:
        rule.full_clean()
    except ValidationError as problem:
        fields = {name: " ".join(messages) for name, messages in problem.message_dict.items()}
        message = fields.pop(NON_FIELD_ERRORS, "") or _("Some values do not fit. Correct them and send it again.")
        raise Invalid(message, fields=fields) from problem
