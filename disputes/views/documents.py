"""The one way a file of a case leaves the portal."""

import uuid

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponseBase
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from disputes.access import get_case, get_draft, standing_of
from disputes.actions.reading import note_read
from disputes.choices import ScanState
from disputes.models import Case, CaseDocument
from portal.accounts.access import person
from portal.accounts.models import User
from portal.lib.downloads import private_download
from portal.lib.errors import NotAllowed


@login_required
@require_safe
def case_document(request: HttpRequest, reference: str, pk: uuid.UUID) -> HttpResponseBase:
    """A document of a filed case, for whoever may read the case. Every opening by an officer is kept."""
    user = person(request)
    case = get_case(user, reference)
    document = _document(case, pk)
    if not standing_of(user, case).reads_for_enterprise:
        note_read(case=case, by=user, what="document_read", subject=str(document.pk))
    return _send(document)


@login_required
@require_safe
def draft_document(request: HttpRequest, draft: uuid.UUID, pk: uuid.UUID) -> HttpResponseBase:
    """A document of one's own draft."""
    user: User = person(request)
    return _send(_document(get_draft(user, draft), pk))


def _document(case: Case, pk: uuid.UUID) -> CaseDocument:
    document = CaseDocument.objects.filter(case=case, pk=pk).first()
    if document is None:
        raise Http404
    return document


def _send(document: CaseDocument) -> HttpResponseBase:
    if document.scan_state == ScanState.INFECTED:
        raise NotAllowed(_("A virus was found in this file. It stays closed."))
    try:
        return private_download(document.file, name=document.name, mime=document.mime)
    except FileNotFoundError:
        raise Http404 from None
