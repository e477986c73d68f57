"""What the state of the virus check means for whoever wants to open a document (docs/adr/0051)."""

from django.conf import settings
from django.utils.translation import gettext as _

from disputes.choices import ScanState
from disputes.models import CaseDocument
from portal.accounts.models import User
from portal.lib.errors import NotAllowed


def is_open(document: CaseDocument, by: User) -> bool:
    """Whether `by`, who may read the case, may open the file now."""
    if document.scan_state == ScanState.INFECTED:
        return False
    if not settings.CLAMD_URL or document.scan_state == ScanState.CLEAN:
        return True
    return document.uploader_id == by.pk


def check_open(document: CaseDocument, by: User) -> None:
    """Raises NotAllowed with the reason while the file is closed to `by`."""
    if document.scan_state == ScanState.INFECTED:
        raise NotAllowed(_("A virus was found in this file. It stays closed."))
    if not is_open(document, by):
        raise NotAllowed(_("This file is still being checked for viruses. Try again in a few minutes."))
