"""Makes the PDF and the DOCX of every form that has none yet.

The rows are the queue (`leases`): the task is woken on commit and by the beat. Files are named by their hash in a
folder of the form, so that a repetition neither doubles nor overwrites anything.
"""

import hashlib
from collections import Counter

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from disputes.choices import PaperState
from disputes.models import CaseForm
from disputes.papers import leases
from disputes.papers.pages import pages_of_pdf
from disputes.papers.pdf import make_pdf


def make_due(limit: int = 50) -> dict[str, int]:
    """Make what is due, at most `limit` forms; how many ended in which state."""
    counts: Counter[str] = Counter()
    for _round in range(limit):
        form = leases.claim(CaseForm)
        if form is None:
            break
        counts[leases.make(form, make_form)] += 1
    return dict(counts)


def make_form(form: CaseForm) -> bool:
    """Make both files of a claimed form and mark it; False when the lease was lost. The DOCX needs no font."""
    if not form.docx_sha256:
        name, sha256 = keep(f"papers/{form.pk}", _docx(form), "docx")
        leases.write(form, docx=name, docx_sha256=sha256)
    data = make_pdf(form.content)
    name, sha256 = keep(f"papers/{form.pk}", data, "pdf")
    done = leases.finish(form, pdf=name, pdf_sha256=sha256, pdf_pages=pages_of_pdf(data))
    if not done:
        form.refresh_from_db()
    if form.state == PaperState.MADE:
        tidy(f"papers/{form.pk}", {str(form.pdf.name), str(form.docx.name)})
    return done


def _docx(form: CaseForm) -> bytes:
    # Imported here for the same reason as WeasyPrint in `pdf`: web processes never need it.
    from disputes.papers.word import make_docx

    return make_docx(form.content)


def keep(folder: str, data: bytes, ending: str) -> tuple[str, str]:
    """Store `data` once under its hash; the name and the hash."""
    sha256 = hashlib.sha256(data).hexdigest()
    name = f"{folder}/{sha256}.{ending}"
    if default_storage.exists(name):
        with default_storage.open(name) as file:
            if file.read() == data:
                return name, sha256
        default_storage.delete(name)  # a worker was killed while it wrote
    return default_storage.save(name, ContentFile(data)), sha256


def tidy(folder: str, kept: set[str]) -> None:
    """Remove what a killed worker left in the folder of something that is made now."""
    for name in default_storage.listdir(folder)[1]:
        if f"{folder}/{name}" not in kept:
            default_storage.delete(f"{folder}/{name}")
