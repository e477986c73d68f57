"""The package of an evidence export: made only from what was decided, and only while it still is as it was decided."""

import tempfile
import uuid

from django.core.files.base import File
from django.core.files.storage import default_storage
from django.db import transaction
from django.utils.translation import gettext as _

from disputes.actions.changing import change
from disputes.actions.exporting import begin, what
from disputes.export_states import EXPORT_TRANSITIONS, ExportState
from disputes.exports import Dossier, dossier_of
from disputes.gate_words import why_not
from disputes.models import EvidenceExport
from disputes.papers.package import write_package
from portal.accounts.models import User
from portal.lib import clock
from portal.lib.errors import Conflict
from portal.lib.states import move
from portal.lib.uploads import sha256_of


def make_package(*, export: EvidenceExport, by: User, version: int) -> EvidenceExport:
    """Make the package and mark the export as exported, by the side that prepared it.

    Raises Conflict with what is missing: the approval of the authority, a redacted version, an answer; and for a file
    that is no longer as it was decided. A package that was made for nothing is taken away again.
    """
    stored = ""
    try:
        with transaction.atomic():
            begin(export, by, version)
            if export.state != ExportState.DECIDED:
                raise Conflict(
                    _("This is not possible while the export is “%(state)s”.") % {"state": export.get_state_display()}
                )
            dossier = dossier_of(export)
            refused = why_not(dossier.hindrances())
            if refused:
                raise Conflict(" ".join(refused))
            stored = _make(dossier, by, version)
    except BaseException:
        if stored:
            default_storage.delete(stored)
        raise
    return export


def _make(dossier: Dossier, by: User, version: int) -> str:
    """Store the file, move the export, write the event; the name under which the file lies."""
    export, now = dossier.export, clock.now()
    with tempfile.TemporaryFile() as file:
        listed = write_package(file, dossier, at=now, by=str(by))
        package: File[bytes] = File(file)
        sha256, size = sha256_of(package), package.size
        name = default_storage.save(f"cases/{export.case_id}/{uuid.uuid4().hex}", package)
    try:
        move(
            export,
            EXPORT_TRANSITIONS,
            ExportState.EXPORTED,
            version=version,
            package=name,
            package_sha256=sha256,
            package_size=size,
            exported_by=by,
            exported_at=now,
        )
        change(
            export.case,
            by=by,
            kind="export_made",
            data=what(export)
            | {
                "sha256": sha256,
                "result": str(export.result),
                "recipient": str(export.recipient_kind),
                "files": [one["sha256"] for one in listed],
            },
        )
    except BaseException:
        default_storage.delete(name)
        raise
    return name
