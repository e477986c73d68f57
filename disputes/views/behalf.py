"""The centre's desk for callers: file for them, or log a call that is over."""

import uuid
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from disputes.access import standing_of
from disputes.actions.behalf import Told, file_on_behalf, log_call
from disputes.choices import CaseKind, ConsentGiven, Origin
from disputes.forms.behalf import BehalfForm, CallForm
from disputes.models import Case
from disputes.views.intake import form_key, page_language
from portal.accounts.access import person, rights_of
from portal.accounts.models import GuidanceCentre, User
from portal.accounts.permissions import Permission
from portal.lib.errors import ActionError, NotAllowed
from portal.lib.forms import put_back


def _centres(user: User) -> list[GuidanceCentre]:
    """Where the person may file for callers. Raises NotAllowed for nowhere."""
    ids = rights_of(user).centre_ids(Permission.FILE_ON_BEHALF)
    if not ids:
        raise NotAllowed(_("This page is for the officers of a guidance centre."))
    return list(GuidanceCentre.objects.filter(pk__in=ids))


def _centre(centres: list[GuidanceCentre], chosen: str) -> GuidanceCentre:
    return next(centre for centre in centres if str(centre.pk) == chosen)


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def file_for_caller(request: HttpRequest) -> HttpResponse:
    """File for somebody who calls, stands at a fair or comes to the office."""
    user = person(request)
    centres = _centres(user)
    key = form_key(request)
    form = BehalfForm(request.POST or None, user=user, centres=centres)
    status = 200
    if request.method == "POST":
        status = 400
        if form.is_valid():
            data = form.cleaned_data
            try:
                case = file_on_behalf(
                    by=user,
                    centre=_centre(centres, data["centre"]),
                    key=key,
                    origin=Origin(data["origin"]),
                    consent_how=ConsentGiven(data["consent_how"]),
                    caller=form.contact(),
                    told=form.told(),
                    facts=form.facts(),
                    kind=CaseKind(data["kind"]),
                    language=page_language(),
                )
            except ActionError as error:
                put_back(form, error)
                status = error.status
            else:
                return _filed(request, user, case)
    return render(request, "disputes/behalf.html", {"form": form, "key": key}, status=status)


def _filed(request: HttpRequest, user: User, case: Case) -> HttpResponse:
    """Read the number and the time out to the caller; the case itself only where the officer may see it."""
    told = {"number": case.reference, "centre": case.centre}
    messages.success(request, _("Filed as %(number)s. %(centre)s answers. Tell the caller the number.") % told)
    return redirect("triage_case", case.reference) if standing_of(user, case).reads_for_centre else redirect("triage")


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def phone(request: HttpRequest) -> HttpResponse:
    """Log a telephone consultation that is over, then the next."""
    user = person(request)
    centres = _centres(user)
    key = form_key(request)
    form = CallForm(request.POST or None, centres=centres)
    status = 200
    if request.method == "POST":
        status = 400
        if form.is_valid():
            data: dict[str, Any] = form.cleaned_data
            try:
                case = log_call(
                    by=user,
                    centre=_centre(centres, data["centre"]),
                    key=key,
                    consent_how=ConsentGiven.SPOKEN,
                    caller=form.caller(),
                    told=Told(data["company_name"]),
                    language=page_language(),
                    **{
                        name: data[name]
                        for name in ("jurisdiction", "dispute_type", "right", "question", "answer", "minutes")
                    },
                )
            except ActionError as error:
                put_back(form, error)
                status = error.status
            else:
                messages.success(
                    request, _("The call is logged and closed as %(number)s.") % {"number": case.reference}
                )
                return redirect("triage_phone")
    context = {"form": form, "key": uuid.uuid4() if status == 200 else key}
    return render(request, "disputes/phone.html", context, status=status)
