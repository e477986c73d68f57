"""My data: what is held, take it along, have it erased."""

from allauth.account.decorators import reauthentication_required
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import FileResponse, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from portal.accounts.access import person
from portal.accounts.actions.audit import record
from portal.accounts.actions.erasure import cancel_erasure, open_request, request_erasure
from portal.accounts.export import archive_of
from portal.accounts.models.erasure import COOL_OFF
from portal.accounts.personal_data import blockers_of, kept_of, sections
from portal.lib import clock
from portal.lib.errors import Conflict


@never_cache
@login_required
@require_safe
def my_data(request: HttpRequest) -> HttpResponse:
    """What is held of the person and for how long; the ways to take it along or to have it erased."""
    me = person(request)
    return render(request, "accounts/my_data.html", {"sections": sections(), "wish": open_request(me)})


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
@reauthentication_required
def download(request: HttpRequest) -> HttpResponseBase:
    """The archive, after the password was typed again. Each one is recorded."""
    me = person(request)
    if request.method != "POST":
        return render(request, "accounts/my_data_download.html")
    record("data.exported", me, by=me)
    name = f"my-data-{clock.today():%Y-%m-%d}.zip"
    response = FileResponse(archive_of(me), as_attachment=True, filename=name, content_type="application/zip")
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
@reauthentication_required
def erase(request: HttpRequest) -> HttpResponse:
    """What would go and what would stay until when (GET); the wish itself (POST)."""
    me = person(request)
    refused: Conflict | None = None
    if request.method == "POST":
        try:
            request_erasure(by=me)
        except Conflict as error:
            refused = error
        else:
            messages.success(request, _("Your wish is noted. Until the day named below you can take it back."))
            return redirect("accounts_my_data")
    context = {
        "blockers": blockers_of(me),
        "kept": kept_of(me),
        "days": COOL_OFF.days,
        "wish": open_request(me),
        "error": refused,
    }
    return render(request, "accounts/erase.html", context, status=refused.status if refused else 200)


@login_required
@require_POST
def keep(request: HttpRequest) -> HttpResponse:
    """Take the wish to be erased back."""
    cancel_erasure(by=person(request))
    messages.success(request, _("Your account stays."))
    return redirect("accounts_my_data")
