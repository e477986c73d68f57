"""Makes the PDF and the DOCX of every form that has none yet.

The rows are the queue: a task is woken on commit and by the beat, any number may run at once. A row is taken under a
lease; a worker that is killed leaves it to the next one when the lease is over. Files are named by their hash in a
folder of the form, so that a repetition neither doubles nor overwrites anything.
"""

import hashlib
import logging
import uuid
from collections import Counter
from datetime import timedelta

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import connection, transaction
from django.db.models import Q, QuerySet

from disputes.choices import PaperState
from disputes.models import CaseForm
from disputes.papers.pdf import make_pdf
from portal.lib import clock

log = logging.getLogger(__name__)

# Far more than a form of a hundred pages takes.
LEASE = timedelta(minutes=5)
FIRST_WAIT = timedelta(minutes=1)
LONGEST_WAIT = timedelta(hours=4)


def _due() -> Q:
    now = clock.now()
    free = Q(leased_until__isnull=True) | Q(leased_until__lte=now)
    return ~Q(state=PaperState.MADE) & Q(not_before__lte=now) & free


def _claim() -> CaseForm | None:
    """The form that waits longest, under a new lease; None when nothing is due."""
    waiting: QuerySet[CaseForm] = CaseForm.objects.filter(_due()).order_by("not_before", "pk")
    if connection.features.has_select_for_update_skip_locked:
        waiting = waiting.select_for_update(skip_locked=True)
    lease = uuid.uuid4()
    with transaction.atomic():
        chosen = waiting.values_list("pk", flat=True).first()
        if chosen is None:
            return None
        CaseForm.objects.filter(_due(), pk=chosen).update(lease=lease, leased_until=clock.now() + LEASE)
    return CaseForm.objects.filter(lease=lease).first()


def make_due(limit: int = 50) -> dict[str, int]:
    """Make what is due, at most `limit` forms; how many ended in which state."""
    counts: Counter[str] = Counter()
    for _round in range(limit):
        form = _claim()
        if form is None:
            break
        counts[_make(form)] += 1
    return dict(counts)


def _make(form: CaseForm) -> str:
    """Make both files of a claimed form and mark it. Never raises: one form must not keep the others waiting."""
    try:
        if not form.docx_sha256:
            name, sha256 = _keep(form, _docx(form), "docx")
            _write(form, docx=name, docx_sha256=sha256)
        data = make_pdf(form.content)
        name, sha256 = _keep(form, data, "pdf")
        done = _write(
            form,
            pdf=name,
            pdf_sha256=sha256,
            pdf_pages=count_pages(data),
            state=PaperState.MADE,
            reason="",
            lease=None,
            leased_until=None,
            attempts=form.attempts + 1,
        )
    except Exception as error:
        log.warning("The files of form %s could not be made (attempt %s)", form.pk, form.attempts + 1, exc_info=True)
        return _put_off(form, error)
    if not done:
        form.refresh_from_db()
    if form.state == PaperState.MADE:
        _tidy(form)
    return PaperState.MADE.value if done else "lost"


def _docx(form: CaseForm) -> bytes:
    # Imported here for the same reason as WeasyPrint in `pdf`: web processes never need it.
    from disputes.papers.word import make_docx

    return make_docx(form.content)


def count_pages(pdf: bytes) -> int:
    from io import BytesIO

    from pypdf import PdfReader

    return len(PdfReader(BytesIO(pdf)).pages)


def _keep(form: CaseForm, data: bytes, ending: str) -> tuple[str, str]:
    """Store `data` once under its hash; the name and the hash."""
    sha256 = hashlib.sha256(data).hexdigest()
    name = f"papers/{form.pk}/{sha256}.{ending}"
    if not default_storage.exists(name):
        name = default_storage.save(name, ContentFile(data))
    return name, sha256


def _write(form: CaseForm, **changes: object) -> bool:
    """Write to the row while the lease is ours; False when it ran out and the row is another worker's."""
    ours = CaseForm.objects.filter(pk=form.pk, lease=form.lease)
    if not ours.update(**changes):
        log.warning("The lease on form %s ran out while its files were made.", form.pk)
        return False
    form.refresh_from_db()
    return True


def _put_off(form: CaseForm, error: Exception) -> str:
    attempts = form.attempts + 1
    wait = min(FIRST_WAIT * 2 ** min(attempts - 1, 10), LONGEST_WAIT)
    put_off = _write(
        form,
        state=PaperState.FAILED,
        reason=(str(error) or type(error).__name__)[:300],
        attempts=attempts,
        not_before=clock.now() + wait,
        lease=None,
        leased_until=None,
    )
    return PaperState.FAILED.value if put_off else "lost"


def _tidy(form: CaseForm) -> None:
    """Remove what a killed worker left in the folder of a form that is made now."""
    folder = f"papers/{form.pk}"
    for name in default_storage.listdir(folder)[1]:
        if f"{folder}/{name}" not in {form.pdf.name, form.docx.name}:
            default_storage.delete(f"{folder}/{name}")
