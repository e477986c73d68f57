"""The centre's side: the queue and the officer's page of a case."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from disputes.access import Act, allows, get_case, standing_of
from disputes.actions.reading import note_read
from disputes.filters import TriageFilter
from disputes.forms.acts import ActForm, AnswerForm
from disputes.lengths import nearness
from disputes.models import Case, EmergencyFiling
from disputes.nextsteps import step_of
from disputes.states import AWAITING_ANSWER
from disputes.views.acts import CENTRE_ACTS, offered, perform, unplaced
from disputes.views.citing import picker
from disputes.views.parts import loose_documents, priority_reasons, routing_reasons, thread_of, timeline_of
from disputes.views.sections import NOTES, sections_of
from disputes.views.specs import SPECS
from portal.accounts.access import person, rights_of
from portal.accounts.models import User
from portal.accounts.permissions import Permission
from portal.lib import clock
from portal.lib.errors import NotAllowed
from portal.lib.fields import clean_text
from portal.lib.paging import page_of

PER_PAGE = 50


@never_cache
@login_required
@require_safe
def queue(request: HttpRequest) -> HttpResponse:
    """The queue of the person's centres: most urgent first. Without a filter: what is open."""
    user = person(request)
    rights = rights_of(user)
    if not rights.may_anywhere(Permission.VIEW_CENTRE_CASES):
        raise NotAllowed(_("This page is for the officers of a guidance centre."))
    mine = Case.objects.in_triage_of(user, rights)
    query = request.GET.copy()
    if not query:
        query["state"] = "open"
    filterset = TriageFilter(query, queryset=mine, user=user, places=mine)
    ordered = filterset.qs.by_deadline() if query.get("order") == "deadline" else filterset.qs.by_urgency()
    rows = ordered.select_related(
        "jurisdiction", "dispute_type", "enterprise", "claim", "holder", "centre", "next_deadline__rule"
    ).defer("what_happened", "draft_data", "routing")
    page = page_of(request, rows, PER_PAGE)
    now = clock.now()
    for case in page.object_list:
        case.late = case.is_overdue(now)
        owed = case.is_open and case.due_at is not None and case.paused_at is None
        case.due = nearness(case.due_at, now) if owed else None
    context = {
        "page": page,
        "now": now,
        "filter": filterset,
        "count": page.paginator.count,
        "overdue": mine.filter(Q(state__in=AWAITING_ANSWER), paused_at__isnull=True, due_at__lt=now).count(),
        "several_centres": len(set(rights.centre_ids(Permission.VIEW_CENTRE_CASES))) > 1,
        "emergencies": EmergencyFiling.objects.waiting().visible_to(user, rights).count(),
        "decides_claims": rights.may_anywhere(Permission.DECIDE_CLAIM),
    }
    return render(request, "disputes/triage.html", context)


def _case_for_officer(user: User, reference: str) -> Case:
    """The case through the centre's door: 404 for everybody else, the enterprise included."""
    case = get_case(user, reference)
    if not standing_of(user, case).reads_for_centre:
        raise Http404
    return case


@never_cache
@login_required
@require_safe
def case_page(request: HttpRequest, reference: str) -> HttpResponse:
    """One case as the officer sees it. That it was read is kept."""
    user = person(request)
    case = _case_for_officer(user, reference)
    note_read(case=case, by=user)
    return _page(request, case, user)


def _page(
    request: HttpRequest, case: Case, user: User, bound: ActForm | None = None, tried: str = "", status: int = 200
) -> HttpResponse:
    standing = standing_of(user, case)
    acts = offered(case, user, standing, CENTRE_ACTS, bound, tried)
    context = {
        "case": case,
        "contact": getattr(case, "contact", None),
        "overdue": case.is_overdue(clock.now()),
        "next_step": step_of(case, user, standing),
        "thread": thread_of(case, reader=user, internal=True),
        "timeline": timeline_of(case, internal=True),
        "documents": loose_documents(case.documents.select_related("uploader")),
        "routing": routing_reasons(case),
        "reasons": priority_reasons(case),
        "clocks": case.clocks.all(),
        "acts": acts,
        "more_acts": unplaced(acts),
        "sections": sections_of(request, case, standing, "triage_case"),
        "notes": sections_of(request, case, standing, "triage_case", NOTES),
        "bound": bound,
        "tried": tried,
        "assignments": case.assignments.select_related("centre", "officer", "assigned_by"),
        "reads_only": not standing.works and not acts,
        "satisfaction": getattr(case, "satisfaction", None),
        **picker(request, case),
    }
    return render(request, "disputes/triage_case.html", context, status=status)


@never_cache
@login_required
@require_POST
def case_act(request: HttpRequest, reference: str, act: str) -> HttpResponse:
    """Do one act. A refusal shows the page again with what was typed: 400, 403 or 409."""
    user = person(request)
    case = _case_for_officer(user, reference)
    if act not in CENTRE_ACTS:
        raise Http404
    if act == Act.ANSWER and {"use_template", "find"} & request.POST.keys():
        return _page(request, case, user, _rewritten_answer(request, case, user), act)
    form, status = perform(request, case, user, Act(act))
    if status == 200:
        messages.success(request, str(SPECS[Act(act)].done))
        still_ours = standing_of(user, Case.objects.get(pk=case.pk)).reads_for_centre
        return redirect("triage_case", reference) if still_ours else redirect("triage")
    case = _case_for_officer(user, reference)
    if not allows(Act(act), case, standing_of(user, case)):
        messages.error(request, " ".join(str(error) for errors in form.errors.values() for error in errors))
    return _page(request, case, user, form, act, status)


def _rewritten_answer(request: HttpRequest, case: Case, user: User) -> AnswerForm:
    """The answer form as typed, with the chosen template's text put in front; nothing is sent."""
    data = request.POST.copy()
    if "use_template" in data:
        chosen = AnswerForm(data, case=case, user=user, prefix=Act.ANSWER.value)
        chosen.is_valid()
        template = chosen.cleaned_data.get("template")
        if template is not None:
            typed = clean_text(data.get("answer-text", ""))
            data["answer-text"] = "\n\n".join(part for part in (template.text_in(case.language), typed) if part)
    initial = {name: data.get(f"answer-{name}", "") for name in ("template", "text", "citations")}
    return AnswerForm(case=case, user=user, prefix=Act.ANSWER.value, initial=initial)


@never_cache
@login_required
@require_safe
def citations(request: HttpRequest, reference: str) -> HttpResponse:
    """The fragment below the search for citations."""
    user = person(request)
    case = _case_for_officer(user, reference)
    return render(request, "disputes/_citations.html", picker(request, case))
