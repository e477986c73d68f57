"""Published service times: the public page, and the page on which a head or the administrator publishes them."""

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from disputes.actions.publishing import publish_service_time
from disputes.choices import ClockKind, Priority
from disputes.forms.servicetimes import ServiceTimeForm
from disputes.promises import Kept, Promised, coming, kept_by_centre, kept_by_kind, promise_of, published
from disputes.views.clock import promise_words
from portal.accounts.access import person, require, rights_of
from portal.accounts.models import GuidanceCentre
from portal.accounts.permissions import Permission
from portal.lib import clock
from portal.lib.errors import ActionError, NotAllowed
from portal.lib.forms import put_back
from portal.lib.public import public_page


@dataclass(frozen=True)
class Line:
    """A published time in words, and how often it was kept (of its kind)."""

    kind: str
    priority: str
    words: str
    of: Promised
    kept: Kept | None
    first: bool  # the first line of its kind


def _lines(centre: GuidanceCentre | None) -> list[Line]:
    kept = kept_by_kind(centre)
    lines: list[Line] = []
    seen: set[ClockKind] = set()
    for promised in published(centre, clock.today()):
        some = promised.kind in seen  # a line for one priority stands before the one for the rest
        level = Priority(promised.priority).label if promised.priority else _("Others") if some else _("All priorities")
        lines.append(
            Line(
                str(promised.kind.label),
                str(level),
                promise_words(promised.promise),
                promised,
                kept.get(promised.kind),
                promised.kind not in seen,
            )
        )
        seen.add(promised.kind)
    return lines


def _coming(centre: GuidanceCentre | None) -> list[dict[str, Any]]:
    return [
        {
            "kind": row.get_kind_display(),
            "priority": row.get_priority_display() if row.priority else _("All priorities"),
            "words": promise_words(promise_of(row)),
            "valid_from": row.valid_from,
        }
        for row in coming(centre, clock.today())
    ]


@public_page
@require_safe
def service_times(request: HttpRequest) -> HttpResponse:
    """What the network promises, and how often it was kept in the last year."""
    context = {"lines": _lines(None), "coming": _coming(None), "centres": kept_by_centre(), "centre": None}
    return render(request, "disputes/service_times.html", context)


@public_page
@require_safe
def centre_service_times(request: HttpRequest, slug: str) -> HttpResponse:
    """What one centre promises: its own times, and the network's where it has none."""
    centre = get_object_or_404(GuidanceCentre, slug=slug)
    context = {"lines": _lines(centre), "coming": _coming(centre), "centres": [], "centre": centre}
    return render(request, "disputes/service_times.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def publish_for_centre(request: HttpRequest, slug: str) -> HttpResponse:
    """The head's page for the own centre."""
    centre = get_object_or_404(GuidanceCentre, slug=slug)
    rights = rights_of(person(request))
    if not rights.may(Permission.EDIT_CENTRE, centre=centre.pk):
        if any(membership.centre_id == centre.pk for membership in rights.memberships):
            raise NotAllowed(_("Your role does not allow this."))
        raise Http404
    return _publish(request, centre)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def publish_for_network(request: HttpRequest) -> HttpResponse:
    """The administrator's page for the whole network."""
    require(person(request), Permission.EDIT_CENTRE)
    return _publish(request, None)


def _publish(request: HttpRequest, centre: GuidanceCentre | None) -> HttpResponse:
    form = ServiceTimeForm(request.POST or None)
    status = 200
    if request.method == "POST":
        status = 400
        if form.is_valid():
            try:
                publish_service_time(centre=centre, by=person(request), **form.cleaned_data)
            except ActionError as error:
                put_back(form, error)
                status = error.status
            else:
                messages.success(request, _("The service time is published."))
                return redirect(request.path)
    context = {"form": form, "centre": centre, "lines": _lines(centre), "coming": _coming(centre)}
    return render(request, "disputes/publish_service_times.html", context, status=status)
