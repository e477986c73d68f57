"""Referrals of a case to a department: their list on the case pages, their form, their page and its acts."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from disputes.access import Act, Standing, allows, get_case, need, standing_of
from disputes.actions.reading import note_read
from disputes.actions.referring import edit_referral, make_referral, record_receipt, return_referral, send_referral
from disputes.forms.acts import ActForm, NothingForm
from disputes.forms.referrals import ReceiptForm, ReferralForm, ReturnForm
from disputes.models import Case, Referral
from disputes.states import REFERRAL_TRANSITIONS, ReferralState
from disputes.views.section import Section
from portal.accounts.access import person
from portal.accounts.models import User
from portal.lib.errors import ActionError
from portal.lib.forms import put_back, version_of
from portal.lib.states import may_move


@dataclass(frozen=True)
class Step:
    """What can be done with a referral: the state it leads to, the words, the form and the call."""

    to: ReferralState
    label: str | Promise
    done: str | Promise
    form: type[ActForm]
    call: Callable[[Referral, User, Mapping[str, Any], int], None]
    kind: str = ""


STEPS: dict[str, Step] = {
    "send": Step(
        ReferralState.SENT,
        gettext_lazy("Issue the paper and mark as sent"),
        gettext_lazy("The paper was issued. Print it, have it signed and sealed, and hand it over."),
        NothingForm,
        lambda row, by, data, version: send_referral(referral=row, by=by, version=version),
    ),
    "receipt": Step(
        ReferralState.RECEIVED,
        gettext_lazy("Record the receipt"),
        gettext_lazy("The receipt was recorded; the enterprise was told."),
        ReceiptForm,
        lambda row, by, data, version: record_receipt(
            referral=row, by=by, number=data["number"], on=data["on"], version=version
        ),
    ),
    "return": Step(
        ReferralState.RETURNED,
        gettext_lazy("Record the return"),
        gettext_lazy("The return was recorded; the enterprise was told."),
        ReturnForm,
        lambda row, by, data, version: return_referral(
            referral=row, by=by, reason=data["reason"], on=data["on"], version=version
        ),
        "secondary",
    ),
}


def visible(case: Case, standing: Standing) -> "list[Referral]":
    """A draft is the centre's own business; an expert, who sees no contact, sees none. One query."""
    if not standing.sees_contact:
        return []
    rows = Referral.objects.filter(case=case).select_related("ground", "department", "made_by", "sent_by", "paper")
    if not standing.reads_for_centre:
        rows = rows.exclude(state=ReferralState.DRAFT)
    return list(rows)


def referral_section(request: HttpRequest, case: Case, standing: Standing, page: str) -> Section | None:
    """The referrals with their state; for whoever may refer the way to a new one. One query."""
    rows = visible(case, standing)
    may_refer = page == "triage_case" and allows(Act.REFER, case, standing)
    if not rows and not may_refer:
        return None
    return Section("disputes/referral/_section.html", {"referrals": rows, "may_refer": may_refer})


def _case(request: HttpRequest, reference: str) -> tuple[User, Case, Standing]:
    """The case through its door, for the two sides. Raises Http404 for an expert."""
    user = person(request)
    case = get_case(user, reference)
    standing = standing_of(user, case)
    if not standing.sees_contact:
        raise Http404
    note_read(case=case, by=user, standing=standing)
    return user, case, standing


def _referral(request: HttpRequest, reference: str, number: int) -> tuple[User, Case, Standing, Referral]:
    user, case, standing = _case(request, reference)
    found = next((row for row in visible(case, standing) if row.number == number), None)
    if found is None:
        raise Http404
    found.case = case
    return user, case, standing, found


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def referral_new(request: HttpRequest, reference: str) -> HttpResponse:
    """Draft a referral; 404 for the enterprise's side, 403 for who only reads."""
    user, case, standing = _case(request, reference)
    if not standing.reads_for_centre:
        raise Http404
    need(Act.REFER, case, user)
    initial = {"parties": "\n".join(filter(None, (case.company_name, case.counterparty)))}
    return _form(request, user, case, standing, None, initial)


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def referral_edit(request: HttpRequest, reference: str, number: int) -> HttpResponse:
    """Change a draft. A sent referral leads to its page."""
    user, case, standing, referral = _referral(request, reference, number)
    if not standing.reads_for_centre:
        raise Http404
    need(Act.REFER, case, user)
    if referral.state != ReferralState.DRAFT:
        return redirect("referral", reference, number)
    return _form(request, user, case, standing, referral, ReferralForm.initial_of(referral))


def _form(
    request: HttpRequest,
    user: User,
    case: Case,
    standing: Standing,
    referral: Referral | None,
    initial: Mapping[str, Any],
) -> HttpResponse:
    form, status = ReferralForm(request.POST or None, case=case, user=user, initial=dict(initial)), 200
    if request.method == "POST":
        status = 400
        if form.is_valid():
            try:
                if referral is None:
                    made = make_referral(case=case, by=user, facts=form.said(), form_key=form.cleaned_data["form_key"])
                else:
                    made = referral
                    edit_referral(referral=referral, by=user, facts=form.said(), version=version_of(request))
            except ActionError as error:
                put_back(form, error)
                status = error.status
            else:
                made.refresh_from_db()
                if form.cleaned_data["consent"] and not made.has_consent:
                    said = _("The text changed since the enterprise consented. Ask again and enter the new consent.")
                    messages.warning(request, said)
                messages.success(request, _("The draft was saved. Look at it once more before you send it."))
                return redirect("referral", case.reference, made.number)
    context = {"case": case, "standing": standing, "form": form, "referral": referral}
    return render(request, "disputes/referral/edit.html", context, status=status)


@never_cache
@login_required
@require_safe
def referral_page(request: HttpRequest, reference: str, number: int) -> HttpResponse:
    """What is referred, to whom, on which ground, and how far it is."""
    user, case, standing, referral = _referral(request, reference, number)
    return _page(request, user, case, standing, referral)


def _page(
    request: HttpRequest,
    user: User,
    case: Case,
    standing: Standing,
    referral: Referral,
    bound: ActForm | None = None,
    tried: str = "",
    status: int = 200,
) -> HttpResponse:
    steps = []
    if standing.reads_for_centre and allows(Act.REFER, case, standing):
        for name, step in STEPS.items():
            if may_move(REFERRAL_TRANSITIONS, referral.state, step.to):
                form = bound if bound is not None and name == tried else step.form(case=case, user=user, prefix=name)
                steps.append((name, step, form))
    context = {
        "case": case,
        "standing": standing,
        "referral": referral,
        "documents": referral.documents.all(),
        "steps": steps,
        "edits": bool(steps) and referral.state == ReferralState.DRAFT,
        "sends": referral.has_consent,
    }
    return render(request, "disputes/referral/referral.html", context, status=status)


@never_cache
@login_required
@require_POST
def referral_act(request: HttpRequest, reference: str, number: int, name: str) -> HttpResponse:
    """Send, record the receipt or the return. A refusal shows the page again with what was typed: 400 or 409."""
    user, case, standing, referral = _referral(request, reference, number)
    step = STEPS.get(name)
    if step is None:
        raise Http404
    need(Act.REFER, case, user)
    form, status = step.form(request.POST, case=case, user=user, prefix=name), 400
    if form.is_valid():
        try:
            step.call(referral, user, form.cleaned_data, version_of(request))
        except ActionError as error:
            put_back(form, error)
            status = error.status
        else:
            messages.success(request, str(step.done))
            return redirect("referral", reference, number)
    user, case, standing, referral = _referral(request, reference, number)
    if not may_move(REFERRAL_TRANSITIONS, referral.state, step.to):
        messages.error(request, " ".join(str(error) for errors in form.errors.values() for error in errors))
    return _page(request, user, case, standing, referral, form, name, status)
