"""The file of a case as its archive keeps it: every part with its pages and its hash.

A part is named by where it comes from (`of`), so that it can be looked at again years later: `verify` recomputes every
hash from the rows and the stored files. Exports hold ids, never names, because a name may have to be forgotten.
"""

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from typing import Any

from django.core.files.storage import default_storage
from django.utils.translation import gettext as _

from disputes.choices import ScanState
from disputes.models import Case, CaseArchive, CaseDocument, CaseEvent, CaseForm, CaseMessage, Deadline, EvidenceExport
from disputes.papers.blocks import content_hash
from disputes.papers.pages import pages_of
from portal.lib.errors import Conflict
from portal.lib.uploads import sha256_of

LOG, MESSAGES, EXPORTS, DEADLINES = "log.json", "messages.json", "exports.json", "deadlines.json"


@dataclass(frozen=True)
class Part:
    """`name` in the bundle; `what` for people; `pages` None where there is no telling; `of` is kind and key."""

    name: str
    what: str
    pages: int | None
    sha256: str
    of: str


def as_json(value: Any) -> bytes:
    """One fixed writing, so that the same content has the same hash."""
    return json.dumps(value, sort_keys=True, ensure_ascii=False, indent=1).encode()


def _at(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat(timespec="milliseconds")


def log_export(case: Case, upto: int) -> bytes:
    """The events of the case up to number `upto`, with their chain."""
    rows = CaseEvent.objects.filter(subject=case, seq__lte=upto).order_by("seq")
    return as_json(
        [
            {
                "seq": row.seq,
                "kind": row.kind,
                "actor": row.actor_id,
                "at": _at(row.at),
                "old": row.old_state,
                "new": row.new_state,
                "data": row.data,
                "prev_hash": row.prev_hash,
                "hash": row.hash,
            }
            for row in rows
        ]
    )


def messages_export(case: Case) -> bytes:
    """What the sides wrote to each other. The centre's own notes are not part of the file."""
    rows = CaseMessage.objects.filter(case=case).order_by("pk")
    return as_json(
        [
            {
                "id": row.pk,
                "kind": row.kind,
                "side": row.side,
                "author": row.author_id,
                "at": _at(row.created_at),
                "text": row.text,
            }
            for row in rows
        ]
    )


def deadlines_export(case: Case) -> bytes:
    """Every legal deadline the case had, with the rule version and the inputs it was counted from."""
    rows = Deadline.objects.filter(case=case).select_related("rule").order_by("pk")
    return as_json(
        [
            {
                "id": row.pk,
                "state": row.state,
                "rule": row.rule.rule_id if row.rule else "",
                "rule_version": row.rule_version,
                "forum": row.forum_id or "",
                "act_zh": row.act_zh,
                "act_en": row.act_en,
                "inputs": row.inputs,
                "computed": row.computed,
                "act_by": row.act_by.isoformat(),
                "act_by_at": _at(row.act_by_at),
                "order_on": row.order_on.isoformat() if row.order_on else None,
                "order_document": str(row.order_document_id) if row.order_document_id else None,
                "replaces": row.replaces_id,
                "added_by": row.added_by_id,
                "added_at": _at(row.added_at),
                "ended_by": row.ended_by_id,
                "ended_at": _at(row.ended_at) if row.ended_at else None,
                "ended_why": row.ended_why,
            }
            for row in rows
        ]
    )


def _sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def parts_of(case: Case, *, log_upto: int) -> list[Part]:
    """Every part, with its hash taken from the stored file itself.

    Raises Conflict naming a document whose file is missing or no longer as it arrived: such a file is not archived.
    """
    return [
        *_form_parts(case),
        *_document_parts(case),
        *_export_parts(case),
        Part(MESSAGES, _("Messages"), None, _sha256(messages_export(case)), "messages:"),
        *_deadline_parts(case),
        Part(LOG, _("Event log"), None, _sha256(log_export(case, log_upto)), f"log:{log_upto}"),
    ]


def _deadline_parts(case: Case) -> Iterator[Part]:
    if Deadline.objects.filter(case=case).exists():
        yield Part(DEADLINES, _("Legal deadlines"), None, _sha256(deadlines_export(case)), "deadlines:")


def _form_parts(case: Case) -> Iterator[Part]:
    for form in CaseForm.objects.filter(case=case):
        stem = f"forms/{form.kind}{form.version}"
        what = _("%(name)s, version %(version)s") % {"name": form.get_kind_display(), "version": form.version}
        yield Part(f"{stem}.json", what, None, form.content_sha256, f"content:{form.pk}")
        if form.pdf:
            yield Part(f"{stem}.pdf", what, form.pdf_pages, form.pdf_sha256, f"pdf:{form.pk}")


def _document_parts(case: Case) -> Iterator[Part]:
    for number, document in enumerate(CaseDocument.objects.filter(case=case).order_by("created_at", "pk"), start=1):
        what = document.name
        if document.scan_state == ScanState.INFECTED:
            # Its hash stays on record; the file itself is not handed on.
            what = _("%(name)s (virus found: not in the bundle)") % {"name": what}
        elif stored_hash(document) != document.sha256:
            raise Conflict(
                _("The file “%(name)s” is missing or no longer as it arrived. Have it restored, then archive.")
                % {"name": document.name}
            )
        pages = pages_of(document) if document.scan_state != ScanState.INFECTED else None
        yield Part(f"documents/{number:03d}-{document.name}", what, pages, document.sha256, f"document:{document.pk}")


def _export_parts(case: Case) -> Iterator[Part]:
    """What the gate has on record, and every package that left."""
    if not EvidenceExport.objects.filter(case=case).exists():
        return
    yield Part(EXPORTS, _("Evidence exports"), None, _sha256(exports_export(case)), "exports:")
    for export in EvidenceExport.objects.filter(case=case).exclude(package="").order_by("number"):
        if _stored_sha256(str(export.package.name)) != export.package_sha256:
            raise Conflict(
                _("The file “%(name)s” is missing or no longer as it arrived. Have it restored, then archive.")
                % {"name": f"export-{export.number}.zip"}
            )
        what = _("Package of evidence export %(number)s") % {"number": export.number}
        yield Part(f"exports/{export.number:02d}.zip", what, None, export.package_sha256, f"package:{export.pk}")


def exports_export(case: Case) -> bytes:
    """Every export with its documents, answers and decision; people by their number alone."""
    rows = EvidenceExport.objects.filter(case=case).order_by("number").prefetch_related("items__answers")
    return as_json(
        [
            {
                "number": row.number,
                "state": row.state,
                "recipient": [row.recipient_kind, row.recipient_name, row.recipient_country_id],
                "stored_in": row.stored_in,
                "purpose": row.purpose,
                "prepared_by": row.prepared_by_id,
                "result": row.result,
                "basis": row.basis,
                "decided_by": row.decided_by_id,
                "decided_at": _at(row.decided_at) if row.decided_at else "",
                "approval": [row.approval_authority, row.approval_number, str(row.approval_date or "")],
                "package_sha256": row.package_sha256,
                "items": [
                    {
                        "number": item.position,
                        "sha256": item.sha256,
                        "redacted_sha256": item.redacted_sha256,
                        "taken_out": item.removed_at is not None,
                        "answers": [
                            [answer.question, answer.answer, answer.note, answer.by_id, _at(answer.at)]
                            for answer in item.answers.all()
                        ],
                    }
                    for item in row.items.all()
                ],
            }
            for row in rows
        ]
    )


def stored_hash(document: CaseDocument) -> str:
    """The hash of the file as it lies there now; empty when it is not there."""
    try:
        with document.file.open("rb") as file:
            return sha256_of(file)
    except FileNotFoundError:
        return ""


def _stored_sha256(name: str) -> str:
    try:
        with default_storage.open(name) as file:
            return sha256_of(file)
    except (FileNotFoundError, OSError):
        return ""


def index_of(parts: list[Part]) -> list[dict[str, Any]]:
    return [asdict(part) for part in parts]


def total_hash(index: list[dict[str, Any]]) -> str:
    """The hash over all parts: of their names and hashes in their order."""
    return _sha256(as_json([[part["name"], part["sha256"]] for part in index]))


def verify(archive: CaseArchive) -> list[str]:
    """What is no longer as it was archived, one sentence a finding; empty when all is well."""
    found = []
    if total_hash(archive.index) != archive.total_sha256:
        found.append(_("The index is not the one that was archived."))
    event = CaseEvent.objects.filter(subject=archive.case, seq=archive.log_seq + 1).first()
    if event is None or event.data.get("sha256") != archive.total_sha256:
        found.append(_("The log does not name this archive."))
    for part in archive.index:
        now = _present_hash(archive, part)
        if not now:
            found.append(_("%(name)s is missing.") % {"name": part["name"]})
        elif now != part["sha256"]:
            found.append(_("%(name)s was changed.") % {"name": part["name"]})
    if archive.bundle and _stored_sha256(str(archive.bundle.name)) != archive.bundle_sha256:
        found.append(_("The bundle is missing or was changed."))
    return found


def _present_hash(archive: CaseArchive, part: Mapping[str, Any]) -> str:
    """The hash a part has today; empty when it is gone."""
    kind, _colon, key = str(part["of"]).partition(":")
    if kind == "messages":
        return _sha256(messages_export(archive.case))
    if kind == "exports":
        return _sha256(exports_export(archive.case))
    if kind == "package":
        export = EvidenceExport.objects.filter(pk=key).first()
        return _stored_sha256(str(export.package.name)) if export is not None else ""
    if kind == "deadlines":
        return _sha256(deadlines_export(archive.case))
    if kind == "log":
        return _sha256(log_export(archive.case, int(key)))
    if kind == "document":
        document = CaseDocument.objects.filter(pk=key).first()
        return stored_hash(document) if document is not None else ""
    form = CaseForm.objects.filter(pk=key).first()
    if form is None:
        return ""
    return content_hash(form.content) if kind == "content" else _stored_sha256(str(form.pdf.name))
