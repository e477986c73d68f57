"""Files and rows are held against each other; only what belongs to nobody is removed."""

import json
import os
import time
from io import StringIO
from pathlib import Path

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.management import call_command
from pytest_django import Settings

from disputes.actions.documents import add_document
from disputes.models import CaseDocument
from disputes.tasks import reconcile_documents
from tests.factories.disputes import DraftFactory, filer_of

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def own_documents(tmp_path: Path, settings: Settings) -> None:
    settings.MEDIA_ROOT = tmp_path


def a_document(content: bytes = b"1") -> CaseDocument:
    draft = DraftFactory.create()
    return add_document(case=draft, by=filer_of(draft), file=ContentFile(b"%PDF-1.7\n" + content * 300, name="a.pdf"))


def an_orphan(*, hours: float = 2, name: str = "cases/x/left") -> str:
    stored = default_storage.save(name, ContentFile(b"half"))
    then = time.time() - hours * 3600
    os.utime(default_storage.path(stored), (then, then))
    return stored


def run(*arguments: str) -> tuple[int, str]:
    out = StringIO()
    try:
        call_command("reconcile_documents", *arguments, stdout=out)
    except SystemExit as end:
        return int(str(end.code)), out.getvalue()
    return 0, out.getvalue()


def test_what_fits_together_is_left_alone() -> None:
    document = a_document()
    assert run("--fix") == (0, "Files and rows fit together.\n")
    assert default_storage.exists(str(document.file.name))


def test_a_file_without_a_row_is_named_and_removed_only_when_asked() -> None:
    document, orphan = a_document(), an_orphan()
    assert run() == (1, f"{orphan} has no row\n1 findings, 1 left.\n")
    assert default_storage.exists(orphan)
    assert run("--fix") == (0, f"{orphan} has no row; removed\n1 findings, 0 left.\n")
    assert not default_storage.exists(orphan)
    assert default_storage.exists(str(document.file.name))


def test_a_young_file_may_still_get_its_row() -> None:
    orphan = an_orphan(hours=0.9)
    assert run("--fix")[0] == 0
    assert default_storage.exists(orphan)


def test_files_outside_the_cases_are_nobodys_business_here() -> None:
    proof = an_orphan(name="claims/2026/11/proof")
    assert run("--fix")[0] == 0
    assert default_storage.exists(proof)


def test_a_lost_file_and_an_altered_one_are_named_with_their_rows() -> None:
    lost, altered = a_document(), a_document(b"2")
    default_storage.delete(str(lost.file.name))
    with default_storage.open(str(altered.file.name), "ab") as file:
        file.write(b"!")
    status, printed = run("--fix", "--json")
    assert status == 1
    found = [json.loads(line) for line in printed.splitlines()]
    assert [(one["kind"], one["document"], one["removed"]) for one in found] == [
        ("missing", str(lost.pk), False),
        ("altered", str(altered.pk), False),
    ]
    assert CaseDocument.objects.count() == 2
    assert reconcile_documents() == 2


def test_the_nightly_round_removes_what_killed_uploads_left() -> None:
    orphan = an_orphan()
    assert reconcile_documents() == 0
    assert not default_storage.exists(orphan)
