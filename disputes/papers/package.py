"""The package of an evidence export: one zip, the same bytes whenever it is made from the same record.

    hand-over/files/…      what goes to the recipient, and nothing else does
    hand-over/MANIFEST.csv name, size and SHA-256 of each file
    hand-over/COVER.txt    for whom, what for, on which approval; Chinese and English
    our-record/GATE.json   what was asked, answered, found and decided: stays with us

Nothing is packed and every entry has the same date, so that the hash depends on the contents alone.
"""

import csv
import hashlib
import io
import json
import zipfile
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import IO, Any

from django.utils import translation
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from disputes.exports import Dossier, Row, question_hash
from disputes.gate import DISCLAIMER
from disputes.models import CaseDocument, EvidenceExport
from portal.lib.errors import Conflict

HAND_OVER, RECORD = "hand-over/", "our-record/"
FILES, MANIFEST, COVER = f"{HAND_OVER}files/", f"{HAND_OVER}MANIFEST.csv", f"{HAND_OVER}COVER.txt"
GATE = f"{RECORD}GATE.json"
WHEN = (1980, 1, 1, 0, 0, 0)
COLUMNS = ("name", "size", "sha256")


def write_package(file: IO[bytes], dossier: Dossier, *, at: datetime, by: str) -> list[dict[str, Any]]:
    """Write the zip into `file`; the list of what is in it. Raises Conflict for a file not as it was decided."""
    with zipfile.ZipFile(file, "w", zipfile.ZIP_STORED) as package:
        listed = [_copy(package, row) for row in dossier.rows]
        _write(package, MANIFEST, _manifest(listed))
        _write(package, COVER, _cover(dossier.export, listed, at).encode("utf-8-sig"))
        _write(package, GATE, as_json(gate_record(dossier, listed, at=at, by=by)))
    return listed


def _entry(name: str) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(name, WHEN)
    entry.external_attr = 0o600 << 16
    entry.create_system = 3
    return entry


def _write(package: zipfile.ZipFile, name: str, data: bytes) -> None:
    package.writestr(_entry(name), data)


def _copy(package: zipfile.ZipFile, row: Row) -> dict[str, Any]:
    """One file in pieces, hashed on its way in."""
    document: CaseDocument = row.item.outgoing
    name = f"{FILES}{row.item.position:02d}-{document.name}"
    digest, size = hashlib.sha256(), 0
    try:
        with document.file.open("rb") as source, package.open(_entry(name), "w") as target:
            for chunk in source.chunks():
                digest.update(chunk)
                size += len(chunk)
                target.write(chunk)
    except FileNotFoundError:
        size = -1
    if size < 0 or digest.hexdigest() != row.item.outgoing_sha256:
        raise Conflict(
            _("The file “%(name)s” is missing or no longer as it was decided. Have it restored, then export.")
            % {"name": document.name}
        )
    return {
        "name": name.removeprefix(HAND_OVER),
        "size": size,
        "sha256": digest.hexdigest(),
        "redacted": row.item.redacted_id is not None,
    }


def _manifest(listed: list[dict[str, Any]]) -> bytes:
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow(COLUMNS)
    for one in listed:
        writer.writerow([one[column] for column in COLUMNS])
    return text.getvalue().encode("utf-8-sig")


def _cover(export: EvidenceExport, listed: list[dict[str, Any]], at: datetime) -> str:
    """Both languages, Chinese first; plain text, which every machine can read in ten years."""
    parts = []
    for language in ("zh-hans", "en"):
        with translation.override(language):
            parts.append("\n".join(_cover_lines(export, listed, at)))
    return "\n\n----------\n\n".join(parts) + "\n"


def _cover_lines(export: EvidenceExport, listed: list[dict[str, Any]], at: datetime) -> Iterator[str]:
    yield _("Evidence package %(reference)s, export %(number)s") % {
        "reference": export.case.reference,
        "number": export.number,
    }
    yield ""
    rows = [
        (_("Recipient"), f"{export.recipient_name} ({export.get_recipient_kind_display()})"),
        (_("Country or region"), str(export.recipient_country)),
        (_("Purpose"), export.purpose),
        (_("Proceeding and docket number"), export.proceeding),
        (_("Made at"), f"{at.astimezone(UTC):%Y-%m-%d %H:%M} UTC"),
    ]
    if export.is_approved:
        rows.append(
            (
                _("Approval"),
                f"{export.approval_authority}, {export.approval_number}, {export.approval_date:%Y-%m-%d}",
            )
        )
    yield from (f"{name}: {value}" for name, value in rows if value)
    yield ""
    yield _("Files (SHA-256):")
    yield from (f"{one['sha256']}  {one['name']}" for one in listed)
    yield ""
    yield str(DISCLAIMER)


def gate_record(dossier: Dossier, listed: list[dict[str, Any]], *, at: datetime, by: str) -> dict[str, Any]:
    """What the gate knows of the export, for our own files: who answered what and when, and what was decided."""
    export = dossier.export
    return {
        "notice": {language: _in(language, DISCLAIMER) for language in ("zh-hans", "en")},
        "case": export.case.reference,
        "export": export.number,
        "recipient": {
            "kind": export.recipient_kind,
            "name": export.recipient_name,
            "country": export.recipient_country_id,
            "keeps_it_at": export.kept_at,
        },
        "data_stored_in": export.stored_in,
        "purpose": export.purpose,
        "proceeding": export.proceeding,
        "result": export.result,
        "basis": export.basis,
        "decided_by": str(export.decided_by or ""),
        "decided_at": _at(export.decided_at),
        "approval": {
            "authority": export.approval_authority,
            "number": export.approval_number,
            "date": export.approval_date.isoformat() if export.approval_date else "",
            "entered_by": str(export.approval_by or ""),
            "confirmed_by": str(export.approval_confirmed_by or ""),
            "confirmed_at": _at(export.approval_confirmed_at),
        }
        if export.is_approved
        else None,
        "made_by": by,
        "made_at": _at(at),
        "questions": [
            {
                "code": code,
                "zh": question.text_zh,
                "en": question.text_en,
                "basis_zh": question.basis_zh,
                "basis_en": question.basis_en,
                "version": question_hash(question),
            }
            for code, question in dossier.questions.items()
        ],
        "files": [one | _of_item(row) for one, row in zip(listed, dossier.rows, strict=True)],
    }


def _in(language: str, text: str | Promise) -> str:
    with translation.override(language):
        return str(text)


def _of_item(row: Row) -> dict[str, Any]:
    return {
        "original_sha256": row.item.sha256,
        "answers": [
            {
                "question": code,
                "answer": given.answer,
                "note": given.note,
                "by": str(given.by or ""),
                "at": _at(given.at),
            }
            for code, given in row.answers.items()
        ],
        "redaction_check": row.check.findings if row.check is not None else None,
        "checked_at": _at(row.check.checked_at) if row.check is not None else "",
        "findings_accepted": {"by": str(row.item.accepted_by or ""), "why": row.item.accepted_text}
        if row.accepted
        else None,
    }


def _at(moment: datetime | None) -> str:
    return moment.astimezone(UTC).isoformat(timespec="seconds") if moment else ""


def as_json(value: Any) -> bytes:
    return json.dumps(value, sort_keys=True, ensure_ascii=False, indent=1).encode()


def differences(export: EvidenceExport) -> list[str]:
    """What in a stored package is not as its list and its row say, one line a finding; empty when all is well."""
    try:
        with export.package.open("rb") as file:
            return list(_differences(file, export))
    except (FileNotFoundError, zipfile.BadZipFile) as error:
        return [str(error) or type(error).__name__]


def _differences(file: IO[bytes], export: EvidenceExport) -> Iterator[str]:
    file.seek(0)
    if _hash_of(file) != export.package_sha256:
        yield "package: hash"
    file.seek(0)
    with zipfile.ZipFile(file) as package:
        lines = package.read(MANIFEST).decode("utf-8-sig").splitlines()
        listed = {row["name"]: row for row in csv.DictReader(lines)}
        there = {name.removeprefix(HAND_OVER) for name in package.namelist() if name.startswith(FILES)}
        yield from (f"{name}: not in the list" for name in sorted(there - set(listed)))
        for name, row in listed.items():
            if name not in there:
                yield f"{name}: missing"
                continue
            with package.open(HAND_OVER + name) as part:
                if _hash_of(part) != row["sha256"]:
                    yield f"{name}: hash"


def _hash_of(file: IO[bytes]) -> str:
    digest = hashlib.sha256()
    while chunk := file.read(1 << 20):
        digest.update(chunk)
    return digest.hexdigest()
