"""The page behind the link of a duty call, and the note on the case page."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from disputes.access import Standing, get_case, standing_of
from disputes.actions.calling import acknowledge_call, open_call
from disputes.models import Case, DutyCall
from disputes.views.section import Section
from portal.accounts.access import person


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def duty_call(request: HttpRequest, reference: str) -> HttpResponse:
    """Who was called for this emergency (GET), and "I see to it" (POST): reading the link acknowledges nothing."""
    me = person(request)
    case = get_case(me, reference)
    standing = standing_of(me, case)
    if not standing.reads_for_centre:
        raise Http404
    if request.method == "POST":
        acknowledge_call(case=case, by=me)
        messages.success(request, _("You have acknowledged the emergency. Nobody is called any more."))
        return redirect("triage_case", reference)
    call = DutyCall.objects.filter(case=case).select_related("acknowledged_by").first()
    if call is None:
        raise Http404
    return render(request, "disputes/duty_call.html", {"case": case, "call": call, "works": standing.works})


def call_note(request: HttpRequest, case: Case, standing: Standing, page: str) -> Section | None:
    """On the officer's page, while the duty is being called."""
    if page != "triage_case" or not standing.works:
        return None
    call = open_call(case)
    return Section("disputes/_duty_call.html", {"call": call}) if call is not None else None
