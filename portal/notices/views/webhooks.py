"""Webhooks of a centre or an enterprise: the list, one with its delivery log, and its acts."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from portal.accounts.access import person
from portal.accounts.models import Enterprise, GuidanceCentre
from portal.lib.errors import ActionError
from portal.lib.forms import put_back, version_of
from portal.notices.access import get_endpoint, get_place
from portal.notices.endpoints import add_endpoint, edit_endpoint, rotate_secret, send_test, show_secret, switch
from portal.notices.forms import EndpointForm
from portal.notices.models import WebhookEndpoint

LOG = 50


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def of_centre(request: HttpRequest, slug: str) -> HttpResponse:
    """The webhooks of a centre; its head adds one."""
    return _list(request, get_place(person(request), slug=slug))


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def of_enterprise(request: HttpRequest, pk: int) -> HttpResponse:
    """The webhooks of an enterprise; its owner adds one."""
    return _list(request, get_place(person(request), enterprise=pk))


def _back(place: GuidanceCentre | Enterprise) -> tuple[str, str]:
    """The page of the place, and that of its webhooks."""
    if isinstance(place, GuidanceCentre):
        return reverse("triage_centre_people", args=[place.slug]), reverse("centre_webhooks", args=[place.slug])
    return reverse("accounts_enterprise_people", args=[place.pk]), reverse("enterprise_webhooks", args=[place.pk])


def _list(request: HttpRequest, place: GuidanceCentre | Enterprise) -> HttpResponse:
    form = EndpointForm(request.POST or None, place=place)
    status = 200
    if request.method == "POST":
        status = 400
        if form.is_valid():
            data = {name: value for name, value in form.cleaned_data.items() if name != "version"}
            try:
                endpoint = add_endpoint(place=place, by=person(request), **data)
            except ActionError as error:
                put_back(form, error)
                status = error.status
            else:
                messages.success(request, _("The webhook is added. Show its secret and enter it in the receiver."))
                return redirect("webhook", endpoint.pk)
    context = {
        "place": place,
        "back": _back(place)[0],
        "endpoints": place.webhook_endpoints.order_by("-is_active", "name"),
        "form": form,
    }
    return render(request, "notices/webhooks.html", context, status=status)


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def detail(request: HttpRequest, pk: int) -> HttpResponse:
    """One webhook: its state, what was delivered, and a form to change it."""
    endpoint = get_endpoint(person(request), pk)
    initial = {name: getattr(endpoint, name) for name in ("name", "url", "topics", "language", "version")}
    form = EndpointForm(request.POST or None, place=endpoint.owner, initial=initial)
    status = 200
    if request.method == "POST":
        status = 400
        if form.is_valid():
            data = {name: value for name, value in form.cleaned_data.items() if name != "form_key"}
            data["version"] = data["version"] or 0
            try:
                edit_endpoint(endpoint=endpoint, by=person(request), **data)
            except ActionError as error:
                put_back(form, error)
                status = error.status
            else:
                messages.success(request, _("The webhook is saved."))
                return redirect("webhook", pk)
    return _page(request, endpoint, form, status)


def _page(
    request: HttpRequest, endpoint: WebhookEndpoint, form: EndpointForm, status: int = 200, secret: str = ""
) -> HttpResponse:
    people, webhooks = _back(endpoint.owner)
    context: dict[str, Any] = {
        "endpoint": endpoint,
        "place": endpoint.owner,
        "people": people,
        "webhooks": webhooks,
        "form": form,
        "secret": secret,
        "log": endpoint.notices.order_by("-created_at", "-pk")[:LOG],
    }
    return render(request, "notices/webhook.html", context, status=status)


@never_cache
@login_required
@require_POST
def act(request: HttpRequest, pk: int, what: str) -> HttpResponse:
    """Show the secret once, make a new one, post a test, switch off or on."""
    me = person(request)
    endpoint = get_endpoint(me, pk)
    if what == "secret":
        secret = show_secret(endpoint=endpoint, by=me)
        initial = {name: getattr(endpoint, name) for name in ("name", "url", "topics", "language", "version")}
        return _page(request, endpoint, EndpointForm(place=endpoint.owner, initial=initial), secret=secret)
    if what == "rotate":
        rotate_secret(endpoint=endpoint, by=me, version=version_of(request))
        messages.success(request, _("There is a new secret. The one before is valid for another day."))
    elif what == "test":
        send_test(endpoint=endpoint, by=me)
        messages.success(request, _("The test message is on its way. Reload the page to see what became of it."))
    elif what in {"on", "off"}:
        switch(endpoint=endpoint, by=me, version=version_of(request), on=what == "on")
        messages.success(request, _("The webhook is on.") if what == "on" else _("The webhook is off."))
    else:
        raise Http404
    return redirect("webhook", pk)
