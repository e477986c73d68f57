"""Emergencies at the centre: those that wait to be confirmed, and what the case page says of one."""

import uuid

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from disputes.access import Standing, get_case, standing_of
from disputes.actions.emergencies import confirm_emergency, discard_emergency
from disputes.actions.emergency_cases import name_company, renew_link
from disputes.choices import Origin
from disputes.forms.emergencies import CompanyForm, DiscardForm
from disputes.models import Case, EmergencyFiling
from disputes.views.section import Section
from portal.accounts.access import person, rights_of
from portal.accounts.actions.claims import claim_enterprise
from portal.accounts.models import Enterprise, EnterpriseClaim, User
from portal.accounts.permissions import Permission
from portal.lib.errors import ActionError, NotAllowed
from portal.lib.forms import put_back
from portal.lib.paging import page_of


@never_cache
@login_required
@require_safe
def waiting(request: HttpRequest) -> HttpResponse:
    """What came in above the limit and nobody has confirmed yet, oldest first."""
    return _waiting(request, person(request))


def _waiting(
    request: HttpRequest,
    user: User,
    tried: uuid.UUID | None = None,
    bound: DiscardForm | None = None,
    status: int = 200,
) -> HttpResponse:
    rights = rights_of(user)
    if not rights.may_anywhere(Permission.WORK_ON_CASES):
        raise NotAllowed(_("This page is for the officers of a guidance centre."))
    rows = EmergencyFiling.objects.waiting().visible_to(user, rights).select_related("centre").order_by("created_at")
    page = page_of(request, rows)
    for filing in page.object_list:
        filing.form = bound if filing.pk == tried else DiscardForm(prefix=filing.pk.hex)
    return render(request, "disputes/emergencies.html", {"page": page}, status=status)


@never_cache
@login_required
@require_POST
def decide(request: HttpRequest, pk: uuid.UUID, act: str) -> HttpResponse:
    """Confirm one, or set it aside with a reason. Who works elsewhere gets 404."""
    user = person(request)
    filing = get_object_or_404(EmergencyFiling.objects.visible_to(user), pk=pk)
    if act == "confirm":
        case = confirm_emergency(filing=filing, by=user)
        messages.success(request, _("Confirmed: it is %(number)s, and the duty is called.") % {"number": case})
        seen = standing_of(user, case).reads_for_centre
        return redirect("triage_case", case.reference) if seen else redirect("triage_emergencies")
    if act != "discard":
        raise Http404
    form = DiscardForm(request.POST, prefix=filing.pk.hex)
    if not form.is_valid():
        return _waiting(request, user, filing.pk, form, 400)
    discard_emergency(filing=filing, by=user, reason=form.cleaned_data["reason"])
    messages.success(request, _("Set aside. The private link says why."))
    return redirect("triage_emergencies")


@never_cache
@login_required
@require_POST
def new_link(request: HttpRequest, reference: str) -> HttpResponse:
    """Make the private link void and mail a new one."""
    user = person(request)
    case = get_case(user, reference)
    if not standing_of(user, case).reads_for_centre:
        raise Http404
    renew_link(case=case, by=user)
    messages.success(request, _("The former private link is void. The address that was left is mailed a new one."))
    return redirect("triage_case", reference)


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def company(request: HttpRequest, reference: str) -> HttpResponse:
    """For which company an emergency was: after it was taken over, or filed by somebody who is logged in."""
    user = person(request)
    case = get_case(user, reference)
    if case.filer_id != user.pk or not standing_of(user, case).acts_for_enterprise:
        raise Http404
    if case.enterprise_id is not None or case.claim_id is not None:
        return redirect("case", reference)
    status = 200
    if request.method == "POST":
        form, status = CompanyForm(request.POST, user=user), 400
        if form.is_valid():
            try:
                _name_company(case, user, form)
            except ActionError as error:
                put_back(form, error)
                status = error.status
            else:
                messages.success(request, _("Kept. Once the centre has checked it, your colleagues see the case too."))
                return redirect("case", reference)
    else:
        form = CompanyForm(user=user, initial={"company_name": case.company_text})
    return render(request, "disputes/emergency_company.html", {"form": form, "case": case}, status=status)


def _name_company(case: Case, user: User, form: CompanyForm) -> None:
    chosen = form.chosen_company()
    if chosen is None:
        contact = getattr(case, "contact", None)
        try:
            chosen = claim_enterprise(
                by=user,
                uscc=form.cleaned_data["uscc"],
                facts=form.new_company(),
                contact_phone=contact.phone if contact else "",
            )
        except ActionError as error:
            if "name_zh" in error.fields:  # as the claim's action knows the field
                error.fields["company_name"] = error.fields.pop("name_zh")
            raise
    name_company(
        case=case,
        by=user,
        enterprise=chosen if isinstance(chosen, Enterprise) else None,
        claim=chosen if isinstance(chosen, EnterpriseClaim) else None,
    )


def emergency_note(request: HttpRequest, case: Case, standing: Standing, page: str) -> Section | None:
    """On the officer's page: through which door it came, whom to call, and that nobody has an account yet."""
    if page != "triage_case" or case.origin != Origin.EMERGENCY or not standing.sees_contact:
        return None
    filing = EmergencyFiling.objects.filter(case=case).first()
    return Section("disputes/_emergency.html", {"filing": filing, "works": standing.works})


def company_section(request: HttpRequest, case: Case, standing: Standing, page: str) -> Section | None:
    """On the page of who filed or took over an emergency: say for which company it is."""
    asked = case.origin == Origin.EMERGENCY and case.enterprise_id is None and case.claim_id is None
    if page != "case" or not asked or not standing.acts_for_enterprise or not case.is_open:
        return None
    return Section("disputes/_emergency_company.html")
