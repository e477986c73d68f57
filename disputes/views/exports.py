"""The pages of the evidence-export gate: one door for the enterprise, its counsel, the centre and the expert."""

from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from disputes.access import Act, Standing, allows, get_case, need, standing_of
from disputes.actions.exporting import answer_questions, edit_export, prepare_export
from disputes.actions.reading import note_read
from disputes.export_states import ExportState
from disputes.exports import (
    Dossier,
    Row,
    common_answers,
    dossier_of,
    exports_for,
    get_export,
    may_choose,
    speaks_for,
    stage_of,
    unfinished_steps,
)
from disputes.forms.exports import ExportForm, QuestionsForm
from disputes.gate import DISCLAIMER, Check, Question
from disputes.gate_words import FoundWords, found_words, sentences_of, why_not
from disputes.models import Case, EvidenceExport, GateAnswer, GateQuestion
from disputes.readable import documents_for
from disputes.views.export_acts import ACTS, Offer, item_offers, offers, perform
from disputes.views.section import Section
from portal.accounts.access import person
from portal.accounts.models import User
from portal.lib.downloads import private_download
from portal.lib.errors import ActionError, NotAllowed
from portal.lib.forms import put_back, version_of

STEPS = (
    gettext_lazy("Recipient"),
    gettext_lazy("Documents"),
    gettext_lazy("Questions"),
    gettext_lazy("Redaction check"),
    gettext_lazy("Review"),
    gettext_lazy("Package"),
)


def exports_section(request: HttpRequest, case: Case, standing: Standing, page: str) -> Section | None:
    """The exports on the pages of a case. One query."""
    may_begin = allows(Act.PREPARE_EXPORT, case, standing)
    rows = list(exports_for(case, standing).select_related("recipient_country"))
    if not rows and not may_begin:
        return None
    return Section("disputes/exports/_section.html", {"exports": rows, "may_begin": may_begin})


@never_cache
@login_required
@require_safe
def export_list(request: HttpRequest, reference: str) -> HttpResponse:
    """Every export of the case."""
    user = person(request)
    case = get_case(user, reference)
    standing = standing_of(user, case)
    note_read(case=case, by=user, standing=standing)
    context = {
        "case": case,
        "standing": standing,
        "exports": list(exports_for(case, standing).select_related("recipient_country")),
        "may_begin": allows(Act.PREPARE_EXPORT, case, standing),
        "disclaimer": DISCLAIMER,
    }
    return render(request, "disputes/exports/list.html", context)


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def export_new(request: HttpRequest, reference: str) -> HttpResponse:
    """Recipient and documents of a new export."""
    user = person(request)
    case = get_case(user, reference)
    standing = need(Act.PREPARE_EXPORT, case, user)
    note_read(case=case, by=user, standing=standing)
    documents = may_choose(case, standing, user)
    if request.method != "POST":
        return _form(request, case, standing, ExportForm(documents=documents))
    form = ExportForm(request.POST, documents=documents)
    if form.is_valid():
        try:
            export = prepare_export(
                case=case,
                by=user,
                facts=form.facts(),
                documents=list(form.cleaned_data["documents"]),
                form_key=form.cleaned_data["key"],
            )
        except ActionError as error:
            put_back(form, error)
            return _form(request, case, standing, form, status=error.status)
        return redirect("case_export", reference, export.number)
    return _form(request, case, standing, form, status=400)


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def export_edit(request: HttpRequest, reference: str, number: int) -> HttpResponse:
    """Change recipient or documents while it is a draft."""
    user = person(request)
    export, standing = _to_prepare(user, reference, number)
    if export.state != ExportState.DRAFT and request.method != "POST":
        return redirect("case_export", reference, number)
    documents = may_choose(export.case, standing, user)
    chosen = [row.item.document_id for row in dossier_of(export).rows]
    if request.method != "POST":
        form = ExportForm(initial=ExportForm.initial_of(export, chosen), documents=documents)
        return _form(request, export.case, standing, form, export=export)
    form = ExportForm(request.POST, documents=documents)
    if form.is_valid():
        try:
            edit_export(
                export=export,
                by=user,
                facts=form.facts(),
                documents=list(form.cleaned_data["documents"]),
                version=version_of(request),
            )
        except ActionError as error:
            put_back(form, error)
            export, standing = get_export(user, reference, number)
            return _form(request, export.case, standing, form, export=export, status=error.status)
        messages.success(request, _("Saved."))
        return redirect("case_export", reference, number)
    return _form(request, export.case, standing, form, export=export, status=400)


def _to_prepare(user: User, reference: str, number: int) -> tuple[EvidenceExport, Standing]:
    """Raises Http404 for a stranger and NotAllowed for whoever is not of the side that prepares it."""
    export, standing = get_export(user, reference, number)
    need(Act.PREPARE_EXPORT, export.case, user)
    if not speaks_for(export, standing):
        raise NotAllowed(_("Only the side that prepared this export may do this."))
    note_read(case=export.case, by=user, standing=standing)
    return export, standing


def _form(
    request: HttpRequest,
    case: Case,
    standing: Standing,
    form: forms.Form,
    *,
    export: EvidenceExport | None = None,
    status: int = 200,
) -> HttpResponse:
    context = {
        "case": case,
        "standing": standing,
        "form": form,
        "export": export,
        "steps": STEPS,
        "disclaimer": DISCLAIMER,
    }
    return render(request, "disputes/exports/form.html", context, status=status)


@dataclass
class ShownItem:
    """One document as the page shows it. `name` is empty where this person may not read the document."""

    row: Row
    name: str
    found: list[FoundWords]
    check: Check
    answers: list[tuple[int, GateQuestion, GateAnswer | None]]
    offers: list[Offer]
    fit: bool


@never_cache
@login_required
@require_safe
def export_page(request: HttpRequest, reference: str, number: int) -> HttpResponse:
    """One export with everything that is known of it and what this person may do now."""
    user = person(request)
    export, standing = get_export(user, reference, number)
    note_read(case=export.case, by=user, standing=standing)
    return _page(request, export, standing, user)


def _page(
    request: HttpRequest,
    export: EvidenceExport,
    standing: Standing,
    user: User,
    bound: Any = None,
    tried: str = "",
    status: int = 200,
) -> HttpResponse:
    dossier = dossier_of(export)
    readable = {document.pk for document in documents_for(export.case, standing)}
    floor = dossier.floor(sees_restricted=standing.sees_restricted)
    prepares = allows(Act.PREPARE_EXPORT, export.case, standing) and speaks_for(export, standing)
    context = {
        "case": export.case,
        "export": export,
        "standing": standing,
        "steps": STEPS,
        "stage": stage_of(dossier),
        "unfinished": unfinished_steps(dossier),
        "disclaimer": DISCLAIMER,
        "items": [_shown(row, dossier, standing, user, readable) for row in dossier.rows],
        "floor": floor,
        "reasons": sentences_of(floor.reasons, dossier),
        "gaps": sentences_of(floor.gaps, dossier),
        "why_not": why_not(dossier.hindrances()) if export.state == ExportState.DECIDED else [],
        "acts": offers(dossier, standing, user, bound, tried),
        "tried_item": request.POST.get("item", "") if tried and ACTS[tried].per_item else "",
        "refused": bound,
        "may_edit": prepares and export.state == ExportState.DRAFT,
        "is_author": user.pk in dossier.authors and allows(Act.REVIEW_EXPORT, export.case, standing),
        "opinions": list(export.opinions.select_related("by")),
        "takes_package": standing.reads_for_enterprise or standing.reads_for_centre,
    }
    return render(request, "disputes/exports/page.html", context, status=status)


def _shown(row: Row, dossier: Dossier, standing: Standing, user: User, readable: set[Any]) -> ShownItem:
    facts = row.facts()
    questions = dossier.questions
    return ShownItem(
        row=row,
        name=row.item.document.name if row.item.document_id in readable else "",
        found=found_words(row.check.findings) if row.checked and row.check is not None else [],
        check=facts.check,
        answers=[
            (number, questions[code], row.answers.get(code))
            for number, code in enumerate(Question, start=1)
            if code in questions
        ],
        offers=item_offers(row, dossier, standing, user),
        fit=facts.ready,
    )


@never_cache
@login_required
@require_POST
def export_act(request: HttpRequest, reference: str, number: int, name: str) -> HttpResponse:
    """Hand in, decide, return, approve, export and the rest. A refusal shows the page again: 400, 403 or 409."""
    user = person(request)
    export, standing = get_export(user, reference, number)
    if name not in ACTS:
        raise Http404
    form, status = perform(request, dossier_of(export), standing, user, name)
    if status == 200:
        messages.success(request, str(ACTS[name].done))
        return redirect("case_export", reference, number)
    export, standing = get_export(user, reference, number)
    messages.error(request, " ".join(str(error) for errors in form.errors.values() for error in errors))
    return _page(request, export, standing, user, form, name, status)


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def export_questions(request: HttpRequest, reference: str, number: int, item: int = 0) -> HttpResponse:
    """The eight questions about all documents (`item` 0) or about one."""
    user = person(request)
    export, standing = _to_prepare(user, reference, number)
    if export.state != ExportState.DRAFT and request.method != "POST":
        return redirect("case_export", reference, number)
    dossier = dossier_of(export)
    rows = [row for row in dossier.rows if item in (0, row.item.position)]
    if not rows:
        if item:
            raise Http404
        return redirect("case_export_edit", reference, number)
    known, status = common_answers(rows), 200
    form = QuestionsForm(request.POST or None, questions=dossier.questions, known=known)
    if request.method == "POST":
        status = 400
        if form.is_valid():
            given = form.given()
            try:
                answer_questions(
                    export=export, by=user, answers={row.item: given for row in rows}, version=version_of(request)
                )
            except ActionError as error:
                put_back(form, error)
                status = error.status
                export, standing = get_export(user, reference, number)
            else:
                messages.success(request, _("The answers are on record."))
                return redirect("case_export", reference, number)
    context = {
        "case": export.case,
        "standing": standing,
        "export": export,
        "form": form,
        "rows": rows,
        "one": rows[0] if item else None,
        "differ": len(rows) > 1 and any(row.answers for row in rows) and len(known) < len(dossier.questions),
        "steps": STEPS,
        "disclaimer": DISCLAIMER,
    }
    return render(request, "disputes/exports/questions.html", context, status=status)


@login_required
@require_safe
def export_package(request: HttpRequest, reference: str, number: int) -> HttpResponseBase:
    """The package, for both sides of the case; whoever fetches it is kept on record. 404 while it is not made."""
    user = person(request)
    export, standing = get_export(user, reference, number)
    if not (standing.reads_for_enterprise or standing.reads_for_centre) or not export.package:
        raise Http404
    try:
        response = private_download(
            export.package,
            name=export.file_name,
            mime="application/zip",
            request=request,
            sha256=export.package_sha256,
        )
    except FileNotFoundError:
        raise Http404 from None
    note_read(case=export.case, by=user, export=export, standing=standing, again=response.status_code != 200)
    return response
