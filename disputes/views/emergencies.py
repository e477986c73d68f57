"""The emergency door for whoever stands in front of it: the form, the private link, taking the case over.

No page here needs an account, but the last. The address of the private link is its secret: nothing of it is cached,
indexed or told to another host.
"""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from disputes.actions.emergencies import Emergency, confirm_by_code, confirm_by_link, file_emergency
from disputes.actions.emergency_cases import may_reply, reply_by_link, take_over_emergency
from disputes.choices import EmergencyKind, FilingState
from disputes.emergencies import BY_KIND, phones_of
from disputes.emergency_dues import dues_of_case, dues_of_facts
from disputes.forms.emergencies import CodeForm, EmergencyForm, LinkReplyForm
from disputes.models import DutyCall, EmergencyFiling
from disputes.playbooks import today_of
from disputes.privatelinks import address_of, filing_of, token_of
from disputes.views.intake import form_key, page_language
from disputes.views.parts import thread_of
from portal.accounts.access import person
from portal.accounts.models import User
from portal.accounts.throttle import network_of
from portal.lib.errors import ActionError, Conflict, NotHere
from portal.lib.forms import put_back

# Where the private link waits while its holder logs in or signs up.
SESSION_KEY = "emergency_link"


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """The form. `?kind=frozen` chooses what happened; nobody need be logged in, but who is, is the filer."""
    user = request.user if isinstance(request.user, User) else None
    key, status = form_key(request), 200
    if request.method == "POST":
        form, status = EmergencyForm(request.POST), 400
        if form.is_valid():
            try:
                filing = file_emergency(
                    key=key,
                    told=form.told(),
                    consent=form.cleaned_data["consent"],
                    network=network_of(request),
                    by=user,
                    language=page_language(),
                )
            except ActionError as error:
                put_back(form, error)
                status = error.status
            else:
                return _to_receipt(filing)
    else:
        kind = request.GET.get("kind", "")
        initial = {"kind": kind if kind in EmergencyKind.values else "", "email": user.email if user else ""}
        form = EmergencyForm(initial=initial)
    return render(request, "disputes/emergency_new.html", {"form": form, "key": key}, status=status)


def _to_receipt(filing: EmergencyFiling) -> HttpResponse:
    if filing.case is not None and filing.filed_by_id is not None:
        return redirect("case_receipt", filing.case.reference)
    return redirect("emergency_receipt", token_of(filing))


def _filing(token: str) -> EmergencyFiling:
    """Raises Http404 for a link that was forged or made void."""
    filing = filing_of(token)
    if filing is None:
        raise NotHere(_("This private link is not valid any more. Look for a newer one in your mails, or call."))
    return filing


def _private(response: HttpResponse) -> HttpResponse:
    """The address is the secret: no other host may learn it, no search engine keep it."""
    # With `no-referrer` the browser would send the forms of the page from the origin `null`, which the check against
    # forged requests refuses.
    response["Referrer-Policy"] = "same-origin"
    response["X-Robots-Tag"] = "noindex, nofollow"
    return response


@never_cache
@require_safe
def receipt(request: HttpRequest, token: str) -> HttpResponse:
    """Number, who answers, by when, whom to call, what to do, and what the centre wrote. GET changes nothing."""
    return _receipt(request, _filing(token), LinkReplyForm())


def _receipt(request: HttpRequest, filing: EmergencyFiling, form: LinkReplyForm, status: int = 200) -> HttpResponse:
    case = filing.case
    if filing.is_taken_over or (case is not None and case.filer_id is not None):
        return _private(render(request, "disputes/emergency_taken_over.html", {"case": case}))
    context: dict[str, Any] = {
        "filing": filing,
        "case": case,
        "token": token_of(filing),
        "address": address_of(filing, page_language()),
        "emergency": BY_KIND[EmergencyKind(filing.kind)],
        "phones": phones_of((case.centre if case else None) or filing.centre, has_case=case is not None),
    }
    if case is None and filing.state == FilingState.UNCONFIRMED and filing.values:
        told = Emergency.of(filing)
        context |= {"told": told, "dues": dues_of_facts(told.facts())}
    if case is not None:
        context |= {
            "told": case,
            "dues": dues_of_case(case),
            "today": today_of(case),
            "thread": thread_of(case, reader=None, internal=False),
            "form": form,
            "key": form_key(request),
            "may_reply": may_reply(case),
            "call": DutyCall.objects.filter(case=case).first(),
        }
    return _private(render(request, "disputes/emergency_receipt.html", context, status=status))


@never_cache
@require_POST
def confirm(request: HttpRequest, token: str) -> HttpResponse:
    """ "Yes, this is an emergency": a waiting one becomes a case now."""
    filing = _filing(token)
    try:
        confirm_by_link(filing=filing)
    except Conflict as error:
        messages.error(request, str(error.message))
    return redirect("emergency_receipt", token)


@never_cache
@require_POST
def reply(request: HttpRequest, token: str) -> HttpResponse:
    """A message to the centre from whoever has the link."""
    filing = _filing(token)
    form, status = LinkReplyForm(request.POST), 400
    if form.is_valid():
        try:
            reply_by_link(filing=filing, text=form.cleaned_data["text"], form_key=form_key(request))
        except ActionError as error:
            put_back(form, error)
            status = error.status
        else:
            messages.success(request, _("The centre has your message."))
            return redirect(reverse("emergency_receipt", args=[token]) + "#messages")
    return _receipt(request, _filing(token), form, status)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def code(request: HttpRequest) -> HttpResponse:
    """The code of a mail, for whoever reads the mail on another device."""
    form, status = CodeForm(), 200
    if request.method == "POST":
        form, status = CodeForm(request.POST), 400
        if form.is_valid():
            try:
                filing = confirm_by_code(**form.cleaned_data)
            except ActionError as error:
                put_back(form, error)
                status = error.status
            else:
                return redirect("emergency_receipt", token_of(filing))
    return render(request, "disputes/emergency_code.html", {"form": form}, status=status)


@never_cache
@require_POST
def begin_take_over(request: HttpRequest, token: str) -> HttpResponse:
    """From the private link to an account: the link waits in the session, so that no log-in page has it."""
    filing = _filing(token)
    if isinstance(request.user, User):
        return _take_over(request, filing, request.user)
    request.session[SESSION_KEY] = token
    return redirect("emergency_take_over")


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def take_over(request: HttpRequest) -> HttpResponse:
    """Asked once more after the log-in: which case, and under which account."""
    token = request.session.get(SESSION_KEY, "")
    filing = filing_of(token) if token else None
    if filing is None or filing.case is None:
        raise NotHere(_("Open your private link again and choose to take the case over."))
    if request.method == "POST":
        return _take_over(request, filing, person(request))
    return render(request, "disputes/emergency_take_over.html", {"case": filing.case})


def _take_over(request: HttpRequest, filing: EmergencyFiling, user: User) -> HttpResponse:
    case = take_over_emergency(filing=filing, by=user)
    request.session.pop(SESSION_KEY, None)
    messages.success(request, _("The case is yours. Now say for which company it is."))
    return redirect("case_company", case.reference)
