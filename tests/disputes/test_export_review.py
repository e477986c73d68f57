"""The review at the gate: another person, never milder than the rules, and above where it must be."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.utils import translation

from disputes.actions.export_package import make_package
from disputes.actions.export_review import (
    accept_findings,
    advise_export,
    decide_export,
    return_export,
)
from disputes.actions.exporting import put_redacted, submit_export
from disputes.exports import dossier_of
from disputes.gate import Answer, GateResult, Question, StoredIn
from disputes.models import CaseDocument, CaseEvent, EvidenceExport, GateQuestion
from experts.states import EngagementState
from portal.lib.errors import Conflict, NotAllowed
from portal.notices.models import Notice
from tests.factories.disputes import Cast
from tests.factories.experts import EngagementFactory
from tests.factories.exports import (
    HIDDEN,
    a_draft,
    a_plain_document,
    answer,
    approve,
    checked_as,
    confirm,
    decided,
    in_review,
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


def test_what_is_blocked_never_leaves_and_its_preparer_is_told(cast: Cast) -> None:
    export = decided(cast, R.BLOCKED, state_secret=Answer.YES)
    with pytest.raises(Conflict, match="blocked"):
        make_package(export=export, by=cast.owner, version=export.version)
    assert "disputes.export_decided" in told(cast.owner)


def test_the_reviewer_cannot_decide_milder_than_the_answers_allow(cast: Cast) -> None:
    export = in_review(cast, criminal=Answer.YES)
    for result in (R.CLEAR, R.AFTER_REDACTION):
        with pytest.raises(Conflict, match="At least"):
            decide_export(export=export, by=cast.reviewer, result=result, basis="x", version=export.version)
    decide_export(export=export, by=cast.reviewer, result=R.NEEDS_APPROVAL, basis="须经批准。", version=export.version)
    assert export.result == R.NEEDS_APPROVAL


def test_what_is_open_again_during_the_review_is_only_blocked_or_returned(cast: Cast) -> None:
    export = in_review(cast)
    GateQuestion.objects.filter(code=Question.CONTROLLED).update(text_zh="是否涉及出口管制？")
    for result in (R.CLEAR, R.AFTER_REDACTION, R.NEEDS_APPROVAL):
        with pytest.raises(Conflict, match="There are open points"):
            decide_export(export=export, by=cast.reviewer, result=result, basis="x", version=export.version)
    return_export(export=export, by=cast.reviewer, reason="请查清管制清单。", version=export.version)
    assert (export.state, export.returned_text) == ("draft", "请查清管制清单。")
    assert "disputes.export_returned" in told(cast.owner)


def test_nobody_decides_what_they_prepared_or_answered(cast: Cast) -> None:
    case = cast.case
    case.holder = cast.reviewer
    case.save(update_fields=["holder"])
    export = in_review(cast, by=cast.reviewer)
    with pytest.raises(NotAllowed, match="another reviewer"):
        decide_export(export=export, by=cast.reviewer, result=R.CLEAR, basis="x", version=export.version)
    decide_export(export=export, by=cast.head, result=R.CLEAR, basis="已核对。", version=export.version)
    assert export.decided_by == cast.head


def test_a_discriminatory_measure_goes_up_to_who_sees_restricted_matters(cast: Cast) -> None:
    export = in_review(cast, discriminatory=Answer.YES)
    assert "disputes.export_handed_up" in told(cast.head)
    assert "disputes.export_submitted" not in told(cast.reviewer)
    with pytest.raises(NotAllowed, match="handed up"):
        decide_export(export=export, by=cast.reviewer, result=R.NEEDS_APPROVAL, basis="x", version=export.version)
    with pytest.raises(Conflict, match="At least"):
        decide_export(export=export, by=cast.head, result=R.CLEAR, basis="x", version=export.version)
    decide_export(export=export, by=cast.head, result=R.NEEDS_APPROVAL, basis="须报批。", version=export.version)
    approve(export, cast.owner)
    assert "disputes.export_approval_waits" not in told(cast.reviewer)
    with pytest.raises(NotAllowed, match="handed up"):
        confirm(export, cast.reviewer)
    confirm(export, cast.head)
    make_package(export=export, by=cast.owner, version=export.version)
    assert export.state == "exported"


def test_anybody_who_reviews_may_block_what_was_handed_up(cast: Cast) -> None:
    export = in_review(cast, discriminatory=Answer.YES)
    decide_export(export=export, by=cast.reviewer, result=R.BLOCKED, basis="先行阻止。", version=export.version)
    assert export.result == R.BLOCKED


def test_a_reviewer_may_say_why_a_finding_stands(cast: Cast) -> None:
    document = a_plain_document(cast)
    checked_as(document, [{"kind": "earlier_version", "page": 0, "what": "2", "hint": ""}])
    export = in_review(cast, document)
    item = dossier_of(export).rows[0].item
    accept_findings(
        export=export, by=cast.reviewer, item=item, reason="电子签名文件，原样提交。", version=export.version
    )
    decide_export(export=export, by=cast.reviewer, result=R.CLEAR, basis="已看原件。", version=export.version)
    make_package(export=export, by=cast.owner, version=export.version)
    assert export.state == "exported"


def test_what_is_found_later_is_not_covered_by_what_was_accepted(cast: Cast) -> None:
    document = a_plain_document(cast)
    checked_as(document, [{"kind": "comment", "page": 0, "what": "", "hint": ""}])
    export = in_review(cast, document)
    item = dossier_of(export).rows[0].item
    accept_findings(export=export, by=cast.reviewer, item=item, reason="批注可以提交。", version=export.version)
    assert dossier_of(export).rows[0].accepted
    checked_as(document, [HIDDEN])
    with pytest.raises(Conflict, match="redaction check found"):
        decide_export(export=export, by=cast.reviewer, result=R.CLEAR, basis="x", version=export.version)


def hold(cast: Cast, by: Any) -> None:
    cast.case.holder = by
    cast.case.save(update_fields=["holder"])


def test_whoever_wrote_in_it_decides_nothing_also_when_another_wrote_over_it(cast: Cast) -> None:
    export = a_draft(cast, by=cast.officer)
    answer(export, cast.officer)
    hold(cast, cast.reviewer)
    answer(export, cast.reviewer, personal=Answer.YES)
    item = dossier_of(export).rows[0].item
    redacted = ContentFile(b"%PDF-1.7\nredacted", name="r.pdf")
    put_redacted(export=export, by=cast.reviewer, item=item, file=redacted, version=export.version)
    checked_as(CaseDocument.objects.get(name="r.pdf"), [])
    hold(cast, cast.officer)
    answer(export, cast.officer)
    submit_export(export=export, by=cast.officer, version=export.version)
    assert told(cast.reviewer) == []
    with pytest.raises(NotAllowed, match="another reviewer"):
        decide_export(export=export, by=cast.reviewer, result=R.AFTER_REDACTION, basis="x", version=export.version)


@pytest.mark.parametrize("kind", ["unknown_type", "encrypted", "broken", "too_large"])
def test_what_could_not_be_checked_is_not_clear(cast: Cast, kind: str) -> None:
    document = a_plain_document(cast)
    checked_as(document, [{"kind": kind, "page": 0, "what": "", "hint": ""}])
    export = in_review(cast, document)
    with pytest.raises(Conflict, match="redaction check found"):
        decide_export(export=export, by=cast.reviewer, result=R.CLEAR, basis="x", version=export.version)


def test_a_check_by_an_older_engine_counts_no_more(cast: Cast) -> None:
    document = a_plain_document(cast)
    export = decided(cast, R.CLEAR, document)
    document.redaction_check.engine = 0
    document.redaction_check.save(update_fields=["engine"])
    with pytest.raises(Conflict, match="Something is open again"):
        make_package(export=export, by=cast.owner, version=export.version)


def test_only_who_may_review_decides(cast: Cast) -> None:
    export = in_review(cast)
    for who in ("owner", "counsel", "officer", "hotline", "archivist", "supervisor"):
        with pytest.raises(NotAllowed):
            decide_export(export=export, by=getattr(cast, who), result=R.CLEAR, basis="x", version=export.version)


def test_an_experts_opinion_is_on_record_and_decides_nothing(cast: Cast) -> None:
    engagement = EngagementFactory.create(case_id=cast.case.pk, centre=cast.centre, state=EngagementState.ACCEPTED)
    expert = engagement.expert.user
    assert expert is not None
    export = in_review(cast)
    advise_export(export=export, by=expert, recommends=R.BLOCKED, text="含未公开工艺。", version=export.version)
    assert export.state == "in_review"
    decide_export(export=export, by=cast.reviewer, result=R.CLEAR, basis="已核对。", version=export.version)
    with pytest.raises(NotAllowed):
        advise_export(export=export, by=cast.owner, recommends=R.CLEAR, text="x", version=export.version)
    assert kinds(cast).count("export_advised") == 1


@pytest.mark.parametrize("code", ["controlled", "discriminatory"])
def test_an_unsure_answer_is_not_handed_in(cast: Cast, code: str) -> None:
    unsure: dict[str, Any] = {code: Answer.UNSURE}
    with pytest.raises(Conflict, match=r"cannot be handed in while points are open\. An answer is “unsure”"):
        in_review(cast, **unsure)
    assert EvidenceExport.objects.get().state == "draft"
    assert told(cast.reviewer) == []


def test_where_the_data_lies_must_be_known(cast: Cast) -> None:
    with pytest.raises(Conflict, match="where the data is stored"):
        in_review(cast, stored_in=StoredIn.UNSURE)
