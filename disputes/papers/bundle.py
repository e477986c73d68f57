"""The archived file as one zip: forms, documents, messages, log and the index that names them."""

import tempfile
import zipfile
from collections import Counter
from typing import IO

from django.core.files.base import File
from django.core.files.storage import default_storage
from django.db.models import Q
from django.db.models.fields.files import FieldFile

from disputes.choices import PaperState, ScanState
from disputes.models import CaseArchive, CaseDocument, CaseForm, EvidenceExport
from disputes.papers import leases
from disputes.papers.blocks import content_hash
from disputes.papers.casefile import (
    DEADLINES,
    EXPORTS,
    LOG,
    MESSAGES,
    as_json,
    deadlines_export,
    exports_export,
    log_export,
    messages_export,
)
from disputes.papers.making import tidy
from portal.lib.uploads import sha256_of

# Form G is made first, so that it lies in the bundle; where no PDF can be made the bundle does not wait for ever.
READY = Q(form__state__in=[PaperState.MADE, PaperState.FAILED])


def bundle_due(limit: int = 10) -> dict[str, int]:
    """Make what is due, at most `limit` bundles; how many ended in which state."""
    counts: Counter[str] = Counter()
    for _round in range(limit):
        archive = leases.claim(CaseArchive, READY)
        if archive is None:
            break
        counts[leases.make(archive, make_bundle)] += 1
    return dict(counts)


def make_bundle(archive: CaseArchive) -> bool:
    """Make and store the bundle of a claimed archive; False when the lease was lost."""
    folder = f"papers/archive-{archive.pk}"
    with tempfile.TemporaryFile() as file:
        _fill(file, archive)
        bundle: File[bytes] = File(file)
        sha256 = sha256_of(bundle)
        name = default_storage.save(f"{folder}/{sha256}.zip", bundle)
    done = leases.finish(archive, bundle=name, bundle_sha256=sha256)
    if not done:
        archive.refresh_from_db()
    if archive.state == PaperState.MADE:
        tidy(folder, {str(archive.bundle.name)})
    return done


def _fill(file: IO[bytes], archive: CaseArchive) -> None:
    case = archive.case
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as bundle:
        for part in archive.index:
            kind, _colon, key = part["of"].partition(":")
            if kind == "document":
                _copy(bundle, part["name"], CaseDocument.objects.get(pk=key))
            elif kind == "content":
                bundle.writestr(part["name"], as_json(CaseForm.objects.get(pk=key).content))
            elif kind == "pdf":
                with CaseForm.objects.get(pk=key).pdf.open("rb") as pdf:
                    bundle.writestr(part["name"], pdf.read())
            elif kind == "log":
                bundle.writestr(LOG, log_export(case, int(key)))
            elif kind == "exports":
                bundle.writestr(EXPORTS, exports_export(case))
            elif kind == "package":
                _copy_file(bundle, part["name"], EvidenceExport.objects.get(pk=key).package)
            elif kind == "deadlines":
                bundle.writestr(DEADLINES, deadlines_export(case))
            elif kind == "messages":
                bundle.writestr(MESSAGES, messages_export(case))
        for form in CaseForm.objects.filter(case=case).exclude(docx=""):
            with form.docx.open("rb") as docx:
                bundle.writestr(f"forms/{form.kind}{form.version}.docx", docx.read())
        record = archive.form
        bundle.writestr("forms/G1.json", as_json(record.content))
        if record.pdf:
            with record.pdf.open("rb") as pdf:
                bundle.writestr("forms/G1.pdf", pdf.read())
        about = {
            "reference": case.reference,
            "total_sha256": archive.total_sha256,
            "form_g_sha256": content_hash(record.content),
            "parts": archive.index,
        }
        bundle.writestr("index.json", as_json(about))


def _copy(bundle: zipfile.ZipFile, name: str, document: CaseDocument) -> None:
    """A document in pieces, so that a large one never lies in memory. An infected one is left out."""
    if document.scan_state != ScanState.INFECTED:
        _copy_file(bundle, name, document.file)


def _copy_file(bundle: zipfile.ZipFile, name: str, file: FieldFile) -> None:
    with file.open("rb") as source, bundle.open(name, "w") as target:
        for chunk in source.chunks():
            target.write(chunk)
