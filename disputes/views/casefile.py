"""The case file: every document with its versions, its check sum, its virus check and what it is as evidence."""

import uuid
from dataclasses import dataclass, field

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from disputes.access import Act, Standing, allows, get_case, need, standing_of
from disputes.actions.documents import replace_document
from disputes.actions.evidence import describe_evidence
from disputes.actions.reading import note_read
from disputes.forms.evidence import EvidenceForm, ReplaceForm
from disputes.models import Case, CaseDocument, Evidence
from disputes.readable import documents_for
from disputes.scans import is_open
from disputes.views.documents import case_documents
from portal.accounts.access import person
from portal.accounts.models import User
from portal.lib.errors import ActionError
from portal.lib.forms import put_back, version_of


@dataclass
class Shown:
    """One document on the page, the newest version first."""

    document: CaseDocument
    evidence: Evidence | None
    opens: bool
    replaceable: bool
    older: list["Shown"] = field(default_factory=list)


def files_of(case: Case, standing: Standing, user: User) -> list[Shown]:
    """The documents of a case, each newest version with its older ones; one query, three for an expert."""
    may_add = allows(Act.ADD_DOCUMENT, case, standing)
    rows = documents_for(case, standing).select_related("uploader", "evidence", "message").order_by("created_at", "pk")
    shown = {
        row.pk: Shown(
            document=row,
            evidence=getattr(row, "evidence", None),
            opens=is_open(row, user),
            replaceable=may_add and row.replaced_at is None and row.side == standing.side,
        )
        for row in rows
    }
    newest = []
    for one in shown.values():
        if one.document.replaced_at is None:
            newest.append(one)
        earlier = one
        while one.document.replaced_at is None and earlier.document.previous_id in shown:
            earlier = shown[earlier.document.previous_id]
            one.older.append(earlier)
    return newest


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def case_file(request: HttpRequest, reference: str) -> HttpResponse:
    """The page itself, for whoever may read the case; files posted to it are taken in."""
    if request.method == "POST":
        return case_documents(request, reference)
    user = person(request)
    case = get_case(user, reference)
    standing = standing_of(user, case)
    note_read(case=case, by=user, standing=standing)
    context = {"files": files_of(case, standing, user), "may_add": allows(Act.ADD_DOCUMENT, case, standing)}
    return _render(request, "disputes/casefile.html", case, standing, context)


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def document_evidence(request: HttpRequest, reference: str, pk: uuid.UUID) -> HttpResponse:
    """Say what a document is as evidence."""
    user = person(request)
    case = get_case(user, reference)
    document = _document(case, user, pk)
    known = Evidence.objects.filter(document=document).first()
    if request.method != "POST":
        need(Act.ADD_DOCUMENT, case, user)
        return _form_page(request, case, user, document, EvidenceForm.of(known), known)
    form = EvidenceForm(request.POST)
    if form.is_valid():
        try:
            describe_evidence(case=case, by=user, document=document, facts=form.facts(), version=version_of(request))
        except ActionError as error:
            put_back(form, error)
            known = Evidence.objects.filter(document=document).first()
            return _form_page(request, case, user, document, form, known, error.status)
        messages.success(request, _("What is known of the document was written down."))
        return redirect("case_documents", reference)
    return _form_page(request, case, user, document, form, known, 400)


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def document_replace(request: HttpRequest, reference: str, pk: uuid.UUID) -> HttpResponse:
    """Send a newer version of a document."""
    user = person(request)
    case = get_case(user, reference)
    document = _document(case, user, pk)
    if request.method != "POST":
        need(Act.ADD_DOCUMENT, case, user)
        return _form_page(request, case, user, document, ReplaceForm(), None)
    form = ReplaceForm(request.POST, request.FILES)
    if form.is_valid():
        try:
            replace_document(case=case, by=user, document=document, file=form.cleaned_data["file"])
        except ActionError as error:
            put_back(form, error)
            return _form_page(request, case, user, document, form, None, error.status)
        messages.success(request, _("The newer version was added. The older one stays readable."))
        return redirect("case_documents", reference)
    return _form_page(request, case, user, document, form, None, 400)


def _document(case: Case, user: User, pk: uuid.UUID) -> CaseDocument:
    document = documents_for(case, standing_of(user, case)).filter(pk=pk).first()
    if document is None:
        raise Http404
    return document


def _form_page(
    request: HttpRequest,
    case: Case,
    user: User,
    document: CaseDocument,
    form: forms.Form,
    known: Evidence | None,
    status: int = 200,
) -> HttpResponse:
    standing = standing_of(user, case)
    note_read(case=case, by=user, standing=standing)
    context = {
        "document": document,
        "form": form,
        "known": known,
        "version": known.version if known else 0,
        "replaces": isinstance(form, ReplaceForm),
    }
    return _render(request, "disputes/document_form.html", case, standing, context, status)


def _render(
    request: HttpRequest,
    template: str,
    case: Case,
    standing: Standing,
    context: dict[str, object],
    status: int = 200,
) -> HttpResponse:
    """With the way back to the page of the case on which this person works."""
    page = "case" if standing.reads_for_enterprise else "triage_case"
    return render(request, template, {"case": case, "case_page": page, **context}, status=status)
