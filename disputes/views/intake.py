"""Asking for help: one page, with drafts that lose nothing."""

import uuid
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from disputes.access import get_draft
from disputes.actions.documents import add_document, remove_from_draft
from disputes.actions.ending import withdraw_case
from disputes.actions.intake import save_draft, submit_case
from disputes.forms.intake import ConsultationForm, initial_of, prefilled, typed_of
from disputes.models import Case
from disputes.views.sofar import outlook_of
from portal.accounts.access import person
from portal.accounts.actions.claims import claim_enterprise
from portal.accounts.models import Enterprise, EnterpriseClaim, User
from portal.lib.errors import ActionError, Conflict
from portal.lib.forms import put_back


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def new_case(request: HttpRequest) -> HttpResponse:
    """A new consultation. `?type=` and `?j=` choose kind and place."""
    user = person(request)
    if request.method == "POST":
        return _receive(request, user, form_key(request))
    form = ConsultationForm(user=user, initial=prefilled(request.GET, user))
    return _page(request, form, uuid.uuid4(), None)


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def draft(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """A consultation begun earlier. Only its filer finds it; once it was sent, the page leads to its receipt."""
    user = person(request)
    sent = Case.objects.filed().filter(filer=user, pk=pk).first()
    if sent is not None:
        return sent_already(request, sent)
    case = get_draft(user, pk)
    if case.is_guidance:
        return redirect("guidance_step", pk, 1)
    key = case.idempotency_key or case.pk
    if request.method == "POST":
        return _receive(request, user, key)
    return _page(request, ConsultationForm(user=user, initial=initial_of(case.draft_data)), key, case)


def form_key(request: HttpRequest) -> uuid.UUID:
    """The form's own key; a page that lost it gets a new one."""
    try:
        return uuid.UUID(request.POST.get("key", ""))
    except ValueError:
        return uuid.uuid4()


def page_language() -> str:
    return "en" if (get_language() or "").startswith("en") else "zh-hans"


def _receive(request: HttpRequest, user: User, key: uuid.UUID) -> HttpResponse:
    known = Case.objects.filter(filer=user, idempotency_key=key).first()
    if known is not None and known.reference:
        return sent_already(request, known)
    if known is not None and not known.is_draft:
        # A draft that was deleted, and sent again with the browser's "back": what stands there begins anew.
        known, key = None, uuid.uuid4()
    if "discard" in request.POST:
        if known is not None:
            withdraw_case(case=known, by=user)
            messages.success(request, _("The draft was deleted."))
        return redirect("cases")
    form = ConsultationForm(request.POST, request.FILES, user=user)
    valid = form.is_valid()
    try:
        case = _keep(request, user, key, form)
    except Conflict:
        # The same form, sent twice at once: the other request has just filed it.
        filed = Case.objects.filed().filter(filer=user, idempotency_key=key).first()
        if filed is None:
            raise
        return sent_already(request, filed)
    if "look" in request.POST and not form.errors.get("documents"):
        return redirect(f"{reverse('draft', args=[case.pk])}#outlook")
    if "remove" in request.POST or "save" in request.POST:
        if not form.errors.get("documents"):
            messages.success(request, _("Saved. Nobody but you sees it until you send it."))
            return redirect("draft", case.pk)
    elif "look" not in request.POST and valid and form.is_valid():
        try:
            filed = submit_form(user, key, form)
        except ActionError as error:
            put_back(form, error)
        else:
            return redirect("case_receipt", filed.reference)
    return _page(request, form, key, case, status=400)


def sent_already(request: HttpRequest, case: Case) -> HttpResponse:
    """The form was sent twice, or from two tabs: the first one counts, and what is new goes onto its page."""
    messages.info(
        request,
        _("This form was sent already: your case is %(number)s. If you have more to say, write it on the case's page.")
        % {"number": case.reference},
    )
    return redirect("case_receipt", case.reference)


def _keep(request: HttpRequest, user: User, key: uuid.UUID, form: ConsultationForm) -> Case:
    """Save what was typed and every file that can be accepted, whatever else is wrong with the form."""
    case = save_draft(by=user, key=key, typed=typed_of(request.POST), valid=form.cleaned_data, language=page_language())
    for file in form.cleaned_data.get("documents") or []:
        try:
            add_document(case=case, by=user, file=file)
        except ActionError as error:
            form.add_error("documents", f"{file.name}: {error.message}")
    unwanted = request.POST.get("remove", "")
    for document in case.documents.all():
        if str(document.pk) == unwanted:
            remove_from_draft(case=case, by=user, document=document)
    return case


def submit_form(user: User, key: uuid.UUID, form: ConsultationForm, **more: Any) -> Case:
    """File what the form says, with a claim on a company that was typed anew. `more` goes to `submit_case`."""
    with transaction.atomic():
        company = form.chosen_company() or _claim(user, form)
        return submit_case(
            by=user,
            key=key,
            facts=form.facts(),
            contact=form.contact(),
            enterprise=company if isinstance(company, Enterprise) else None,
            claim=company if isinstance(company, EnterpriseClaim) else None,
            language=page_language(),
            **more,
        )


def _claim(user: User, form: ConsultationForm) -> EnterpriseClaim:
    try:
        return claim_enterprise(
            by=user,
            uscc=form.cleaned_data["uscc"],
            facts=form.new_company(),
            contact_phone=form.cleaned_data["contact_phone"],
        )
    except ActionError as error:
        if "name_zh" in error.fields:  # as the claim's action knows the field
            error.fields["company_name"] = error.fields.pop("name_zh")
        raise


def _page(
    request: HttpRequest, form: ConsultationForm, key: uuid.UUID, case: Case | None, status: int = 200
) -> HttpResponse:
    context = {
        "form": form,
        "key": key,
        "case": case,
        "documents": case.documents.all() if case else [],
        "outlook": outlook_of(form, person(request)),
    }
    return render(request, "disputes/intake.html", context, status=status)
