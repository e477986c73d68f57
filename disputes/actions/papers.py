"""Issuing a form of record, and attaching its signed copy."""

from collections.abc import Mapping
from typing import Any

from django.core.files.base import File
from django.db import connection, transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from disputes.access import Act, need
from disputes.actions.changing import change, lock
from disputes.actions.documents import one_transaction, store_file
from disputes.choices import FormKind
from disputes.models import Case, CaseDocument, CaseEvent, CaseForm
from disputes.papers.blocks import content_hash
from disputes.papers.build import build
from portal.accounts.models import User
from portal.lib.errors import Invalid
from portal.notices.waking import wake_on_commit

TASK = "disputes.make_papers"


def issue_form(
    case: Case, *, kind: FormKind, by: User | None, event: CaseEvent, extra: Mapping[str, Any] | None = None
) -> CaseForm:
    """Write the next version of form `kind` from the record, inside the transaction of the act that `event` is of.

    The act has checked the right of `by` and has changed the case; this adds the row and its own event, with the hash
    of the content, and leaves PDF and DOCX to a task. What a form needs beside the record comes in `extra`: form F
    says so in `disputes.papers.opinion`. Raises TransactionManagementError outside a transaction.
    """
    if not connection.in_atomic_block:
        raise transaction.TransactionManagementError("A form is issued in the transaction of its act.")
    newest = CaseForm.objects.filter(case=case, kind=kind).aggregate(newest=Max("version"))["newest"] or 0
    version = newest + 1
    content = build(kind, case, event=event, version=version, extra=extra or {})
    form = CaseForm.objects.create(
        case=case,
        kind=kind,
        version=version,
        language=content["language"],
        content=content,
        content_sha256=content_hash(content),
        event_seq=event.seq,
        created_by=by,
        created_at=event.at,
    )
    change(
        case,
        by=by,
        kind="form_issued",
        data={"form": str(form.pk), "kind": str(kind), "version": version, "sha256": form.content_sha256},
    )
    wake_on_commit(TASK)
    return form


def attach_form(*, case: Case, by: User, form: CaseForm, file: "File[bytes]") -> CaseDocument:
    """Keep the scan with seal and signature as the official copy of `form`; a later scan takes the place of an earlier.

    Every scan stays among the documents of the case. Raises Invalid for a form of another case or a file that is not
    accepted.
    """
    with one_transaction() as stored:
        lock(case)
        standing = need(Act.ATTACH_FORM, case, by)
        if form.case_id != case.pk:
            raise Invalid(_("Choose a form of this case."), field="form")
        document = store_file(case, by=by, file=file, stored=stored, side=standing.side)
        CaseForm.objects.filter(pk=form.pk).update(official=document)
        change(
            case,
            by=by,
            kind="form_attached",
            data={"form": str(form.pk), "document": str(document.pk), "sha256": document.sha256},
        )
    form.official = document
    return document
