"""The deadlines of a case: all of them on one page for both sides, adding, ordering, ending."""

from collections.abc import Callable
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
from disputes.actions.deadlines import SELECTED, add_deadline, add_paper_date, order_overrides
from disputes.actions.documents import keep_file, one_transaction
from disputes.actions.proposing import still_missing
from disputes.actions.reading import note_read
from disputes.duedates import RECEIVED
from disputes.forms.acts import ActForm
from disputes.forms.deadlines import AddForm, OrderForm, PaperForm
from disputes.legaldates import matter_of
from disputes.models import Case, Deadline
from disputes.views.deadline_parts import ACTS, offered, rows_of, shown, split, with_acts
from laws.deadlines.explaining import explain
from laws.models import DeadlineRule
from portal.accounts.access import person
from portal.accounts.models import User
from portal.lib.errors import ActionError
from portal.lib.forms import put_back, version_of
from portal.reference.calendars import Calendars


def _case(request: HttpRequest, reference: str) -> tuple[User, Case, Standing]:
    user = person(request)
    case = get_case(user, reference)
    return user, case, standing_of(user, case)


def _home(standing: Standing) -> str:
    """The page of the case that this reader has; an expert has the one of the engagement."""
    if standing.reads_for_enterprise:
        return "case"
    return "triage_case" if standing.reads_for_centre else ""


@never_cache
@login_required
@require_safe
def case_deadlines(request: HttpRequest, reference: str) -> HttpResponse:
    """All of them, with why each is what it is. That a case was read is kept."""
    user, case, standing = _case(request, reference)
    note_read(case=case, by=user, standing=standing)
    return _page(request, case, user, standing)


def _page(
    request: HttpRequest,
    case: Case,
    user: User,
    standing: Standing,
    bound: ActForm | None = None,
    tried: str = "",
    status: int = 200,
) -> HttpResponse:
    parts = split(rows_of(case))
    may_add = allows(Act.ADD_DEADLINE, case, standing)
    context = {
        "case": case,
        "standing": standing,
        "home": _home(standing),
        "running": with_acts(list(parts["running"]), user, standing, bound, tried),
        "ended": with_acts(list(parts["ended"]), user, standing),
        "may_add": may_add,
        "missing": still_missing(case, Calendars()) if may_add else [],
    }
    return render(request, "disputes/deadlines.html", context, status=status)


@never_cache
@login_required
@require_safe
def deadline_why(request: HttpRequest, reference: str, pk: int) -> HttpResponse:
    """Why this date, for counsel: rule and version, citation, quote, what was entered, days that moved it."""
    user, case, standing = _case(request, reference)
    note_read(case=case, by=user, standing=standing)
    row = _row(case, pk)
    one = shown(row)
    parts = []
    if one.rule is not None and one.forum is not None and one.computed is not None:
        parts = explain(one.rule, one.forum, one.computed, keys=matter_of(row).keys)
    context = {"case": case, "standing": standing, "home": _home(standing), "one": one, "parts": parts}
    return render(request, "disputes/deadline_why.html", context)


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def deadline_new(request: HttpRequest, reference: str) -> HttpResponse:
    """Count one from a rule; `?rule=` names it."""
    user, case, standing = _case(request, reference)
    need(Act.ADD_DEADLINE, case, user)
    rule = DeadlineRule.objects.filter(rule_id=request.GET.get("rule", "")).first()
    initial: dict[str, Any] = {"rule": rule.pk} if rule else {}
    # The day on which the papers came starts what counts from that and nothing else.
    if rule is not None and rule.trigger_kind in RECEIVED:
        initial["trigger"] = case.received_on
    form = AddForm(request.POST or None, case=case, user=user, initial=initial)
    return _kept(
        request,
        case,
        standing,
        form,
        lambda: add_deadline(case=case, by=user, **form.told()),
        title=gettext_lazy("Count a deadline"),
        done=gettext_lazy("The deadline was added."),
        more={"rule": rule},
    )


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def deadline_paper(request: HttpRequest, reference: str) -> HttpResponse:
    """A date that is printed on a paper."""
    user, case, standing = _case(request, reference)
    need(Act.ADD_DEADLINE, case, user)
    form = PaperForm(request.POST or None, case=case, user=user)
    return _kept(
        request,
        case,
        standing,
        form,
        lambda: add_paper_date(case=case, by=user, **form.cleaned_data),
        title=gettext_lazy("Enter a date from a paper"),
        done=gettext_lazy("The date was added."),
    )


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def deadline_order(request: HttpRequest, reference: str, pk: int) -> HttpResponse:
    """A court or office set another day; the order is chosen from the documents or added here."""
    user, case, standing = _case(request, reference)
    need(Act.ORDER_DEADLINE, case, user)
    row = _row(case, pk)
    form = OrderForm(request.POST or None, request.FILES or None, case=case, user=user)

    def order() -> None:
        data = form.cleaned_data
        with one_transaction() as stored:
            document = data["document"]
            if document is None and data["file"] is not None:
                document = keep_file(case, by=user, file=data["file"], stored=stored, field="file")
            order_overrides(deadline=row, by=user, on=data["on"], document=document, version=version_of(request))

    return _kept(
        request,
        case,
        standing,
        form,
        order,
        title=gettext_lazy("Enter an order"),
        done=gettext_lazy("The ordered day counts now; the old one stays to be seen."),
        more={"one": shown(row), "row": row},
    )


def _kept(
    request: HttpRequest,
    case: Case,
    standing: Standing,
    form: ActForm,
    act: Callable[[], object],
    *,
    title: str | Promise,
    done: str | Promise,
    more: dict[str, Any] | None = None,
) -> HttpResponse:
    """Show a form, or do what it asks; a refusal shows it again with everything that was typed."""
    status = 200
    if request.method == "POST":
        status = 400
        if form.is_valid():
            try:
                act()
            except ActionError as error:
                put_back(form, error)
                status = error.status
            else:
                messages.success(request, str(done))
                return redirect("case_deadlines", case.reference)
    context = {
        "case": case,
        "standing": standing,
        "home": _home(standing),
        "form": form,
        "title": title,
        **(more or {}),
    }
    return render(request, "disputes/deadline_form.html", context, status=status)


@never_cache
@login_required
@require_POST
def deadline_act(request: HttpRequest, reference: str, pk: int, name: str) -> HttpResponse:
    """Done, confirmed, extended, dropped, reopened. A refusal shows the page again with what was typed."""
    user, case, standing = _case(request, reference)
    spec = ACTS.get(name)
    if spec is None:
        raise Http404
    row = _row(case, pk)
    tried = f"{name}-{pk}"
    form = spec.form(request.POST, case=case, user=user, prefix=tried)
    status = 400
    if form.is_valid():
        try:
            spec.call(deadline=row, by=user, version=version_of(request), **form.cleaned_data)
        except ActionError as error:
            put_back(form, error)
            status = error.status
        else:
            messages.success(request, str(spec.done))
            return redirect("case_deadlines", reference)
    user, case, standing = _case(request, reference)
    if name not in {one.name for one in offered(_row(case, pk), user, standing)}:
        messages.error(request, " ".join(str(error) for errors in form.errors.values() for error in errors))
    return _page(request, case, user, standing, form, tried, status)


def _row(case: Case, pk: int) -> Deadline:
    row = case.deadlines.select_related(*SELECTED, "replaces").filter(pk=pk).first()
    if row is None:
        raise Http404(_("There is no such deadline."))
    row.case = case
    return row
