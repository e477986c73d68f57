"""Experts on a case: the officer chooses and invites, the expert declares, accepts and works."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.conf import settings
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
from disputes.actions import engaging
from disputes.actions.reading import note_read
from disputes.choices import ClockKind
from disputes.expertise import facts_of, names_of, summary_of, taking_part
from disputes.forms.acts import ActForm
from disputes.forms.engagements import DeclarationForm, EndForm, InviteForm
from disputes.models import Case
from disputes.readable import documents_for
from disputes.views.acts import EXPERT_ACTS, offered, perform
from disputes.views.blinded import blinded
from disputes.views.parts import loose_documents, thread_of, timeline_of
from disputes.views.sections import sections_of
from disputes.views.specs import SPECS
from experts.finding import suggest
from experts.models import Engagement, Expert
from experts.states import EngagementState
from portal.accounts.access import person
from portal.accounts.models import User
from portal.lib import clock
from portal.lib.errors import ActionError, NotAllowed
from portal.lib.forms import put_back, version_of

# What the expert does about the engagement itself: what it calls and what is said afterwards.
STEPS: dict[str, tuple[Callable[..., Any], str | Promise]] = {
    "names": (engaging.show_names, gettext_lazy("These are the names. Declare against each group.")),
    "declare": (engaging.declare, gettext_lazy("Your declaration is kept.")),
    "accept": (engaging.accept, gettext_lazy("You have accepted. The case is open to you now.")),
    "decline": (engaging.decline, gettext_lazy("You have declined. Thank you for saying so.")),
    "resign": (engaging.resign, gettext_lazy("Your work on this case has ended.")),
}


def _for_officer(user: User, reference: str) -> Case:
    """The case through the centre's door, for whoever may invite now. 404 for the other side, 403 for a reader."""
    return _read_by_officer(user, reference, Act.INVITE_EXPERT)


def _read_by_officer(user: User, reference: str, act: Act) -> Case:
    """As above for another act, too. That it was read is kept."""
    case = get_case(user, reference)
    standing = standing_of(user, case)
    if not standing.reads_for_centre:
        raise Http404
    need(act, case, user)
    note_read(case=case, by=user, standing=standing)
    return case


@never_cache
@login_required
@require_safe
def candidates(request: HttpRequest, reference: str) -> HttpResponse:
    """Who fits the case, best first, each score with its reasons."""
    case = _for_officer(person(request), reference)
    found = suggest(
        case=facts_of(case),
        case_id=case.pk,
        names=names_of(case),
        demo=case.is_demo,
        taking_part=taking_part(case),
    )
    return render(request, "disputes/engagement_candidates.html", {"case": case, "found": found})


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def invite(request: HttpRequest, reference: str, pk: int) -> HttpResponse:
    """What the expert will see, which names they declare against, and the button that sends it."""
    user = person(request)
    case = _for_officer(user, reference)
    expert = Expert.objects.visible_to(user).select_related("centre").filter(pk=pk, is_demo=case.is_demo).first()
    if expert is None:
        raise Http404
    wanted = clock.today() + timedelta(days=engaging.ANSWER_DAYS)
    form = InviteForm(request.POST or None, initial={"answer_by": wanted})
    status = 200
    if request.method == "POST":
        status = 400
        if form.is_valid():
            try:
                engaging.invite_expert(
                    case=case,
                    by=user,
                    expert=expert,
                    extra=form.extra(),
                    answer_by=form.cleaned_data["answer_by"],
                    version=version_of(request),
                )
            except NotAllowed:
                raise
            except ActionError as error:
                case = get_case(user, reference)
                put_back(form, error)
                status = error.status
            else:
                messages.success(request, _("%(name)s is invited.") % {"name": expert.name})
                return redirect("triage_case", reference)
    context = {
        "case": case,
        "expert": expert,
        "form": form,
        "facts": blinded(summary_of(case)),
        "names": names_of(case),
    }
    return render(request, "disputes/engagement_invite.html", context, status=status)


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def end(request: HttpRequest, reference: str, pk: int) -> HttpResponse:
    """Ask, then take an invitation back or end the work."""
    user = person(request)
    case = _read_by_officer(user, reference, Act.END_ENGAGEMENT)
    found = Engagement.objects.select_related("expert").filter(pk=pk, case_id=case.pk).first()
    if found is None:
        raise Http404
    form = EndForm(request.POST or None)
    if not found.advises:
        form.fields.pop("rating")
    status = 200
    if request.method == "POST":
        status = 400
        if form.is_valid():
            try:
                engaging.end_engagement(
                    case=case,
                    engagement=found,
                    by=user,
                    rating=form.cleaned_data.get("rating"),
                    version=version_of(request),
                )
            except NotAllowed:
                raise
            except ActionError as error:
                put_back(form, error)
                status = error.status
            else:
                messages.success(request, _("%(name)s no longer works on this case.") % {"name": found.expert.name})
                return redirect("triage_case", reference)
    return render(
        request, "disputes/engagement_end.html", {"case": case, "engagement": found, "form": form}, status=status
    )


def _own(user: User, pk: int) -> Engagement:
    """The expert's own engagement. Raises Http404 for everybody else, the officer included: theirs is the case page."""
    rows = Engagement.objects.of_expert(user).select_related("expert", "centre")
    found = rows.filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


@never_cache
@login_required
@require_safe
def engagement(request: HttpRequest, pk: int) -> HttpResponse:
    """One engagement for its expert: the blinded summary, then the names, then the case; after a conflict nothing."""
    user = person(request)
    return _page(request, user, _own(user, pk))


@never_cache
@login_required
@require_POST
def engagement_act(request: HttpRequest, pk: int, act: str) -> HttpResponse:
    """A step of the engagement, or after acceptance an act on the case."""
    user = person(request)
    found = _own(user, pk)
    if act in STEPS:
        return _step(request, user, found, act)
    if act not in EXPERT_ACTS:
        raise Http404
    case = _case(user, found)
    form, status = perform(request, case, user, Act(act))
    if status == 200:
        messages.success(request, str(SPECS[Act(act)].done))
        return redirect("engagement", pk)
    return _page(request, user, found, bound=form, tried=act, status=status)


def _step(request: HttpRequest, user: User, found: Engagement, act: str) -> HttpResponse:
    call, done = STEPS[act]
    form = DeclarationForm(request.POST, months=settings.CONFLICT_WINDOW_MONTHS) if act == "declare" else None
    if form is not None and not form.is_valid():
        return _page(request, user, found, declaration=form, status=400)
    arguments: dict[str, Any] = form.answers() if form is not None else {}
    if act != "names":
        arguments["version"] = version_of(request)
    try:
        call(engagement=found, by=user, **arguments)
    except NotAllowed:
        raise
    except ActionError as error:
        found = _own(user, found.pk)
        if form is not None:
            put_back(form, error)
        return _page(request, user, found, declaration=form, refused=error, status=error.status)
    found.refresh_from_db()
    if found.state == EngagementState.CONFLICTED:
        messages.info(request, _("There is a conflict of interest. The case is closed to you, and the centre is told."))
    else:
        messages.success(request, str(done))
    return redirect("engagement", found.pk)


def _case(user: User, found: Engagement) -> Case:
    """The case behind an accepted engagement, through its door. Raises Http404 before acceptance and after the end."""
    if not found.advises:
        raise Http404
    return get_case(user, found.reference)


def _page(
    request: HttpRequest,
    user: User,
    found: Engagement,
    *,
    declaration: DeclarationForm | None = None,
    refused: ActionError | None = None,
    bound: ActForm | None = None,
    tried: str = "",
    status: int = 200,
) -> HttpResponse:
    months = settings.CONFLICT_WINDOW_MONTHS
    context: dict[str, Any] = {
        "engagement": found,
        "refused": refused,
        "months": months,
        "over": not found.is_open,
        "facts": [] if found.state == EngagementState.CONFLICTED else blinded(found.summary),
        "declaration": declaration or DeclarationForm(months=months),
    }
    if found.state == EngagementState.INVITED and found.names_shown_at is not None:
        context["names"] = [
            (_("The parties"), found.names_of("client", "counterparty")),
            (_("Affiliates"), found.names_of("affiliate")),
            (_("Counsel"), found.names_of("counsel")),
        ]
    if found.advises:
        context |= _opened(request, user, found, bound, tried)
    return render(request, "disputes/engagement.html", context, status=status)


def _opened(request: HttpRequest, user: User, found: Engagement, bound: ActForm | None, tried: str) -> dict[str, Any]:
    """The case as its expert sees it: no internal note, no contact. That it was read is kept."""
    try:
        case = get_case(user, found.reference)
    except Http404:  # accepted, but suspended or removed from the pool since
        return {"suspended": True}
    standing = standing_of(user, case)
    note_read(case=case, by=user, standing=standing)
    return {
        "case": case,
        "writing": _writing(case, standing),
        "thread": thread_of(case, reader=user, internal=False),
        "timeline": timeline_of(case, internal=False),
        "documents": loose_documents(documents_for(case, standing).select_related("uploader")),
        "acts": offered(case, user, standing, EXPERT_ACTS, bound, tried),
        "sections": sections_of(request, case, standing, "engagement"),
    }


def _writing(case: Case, standing: Standing) -> dict[str, Any] | None:
    """The expert's next step: the draft to begin or go on with, and its due time; None with nothing to write."""
    if not allows(Act.DRAFT_OPINION, case, standing):
        return None
    newest = case.opinions.first()
    if newest is not None and not newest.is_draft:
        return None
    running = case.clocks.filter(kind=ClockKind.OPINION, ended_at__isnull=True, paused_at__isnull=True).first()
    return {"draft": newest, "due": running.due_at if running else None}
