"""The pool for the people of a centre: the list, one record, nominating and keeping it."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from experts.access import get_expert, pool_rights
from experts.actions.records import edit, may_edit, nominate
from experts.filters import pool_filter
from experts.finding import ratings_of
from experts.forms.acts import ActForm, CentreForm
from experts.forms.records import RecordForm
from experts.labels import act_label, skill_rows
from experts.matching import average_rating
from experts.models import Expert
from experts.states import EngagementState
from experts.views.acts import SPECS, offered
from portal.accounts.access import person, rights_of
from portal.accounts.models import User
from portal.accounts.permissions import Permission
from portal.lib import clock
from portal.lib.errors import ActionError, NotAllowed
from portal.lib.forms import put_back, version_of
from portal.lib.paging import page_of


@never_cache
@login_required
@require_safe
def pool_list(request: HttpRequest) -> HttpResponse:
    """Every record of the pool, with filters in the address."""
    user = person(request)
    rights = pool_rights(user)
    filterset = pool_filter(request.GET, Expert.objects.visible_to(user, rights))
    rows = filterset.qs.with_load().select_related("centre").prefetch_related("kinds", "skills")
    page = page_of(request, rows.order_by("name_zh", "name_en", "pk"))
    for expert in page.object_list:
        expert.places = list(dict.fromkeys(skill.jurisdiction for skill in expert.skills.all()))
    context = {
        "page": page,
        "filter": filterset,
        "may_nominate": rights.may_anywhere(Permission.NOMINATE_EXPERT),
        "today": clock.today(),
    }
    return render(request, "experts/pool.html", context)


@never_cache
@login_required
@require_safe
def expert_page(request: HttpRequest, pk: int) -> HttpResponse:
    """One record with its history and what may be done with it."""
    user = person(request)
    return _page(request, get_expert(user, pk), user)


@login_required
@require_POST
def expert_act(request: HttpRequest, pk: int, act: str) -> HttpResponse:
    """One act. A refused one shows the page again with the reason and what was typed."""
    user = person(request)
    expert = get_expert(user, pk)
    spec = SPECS[act]
    form = spec.form(request.POST, expert=expert, prefix=act)
    status = 400
    if form.is_valid():
        try:
            spec.call(expert, user, form.cleaned_data, version_of(request))
        except NotAllowed:
            raise
        except ActionError as error:
            expert = get_expert(user, pk)
            put_back(form, error)
            status = error.status
        else:
            messages.success(request, str(spec.done))
            return redirect("expert", pk=pk)
    return _page(request, expert, user, form, act, status)


def _page(
    request: HttpRequest, expert: Expert, user: User, bound: ActForm | None = None, tried: str = "", status: int = 200
) -> HttpResponse:
    rights = rights_of(user)
    events = list(expert.events.order_by("-seq"))
    names = {row.pk: str(row) for row in User.objects.filter(pk__in={one.actor_id for one in events if one.actor_id})}
    ended = list(expert.engagements.filter(rating__isnull=False))
    context = {
        "expert": expert,
        "skills": skill_rows(expert.skills.all()),
        "licences": expert.licences.select_related("jurisdiction"),
        "acts": offered(expert, user, rights, bound, tried),
        "refused": bound.errors if bound is not None else None,
        "may_edit": may_edit(expert, user),
        "today": clock.today(),
        "engagements": [
            (EngagementState(state).label, number)
            for state, number in expert.engagements.values_list("state").annotate(number=Count("pk")).order_by("state")
        ],
        "rating": average_rating(ratings_of(ended)),
        "rated": len(ended),
        "history": [
            {"at": one.at, "what": act_label(one.kind), "who": names.get(one.actor_id or 0, "")} for one in events
        ],
    }
    return render(request, "experts/expert.html", context, status=status)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def expert_new(request: HttpRequest) -> HttpResponse:
    """Nominate somebody. What was typed stays when something is wrong."""
    user = person(request)
    rights = pool_rights(user)
    centres = rights.centre_ids(Permission.NOMINATE_EXPERT)
    if not centres:
        raise NotAllowed(_("Your role does not allow this."))
    place = CentreForm(request.POST or None, centres=centres)
    form = RecordForm(request.POST or None)
    status = 200
    if request.method == "POST":
        status = 400
        if all([place.is_valid(), form.is_valid()]):
            try:
                expert = nominate(centre=place.cleaned_data["centre"], by=user, record=form.record())
            except ActionError as error:
                form.refuse(error)
                status = error.status
            else:
                messages.success(request, _("The nomination is kept. Somebody else checks it."))
                return redirect("expert", pk=expert.pk)
    context = {"form": form, "place": place, "one_centre": len(set(centres)) == 1}
    return render(request, "experts/edit.html", context, status=status)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def expert_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Correct a record of one's own centre."""
    user = person(request)
    expert = get_expert(user, pk)
    if not may_edit(expert, user):
        raise NotAllowed(_("Only the nominating centre keeps this record."))
    return edit_page(request, expert, user, back="expert")


def edit_page(request: HttpRequest, expert: Expert, user: User, *, back: str) -> HttpResponse:
    """The form of a record that stands, for its centre and for the expert."""
    own = back != "expert"
    form = RecordForm(request.POST or None, expert=expert, own=own)
    status = 200
    if request.method == "POST":
        status = 400
        if form.is_valid():
            try:
                edit(expert=expert, by=user, record=form.record(), version=form.main.cleaned_data["version"] or 0)
            except ActionError as error:
                form.refuse(error)
                status = error.status
            else:
                messages.success(request, _("The record is saved."))
                return redirect(back) if own else redirect(back, pk=expert.pk)
    return render(request, "experts/edit.html", {"form": form, "expert": expert, "own": own}, status=status)
