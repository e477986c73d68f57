"""A person's own subscriptions, and the link in the mails that ends them."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from portal.accounts.access import person
from portal.lib.errors import ActionError
from portal.lib.forms import put_back
from risk_warnings import actions
from risk_warnings.access import own_subscription
from risk_warnings.forms import SubscriptionForm, new_subscription_initial, subscription_initial
from risk_warnings.labels import Labels, listed
from risk_warnings.models import Dimension, Subscription
from risk_warnings.tokens import reader_of

SHOWN = (Dimension.JURISDICTION, Dimension.INDUSTRY, Dimension.RIGHT)


@login_required
@require_safe
def subscription_list(request: HttpRequest) -> HttpResponse:
    """A person's own subscriptions, each with what it wants in words."""
    rows = Subscription.objects.visible_to(person(request)).select_related("enterprise").prefetch_related("scopes")
    labels = Labels.load((scope.dimension, scope.value) for row in rows for scope in row.scopes.all())
    shown = [(row, [_wanted(row, dimension, labels) for dimension in SHOWN]) for row in rows]
    return render(request, "warnings/subscriptions.html", {"rows": shown})


def _wanted(subscription: Subscription, dimension: Dimension, labels: Labels) -> tuple[str, str]:
    values = [scope.value for scope in subscription.scopes.all() if scope.dimension == dimension]
    return str(dimension.label), listed(labels.names(dimension, values), 8)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def subscription_new(request: HttpRequest) -> HttpResponse:
    """Begin a subscription; the form's key makes a doubled click one row."""
    me = person(request)
    form = SubscriptionForm(request.POST or None, user=me, initial=new_subscription_initial(me))
    if request.method == "POST" and form.is_valid():
        try:
            actions.subscribe(by=me, wish=form.wish(), key=form.cleaned_data["key"])
        except ActionError as error:
            put_back(form, error)
            return _form_page(request, form, None, status=error.status)
        messages.success(request, _("You will get a mail when a warning concerns you."))
        return redirect("subscriptions")
    return _form_page(request, form, None, status=400 if form.is_bound else 200)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def subscription_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Change one's own subscription; a stale form is told so (409) and keeps its choices."""
    me = person(request)
    subscription = own_subscription(me, pk)
    form = SubscriptionForm(request.POST or None, user=me, initial=subscription_initial(subscription))
    if request.method == "POST" and form.is_valid():
        try:
            version = form.cleaned_data["version"] or 0
            actions.change_subscription(subscription=subscription, by=me, wish=form.wish(), version=version)
        except ActionError as error:
            put_back(form, error)
            return _form_page(request, form, subscription, status=error.status)
        messages.success(request, _("The subscription is saved."))
        return redirect("subscriptions")
    return _form_page(request, form, subscription, status=400 if form.is_bound else 200)


def _form_page(
    request: HttpRequest, form: SubscriptionForm, subscription: Subscription | None, *, status: int
) -> HttpResponse:
    return render(
        request, "warnings/subscription_edit.html", {"form": form, "subscription": subscription}, status=status
    )


@login_required
@require_POST
def subscription_act(request: HttpRequest, pk: int, act: str) -> HttpResponse:
    """Stop, resume or delete."""
    me = person(request)
    subscription = own_subscription(me, pk)
    if act == "stop":
        actions.stop_subscription(subscription=subscription, by=me)
        messages.success(request, _("No more mails come from this subscription. You can resume it."))
    elif act == "resume":
        actions.resume_subscription(subscription=subscription, by=me)
        messages.success(request, _("The subscription is active again."))
    else:
        actions.delete_subscription(subscription=subscription, by=me)
        messages.success(request, _("The subscription is deleted."))
    return redirect("subscriptions")


@csrf_exempt  # a mail program posts here in one click, without cookie or page (RFC 8058); the token is signed
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def unsubscribe(request: HttpRequest, token: str) -> HttpResponse:
    """GET only asks, because mail scanners follow every link; POST acts, without log-in."""
    reader = reader_of(token)
    if reader is None:
        return render(request, "warnings/unsubscribe.html", {"unknown": True}, status=404)
    if request.method == "POST":
        actions.unsubscribe_everything(user=reader)
        return render(request, "warnings/unsubscribe.html", {"done": True})
    return render(request, "warnings/unsubscribe.html", {"address": _masked(reader.email)})


def _masked(address: str) -> str:
    """Enough to recognise one's own address; whoever was forwarded the mail learns nothing more."""
    name, at, host = address.partition("@")
    return f"{name[:2]}***{at}{host}"
