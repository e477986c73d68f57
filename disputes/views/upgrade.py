"""From consultation to guidance: one page for what form A still needs; and form A's own part on the case pages."""

from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from disputes.access import Act, Standing, allows, get_case, need, standing_of
from disputes.actions.applying import APPLICATION_FIELDS
from disputes.actions.upgrading import upgrade_case
from disputes.acts import NO_ROLE, TAKE_FIRST
from disputes.forma import form_a, sheet_of
from disputes.forms.guidance_intake import ApplicationForm
from disputes.models import Case, IntakeQuestion
from disputes.views.section import Section
from portal.accounts.access import person
from portal.accounts.models import User
from portal.lib.errors import ActionError, NotAllowed
from portal.lib.forms import put_back, version_of

# The parts of form A that a consultation does not ask for.
OF_A_CONSULTATION = {"consent", "consent_to_share"}


class UpgradeForm(ApplicationForm):
    """The questions of the kind of dispute and the fields that only form A has."""

    agreed = forms.BooleanField(
        label=gettext_lazy("The enterprise has agreed to the guidance case (by telephone or message)"), required=False
    )

    def __init__(self, *args: Any, user: User, case: Case, for_enterprise: bool, **kwargs: Any) -> None:
        questions = IntakeQuestion.objects.filter(dispute_type=case.dispute_type_id)
        super().__init__(*args, user=user, questions=questions, complete=True, **kwargs)
        asked = {*APPLICATION_FIELDS, *(name for name in self.fields if name.startswith("q-"))}
        if not for_enterprise:
            asked.add("agreed")
            # The officer may not know: what must be answered is asked of the enterprise later.
            for name in self.fields:
                self.fields[name].required = False
        for name in set(self.fields) - asked:
            del self.fields[name]


def section(request: HttpRequest, case: Case, standing: Standing, page: str) -> Section | None:
    """The way to the upgrade, for whoever may."""
    if case.is_guidance or not allows(Act.UPGRADE, case, standing):
        return None
    return Section("disputes/_upgrade.html", {"address": "case_upgrade" if page == "case" else "triage_upgrade"})


def application_section(request: HttpRequest, case: Case, standing: Standing, page: str) -> Section | None:
    """What only form A has: rights, goods, evidence, requests and the answers on the kind of dispute."""
    if not case.is_guidance or not hasattr(case, "application"):
        return None
    parts = [part for part in form_a(sheet_of(case)) if part.step == 4]
    return Section("disputes/_application.html", {"parts": parts})


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def case_upgrade(request: HttpRequest, reference: str) -> HttpResponse:
    """The enterprise's own page."""
    case = get_case(person(request), reference)
    if not standing_of(person(request), case).reads_for_enterprise:
        raise Http404
    return _upgrade(request, case, "case")


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def triage_upgrade(request: HttpRequest, reference: str) -> HttpResponse:
    """The same for the officer who holds the case."""
    case = get_case(person(request), reference)
    if not standing_of(person(request), case).reads_for_centre:
        raise Http404
    return _upgrade(request, case, "triage_case")


def _upgrade(request: HttpRequest, case: Case, page: str) -> HttpResponse:
    user = person(request)
    standing = standing_of(user, case)
    # Who comes before what: to a person who never upgrades it says nothing of the state of the case.
    if not (standing.acts_for_enterprise or standing.handles):
        raise NotAllowed(TAKE_FIRST if standing.works else NO_ROLE)
    if request.method != "POST":
        need(Act.UPGRADE, case, user)
    form = UpgradeForm(request.POST or None, user=user, case=case, for_enterprise=page == "case")
    status = 200
    if request.method == "POST":
        status = 400
        if form.is_valid():
            try:
                upgrade_case(
                    case=case,
                    by=user,
                    application=form.application(),
                    answers=[] if page != "case" else form.answers(),
                    agreed=bool(form.cleaned_data.get("agreed")),
                    version=version_of(request),
                )
            except ActionError as error:
                put_back(form, error)
                status = error.status
            else:
                messages.success(request, _("The consultation is a guidance case now, under the same number."))
                return redirect(page, case.reference)
    context = {"case": case, "form": form, "page": page, "version": request.POST.get("version", case.version)}
    return render(request, "disputes/upgrade.html", context, status=status)
