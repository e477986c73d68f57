"""Files of a case."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.conf import settings
from django.core.files.base import File
from django.db import transaction
from django.utils.translation import gettext as _

from disputes.access import Act, need
from disputes.actions.changing import change, lock
from disputes.models import Case, CaseDocument
from portal.accounts.models import User
from portal.lib.errors import Invalid
from portal.lib.uploads import check_upload


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
    checked = check_upload(file, field=field)
    known = CaseDocument.objects.filter(case=case, sha256=checked.sha256).first()
    if known is not None:
        return known
    if CaseDocument.objects.filter(case=case).count() >= settings.UPLOAD_MAX_FILES:
        raise Invalid(
            _("A case holds at most %(limit)s files. Put several papers into one PDF.")
            % {"limit": settings.UPLOAD_MAX_FILES},
            field=field,
        )
    document = CaseDocument(
        case=case,
        name=checked.name,
        size=checked.size,
        sha256=checked.sha256,
        mime=checked.mime,
        side=standing.side,
        uploader=by,
    )
    document.file.save(checked.name, file, save=False)
    stored.append(document)
    document.save(force_insert=True)
    if not case.is_draft:
        change(case, by=by, kind="document_added", data={"document": str(document.pk), "sha256": checked.sha256})
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
