"""The emergency card: the public page, and the desk where texts in other languages are written and approved."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from disputes.actions.cards import approve_card, need_desk, write_card
from disputes.cards import card_of
from disputes.choices import EmergencyKind
from disputes.forms.emergencies import CardTextForm
from disputes.models import CardText
from portal.accounts.access import person, require, rights_of
from portal.accounts.permissions import Permission
from portal.lib.errors import ActionError
from portal.lib.forms import put_back, version_of
from portal.lib.public import public_page


@require_safe
@public_page
def card(request: HttpRequest, kind: str) -> HttpResponse:
    """One page in Chinese and English to print or to show at the stand."""
    if kind not in EmergencyKind.values:
        raise Http404
    return render(request, "disputes/emergency_card.html", card_of(EmergencyKind(kind)))


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def texts(request: HttpRequest) -> HttpResponse:
    """Every text in another language, and the form for the next."""
    user = person(request)
    need_desk(user)
    form, status = CardTextForm(), 200
    if request.method == "POST":
        form, status = CardTextForm(request.POST), 400
        if form.is_valid():
            try:
                write_card(by=user, **form.cleaned_data)
            except ActionError as error:
                put_back(form, error)
                status = error.status
            else:
                messages.success(request, _("Kept. It is shown once another person has approved it."))
                return redirect("card_texts")
    context = {
        "form": form,
        "cards": CardText.objects.select_related("written_by", "approved_by"),
        "approves": rights_of(user).may(Permission.REVIEW_RULE),
    }
    return render(request, "disputes/emergency_card_texts.html", context, status=status)


@never_cache
@login_required
@require_POST
def approve(request: HttpRequest, pk: int) -> HttpResponse:
    """The reviewer's name goes under the text."""
    user = person(request)
    require(user, Permission.REVIEW_RULE)
    approve_card(card=get_object_or_404(CardText, pk=pk), by=user, version=version_of(request))
    messages.success(request, _("Approved. The card shows the text under your name."))
    return redirect("card_texts")
