"""The one way a file of a case leaves the portal, and how files come in beside a form."""

import uuid

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from disputes.access import Act, get_case, get_draft, need, standing_of
from disputes.actions.documents import add_document
from disputes.actions.reading import note_read
from disputes.forms.fields import too_many
from disputes.models import Case, CaseDocument
from disputes.readable import documents_for
from disputes.scans import check_open
from portal.accounts.access import person
from portal.lib.downloads import private_download
from portal.lib.errors import ActionError


@login_required
@require_safe
def case_document(request: HttpRequest, reference: str, pk: uuid.UUID) -> HttpResponseBase:
    """A document of a filed case, for whoever may read the case. That others than the enterprise opened it is kept."""
    user = person(request)
    case = get_case(user, reference)
    document = documents_for(case, standing_of(user, case)).filter(pk=pk).first()
    if document is None:
        raise Http404
    response = _send(request, document)
    note_read(case=case, by=user, document=document, again=response.status_code != 200)
    return response


@login_required
@require_safe
def draft_document(request: HttpRequest, draft: uuid.UUID, pk: uuid.UUID) -> HttpResponseBase:
    """A document of one's own draft."""
    return _send(request, _document(get_draft(person(request), draft), pk))


@never_cache
@login_required
@require_POST
def draft_documents(request: HttpRequest, draft: uuid.UUID) -> HttpResponse:
    """Take files into one's own draft, at any step of its form. See `_take_in`."""
    user = person(request)
    case = get_draft(user, draft)
    refused = _take_in(request, case)
    if request.htmx:  # type: ignore[attr-defined]  # of django-htmx's middleware
        return _list(request, case, refused)
    # The page of the form, at the step from which the files came.
    back = request.headers.get("Referer", "")
    safe = url_has_allowed_host_and_scheme(back, {request.get_host()}, require_https=request.is_secure())
    return redirect(back if safe and str(case.pk) in back else reverse("draft", args=[case.pk]))


@never_cache
@login_required
@require_POST
def case_documents(request: HttpRequest, reference: str) -> HttpResponse:
    """Take files into a filed case. See `_take_in`."""
    user = person(request)
    case = get_case(user, reference)
    refused = _take_in(request, case)
    if request.htmx:  # type: ignore[attr-defined]  # of django-htmx's middleware
        return _list(request, case, refused)
    return redirect("case_documents", reference)


def _take_in(request: HttpRequest, case: Case) -> list[str]:
    """Keep every file that can be accepted; the sentences of the others. Nothing else of the form is looked at.

    Whatever else is wrong with a form, its files are safe: the same file sent again with the whole form is known.
    """
    need(Act.ADD_DOCUMENT, case, person(request))
    refused = []
    files = [file for name in request.FILES for file in request.FILES.getlist(name)]
    if not files:
        refused.append(_("Choose at least one file."))
    if len(files) > settings.UPLOAD_MAX_FILES:
        refused, files = [too_many(len(files))], []
    for file in files:
        try:
            add_document(case=case, by=person(request), file=file)
        except ActionError as error:
            refused.append(f"{file.name}: {error.message}")
    for sentence in refused if not request.htmx else []:  # type: ignore[attr-defined]  # as above
        messages.error(request, sentence)
    return refused


def _list(request: HttpRequest, case: Case, refused: list[str]) -> HttpResponse:
    """The list that takes the place of the one on the page, with a sentence for each file that was refused."""
    documents = case.documents.all() if case.is_draft else documents_for(case, standing_of(person(request), case))
    context = {"case": case, "documents": documents, "refused": refused}
    return render(request, "disputes/_uploaded.html", context)


def _document(case: Case, pk: uuid.UUID) -> CaseDocument:
    document = CaseDocument.objects.filter(case=case, pk=pk).first()
    if document is None:
        raise Http404
    return document


def _send(request: HttpRequest, document: CaseDocument) -> HttpResponseBase:
    check_open(document, person(request))
    try:
        return private_download(
            document.file, name=document.name, mime=document.mime, request=request, sha256=document.sha256
        )
    except FileNotFoundError:
        raise Http404 from None
