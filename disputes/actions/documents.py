"""Files of a case."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager

from django.conf import settings
from django.core.files.base import File
from django.db import transaction
from django.utils.translation import gettext as _

from disputes.access import Act, need
from disputes.actions.changing import change, lock
from disputes.actions.export_changes import note_replaced
from disputes.actions.scanning import SCAN
from disputes.choices import Side
from disputes.models import Case, CaseDocument
from portal.accounts.models import User
from portal.lib.errors import Conflict, Invalid, NotAllowed
from portal.lib.uploads import CASE_FILES, PAPERS, CheckedUpload, check_upload
from portal.notices.waking import wake_on_commit


@contextmanager
def one_transaction() -> "Iterator[list[CaseDocument]]":
    """A transaction that takes the files it stored with it when it fails. What is stored is put into the list."""
    stored: list[CaseDocument] = []
    try:
        with transaction.atomic():
            yield stored
    except BaseException:
        for document in stored:
            document.file.storage.delete(str(document.file.name))
        raise


def add_document(*, case: Case, by: User, file: "File[bytes]", field: str = "documents") -> CaseDocument:
    """Keep a file with the case, checked by its content. The same file again is the same document.

    On a draft no event is written: nothing has been filed yet. Raises Invalid for a file that is too large, of a
    forbidden type or one too many.
    """
    with one_transaction() as stored:
        # Two uploads at once come one after the other: they see each other's file and the limit holds.
        lock(case)
        return keep_file(case, by=by, file=file, field=field, stored=stored)


def keep_file(
    case: Case, *, by: User, file: "File[bytes]", stored: list[CaseDocument], field: str = "documents"
) -> CaseDocument:
    """`add_document` inside the `one_transaction` of another act that has locked the case."""
    standing = need(Act.ADD_DOCUMENT, case, by)
    return store_file(case, by=by, file=file, stored=stored, side=standing.side, field=field, allowed=CASE_FILES)


def store_file(
    case: Case,
    *,
    by: User,
    file: "File[bytes]",
    stored: list[CaseDocument],
    side: Side,
    field: str = "documents",
    allowed: Mapping[str, str] = PAPERS,
) -> CaseDocument:
    """`keep_file` for an act with a right of its own, which it has checked."""
    checked = check_upload(file, field=field, allowed=allowed)
    known = CaseDocument.objects.filter(case=case, sha256=checked.sha256).first()
    if known is not None:
        return known
    document = _store(case, checked, file, by=by, side=side, stored=stored, field=field)
    if not case.is_draft:
        change(case, by=by, kind="document_added", data={"document": str(document.pk), "sha256": checked.sha256})
    return document


def replace_document(*, case: Case, by: User, document: CaseDocument, file: "File[bytes]") -> CaseDocument:
    """Keep `file` as the newer version of `document`, which stays readable. What is known of it as evidence is not
    taken over: it was said of the older file.

    Raises NotAllowed for the other side's papers, Conflict when a newer version is there already, Invalid for a file
    that is refused or already in the case.
    """
    with one_transaction() as stored:
        lock(case)
        standing = need(Act.ADD_DOCUMENT, case, by)
        older = CaseDocument.objects.select_for_update().get(pk=document.pk, case=case)
        if older.side != standing.side:
            raise NotAllowed(_("Only the side that sent this document may replace it."))
        if older.replaced_at is not None:
            raise Conflict(_("There is a newer version of this document already. Replace that one."))
        checked = check_upload(file, field="file", allowed=CASE_FILES)
        if CaseDocument.objects.filter(case=case, sha256=checked.sha256).exists():
            raise Invalid(_("This very file is in the case already."), field="file")
        newer = _store(case, checked, file, by=by, side=standing.side, stored=stored, field="file", previous=older)
        CaseDocument.objects.filter(pk=older.pk).update(replaced_at=newer.created_at)
        if not case.is_draft:
            data = {"document": str(newer.pk), "previous": str(older.pk), "sha256": checked.sha256}
            change(case, by=by, kind="document_replaced", data=data)
            note_replaced(case, older, by=by)
    return newer


def _store(
    case: Case,
    checked: CheckedUpload,
    file: "File[bytes]",
    *,
    by: User,
    side: Side,
    stored: list[CaseDocument],
    field: str,
    previous: CaseDocument | None = None,
) -> CaseDocument:
    """The file and its row. Raises Invalid when the case is full."""
    if CaseDocument.objects.filter(case=case).count() >= settings.CASE_MAX_FILES:
        raise Invalid(
            _("A case holds at most %(limit)s files. Put several papers into one PDF.")
            % {"limit": settings.CASE_MAX_FILES},
            field=field,
        )
    document = CaseDocument(
        case=case,
        previous=previous,
        edition=previous.edition + 1 if previous else 1,
        name=checked.name,
        size=checked.size,
        sha256=checked.sha256,
        mime=checked.mime,
        side=side,
        uploader=by,
    )
    document.file.save(checked.name, file, save=False)
    stored.append(document)
    document.save(force_insert=True)
    if settings.CLAMD_URL:
        wake_on_commit(SCAN)
    return document


def remove_from_draft(*, case: Case, by: User, document: CaseDocument) -> None:
    """Take a file out of a draft again. Once filed nothing is taken out: raises Conflict then."""
    with transaction.atomic():
        need(Act.WITHDRAW, case, by)
        if not case.is_draft or document.case_id != case.pk:
            raise Invalid(_("Only files of a draft can be removed."))
        storage, name = document.file.storage, document.file.name
        document.delete()
        transaction.on_commit(lambda: storage.delete(str(name)))
