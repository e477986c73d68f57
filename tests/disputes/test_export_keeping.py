"""What is kept of exports: in the archive, against files that were lost, of a person, and for the demonstration."""

import zipfile
from typing import Any

import pytest
from django.core.files.storage import default_storage
from django.db import IntegrityError, transaction
from django.test import Client

from disputes import demo_exports
from disputes.actions.export_package import make_package
from disputes.actions.exporting import prepare_export
from disputes.exports import dossier_of
from disputes.gate import Answer, GateResult
from disputes.models import CaseArchive, EvidenceExport, RedactionCheck
from disputes.papers import casefile
from disputes.papers.bundle import bundle_due
from disputes.papers.casefile import index_of, parts_of, total_hash, verify
from disputes.papers.package import differences
from disputes.personal_sections import GateAnswers
from disputes.reconcile import reconcile
from disputes.tasks import check_redaction
from portal.lib.errors import Conflict
from portal.lib.redaction.looking import ENGINE
from tests.clients import as_user
from tests.factories.disputes import Cast
from tests.factories.exports import a_document, a_draft, answer, decided, load_questions, recipient_facts
from tests.factories.papers import CaseFormFactory, an_archive

pytestmark = pytest.mark.django_db
R = GateResult


@pytest.fixture
def cast(tmp_path: Any, settings: Any) -> Cast:
    settings.MEDIA_ROOT = tmp_path
    return Cast(kind="guidance", state="in_guidance", held=True)


@pytest.fixture
def exported(cast: Cast) -> EvidenceExport:
    export: EvidenceExport = decided(cast, R.CLEAR)
    make_package(export=export, by=cast.owner, version=export.version)
    return export


def damage(export: EvidenceExport) -> None:
    with default_storage.open(str(export.package.name), "wb") as file:
        file.write(b"PK other")


def test_a_package_is_no_orphan_and_its_loss_is_named(exported: EvidenceExport) -> None:
    assert list(reconcile(fix=False)) == []
    damage(exported)
    assert [(found.kind, found.document) for found in reconcile(fix=False)] == [("altered", str(exported.pk))]
    default_storage.delete(str(exported.package.name))
    assert [found.kind for found in reconcile(fix=False)] == ["missing"]


def test_a_file_slipped_into_a_package_is_told(exported: EvidenceExport) -> None:
    assert differences(exported) == []
    with zipfile.ZipFile(default_storage.path(str(exported.package.name)), "a") as package:
        package.writestr("hand-over/files/99-more.pdf", b"more")
    assert differences(exported) == ["package: hash", "files/99-more.pdf: not in the list"]


def test_the_archive_keeps_packages_and_what_was_asked(cast: Cast, exported: EvidenceExport) -> None:
    archive = an_archive(CaseFormFactory.create(case=cast.case))
    index = index_of([part for part in parts_of(cast.case, log_upto=1) if part.of.startswith(("package", "exports"))])
    assert [part["name"] for part in index] == ["exports.json", "exports/01.zip"]
    CaseArchive.objects.filter(pk=archive.pk).update(
        index=index, total_sha256=total_hash(index), state="waiting", bundle="", bundle_sha256=""
    )
    assert bundle_due() == {"made": 1}
    archive.refresh_from_db()
    with archive.bundle.open("rb") as file, zipfile.ZipFile(file) as bundle:
        assert bundle.read("exports/01.zip")[:2] == b"PK"
        assert str(cast.owner) not in bundle.read(casefile.EXPORTS).decode()
    assert not [said for said in verify(archive) if "exports" in said]
    damage(exported)
    assert [said for said in verify(archive) if "exports/01.zip" in said]


def test_a_damaged_package_is_not_archived(cast: Cast, exported: EvidenceExport) -> None:
    damage(exported)
    with pytest.raises(Conflict):
        parts_of(cast.case, log_upto=1)


def test_a_person_gets_their_answers_and_they_stay_in_the_file(cast: Cast) -> None:
    answer(a_draft(cast), cast.member, criminal=Answer.YES)
    rows = GateAnswers().collect(cast.member)
    assert [(row["question"], row["answer"], row["note"]) for row in rows if row["note"]] == [
        ("criminal", "yes", "说明")
    ]
    assert GateAnswers().collect(cast.owner) == []
    assert [kept.count for kept in GateAnswers().kept(cast.member)] == [8]


def test_the_worker_looks_at_what_waits_and_once(cast: Cast) -> None:
    document = a_document(cast)
    prepare_export(case=cast.case, by=cast.owner, facts=recipient_facts(cast), documents=[document])
    assert check_redaction() == {"made": 1}
    assert check_redaction() == {}
    check = RedactionCheck.objects.get()
    assert (check.engine, check.findings) == (ENGINE, [])


def test_a_lost_file_is_looked_for_again_later(cast: Cast) -> None:
    document = a_document(cast)
    prepare_export(case=cast.case, by=cast.owner, facts=recipient_facts(cast), documents=[document])
    default_storage.delete(str(document.file.name))
    assert check_redaction() == {"failed": 1}
    assert RedactionCheck.objects.get().findings == []
    assert not dossier_of(EvidenceExport.objects.get()).rows[0].checked


def test_a_newer_check_looks_again(cast: Cast) -> None:
    document = a_document(cast)
    prepare_export(case=cast.case, by=cast.owner, facts=recipient_facts(cast), documents=[document])
    check_redaction()
    RedactionCheck.objects.update(engine=ENGINE - 1)
    prepare_export(case=cast.case, by=cast.owner, facts=recipient_facts(cast), documents=[document])
    assert check_redaction() == {"made": 1}


@pytest.mark.parametrize(
    ("state", "result"), [("exported", "blocked"), ("exported", "needs_approval"), ("decided", "")]
)
def test_the_database_itself_keeps_what_may_not_leave(cast: Cast, state: str, result: str) -> None:
    export = a_draft(cast)
    with pytest.raises(IntegrityError), transaction.atomic():
        EvidenceExport.objects.filter(pk=export.pk).update(
            state=state, result=result, basis="x", decided_by=cast.reviewer, package="x", package_sha256="0" * 64
        )


def test_the_database_knows_nobody_who_decides_on_their_own(cast: Cast) -> None:
    export = a_draft(cast)
    with pytest.raises(IntegrityError), transaction.atomic():
        EvidenceExport.objects.filter(pk=export.pk).update(decided_by=cast.owner)


def test_the_demonstration_has_an_export_for_each_result_and_is_made_once(cast: Cast) -> None:
    demo_exports.create(cast.case, owner=cast.owner, reviewer=cast.reviewer)
    assert not EvidenceExport.objects.exists()
    load_questions()
    for _round in range(2):
        demo_exports.create(cast.case, owner=cast.owner, reviewer=cast.reviewer)
    rows = list(EvidenceExport.objects.order_by("number").values_list("state", "result"))
    assert rows == [
        ("draft", ""),
        ("exported", "clear_after_redaction"),
        ("decided", "needs_approval"),
        ("decided", "blocked"),
    ]
    found = dossier_of(EvidenceExport.objects.get(number=1)).rows[0].check
    assert found is not None
    assert [one["kind"] for one in found.findings] == ["hidden_text"]


def test_the_owner_reads_who_fetched_the_package(cast: Cast, exported: EvidenceExport) -> None:
    own = f"/cases/{cast.case.reference}"
    fetched: Client = as_user(cast.colleague)
    assert fetched.get(f"{own}/exports/1/package.zip").getvalue()[:2] == b"PK"
    page = as_user(cast.owner).get(f"/en{own}/readers/").content.decode()
    assert "Package of evidence export 1" in page
