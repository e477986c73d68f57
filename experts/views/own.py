"""The expert's own pages: invitations and work, the record, the time they have."""

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from experts.access import own_record
from experts.actions.keeping import set_availability
from experts.forms.acts import AvailabilityForm
from experts.labels import Words, skill_rows
from experts.models import Engagement, Expert
from experts.states import ADVISING, UNDECIDED
from experts.views.pool import edit_page
from portal.accounts.access import person
from portal.accounts.models import User
from portal.lib import clock
from portal.lib.errors import ActionError
from portal.lib.forms import put_back, version_of


@dataclass(frozen=True)
class Told:
    """An engagement as the list shows it: blinded, whatever its state."""

    engagement: Engagement
    place: str
    right: str


@never_cache
@login_required
@require_safe
def engagements(request: HttpRequest) -> HttpResponse:
    """What waits for the expert, what they work on, what is over; the record beside it."""
    user = person(request)
    return _home(request, user, own_record(user))


@login_required
@require_http_methods(["POST"])
def availability(request: HttpRequest) -> HttpResponse:
    """The expert says how much time they have."""
    user = person(request)
    expert = _record(user)
    form = AvailabilityForm(request.POST, expert=expert, prefix="availability")
    status = 400
    if form.is_valid():
        try:
            set_availability(expert=expert, by=user, version=version_of(request), **form.cleaned_data)
        except ActionError as error:
            expert.refresh_from_db()
            put_back(form, error)
            status = error.status
        else:
            messages.success(request, _("Your availability is saved."))
            return redirect("engagements")
    return _home(request, user, expert, form, status)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def own_edit(request: HttpRequest) -> HttpResponse:
    """The expert keeps their own record."""
    user = person(request)
    return edit_page(request, _record(user), user, back="engagements")


def _record(user: User) -> Expert:
    expert = own_record(user)
    if expert is None:
        raise Http404
    return expert


def _home(
    request: HttpRequest, user: User, expert: Expert | None, form: AvailabilityForm | None = None, status: int = 200
) -> HttpResponse:
    rows = list(Engagement.objects.of_expert(user).defer("names").select_related("centre"))
    words = Words(jurisdictions=[str(row.summary.get("jurisdiction", "")) for row in rows])
    told = [
        Told(
            row,
            words.jurisdiction(str(row.summary.get("jurisdiction", ""))),
            words.right(str(row.summary.get("right", ""))),
        )
        for row in rows
    ]
    context: dict[str, Any] = {
        "expert": expert,
        "waiting": [one for one in told if one.engagement.state in UNDECIDED],
        "working": [one for one in told if one.engagement.state in ADVISING],
        "over": [one for one in told if not one.engagement.is_open],
        "today": clock.today(),
    }
    if expert is not None:
        context["skills"] = skill_rows(expert.skills.all())
        context["form"] = form or AvailabilityForm(expert=expert, prefix="availability")
    return render(request, "experts/engagements.html", context, status=status)
