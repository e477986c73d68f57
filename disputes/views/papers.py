"""The forms of record of a case: their list on both case pages, their files, their print page."""

import uuid

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from disputes.access import Standing, get_case, standing_of
from disputes.actions.reading import note_read
from disputes.models import Case, CaseArchive, CaseForm, LegalHold
from disputes.papers.rendering import render_page
from disputes.readable import forms_for
from disputes.views.section import Section
from portal.accounts.access import person
from portal.accounts.models import User
from portal.lib.downloads import private_download

MIMES = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}


def papers_section(request: HttpRequest, case: Case, standing: Standing, page: str) -> Section | None:
    """Every form in every version, and the archive. One query; two more for the centre."""
    if not case.is_guidance:
        return None
    rows = list(forms_for(case, standing).select_related("official").defer("content"))
    newest = {form.kind: form.version for form in rows}
    listed = [{"form": form, "superseded": form.version < newest[form.kind]} for form in rows]
    context: dict[str, object] = {"papers": listed}
    if case.archived_at is not None:
        context["archive"] = CaseArchive.objects.filter(case=case).select_related("retention").defer("index").first()
    if page == "triage_case":
        context["keeps"] = standing.archives
        context["held"] = LegalHold.objects.filter(case=case, lifted_at__isnull=True).exists()
    return Section("disputes/papers/_section.html", context)


def _form(case: Case, user: User, pk: uuid.UUID) -> CaseForm:
    form = forms_for(case, standing_of(user, case)).filter(pk=pk).select_related("case").first()
    if form is None:
        raise Http404
    return form


@never_cache
@login_required
@require_safe
def form_page(request: HttpRequest, reference: str, pk: uuid.UUID) -> HttpResponse:
    """The form to read and to print; it serves also where no PDF can be made."""
    user = person(request)
    case = get_case(user, reference)
    form = _form(case, user, pk)
    note_read(case=case, by=user, form=form)
    context = {"case": case, "form": form, "paper": render_page(form.content)}
    return render(request, "disputes/papers/page.html", context)


@login_required
@require_safe
def form_file(request: HttpRequest, reference: str, pk: uuid.UUID, ending: str) -> HttpResponseBase:
    """The PDF or the DOCX of a form; 404 while it is not made."""
    user = person(request)
    case = get_case(user, reference)
    form = _form(case, user, pk)
    if ending not in MIMES:
        raise Http404
    file, sha256 = (form.pdf, form.pdf_sha256) if ending == "pdf" else (form.docx, form.docx_sha256)
    if not file:
        raise Http404
    try:
        response = private_download(
            file, name=f"{form.file_stem}.{ending}", mime=MIMES[ending], request=request, sha256=sha256
        )
    except FileNotFoundError:
        raise Http404 from None
    note_read(case=case, by=user, form=form, again=response.status_code != 200)
    return response
