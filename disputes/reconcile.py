"""Files and rows against each other: what a killed process leaves is taken away, what was lost is named."""

import logging
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta

from django.apps import apps
from django.core.files.storage import Storage, default_storage
from django.db import models

from disputes.models import CaseDocument, EvidenceExport
from disputes.papers.package import differences
from portal.lib import clock
from portal.lib.uploads import sha256_of

log = logging.getLogger(__name__)

FOLDER = "cases"
# A file is stored a moment before its row is committed: a younger one may still get its row.
YOUNG = timedelta(hours=1)


@dataclass(frozen=True)
class Finding:
    """`kind`: orphan (a file without a row), missing (a row without its file), altered (another hash than on arrival).

    `name` is the file's name in the storage, `document` the id of its row (a document, or an export for its package).
    """

    kind: str
    name: str
    document: str = ""
    removed: bool = False


def reconcile(*, fix: bool, young: timedelta = YOUNG) -> Iterator[Finding]:
    """Everything that does not fit. `fix` removes files without a row that are older than `young`; rows are only named.

    Only the folder of cases is looked through; rows of every model count, so that no other file there is an orphan.
    """
    # The files first: one that is stored from now on is not among them.
    files = list(_files(default_storage, FOLDER))
    known = set(_names_in_rows())
    for name in files:
        if name not in known and _is_older(name, young):
            if fix:
                default_storage.delete(name)
                log.warning("removed the file %s, which has no row", name)
            yield Finding("orphan", name, removed=fix)
    yield from _damaged_rows()


def _damaged_rows() -> Iterator[Finding]:
    for document in CaseDocument.objects.order_by("created_at").iterator():
        name = str(document.file.name)
        try:
            with document.file.open("rb") as file:
                altered = sha256_of(file) != document.sha256
        except FileNotFoundError:
            yield Finding("missing", name, str(document.pk))
            continue
        if altered:
            yield Finding("altered", name, str(document.pk))
    for export in EvidenceExport.objects.exclude(package="").order_by("created_at").iterator():
        if not default_storage.exists(str(export.package.name)):
            yield Finding("missing", str(export.package.name), str(export.pk))
        elif differences(export):
            yield Finding("altered", str(export.package.name), str(export.pk))


def _files(storage: Storage, folder: str) -> Iterator[str]:
    try:
        folders, names = storage.listdir(folder)
    except FileNotFoundError:
        return
    yield from (f"{folder}/{name}" for name in names)
    for inner in folders:
        yield from _files(storage, f"{folder}/{inner}")


def _names_in_rows() -> Iterator[str]:
    for model in apps.get_models():
        for field in model._meta.get_fields():
            if isinstance(field, models.FileField) and field.storage == default_storage:
                names = model._base_manager.exclude(**{field.name: ""}).values_list(field.name, flat=True)
                yield from (str(name) for name in names.iterator())


def _is_older(name: str, young: timedelta) -> bool:
    try:
        return default_storage.get_modified_time(name) <= clock.now() - young
    except FileNotFoundError:
        return False
