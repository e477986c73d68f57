"""The playbooks of one case: on both case pages, on the expert's, and on a page of their own to print."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from disputes.access import Act, Standing, allows, get_case, standing_of
from disputes.actions.engaging import engagement_of
from disputes.actions.playing import add_playbook, tick_step, untick_step
from disputes.actions.reading import note_read
from disputes.models import Case, Playbook, PlaybookStep, StepTick
from disputes.playbooks import plays_of
from disputes.views.section import Section
from portal.accounts.access import person
from portal.accounts.models import User
from portal.lib.errors import ActionError, NotAllowed

OPERATIONS = ("tick", "untick", "add")


def playbook_section(request: HttpRequest, case: Case, standing: Standing, page: str) -> Section | None:
    """Progress and steps; for the centre the choice of another playbook. Five queries, six for the centre."""
    context = _context(case, standing, page)
    if not context["plays"] and not context["others"]:
        return None
    return Section("disputes/playbook/_section.html", context)


def _context(case: Case, standing: Standing, page: str) -> dict[str, object]:
    plays = plays_of(case)
    others: list[Playbook] = []
    if allows(Act.ADD_PLAYBOOK, case, standing):
        here = {play.playbook.pk for play in plays}
        others = [one for one in Playbook.objects.filter(is_active=True) if one.pk not in here]
    return {
        "case": case,
        "page": page,
        "plays": plays,
        "others": others,
        "may_tick": allows(Act.TICK_STEP, case, standing),
    }


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def case_playbook(request: HttpRequest, reference: str) -> HttpResponse:
    """All steps to read and to print; POST ticks one, takes a tick back or adds a playbook (`do`).

    A refusal shows the playbook as it stands now with the sentence above it: 400, 403 or 409. With htmx only the
    section comes back, in the place of the one on whichever page it stands.
    """
    user = person(request)
    case = get_case(user, reference)
    standing = standing_of(user, case)
    note_read(case=case, by=user, standing=standing)
    refused, status = "", 200
    page = request.POST.get("page", "")
    if request.method == "POST":
        try:
            _do(request, case, user)
        except NotAllowed:
            raise
        except ActionError as error:
            refused, status = str(error.message), error.status
        else:
            if not request.htmx:  # type: ignore[attr-defined]  # of django-htmx's middleware
                return redirect(_back(case, user, standing, page) + _anchor(request))
    context = {**_context(case, standing, page or "playbook"), "refused": refused, "standing": standing}
    context["note"] = request.POST.get("note", "") if refused else ""
    context["tried"] = request.POST.get("step", "") if refused else ""
    if request.htmx:  # type: ignore[attr-defined]  # as above
        return render(request, "disputes/playbook/_section.html", context, status=status)
    return render(request, "disputes/playbook/case.html", context, status=status)


def _do(request: HttpRequest, case: Case, user: User) -> None:
    """One of `OPERATIONS`. Raises Http404 for anything that is not there."""
    sent = request.POST
    if sent.get("do") == "add":
        chosen = Playbook.objects.filter(pk=sent.get("playbook", "")).first()
        if chosen is None:
            raise Http404
        add_playbook(case=case, by=user, playbook=chosen)
        messages.success(request, _("The playbook was added."))
        return
    book, _slash, code = sent.get("step", "").partition("/")
    if sent.get("do") == "tick":
        step = PlaybookStep.objects.filter(playbook=book, code=code).first()
        if step is None:
            raise Http404
        tick_step(case=case, by=user, step=step, note=sent.get("note", ""))
    elif sent.get("do") == "untick":
        tick = StepTick.objects.filter(case=case, playbook_code=book, step_code=code).order_by("-pk").first()
        if tick is None:
            raise Http404
        untick_step(case=case, by=user, tick=tick)
    else:
        raise Http404


def _back(case: Case, user: User, standing: Standing, page: str) -> str:
    """The page on which the button stood."""
    if page == "case" and standing.reads_for_enterprise:
        return reverse("case", args=[case.reference])
    if page == "triage_case" and standing.reads_for_centre:
        return reverse("triage_case", args=[case.reference])
    if page == "engagement" and standing.advises:
        engagement = engagement_of(case, user)
        if engagement is not None:
            return reverse("engagement", args=[engagement.pk])
    return reverse("case_playbook", args=[case.reference])


def _anchor(request: HttpRequest) -> str:
    book, slash, code = request.POST.get("step", "").partition("/")
    return f"#step-{book}-{code}" if slash else "#playbook"
