"""The pages on which rules of time are reviewed, and changed by two hands."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from laws.deadlines.versions import rule_facts
from laws.models import DeadlineRule, ProposalKind, RuleProposal
from laws.ruledesk import access, actions, facts, queue
from laws.ruledesk.forms import DecisionForm, ProposalForm, QueueFilterForm, ReviewForm, WithdrawForm
from laws.ruledesk.samples import samples
from portal.accounts.access import person, rights_of
from portal.accounts.models import User
from portal.accounts.permissions import Permission
from portal.lib.errors import ActionError
from portal.lib.forms import put_back
from portal.lib.paging import page_of

PER_PAGE = 40


@login_required
@require_safe
def desk(request: HttpRequest) -> HttpResponse:
    """Rules that nobody has reviewed, most used first, and proposals that wait for a second hand."""
    user = person(request)
    access.require_desk(user)
    form = QueueFilterForm(request.GET)
    wanted = form.cleaned_data if form.is_valid() else {}
    page = page_of(request, queue.rules_for_desk(wanted), PER_PAGE)
    context = {"form": form, "page": page, "proposals": list(queue.waiting_proposals())}
    return render(request, "laws/ruledesk/list.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def rule(request: HttpRequest, rule_id: str) -> HttpResponse:
    """The rule, its quote, how its forum counts and worked dates side by side; POST reviews the version read."""
    user = person(request)
    item = access.get_rule(user, rule_id)
    form = ReviewForm(request.POST or None, initial={"version": item.version})
    status = 200
    if request.method == "POST":
        status = 400
        if form.is_valid():
            try:
                actions.review_rule(
                    rule=item, by=user, version=form.cleaned_data["version"], note=form.cleaned_data["note"]
                )
            except ActionError as refused:
                put_back(form, refused)
                status = refused.status
            else:
                messages.success(request, _("Reviewed. The rule reads verified from now on."))
                return redirect("rule_review", rule_id)
    return render(request, "laws/ruledesk/rule.html", _rule_context(item, user, form), status=status)


def _rule_context(item: DeadlineRule, user: User, form: Form) -> dict[str, Any]:
    versions = list(item.versions.select_related("made_by").prefetch_related("reviews__reviewer"))
    writer = versions[0].made_by_id if versions else None
    may_review = rights_of(user).may(Permission.REVIEW_RULE)
    why_not = _why_not(item, writer, user) if may_review else ""
    shown = [(name, str(facts.LABELS[name]), getattr(item, name)) for name in SHOWN]
    return {
        "rule": item,
        "form": form,
        "counting": facts.counting(item.forum),
        "concrete": item.forum.concrete.all(),
        "facts": [(label, facts.said(name, value)) for name, label, value in shown if value],
        "unsaid": [label for _name, label, value in shown if not value],
        "samples": samples(item),
        "versions": versions,
        "changes": facts.changes(versions[1].facts, versions[0].facts) if len(versions) > 1 else [],
        "proposals": item.proposals.select_related("proposed_by", "decided_by"),
        "waiting": item.proposals.filter(state="waiting").first(),
        "may_review": may_review and not why_not,
        "why_not": why_not,
    }


# The columns that stand beside the quote; act, length, source and status have places of their own on the page.
SHOWN = (
    "role",
    "only_if_zh",
    "only_if_en",
    "nature",
    "trigger_kind",
    "roll_rule",
    "extension_kind",
    "extension_condition",
    "effective_from",
    "effective_to",
    "effective_keyed_on",
    "consequence_zh",
    "consequence_en",
)


def _why_not(item: DeadlineRule, writer: int | None, user: User) -> str:
    """The sentence for a reviewer who cannot review this now; empty when nothing stands in the way."""
    if item.withdrawn_on is not None:
        return _("This rule was withdrawn. There is nothing left to review.")
    if not actions.has_text(item):
        return _("Its text was not found in a source yet. Propose a change that brings the quote first.")
    if item.reviewed_on is not None:
        return _("Somebody has reviewed this version already.")
    return _("You wrote this version, so another person must review it.") if writer == user.pk else ""


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def change(request: HttpRequest, rule_id: str) -> HttpResponse:
    """Propose other words or numbers; another person decides."""
    user = person(request)
    item = access.get_rule(user, rule_id)
    form = ProposalForm(request.POST or None, rule=item)
    status = 400 if request.method == "POST" else 200
    if request.method == "POST" and form.is_valid():
        try:
            proposal = actions.propose_change(
                rule=access.get_rule(user, rule_id),
                by=user,
                version=form.cleaned_data["version"],
                values=form.values(),
                reason=form.cleaned_data["reason"],
            )
        except ActionError as refused:
            put_back(form, refused)
            status = refused.status
        else:
            return _proposed(request, proposal)
    context = {"rule": item, "form": form, "groups": form.groups()}
    return render(request, "laws/ruledesk/change.html", context, status=status)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def withdraw(request: HttpRequest, rule_id: str) -> HttpResponse:
    """Propose that no date be computed from the rule any more."""
    user = person(request)
    item = access.get_rule(user, rule_id)
    form = WithdrawForm(request.POST or None, rule=item, initial={"version": item.version})
    status = 400 if request.method == "POST" else 200
    if request.method == "POST" and form.is_valid():
        try:
            proposal = actions.propose_withdrawal(rule=item, by=user, **form.cleaned_data)
        except ActionError as refused:
            put_back(form, refused)
            status = refused.status
        else:
            return _proposed(request, proposal)
    return render(request, "laws/ruledesk/withdraw.html", {"rule": item, "form": form}, status=status)


def _proposed(request: HttpRequest, proposal: RuleProposal) -> HttpResponse:
    messages.success(request, _("Proposed. A legal reviewer decides; until then the rule stays as it is."))
    return redirect("rule_proposal", proposal.rule.rule_id, proposal.pk)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def proposal(request: HttpRequest, rule_id: str, number: int) -> HttpResponse:
    """What would change, side by side. POST with `act` accepts, rejects or takes it back."""
    user = person(request)
    item = access.get_proposal(user, rule_id, number)
    form = DecisionForm(request.POST or None)
    status = 200
    if request.method == "POST":
        status = 400
        if form.is_valid():
            try:
                _decide(request, item, user, form.cleaned_data["note"])
            except ActionError as refused:
                put_back(form, refused)
                status = refused.status
                item = access.get_proposal(user, rule_id, number)
            else:
                return redirect("rule_proposal", rule_id, number)
    return render(request, "laws/ruledesk/proposal.html", _proposal_context(item, user, form), status=status)


def _decide(request: HttpRequest, item: RuleProposal, user: User, note: str) -> None:
    act = request.POST.get("act", "")
    if act == "accept":
        actions.accept_proposal(proposal=item, by=user, note=note)
        messages.success(request, _("Accepted. The rule says so from now on."))
    elif act == "reject":
        actions.reject_proposal(proposal=item, by=user, note=note)
        messages.success(request, _("Rejected. The rule stays as it is."))
    elif act == "take_back":
        actions.take_back_proposal(proposal=item, by=user)
        messages.success(request, _("Taken back."))
    else:
        raise Http404(_("There is no such step."))


def _proposal_context(item: RuleProposal, user: User, form: Form) -> dict[str, Any]:
    rights = rights_of(user)
    is_own = item.proposed_by_id == user.pk
    return {
        "proposal": item,
        "rule": item.rule,
        "form": form,
        "is_withdrawal": item.kind == ProposalKind.WITHDRAW,
        "changes": facts.changes(_before(item), item.values),
        "is_stale": item.is_waiting and item.rule.version != item.rule_version,
        "may_decide": item.is_waiting and not is_own and rights.may(Permission.REVIEW_RULE),
        "may_take_back": item.is_waiting and is_own,
    }


def _before(item: RuleProposal) -> dict[str, Any]:
    """What the rule said in the version the proposal was made for; `checked_on` is kept with no version."""
    version = item.rule.versions.filter(number=item.rule_version).first()
    return {**rule_facts(item.rule, ["checked_on"]), **(version.facts if version else {})}
