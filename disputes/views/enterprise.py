"""The enterprise's side: my cases, the case page, its receipt and its acts."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import OuterRef, Subquery
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from disputes import clocks
from disputes.access import Act, allows, get_case, standing_of
from disputes.actions.engaging import engagement_of
from disputes.actions.reading import note_read
from disputes.choices import ClockKind
from disputes.emergency_dues import dues_of_case
from disputes.forms.acts import ActForm
from disputes.models import Case, CaseClock
from disputes.nextsteps import own_steps
from disputes.playbooks import today_of
from disputes.states import CaseState, WaitingOn
from disputes.views.acts import OWN_ACTS, offered, perform, unplaced
from disputes.views.opinions import to_acknowledge
from disputes.views.parts import loose_documents, priority_reasons, routing_reasons, thread_of, timeline_of
from disputes.views.sections import NOTES, OPINION_SECTIONS, SECTIONS, sections_of
from disputes.views.specs import SPECS
from disputes.wording import next_step
from portal.accounts.access import person, rights_of
from portal.accounts.models import User
from portal.accounts.permissions import Permission
from portal.lib.paging import page_of


@never_cache
@login_required
@require_safe
def my_cases(request: HttpRequest) -> HttpResponse:
    """Own drafts, own cases and the cases of the person's enterprises, newest first."""
    user = person(request)
    rights = rights_of(user)
    supplements = CaseClock.objects.filter(case=OuterRef("pk"), kind=ClockKind.SUPPLEMENT, ended_at__isnull=True)
    rows = (
        Case.objects.of_own_side(user, rights)
        .exclude(reference__isnull=True, state=CaseState.WITHDRAWN)
        .select_related("jurisdiction", "dispute_type", "centre", "enterprise", "claim", "next_deadline__rule")
        .annotate(supplement_due=Subquery(supplements.values("due_at")[:1]))
    )
    context = {"page": page_of(request, rows), "officer": rights.may_anywhere(Permission.VIEW_CENTRE_CASES)}
    return render(request, "disputes/my_cases.html", context)


@never_cache
@login_required
@require_safe
def case_page(request: HttpRequest, reference: str) -> HttpResponse:
    """One case as the enterprise sees it. An officer and an expert are led to theirs; that counsel read it is kept."""
    user = person(request)
    rights = rights_of(user)
    case = get_case(user, reference, rights)
    standing = standing_of(user, case, rights)
    if not standing.reads_for_enterprise:
        engagement = engagement_of(case, user) if standing.advises and not standing.reads_for_centre else None
        return redirect("engagement", engagement.pk) if engagement else redirect("triage_case", reference)
    note_read(case=case, by=user, standing=standing)
    return _page(request, case, user)


def _page(
    request: HttpRequest, case: Case, user: User, bound: ActForm | None = None, tried: str = "", status: int = 200
) -> HttpResponse:
    standing = standing_of(user, case)
    waiting = case.waiting_on == WaitingOn.ENTERPRISE
    acts = offered(case, user, standing, OWN_ACTS, bound, tried)
    satisfaction = getattr(case, "satisfaction", None)
    if satisfaction is not None:
        acts.pop(Act.RATE.value, None)
    opinion = to_acknowledge(case, standing)
    # What is to be read now stands above the messages.
    first = OPINION_SECTIONS if opinion is not None else ()
    rest = [provider for provider in SECTIONS if provider not in first]
    context = {
        "case": case,
        "next_step": next_step(case),
        "own_steps": own_steps(case),
        "waiting": waiting,
        "thread": thread_of(case, reader=user, internal=False),
        "timeline": timeline_of(case, internal=False),
        "documents": loose_documents(case.documents.select_related("uploader")),
        "routing": routing_reasons(case),
        "acts": acts,
        "more_acts": unplaced(acts),
        "opinion": opinion,
        "supplement_due": clocks.supplement_due(case),
        "notes": sections_of(request, case, standing, "case", NOTES),
        "first_sections": sections_of(request, case, standing, "case", first),
        "sections": sections_of(request, case, standing, "case", rest),
        "bound": bound,
        "satisfaction": satisfaction,
    }
    return render(request, "disputes/case.html", context, status=status)


@never_cache
@login_required
@require_POST
def case_act(request: HttpRequest, reference: str, act: str) -> HttpResponse:
    """Do one act. A refusal shows the page again with what was typed and the status that fits."""
    user = person(request)
    case = get_case(user, reference)
    if act not in OWN_ACTS:
        raise Http404
    form, status = perform(request, case, user, Act(act))
    if status == 200:
        messages.success(request, str(SPECS[Act(act)].done))
        return redirect("case", reference)
    case = get_case(user, reference)
    if not allows(Act(act), case, standing_of(user, case)):
        messages.error(request, " ".join(str(error) for errors in form.errors.values() for error in errors))
    return _page(request, case, user, form, act, status)


@never_cache
@login_required
@require_safe
def receipt(request: HttpRequest, reference: str) -> HttpResponse:
    """Number, who answers, by when, what to do today."""
    user = person(request)
    case = get_case(user, reference)
    if not standing_of(user, case).reads_for_enterprise:
        raise Http404
    context = {
        "case": case,
        "routing": routing_reasons(case),
        "reasons": priority_reasons(case),
        "today": today_of(case),
        "dues": dues_of_case(case),
        "decision_due": clocks.decision_due(case),
    }
    return render(request, "disputes/receipt.html", context)
