"""The gate played through its actions: prepared, answered, reviewed by another, exported with its hash list."""

import csv
import hashlib
import io
import json
import uuid
import zipfile
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.utils import translation

from disputes.actions.documents import replace_document
from disputes.actions.export_package import make_package
from disputes.actions.export_review import (
    decide_export,
)
from disputes.actions.exporting import (
    edit_export,
    prepare_export,
    put_redacted,
    reopen_export,
    submit_export,
    withdraw_export,
)
from disputes.exports import dossier_of
from disputes.gate import Answer, GateResult, Question, Recipient
from disputes.models import CaseDocument, CaseEvent, EvidenceExport, GateAnswer, GateQuestion
from disputes.papers.package import differences, write_package
from portal.lib import clock
from portal.lib.errors import Conflict, Invalid, NotAllowed
from portal.notices.models import Notice
from tests.factories.accounts import a_member
from tests.factories.disputes import Cast
from tests.factories.exports import (
    CLEAN,
    COVERED,
    HIDDEN,
    a_document,
    a_draft,
    a_pdf,
    a_plain_document,
    answer,
    approve,
    checked_as,
    confirm,
    decided,
    in_review,
    look_at_everything,
    recipient_facts,
)

pytestmark = pytest.mark.django_db
R = GateResult


@pytest.fixture
def cast() -> Cast:
    return Cast(kind="guidance", state="in_guidance", held=True)


@pytest.fixture(autouse=True)
def _english() -> Iterator[None]:
    """Refusals are told apart by their English words."""
    with translation.override("en"):
        yield


def kinds(cast: Cast) -> list[str]:
    return list(CaseEvent.objects.filter(subject=cast.case).order_by("seq").values_list("kind", flat=True))


def told(person: Any) -> list[str]:
    return list(Notice.objects.filter(recipient=person).order_by("pk").values_list("kind", flat=True))


def package_of(export: EvidenceExport) -> zipfile.ZipFile:
    with export.package.open("rb") as file:
        return zipfile.ZipFile(io.BytesIO(file.read()))


def test_a_file_with_text_under_a_black_box_is_caught_and_its_redacted_version_leaves(cast: Cast) -> None:
    export = a_draft(cast, a_document(cast, COVERED))
    answer(export, cast.owner, personal=Answer.YES)
    assert look_at_everything() == {"made": 1}
    row = dossier_of(export).rows[0]
    assert row.check is not None
    assert [one["kind"] for one in row.check.findings] == ["hidden_text"]
    put_redacted(
        export=export,
        by=cast.owner,
        item=row.item,
        file=ContentFile(a_pdf(CLEAN), name="r.pdf"),
        version=export.version,
    )
    look_at_everything()
    submit_export(export=export, by=cast.owner, version=export.version)
    decide_export(
        export=export, by=cast.reviewer, result=R.AFTER_REDACTION, basis="已核对脱敏。", version=export.version
    )
    make_package(export=export, by=cast.owner, version=export.version)
    with package_of(export) as package:
        lines = package.read("hand-over/MANIFEST.csv").decode("utf-8-sig").splitlines()
        listed = list(csv.DictReader(lines))
        assert [(row["name"], row["sha256"]) for row in listed] == [
            (name.removeprefix("hand-over/"), hashlib.sha256(package.read(name)).hexdigest())
            for name in package.namelist()
            if name.startswith("hand-over/files/")
        ]
        assert b"13800001234" not in package.read(f"hand-over/{listed[0]['name']}")
    assert listed[0]["sha256"] == CaseDocument.objects.get(name="r.pdf").sha256
    assert differences(export) == []


def test_what_was_not_redacted_cannot_leave(cast: Cast) -> None:
    document = a_plain_document(cast)
    checked_as(document, [HIDDEN])
    export = decided(cast, R.AFTER_REDACTION, document)
    with pytest.raises(Conflict, match="redacted version"):
        make_package(export=export, by=cast.owner, version=export.version)
    assert export.state == "decided"
    assert not default_storage.exists(str(export.package or "none"))


def test_what_needs_approval_leaves_only_with_authority_number_date_and_paper(cast: Cast) -> None:
    export = decided(cast, R.NEEDS_APPROVAL, recipient_kind=Recipient.FOREIGN_COURT, authority=Answer.YES)
    with pytest.raises(Conflict, match="approval of the authority is not on record"):
        make_package(export=export, by=cast.owner, version=export.version)
    for missing, field in (({"authority": " "}, "authority"), ({"number": ""}, "number")):
        with pytest.raises(Invalid) as refusal:
            approve(export, cast.owner, **missing)
        assert field in refusal.value.fields
    with pytest.raises(Invalid, match="future"):
        approve(export, cast.owner, on=clock.today() + timedelta(days=1))
    approve(export, cast.owner)
    confirm(export, cast.head)
    make_package(export=export, by=cast.owner, version=export.version)
    assert export.state == "exported"
    with package_of(export) as package:
        cover = package.read("hand-over/COVER.txt").decode("utf-8-sig")
        record = json.loads(package.read("our-record/GATE.json"))
    assert "司协外〔2026〕12号" in cover
    assert "not a finding that the export is lawful" in cover
    assert record["approval"]["authority"] == "司法部"
    assert record["approval"]["confirmed_by"] == str(cast.head)
    assert record["files"][0]["answers"][0]["by"] == str(cast.owner)


def test_the_package_has_the_same_bytes_whenever_it_is_made(cast: Cast, clock_at: Any) -> None:
    export = decided(cast, R.CLEAR)
    made = []
    for _round in range(2):
        file = io.BytesIO()
        write_package(file, dossier_of(export), at=export.decided_at, by="x")
        made.append(file.getvalue())
    assert made[0] == made[1]


def test_an_unanswered_question_and_a_running_check_are_not_handed_in(cast: Cast) -> None:
    export = a_draft(cast, a_document(cast))
    with pytest.raises(Conflict, match="Not every question"):
        submit_export(export=export, by=cast.owner, version=export.version)
    answer(export, cast.owner)
    with pytest.raises(Conflict, match="redaction check"):
        submit_export(export=export, by=cast.owner, version=export.version)
    look_at_everything()
    submit_export(export=export, by=cast.owner, version=export.version)
    assert {*told(cast.reviewer)} >= {"disputes.export_submitted"}


def test_without_its_questions_the_gate_stays_closed(cast: Cast) -> None:
    export = a_draft(cast)
    GateQuestion.objects.filter(code=Question.STATE_SECRET).delete()
    answer(export, cast.owner)
    with pytest.raises(Conflict, match="Not every question"):
        submit_export(export=export, by=cast.owner, version=export.version)


def test_an_answer_to_other_words_counts_no_more(cast: Cast) -> None:
    export = decided(cast, R.CLEAR)
    GateQuestion.objects.filter(code=Question.CRIMINAL).update(text_zh="是否可能为刑事案件？")
    with pytest.raises(Conflict, match="Something is open again"):
        make_package(export=export, by=cast.owner, version=export.version)


def test_a_replaced_document_takes_the_export_back_to_its_draft(cast: Cast) -> None:
    document = a_plain_document(cast)
    export = decided(cast, R.NEEDS_APPROVAL, document, criminal=Answer.YES)
    approve(export, cast.owner)
    replace_document(
        case=cast.case, by=cast.owner, document=document, file=ContentFile(b"%PDF-1.7\nnewer", name="n.pdf")
    )
    export.refresh_from_db()
    assert (export.state, export.result, export.approval_number) == ("draft", "", "")
    with pytest.raises(Conflict, match="replaced by a newer version"):
        submit_export(export=export, by=cast.owner, version=export.version)
    assert kinds(cast)[-2:] == ["document_replaced", "export_returned"]


def test_a_redacted_version_after_the_decision_is_reviewed_again(cast: Cast) -> None:
    document = a_plain_document(cast)
    export = decided(cast, R.AFTER_REDACTION, document, personal=Answer.YES)
    item = dossier_of(export).rows[0].item
    put_redacted(
        export=export,
        by=cast.owner,
        item=item,
        file=ContentFile(b"%PDF-1.7\nred", name="r.pdf"),
        version=export.version,
    )
    export.refresh_from_db()
    assert (export.state, export.result) == ("draft", "")


def test_the_original_is_not_its_own_redacted_version(cast: Cast) -> None:
    document = a_plain_document(cast)
    export = a_draft(cast, document)
    with document.file.open("rb") as file:
        same = ContentFile(file.read(), name="again.pdf")
    with pytest.raises(Invalid, match="original itself"):
        put_redacted(
            export=export, by=cast.owner, item=dossier_of(export).rows[0].item, file=same, version=export.version
        )


def test_an_altered_file_is_not_packed(cast: Cast) -> None:
    document = a_plain_document(cast)
    export = decided(cast, R.CLEAR, document)
    with default_storage.open(str(document.file.name), "wb") as file:
        file.write(b"%PDF-1.7\nother")
    with pytest.raises(Conflict, match="no longer as it was decided"):
        make_package(export=export, by=cast.owner, version=export.version)
    export.refresh_from_db()
    assert (export.state, export.package.name) == ("decided", "")


def test_a_virus_found_later_keeps_the_package_in(cast: Cast) -> None:
    document = a_plain_document(cast)
    export = decided(cast, R.CLEAR, document)
    CaseDocument.objects.filter(pk=document.pk).update(scan_state="infected")
    with pytest.raises(Conflict, match="Something is open again"):
        make_package(export=export, by=cast.owner, version=export.version)


def test_where_there_is_a_scanner_it_must_have_looked(cast: Cast, settings: Any) -> None:
    document = a_plain_document(cast)
    settings.CLAMD_URL = "tcp://127.0.0.1:1"
    with pytest.raises(Invalid, match="closed"):
        a_draft(cast, document)
    CaseDocument.objects.filter(pk=document.pk).update(scan_state="clean")
    assert a_draft(cast, document).items.count() == 1


def test_answers_are_added_and_never_changed(cast: Cast) -> None:
    export = a_draft(cast)
    answer(export, cast.owner, criminal=Answer.UNSURE)
    assert GateAnswer.objects.count() == 8
    answer(export, cast.member, criminal=Answer.NO)
    rows = list(GateAnswer.objects.filter(question="criminal").values_list("answer", "by"))
    assert rows == [("unsure", cast.owner.pk), ("no", cast.member.pk)]
    event = CaseEvent.objects.filter(subject=cast.case, kind="export_answered").last()
    assert event is not None
    assert [one["question"] for one in event.data["answers"]] == ["criminal"]
    assert event.actor_id == cast.member.pk
    assert "说明" not in json.dumps(event.data)


def test_another_recipient_is_asked_again(cast: Cast) -> None:
    document = a_plain_document(cast)
    export = a_draft(cast, document)
    answer(export, cast.owner)
    facts = recipient_facts(cast, recipient_kind=Recipient.FOREIGN_COURT, recipient_name="D. Del.")
    edit_export(export=export, by=cast.owner, facts=facts, documents=[document], version=export.version)
    assert [row.answers for row in dossier_of(export).rows] == [{}]
    assert GateAnswer.objects.count() == 8


def test_another_purpose_keeps_the_answers(cast: Cast) -> None:
    document = a_plain_document(cast)
    export = a_draft(cast, document)
    answer(export, cast.owner)
    facts = recipient_facts(cast, purpose="另一目的")
    edit_export(export=export, by=cast.owner, facts=facts, documents=[document], version=export.version)
    assert len(dossier_of(export).rows[0].answers) == 8


def test_a_document_of_another_case_is_refused(cast: Cast) -> None:
    other = Cast(kind="guidance", state="in_guidance")
    with pytest.raises(Invalid, match="not of this case"):
        a_draft(cast, a_plain_document(other))


def test_a_stale_page_changes_nothing(cast: Cast) -> None:
    export = a_draft(cast)
    old = export.version
    answer(export, cast.owner)
    with pytest.raises(Conflict, match="changed while"):
        withdraw_export(export=export, by=cast.owner, version=old)


def test_the_other_side_does_not_touch_it(cast: Cast) -> None:
    export = a_draft(cast)
    with pytest.raises(NotAllowed, match="side that prepared"):
        withdraw_export(export=export, by=cast.officer, version=export.version)
    with pytest.raises(NotAllowed):
        withdraw_export(export=export, by=cast.colleague, version=export.version)
    withdraw_export(export=export, by=cast.counsel, version=export.version)
    assert export.state == "withdrawn"


def test_the_preparer_takes_a_decided_export_back(cast: Cast) -> None:
    export = decided(cast, R.CLEAR)
    reopen_export(export=export, by=cast.owner, version=export.version)
    assert (export.state, export.result, export.decided_by) == ("draft", "", None)


def test_it_is_not_handed_in_where_nobody_else_can_decide(cast: Cast) -> None:
    for person in (cast.reviewer, cast.head):
        person.memberships.all().delete()
    export = a_draft(cast)
    answer(export, cast.owner)
    with pytest.raises(Conflict, match="Nobody else"):
        submit_export(export=export, by=cast.owner, version=export.version)


def test_a_restricted_case_says_only_that_there_is_a_message(cast: Cast) -> None:
    cast.case.restricted = True
    cast.case.save(update_fields=["restricted"])
    in_review(cast)
    assert told(cast.head) == ["disputes.restricted"]
    assert told(cast.reviewer) == []


def test_everything_is_on_the_log(cast: Cast) -> None:
    export = decided(cast, R.CLEAR)
    make_package(export=export, by=cast.owner, version=export.version)
    assert [kind for kind in kinds(cast) if kind.startswith("export")] == [
        "export_prepared",
        "export_answered",
        "export_submitted",
        "export_decided",
        "export_made",
    ]
    made = CaseEvent.objects.get(subject=cast.case, kind="export_made")
    assert made.data["sha256"] == export.package_sha256


def test_the_same_form_sent_twice_is_one_export(cast: Cast) -> None:
    key = uuid.uuid4()
    first, second = (
        prepare_export(case=cast.case, by=cast.owner, facts=recipient_facts(cast), form_key=key) for _ in range(2)
    )
    assert first.pk == second.pk


def test_a_stranger_prepares_nothing(cast: Cast) -> None:
    for person in (cast.stranger, cast.other_officer, a_member("supervisor")):
        with pytest.raises(NotAllowed):
            prepare_export(case=cast.case, by=person, facts=recipient_facts(cast))
