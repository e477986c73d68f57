"""The pages on which typical cases are proposed, corrected and decided on."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from laws.judgments import access, actions, columns
from laws.judgments.filters import JudgmentFilter
from laws.judgments.forms import DecisionForm, JudgmentForm
from laws.models import Judgment, JudgmentProposal, ProposalState
from laws.models.judgments import FACTS
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
    """Proposals that wait, the reader's own that were decided, and every case to correct."""
    user = person(request)
    access.require_desk(user)
    filters = JudgmentFilter(request.GET, queryset=access.public_judgments())
    found = access.proposals(user)
    context = {
        "filters": filters,
        "page": page_of(request, filters.qs, PER_PAGE),
        "waiting": found.filter(state=ProposalState.WAITING).order_by("pk"),
        "mine": found.filter(proposed_by=user).exclude(state=ProposalState.WAITING)[:5],
    }
    return render(request, "laws/judgments/desk.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Propose a case that the library lacks; `?again=` starts from a proposal of one's own that was decided."""
    user = person(request)
    access.require_desk(user)
    return _form_page(request, user, None, JudgmentForm(request.POST or None, initial=_again(request, user)))


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def correct(request: HttpRequest, code: str) -> HttpResponse:
    """Propose that a case say something else; another person decides."""
    user = person(request)
    case = access.get_for_correction(user, code)
    return _form_page(request, user, case, JudgmentForm(request.POST or None, judgment=case))


def _form_page(request: HttpRequest, user: User, case: Judgment | None, form: JudgmentForm) -> HttpResponse:
    status = 400 if request.method == "POST" else 200
    if request.method == "POST" and form.is_valid():
        try:
            proposal = _propose(user, case, form)
        except ActionError as refused:
            put_back(form, refused)
            status = refused.status
        else:
            messages.success(request, _("Proposed. A legal reviewer other than you decides."))
            return redirect("judgment_proposal", proposal.pk)
    context = {"case": case, "form": form, "groups": form.groups()}
    return render(request, "laws/judgments/form.html", context, status=status)


def _propose(user: User, case: Judgment | None, form: JudgmentForm) -> JudgmentProposal:
    reason = form.cleaned_data["reason"]
    if case is None:
        return actions.propose_new(by=user, values=form.values(), reason=reason)
    return actions.propose_correction(
        judgment=case, by=user, seen=form.cleaned_data["seen"], values=form.values(), reason=reason
    )


def _again(request: HttpRequest, user: User) -> dict[str, Any]:
    number = request.GET.get("again", "")
    if not (number.isascii() and number.isdigit() and len(number) < 10):
        return {}
    before = access.proposals(user).filter(pk=number, proposed_by=user).first()
    return {name: before.values[name] for name in FACTS if name in before.values} if before else {}


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def proposal(request: HttpRequest, number: int) -> HttpResponse:
    """What would change, side by side. POST with `act` accepts, rejects or takes it back."""
    user = person(request)
    item = access.get_proposal(user, number)
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
                item = access.get_proposal(user, number)
            else:
                return redirect("judgment_proposal", number)
    return render(request, "laws/judgments/proposal.html", _context(item, user, form), status=status)


def _decide(request: HttpRequest, item: JudgmentProposal, user: User, note: str) -> None:
    act = request.POST.get("act", "")
    if act == "accept":
        actions.accept_proposal(proposal=item, by=user, note=note)
        messages.success(request, _("Accepted. The case stands in the library as proposed."))
    elif act == "reject":
        actions.reject_proposal(proposal=item, by=user, note=note)
        messages.success(request, _("Rejected. The library stays as it is."))
    elif act == "take_back":
        actions.take_back_proposal(proposal=item, by=user)
        messages.success(request, _("Taken back."))
    else:
        raise Http404(_("There is no such step."))


def _context(item: JudgmentProposal, user: User, form: Form) -> dict[str, Any]:
    is_own = item.proposed_by_id == user.pk
    return {
        "proposal": item,
        "case": item.judgment,
        "form": form,
        "changes": columns.changes(item),
        "may_decide": item.is_waiting and not is_own and rights_of(user).may(Permission.REVIEW_RULE),
        "may_take_back": item.is_waiting and is_own,
        "may_try_again": is_own and not item.is_waiting and item.kind == "new" and item.state != "accepted",
    }
