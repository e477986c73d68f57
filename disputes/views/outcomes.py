"""What came of a case and its loss ledger: one page for both sides, one for each entry, and the rating by link."""

from decimal import Decimal

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import Sum
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from disputes.access import Act, Standing, allows, get_case, need, standing_of
from disputes.actions.losses import add_loss, correct_loss
from disputes.actions.outcomes import record_outcome
from disputes.actions.reading import note_read
from disputes.forms.acts import ActForm
from disputes.forms.outcomes import LossForm, OutcomeForm
from disputes.models import Case, IsoCurrency, LossRecord, Outcome
from disputes.money import FEN
from disputes.results import RECOVERED_MEANS, LossState
from disputes.views.loss_acts import ACTS, offered_on, perform, why_not
from disputes.views.section import Section
from portal.accounts.access import person
from portal.accounts.models import User
from portal.lib.errors import ActionError
from portal.lib.forms import put_back


def recovered(case: Case) -> Decimal:
    """The sum in yuan that counts as recovered in this case."""
    total: Decimal | None = LossRecord.objects.filter(case=case).recovered().aggregate(total=Sum("amount_cny"))["total"]
    return (total or Decimal(0)).quantize(FEN)


def outcome_section(request: HttpRequest, case: Case, standing: Standing, page: str) -> Section | None:
    """The newest result and the sum recovered, on the pages of a case. Three queries."""
    if not case.is_guidance:
        return None
    outcome = Outcome.objects.filter(case=case).first()
    entries = list(LossRecord.objects.filter(case=case).select_related("corrected_by"))
    records, enters = allows(Act.RECORD_OUTCOME, case, standing), allows(Act.ADD_LOSS, case, standing)
    if outcome is None and not entries and not records and not enters:
        return None
    standing_entries = [entry for entry in entries if not entry.is_corrected and entry.state == LossState.RECORDED]
    context = {
        "outcome": outcome,
        "entries": entries,
        "recovered": sum((entry.amount_cny for entry in entries if entry.counts), Decimal("0.00")),
        "to_state": [entry for entry in standing_entries if entry.stated_at is None]
        if allows(Act.STATE_LOSS, case, standing)
        else [],
        "to_verify": [entry for entry in standing_entries if entry.agreed]
        if allows(Act.VERIFY_LOSS, case, standing)
        else [],
        "records": records,
        "enters": enters,
    }
    return Section("disputes/outcome_section.html", context)


def _case(request: HttpRequest, reference: str) -> tuple[User, Case, Standing]:
    """A guidance case through its door; that somebody of the other sides reads it is kept. Raises Http404."""
    user = person(request)
    case = get_case(user, reference)
    if not case.is_guidance:
        raise Http404
    standing = standing_of(user, case)
    note_read(case=case, by=user, standing=standing)
    return user, case, standing


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def outcome_page(request: HttpRequest, reference: str) -> HttpResponse:
    """Results and ledger to read and to print; POST records a result."""
    user, case, standing = _case(request, reference)
    form, status = OutcomeForm(case=case, user=user), 200
    if request.method == "POST":
        need(Act.RECORD_OUTCOME, case, user)
        form, status = OutcomeForm(request.POST, case=case, user=user), 400
        if form.is_valid():
            try:
                record_outcome(case=case, by=user, facts=form.facts(), form_key=form.cleaned_data["form_key"])
            except ActionError as error:
                put_back(form, error)
                status = error.status
            else:
                messages.success(request, _("The outcome was recorded."))
                return redirect("outcome", reference)
    outcomes = Outcome.objects.filter(case=case).select_related("by", "awarded_currency", "collected_currency")
    entries = LossRecord.objects.filter(case=case).select_related(
        "currency", "evidence", "handler", "verifier", "stated_by", "corrected_by", "corrects"
    )
    context = {
        "case": case,
        "standing": standing,
        "form": form,
        "outcomes": list(outcomes),
        "entries": list(entries),
        "recovered": recovered(case),
        "means": RECOVERED_MEANS,
        "records": allows(Act.RECORD_OUTCOME, case, standing),
        "enters": allows(Act.ADD_LOSS, case, standing),
        "currencies": IsoCurrency.objects.all(),
    }
    return render(request, "disputes/outcome.html", context, status=status)


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def loss_new(request: HttpRequest, reference: str) -> HttpResponse:
    user, case, standing = _case(request, reference)
    need(Act.ADD_LOSS, case, user)
    form = LossForm(request.POST or None, case=case, user=user)
    return _entry(request, case, standing, form, user)


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def loss_correct(request: HttpRequest, reference: str, pk: int) -> HttpResponse:
    """A new entry in the place of one that was wrong; it begins with what stands there."""
    user, case, standing = _case(request, reference)
    need(Act.ADD_LOSS, case, user)
    record = _record(case, pk)
    initial = LossForm.initial_of(record)
    form = LossForm(request.POST or None, case=case, user=user, initial=initial)
    return _entry(request, case, standing, form, user, record)


def _entry(
    request: HttpRequest,
    case: Case,
    standing: Standing,
    form: LossForm,
    user: User,
    corrects: LossRecord | None = None,
) -> HttpResponse:
    """Show the form of an entry, or keep what it holds."""
    status = 200
    if request.method == "POST":
        status = 400
        if form.is_valid():
            facts, key = form.facts(), form.cleaned_data["form_key"]
            try:
                if corrects is None:
                    record = add_loss(case=case, by=user, facts=facts, form_key=key)
                else:
                    record = correct_loss(record=corrects, by=user, facts=facts, form_key=key)
            except ActionError as error:
                put_back(form, error)
                status = error.status
            else:
                messages.success(request, _("The entry was made. The enterprise is asked for its statement."))
                return redirect("loss", case.reference, record.pk)
    context = {
        "case": case,
        "standing": standing,
        "form": form,
        "corrects": corrects,
        "currencies": IsoCurrency.objects.all(),
    }
    return render(request, "disputes/outcome_loss_edit.html", context, status=status)


def _record(case: Case, pk: int) -> LossRecord:
    record = (
        LossRecord.objects.filter(case=case, pk=pk)
        .select_related("currency", "evidence", "handler", "verifier", "stated_by", "corrected_by", "corrects")
        .first()
    )
    if record is None:
        raise Http404
    record.case = case
    return record


@never_cache
@login_required
@require_safe
def loss_page(request: HttpRequest, reference: str, pk: int) -> HttpResponse:
    """One entry with its evidence, and what this person may say or decide about it."""
    user, case, standing = _case(request, reference)
    return _loss(request, _record(case, pk), user, standing)


def _loss(
    request: HttpRequest,
    record: LossRecord,
    user: User,
    standing: Standing,
    bound: ActForm | None = None,
    tried: str = "",
    status: int = 200,
) -> HttpResponse:
    context = {
        "case": record.case,
        "standing": standing,
        "record": record,
        "acts": offered_on(record, user, standing, bound, tried),
        "why_not": why_not(record, user, standing),
        "may_correct": allows(Act.ADD_LOSS, record.case, standing) and not record.is_corrected,
    }
    return render(request, "disputes/outcome_loss.html", context, status=status)


@never_cache
@login_required
@require_POST
def loss_act(request: HttpRequest, reference: str, pk: int, name: str) -> HttpResponse:
    """State, verify, refuse. A refusal shows the entry again with what was typed: 400, 403 or 409."""
    user, case, standing = _case(request, reference)
    if name not in ACTS:
        raise Http404
    record = _record(case, pk)
    form, status = perform(request, record, user, name)
    if status == 200:
        messages.success(request, str(ACTS[name].done))
        return redirect("loss", reference, pk)
    record = _record(get_case(user, reference), pk)
    if name not in offered_on(record, user, standing):
        messages.error(request, " ".join(str(error) for errors in form.errors.values() for error in errors))
    return _loss(request, record, user, standing, form, name, status)
