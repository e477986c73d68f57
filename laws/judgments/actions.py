"""Everything people do to typical cases. It takes two: one proposes with a source, a legal reviewer decides.

    propose_new / propose_correction > accept_proposal | reject_proposal | take_back_proposal

A case that a person's proposal made or changed is kept by the seed, as every row edited here.
"""

import re
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import IntegrityError, models, transaction
from django.utils.translation import gettext as _

from laws.judgments.columns import READ_STATUSES
from laws.models import Judgment, JudgmentProposal, JudgmentProposalKind, ProposalState
from laws.models.judgments import FACTS, column_of
from portal.accounts.access import require, rights_of
from portal.accounts.actions.audit import record
from portal.accounts.models import User
from portal.accounts.permissions import Permission as P
from portal.lib import clock
from portal.lib.errors import Conflict, Invalid, NotAllowed
from portal.lib.fields import clean_text
from portal.lib.states import guarded_update
from portal.reference.seeding.converting import plain

CURRENCY = re.compile(r"[A-Z]{3}", re.ASCII)
HIGHEST_MULTIPLE = 100


def propose_new(*, by: User, values: Mapping[str, Any], reason: str) -> JudgmentProposal:
    """Ask for a case that the library lacks. `values` are columns of `FACTS` as Python values.

    Raises Invalid naming the columns that do not fit, Conflict when the library holds this decision already.
    """
    _require_proposer(by)
    case = Judgment()
    _apply(case, values)
    _check(case)
    same = _held(case)
    if same is not None:
        raise Conflict(
            _("The library holds this decision as %(code)s. Propose a correction of it instead.") % {"code": same.code}
        )
    facts = {name: value for name, value in _facts(case).items() if value not in (None, "")}
    with transaction.atomic():
        return _propose(by=by, kind=JudgmentProposalKind.NEW, values=facts, reason=reason)


def propose_correction(
    *, judgment: Judgment, by: User, seen: str, values: Mapping[str, Any], reason: str
) -> JudgmentProposal:
    """Ask that a case say something else; only what differs is kept. `seen` is `facts_hash` of what the person read.

    Raises Invalid naming the columns that do not fit, Conflict when the case changed meanwhile or a proposal waits.
    """
    _require_proposer(by)
    with transaction.atomic():
        judgment = Judgment.objects.select_for_update().get(pk=judgment.pk)
        if judgment.facts_hash != seen:
            raise Conflict(_("The case says something else now. Open it again and look."))
        before = _facts(judgment)
        _apply(judgment, values)
        after = _facts(judgment)
        changed = {name: value for name, value in after.items() if before[name] != value}
        if not changed:
            raise Invalid(_("Nothing is different from what the case says now."))
        _check(judgment)
        return _propose(
            by=by,
            kind=JudgmentProposalKind.CORRECTION,
            judgment=judgment,
            values=changed,
            before={name: before[name] for name in changed},
            reason=reason,
        )


def accept_proposal(*, proposal: JudgmentProposal, by: User, note: str = "") -> Judgment:
    """The second hand: the case stands in the library as proposed, with `by` as its reviewer.

    Raises NotAllowed for the proposer, Conflict when it was decided already or the case changed meanwhile.
    """
    require(by, P.REVIEW_RULE)
    note = clean_text(note)
    with transaction.atomic():
        if proposal.kind == JudgmentProposalKind.NEW:
            _decide(proposal, ProposalState.ACCEPTED, by=by, note=note)
            # A series of its own, so that no later row of the reference file has the same code.
            judgment = Judgment(code=f"E{proposal.pk:04d}")
            same = None
        else:
            judgment = Judgment.objects.select_for_update().get(proposals=proposal)
            facts = _facts(judgment)
            if proposal.is_waiting and any(facts[name] != value for name, value in proposal.before.items()):
                raise Conflict(_("The case has changed since this was proposed. Reject it and propose it anew."))
            _decide(proposal, ProposalState.ACCEPTED, by=by, note=note)
            same = judgment
        _apply(judgment, proposal.values)
        _check(judgment)
        found = _held(judgment)
        if found is not None and found != same:
            raise Conflict(_("The library holds this decision as %(code)s by now. Reject it.") % {"code": found.code})
        judgment.reviewed_by, judgment.reviewed_on = by, clock.today()
        judgment.reviewed_hash = judgment.facts_hash
        judgment.save()
        if proposal.judgment_id is None:
            JudgmentProposal.objects.filter(pk=proposal.pk).update(judgment=judgment)
            proposal.judgment = judgment
        record("judgment.published", judgment, by=by, proposal=proposal.pk, kind=proposal.kind)
    return judgment


def reject_proposal(*, proposal: JudgmentProposal, by: User, note: str) -> None:
    """The library stays as it is. Raises Invalid without a sentence that says why, NotAllowed for the proposer."""
    require(by, P.REVIEW_RULE)
    note = clean_text(note)
    if not note:
        raise Invalid(_("Say why in a sentence: whoever proposed it reads it."), field="note")
    with transaction.atomic():
        _decide(proposal, ProposalState.REJECTED, by=by, note=note)


def take_back_proposal(*, proposal: JudgmentProposal, by: User) -> None:
    """Its proposer thought better of it. Raises NotAllowed for everybody else."""
    _require_proposer(by)
    if proposal.proposed_by_id != by.pk:
        raise NotAllowed(_("Only the person who proposed it takes it back."))
    with transaction.atomic():
        _decide(proposal, ProposalState.TAKEN_BACK, by=by)


def _require_proposer(by: User) -> None:
    rights = rights_of(by)
    if not (rights.may(P.EDIT_REFERENCE) or rights.may(P.REVIEW_RULE)):
        raise NotAllowed(_("Your role does not allow this."))


def _propose(*, by: User, kind: JudgmentProposalKind, reason: str, **values: Any) -> JudgmentProposal:
    reason = clean_text(reason)
    if not reason:
        raise Invalid(_("Say why: the reviewer decides on it."), field="reason")
    try:
        with transaction.atomic():
            proposal = JudgmentProposal.objects.create(kind=kind, reason=reason, proposed_by=by, **values)
    except IntegrityError:
        raise Conflict(_("A proposal for this case is waiting already. It must be decided first.")) from None
    record("judgment.proposed", proposal, by=by, judgment=proposal.judgment_id, kind=kind)
    return proposal


def _decide(proposal: JudgmentProposal, state: ProposalState, *, by: User, note: str = "") -> None:
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
    record(f"judgment.proposal_{state.value}", proposal, by=by, judgment=proposal.judgment_id)


def _facts(judgment: Judgment) -> dict[str, Any]:
    """The columns as JSON holds them."""
    return {name: plain(getattr(judgment, column_of(name))) for name in FACTS}


def _apply(judgment: Judgment, values: Mapping[str, Any]) -> None:
    """Write columns, given as Python values or as a proposal keeps them. Raises Invalid for one that does not fit."""
    for name, value in values.items():
        if name not in FACTS:
            raise Invalid(_("This column cannot be changed."), field=name)
        field = Judgment._meta.get_field(name)
        if not isinstance(field, models.Field):
            raise TypeError(f"{name} is no column")
        value = getattr(value, "pk", value)
        try:
            setattr(judgment, field.attname, field.to_python(clean_text(value) if isinstance(value, str) else value))
        except ValidationError as problem:
            raise Invalid(" ".join(problem.messages), field=name) from problem


def _check(judgment: Judgment) -> None:
    """Whether the columns fit each other. Raises Invalid naming every one that does not."""
    wrong: dict[str, str] = {}
    for name in ("caption", "source", "outcome_zh", "outcome_en", "fact_status"):
        if not getattr(judgment, name).strip():
            wrong[name] = _("Fill this in: no case stands here without it.")
    if judgment.decision_date > clock.today().isoformat()[: len(judgment.decision_date)]:
        wrong["decision_date"] = _("This date has not come yet.")
    if judgment.fact_status in READ_STATUSES:
        if not judgment.court.strip():
            wrong["court"] = _("Whoever read the source can name the court. Fill it in, or choose a lower status.")
        if not (judgment.decision_date or judgment.docket.strip()):
            wrong["docket"] = _("Name the docket or the day of the decision, or choose a lower status.")
    amounts = {"amount": judgment.amount, "collected_amount": judgment.collected_amount}
    for name, value in amounts.items():
        if value is not None and value < 0:
            wrong[name] = _("An amount is not negative.")
    if any(value is not None for value in amounts.values()) != bool(judgment.currency):
        wrong["currency"] = _("Name the currency of the amounts, and none where there is no amount.")
    elif judgment.currency and not CURRENCY.fullmatch(judgment.currency):
        wrong["currency"] = _("Three capital letters, such as USD.")
    if judgment.amount is not None and not judgment.amount_kind:
        wrong["amount_kind"] = _("Say what the amount is: awarded, a jury verdict, a fine, claimed …")
    multiple = judgment.punitive_multiple
    if multiple is not None and not Decimal(1) <= multiple <= HIGHEST_MULTIPLE:
        wrong["punitive_multiple"] = _("A multiple lies between 1 and 100. Leave it empty where the source names none.")
    try:
        judgment.full_clean(exclude=["code"])
    except ValidationError as problem:
        told = {name: " ".join(messages) for name, messages in problem.message_dict.items()}
        wrong = told | wrong
    if wrong:
        message = wrong.pop(NON_FIELD_ERRORS, "") or _("Some values do not fit. Correct them and send it again.")
        raise Invalid(message, fields=wrong)


def _held(judgment: Judgment) -> Judgment | None:
    """The same decision in the library: the docket and day, or the name and day, of the same place."""
    others = Judgment.objects.filter(jurisdiction=judgment.jurisdiction_id, decision_date=judgment.decision_date)
    same = models.Q(caption__iexact=judgment.caption)
    if judgment.docket:
        same |= models.Q(docket__iexact=judgment.docket)
    return others.filter(same).exclude(pk=judgment.pk).first()
