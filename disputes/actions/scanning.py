"""The virus check of documents: from the rows that await it, whoever asks and however often."""

import logging
from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import Q

from disputes import emails
from disputes.actions.changing import change, lock
from disputes.choices import ScanState
from disputes.models import CaseDocument
from portal.lib import clock
from portal.lib.scanning import ScannerError, Verdict, scan

log = logging.getLogger(__name__)

SCAN = "disputes.scan_documents"
# After a failure a document rests so long: a scanner that is down is not asked for every file every minute.
REST = timedelta(minutes=5)
AT_ONCE = 200
AWAITING = (ScanState.NOT_SCANNED, ScanState.FAILED)


def scan_due() -> int:
    """Check what has not been checked, oldest first. Returns how many got a verdict; none without a scanner.

    Stops at the first failure: the file rests, the scanner too, and the next round goes on with the others.
    """
    if not settings.CLAMD_URL:
        return 0
    rested = Q(scanned_at__isnull=True) | Q(scanned_at__lt=clock.now() - REST)
    due = CaseDocument.objects.filter(rested, scan_state__in=AWAITING).select_related("case", "uploader")
    done = 0
    for document in due.order_by("created_at")[:AT_ONCE]:
        if not scan_document(document):
            break
        done += 1
    return done


def scan_document(document: CaseDocument) -> bool:
    """Check one document and write what was found. False when there was no verdict."""
    try:
        with document.file.open("rb") as file:
            verdict = scan(file, url=settings.CLAMD_URL)
    except (ScannerError, FileNotFoundError) as error:
        log.warning("document %s could not be checked for viruses: %s", document.pk, error)
        awaiting = CaseDocument.objects.filter(pk=document.pk, scan_state__in=AWAITING)
        awaiting.update(scan_state=ScanState.FAILED, scanned_at=clock.now())
        return False
    _write(document, verdict)
    return True


def _write(document: CaseDocument, verdict: Verdict) -> None:
    """Keep the verdict; of a virus the uploader and the centre are told, and the log of the case says so."""
    state = ScanState.CLEAN if verdict.is_clean else ScanState.INFECTED
    with transaction.atomic():
        awaiting = CaseDocument.objects.filter(pk=document.pk, scan_state__in=AWAITING)
        if not awaiting.update(scan_state=state, scanned_at=clock.now(), scan_found=verdict.found[:120]):
            return
        if verdict.is_clean:
            return
        log.error("a virus was found in document %s: %s", document.pk, verdict.found)
        lock(document.case)
        if not document.case.is_draft:
            event = change(document.case, by=None, kind="virus_found", data={"document": str(document.pk)})
            emails.tell_of_virus(document.case, event, document)
