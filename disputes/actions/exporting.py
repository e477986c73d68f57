"""Preparing an evidence export: recipient, documents, answers, redacted versions; handing it in, taking it back.

    prepare_export > edit_export, answer_questions, put_redacted … > submit_export > (export_review) > make_package

Each runs on the case row locked. What was decided falls with every change: the export is a draft again.
"""

import hashlib
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass

from django.core.files.base import File
from django.db import transaction
from django.db.models import Max, QuerySet
from django.utils.translation import gettext as _

from disputes import emails
from disputes.access import Act, Standing, need
from disputes.actions.changing import change, lock
from disputes.actions.documents import one_transaction, store_file
from disputes.actions.export_changes import UNAPPROVED, UNDECIDED
from disputes.actions.redaction import ask_for_check
from disputes.export_states import EXPORT_TRANSITIONS, ExportState
from disputes.exports import dossier_of, may_choose, question_hash, speaks_for
from disputes.gate import Answer, Question, Recipient, StoredIn
from disputes.gate_words import sentences_of
from disputes.models import Case, CaseDocument, EvidenceExport, ExportItem, GateAnswer
from disputes.people import export_reviewers_for
from portal.accounts.models import User
from portal.lib import clock
from portal.lib.errors import Conflict, Invalid, NotAllowed
from portal.lib.fields import clean_text
from portal.lib.states import guarded_update, move
from portal.lib.uploads import CASE_FILES
from portal.reference.models import Jurisdiction

MOST_DOCUMENTS = 50


@dataclass(frozen=True)
class RecipientFacts:
    """Who receives it and what for, as a person gives it."""

    recipient_kind: Recipient
    recipient_name: str
    recipient_country: Jurisdiction
    stored_in: StoredIn
    purpose: str
    proceeding: str = ""
    kept_at: str = ""


@dataclass(frozen=True)
class Given:
    """One answer, as a person gives it."""

    answer: Answer
    note: str = ""


def prepare_export(
    *,
    case: Case,
    by: User,
    facts: RecipientFacts,
    documents: Sequence[CaseDocument] = (),
    form_key: uuid.UUID | None = None,
) -> EvidenceExport:
    """Begin an export for one recipient. The same form sent twice is one export.

    Raises Invalid for a document that cannot be put in: of another case, replaced, infected or closed to `by`.
    """
    with transaction.atomic():
        lock(case)
        standing = need(Act.PREPARE_EXPORT, case, by)
        known = EvidenceExport.objects.filter(case=case, prepared_by=by, form_key=form_key).first()
        if form_key is not None and known is not None:
            return known
        number = (EvidenceExport.objects.filter(case=case).aggregate(last=Max("number"))["last"] or 0) + 1
        export = EvidenceExport(
            case=case, number=number, side=standing.side, prepared_by=by, form_key=form_key, **_columns(facts)
        )
        export.save(force_insert=True)
        _choose(export, documents, standing, by)
        change(case, by=by, kind="export_prepared", data=what(export) | _chosen(export))
    return export


def edit_export(
    *, export: EvidenceExport, by: User, facts: RecipientFacts, documents: Sequence[CaseDocument], version: int
) -> None:
    """Another recipient, purpose or choice of documents. A changed recipient is another one: all answers fall."""
    with transaction.atomic():
        standing = begin(export, by, version)
        _must_be(export, ExportState.DRAFT)
        columns = _columns(facts)
        other = any(
            getattr(export, name) != columns[name]
            for name in ("recipient_kind", "recipient_name", "recipient_country", "stored_in")
        )
        guarded_update(export, expected={"version": version}, **columns)
        if other:
            _start_over(export)
        _choose(export, documents, standing, by)
        change(export.case, by=by, kind="export_changed", data=what(export) | _chosen(export))


def answer_questions(
    *, export: EvidenceExport, by: User, answers: Mapping[ExportItem, Mapping[Question, Given]], version: int
) -> int:
    """Write the answers that differ from the latest ones; how many there were. A stored answer is never changed."""
    with transaction.atomic():
        begin(export, by, version)
        _must_be(export, ExportState.DRAFT)
        dossier = dossier_of(export)
        rows = [
            GateAnswer(
                item=row.item,
                question=question,
                question_hash=question_hash(dossier.questions[question]),
                answer=given.answer,
                note=_note(given, question),
                by=by,
                at=clock.now(),
            )
            for row in dossier.rows
            for question, given in answers.get(row.item, {}).items()
            if question in dossier.questions and _differs(row.answers.get(question), given)
        ]
        if not rows:
            return 0
        GateAnswer.objects.bulk_create(rows)
        guarded_update(export, expected={"version": version})
        said = [
            {
                "item": row.item.position,
                "question": row.question,
                "asked": row.question_hash[:16],
                "answer": str(row.answer),
                "note": hashlib.sha256(row.note.encode()).hexdigest()[:16] if row.note else "",
            }
            for row in rows
        ]
        change(export.case, by=by, kind="export_answered", data=what(export) | {"answers": said})
    return len(rows)


def put_redacted(*, export: EvidenceExport, by: User, item: ExportItem, file: "File[bytes]", version: int) -> None:
    """Let a redacted version go out in place of the document; it is kept among the documents of the case.

    A decision falls, and with it an approval: the reviewer looks at the very file that goes out.
    """
    with one_transaction() as stored:
        standing = begin(export, by, version)
        _must_be(export, ExportState.DRAFT, ExportState.IN_REVIEW, ExportState.DECIDED)
        item = ExportItem.objects.select_related("document").get(pk=item.pk, export=export, removed_at__isnull=True)
        document = store_file(
            export.case, by=by, file=file, stored=stored, side=standing.side, field="file", allowed=CASE_FILES
        )
        if document.pk == item.document_id:
            raise Invalid(_("This is the original itself. Choose the redacted version."), field="file")
        if not may_choose(export.case, standing, by).filter(pk=document.pk).exists() and document not in stored:
            raise Invalid(_("This file has been replaced by a newer version, or is closed."), field="file")
        ExportItem.objects.filter(pk=item.pk).update(
            redacted=document,
            redacted_sha256=document.sha256,
            accepted_text="",
            accepted_by=None,
            accepted_at=None,
            accepted_hash="",
        )
        ask_for_check(document)
        _to_draft(export)
        data = what(export) | {"item": item.position, "document": str(document.pk), "sha256": document.sha256}
        change(export.case, by=by, kind="export_redacted", data=data)


def submit_export(*, export: EvidenceExport, by: User, version: int) -> None:
    """Hand it to the reviewers. Raises Conflict while anything is open, naming it.

    That is a missing or unsure answer, or a file that was not looked at or cannot be handed out. What may help a
    discriminatory measure goes up to whoever sees restricted matters.
    """
    with transaction.atomic():
        begin(export, by, version)
        dossier = dossier_of(export)
        missing = dossier.floor().gaps
        if missing:
            said = " ".join(sentences_of(missing, dossier))
            raise Conflict(_("It cannot be handed in while points are open. %(why)s") % {"why": said})
        above = dossier.floor().handed_up
        reviewers = [one for one in export_reviewers_for(export.case, above=above) if one.pk not in dossier.authors]
        if not reviewers:
            raise Conflict(_("Nobody else at the centre may decide this. Ask the head to name another reviewer."))
        move(export, EXPORT_TRANSITIONS, ExportState.IN_REVIEW, version=version, submitted_at=clock.now())
        kind = "export_handed_up" if above else "export_submitted"
        event = change(export.case, by=by, kind=kind, data=what(export) | {"floor": str(dossier.floor().result)})
        emails.tell_of_export(reviewers, export, event, kind)


def withdraw_export(*, export: EvidenceExport, by: User, version: int) -> None:
    """Nothing of it leaves any more; what was asked and answered stays on record."""
    with transaction.atomic():
        begin(export, by, version)
        move(export, EXPORT_TRANSITIONS, ExportState.WITHDRAWN, version=version)
        change(export.case, by=by, kind="export_withdrawn", data=what(export))


def reopen_export(*, export: EvidenceExport, by: User, version: int) -> None:
    """Prepare it again, out of the review or after the decision, which falls."""
    with transaction.atomic():
        begin(export, by, version)
        _must_be(export, ExportState.IN_REVIEW, ExportState.DECIDED)
        _to_draft(export)
        change(export.case, by=by, kind="export_returned", data=what(export) | {"reason": "preparer"})


def begin(export: EvidenceExport, by: User, version: int, act: Act = Act.PREPARE_EXPORT) -> Standing:
    """Lock the case and look again; what `by` is to it. Raises Conflict when the page was older than the export.

    Preparing is for the side that began it: nobody changes what the other side is about to hand over.
    """
    case = export.case
    lock(case)
    standing = need(act, case, by)
    export.refresh_from_db()
    export.case = case
    if act == Act.PREPARE_EXPORT and not speaks_for(export, standing):
        raise NotAllowed(_("Only the side that prepared this export may do this."))
    if version != export.version:
        raise Conflict(
            _("This export was changed while you had the page open. Look at it as it stands now, then send again.")
        )
    return standing


def what(export: EvidenceExport) -> dict[str, object]:
    """Which export an event is about."""
    return {"export": str(export.pk), "number": export.number}


def _must_be(export: EvidenceExport, *states: ExportState) -> None:
    if export.state not in states:
        raise Conflict(
            _("This is not possible while the export is “%(state)s”.") % {"state": export.get_state_display()}
        )


def _to_draft(export: EvidenceExport) -> None:
    """A change after the review began: the review starts again, from the draft."""
    if export.state == ExportState.DRAFT:
        guarded_update(export, expected={"version": export.version})
    else:
        move(export, EXPORT_TRANSITIONS, ExportState.DRAFT, version=export.version, **UNDECIDED, **UNAPPROVED)


def _columns(facts: RecipientFacts) -> dict[str, object]:
    columns = asdict(facts) | {"recipient_country": facts.recipient_country}
    for name, limit in (("recipient_name", 200), ("purpose", 500), ("proceeding", 200), ("kept_at", 200)):
        columns[name] = clean_text(str(columns[name]))
        if len(str(columns[name])) > limit:
            raise Invalid(_("This text is too long: at most %(limit)s characters.") % {"limit": limit}, field=name)
        if not columns[name] and name in ("recipient_name", "purpose"):
            raise Invalid(_("Please write something here."), field=name)
    return columns


def _choose(export: EvidenceExport, documents: Sequence[CaseDocument], standing: Standing, by: User) -> None:
    """Make the items those of `documents`: new ones get the next number, others keep theirs with their answers."""
    wanted = {document.pk: document for document in documents}
    if len(wanted) > MOST_DOCUMENTS:
        raise Invalid(
            _("At most %(limit)s documents go into one export. Make several.") % {"limit": MOST_DOCUMENTS},
            field="documents",
        )
    usable = {row.pk: row for row in may_choose(export.case, standing, by).filter(pk__in=wanted)}
    if len(usable) != len(wanted):
        raise Invalid(
            _("A document was replaced by a newer version, is closed, or is not of this case. Choose again."),
            field="documents",
        )
    present = {item.document_id: item for item in _items(export)}
    gone = [item.pk for key, item in present.items() if key not in usable]
    ExportItem.objects.filter(pk__in=gone).update(removed_at=clock.now())
    position = ExportItem.objects.filter(export=export).aggregate(last=Max("position"))["last"] or 0
    for key, document in usable.items():
        if key not in present:
            position += 1
            ExportItem.objects.create(export=export, position=position, document=document, sha256=document.sha256)
            ask_for_check(document)


def _start_over(export: EvidenceExport) -> None:
    """Answers belong to a recipient: the same documents again, as new items."""
    _items(export).update(removed_at=clock.now())


def _items(export: EvidenceExport) -> QuerySet[ExportItem]:
    return ExportItem.objects.filter(export=export, removed_at__isnull=True)


def _chosen(export: EvidenceExport) -> dict[str, object]:
    items = _items(export)
    return {
        "recipient": str(export.recipient_kind),
        "country": export.recipient_country_id,
        "documents": [
            {"item": item.position, "document": str(item.document_id), "sha256": item.sha256} for item in items
        ],
    }


def _differs(latest: GateAnswer | None, given: Given) -> bool:
    return latest is None or (latest.answer, latest.note) != (given.answer, clean_text(given.note))


def _note(given: Given, question: Question) -> str:
    note = clean_text(given.note)
    if len(note) > 500:
        raise Invalid(
            _("This text is too long: at most %(limit)s characters.") % {"limit": 500}, field=f"{question}_note"
        )
    return note
