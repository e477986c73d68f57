"""The pages of the gate: six steps through plain forms, refusals that say what to do, nothing typed is lost."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.test import Client

from disputes.actions.export_package import make_package
from disputes.exports import dossier_of
from disputes.gate import Answer, GateResult, Question
from disputes.models import EvidenceExport, GateAnswer, GateQuestion
from experts.states import EngagementState
from portal.accounts.models import AuditEvent, User
from portal.lib import clock
from tests.clients import Program
from tests.factories.disputes import Cast
from tests.factories.experts import EngagementFactory
from tests.factories.exports import (
    HIDDEN,
    a_draft,
    a_plain_document,
    checked_as,
    decided,
    in_review,
    load_questions,
)

pytestmark = pytest.mark.django_db
As = Callable[[User], Client]
R = GateResult


@pytest.fixture
def cast() -> Cast:
    load_questions()
    return Cast(kind="guidance", state="in_guidance", held=True)


def address(cast: Cast, tail: str = "1/") -> str:
    return f"/cases/{cast.case.reference}/exports/{tail}"


def typed(cast: Cast, *documents: Any, **more: Any) -> dict[str, Any]:
    return {
        "recipient_kind": "own_counsel",
        "recipient_name": "Miller LLP",
        "recipient_country": cast.case.jurisdiction_id,
        "stored_in": "mainland",
        "purpose": "答辩",
        "documents": [str(document.pk) for document in documents],
        **more,
    }


def said(export: EvidenceExport, answer: str = "no", **more: Any) -> dict[str, Any]:
    return {question.value: answer for question in Question} | {"version": export.version} | more


def test_the_gate_is_played_through_its_pages(cast: Cast, as_user: As) -> None:
    owner, reviewer = as_user(cast.owner), as_user(cast.reviewer)
    document = a_plain_document(cast)
    assert "exports/new/" in owner.get(f"/cases/{cast.case.reference}/").content.decode()
    begun = owner.post(address(cast, "new/"), typed(cast, document))
    assert begun["Location"].endswith("/exports/1/")
    export = EvidenceExport.objects.get()
    assert owner.post(address(cast, "1/questions/"), said(export)).status_code == 302
    for client, act, more in (
        (owner, "submit", {}),
        (reviewer, "decide", {"result": "clear", "basis": "已核对"}),
        (owner, "make", {}),
    ):
        export.refresh_from_db()
        done = client.post(address(cast, f"1/{act}/"), {"version": export.version, **more})
        assert (act, done.status_code) == (act, 302)
    page = owner.get("/en" + address(cast)).content.decode()
    assert "not a finding that the export is lawful" in page
    answer = owner.get(address(cast, "1/package.zip"))
    assert answer.getvalue()[:2] == b"PK"
    assert AuditEvent.objects.filter(verb="export_read", actor_id=cast.owner.pk).count() == 1


def test_a_refused_form_keeps_what_was_typed(cast: Cast, as_user: As) -> None:
    document = a_plain_document(cast)
    refused = as_user(cast.owner).post(address(cast, "new/"), typed(cast, document, purpose="", proceeding="1:25-cv-1"))
    assert refused.status_code == 400
    page = refused.content.decode()
    assert "1:25-cv-1" in page
    assert re.search(r"<input[^>]+name=\"documents\"[^>]+checked", page)


def test_without_an_approval_the_page_refuses_and_says_what_is_missing(cast: Cast, as_user: As) -> None:
    export = decided(cast, R.NEEDS_APPROVAL, criminal=Answer.YES)
    owner = as_user(cast.owner)
    page = owner.get("/en" + address(cast)).content.decode()
    assert "The approval of the authority is not on record" in page
    assert "1/make/" not in page
    refused = owner.post("/en" + address(cast, "1/make/"), {"version": export.version})
    assert refused.status_code == 409
    assert "The approval of the authority is not on record" in refused.content.decode()
    assert owner.get(address(cast, "1/package.zip")).status_code == 404
    paper = ContentFile(b"%PDF-1.7\napproval", name="a.pdf")
    typed_in = {"authority": "司法部", "number": "12", "on": clock.today().isoformat(), "version": export.version}
    assert owner.post(address(cast, "1/approval/"), {**typed_in, "file": paper}).status_code == 302
    export.refresh_from_db()
    page = owner.get("/en" + address(cast)).content.decode()
    assert "waits for a reviewer who did not enter it" in page
    assert "1/confirm/" not in page
    assert owner.post(address(cast, "1/make/"), {"version": export.version}).status_code == 409
    assert owner.post(address(cast, "1/confirm/"), {"version": export.version}).status_code == 403
    reviewer = as_user(cast.reviewer)
    assert "1/confirm/" in reviewer.get(address(cast)).content.decode()
    assert reviewer.post(address(cast, "1/confirm/"), {"version": export.version}).status_code == 302
    export.refresh_from_db()
    assert owner.post(address(cast, "1/make/"), {"version": export.version}).status_code == 302
    export.refresh_from_db()
    assert export.state == "exported"


def test_the_program_of_a_person_lists_exports_and_cannot_make_one(cast: Cast) -> None:
    decided(cast, R.NEEDS_APPROVAL, criminal=Answer.YES)
    program = Program(cast.owner, "cases:read", "cases:write")
    path = f"/api/v1/me/cases/{cast.case.reference}/exports/"
    rows = program.get(path).json()["results"]
    assert [(row["number"], row["result"], row["package_sha256"]) for row in rows] == [(1, "needs_approval", "")]
    assert rows[0]["notice"].endswith("不表示认定该证据出境合法。")
    assert program.send("POST", path, number=1).status_code == 405
    assert Program(cast.stranger, "cases:read").get(path).status_code == 404
    assert EvidenceExport.objects.get().state == "decided"


def test_what_is_found_stands_on_the_page_with_the_way_out(cast: Cast, as_user: As) -> None:
    document = a_plain_document(cast)
    checked_as(document, [HIDDEN, {"kind": "person", "page": 0, "what": "Author", "hint": "张三"}])
    a_draft(cast, document)
    page = as_user(cast.owner).get("/en" + address(cast)).content.decode()
    assert "Text that the page does not show can be copied out of the file" in page
    assert "page 1" in page
    assert "Put in a redacted version" in page
    assert "Let the findings stand" not in page


def test_while_points_are_open_the_page_names_no_result_and_no_step_done(cast: Cast, as_user: As) -> None:
    export = a_draft(cast)
    owner = as_user(cast.owner)
    page = owner.get("/en" + address(cast)).content.decode()
    assert "No result yet" in page
    assert str(GateResult.CLEAR.label) not in page
    owner.post(address(cast, "1/questions/"), said(export, technology="unsure"))
    page = owner.get("/en" + address(cast)).content.decode()
    assert "No result yet" in page
    export.refresh_from_db()
    refused = owner.post("/en" + address(cast, "1/submit/"), {"version": export.version})
    assert refused.status_code == 409
    assert "It cannot be handed in while points are open." in refused.content.decode()
    owner.post(address(cast, "1/questions/"), said(export))
    page = owner.get("/en" + address(cast)).content.decode()
    assert "No result yet" not in page
    assert str(GateResult.CLEAR.label) in page


def test_a_step_that_is_open_again_is_not_shown_as_done(cast: Cast, as_user: As) -> None:
    in_review(cast)
    owner = as_user(cast.owner)
    assert "something is missing" not in owner.get("/en" + address(cast)).content.decode()
    GateQuestion.objects.filter(code=Question.CRIMINAL).update(text_zh="是否可能为刑事案件？")
    assert re.search(
        r"<li><span>Questions<span[^>]+> \(something is missing\)", owner.get("/en" + address(cast)).content.decode()
    )


def test_only_what_may_be_decided_is_offered(cast: Cast, as_user: As) -> None:
    in_review(cast, criminal=Answer.YES)
    page = as_user(cast.reviewer).get(address(cast)).content.decode()
    assert 'value="needs_approval"' in page
    assert 'value="clear"' not in page
    own = as_user(cast.owner).get(address(cast)).content.decode()
    assert "1/decide/" not in own


def test_one_document_may_be_answered_apart(cast: Cast, as_user: As) -> None:
    first, second = a_plain_document(cast, b"1"), a_plain_document(cast, b"2", "b.pdf")
    export = a_draft(cast, first, second)
    owner = as_user(cast.owner)
    assert owner.post(address(cast, "1/questions/"), said(export)).status_code == 302
    export.refresh_from_db()
    apart = {"version": export.version, "personal": "yes", "personal_note": "含客户姓名"}
    assert owner.post(address(cast, "1/questions/2/"), apart).status_code == 302
    answers = [row.answers[Question.PERSONAL].answer for row in dossier_of(export).rows]
    assert answers == ["no", "yes"]
    page = owner.get("/en" + address(cast, "1/questions/")).content.decode()
    assert "The documents have different answers" in page
    assert GateAnswer.objects.count() == 17
    assert owner.get(address(cast, "1/questions/9/")).status_code == 404


def test_answering_for_all_leaves_what_differs_and_was_left_empty(cast: Cast, as_user: As) -> None:
    export = a_draft(cast, a_plain_document(cast, b"1"), a_plain_document(cast, b"2", "b.pdf"))
    owner = as_user(cast.owner)
    owner.post(address(cast, "1/questions/"), said(export))
    export.refresh_from_db()
    owner.post(address(cast, "1/questions/1/"), {"version": export.version, "personal": "yes"})
    export.refresh_from_db()
    again = {key: value for key, value in said(export).items() if key != "personal"}
    owner.post(address(cast, "1/questions/"), again)
    assert [row.answers[Question.PERSONAL].answer for row in dossier_of(export).rows] == ["yes", "no"]


@pytest.mark.parametrize("who", ["stranger", "other_officer", "administrator", "supervisor"])
def test_nobody_outside_finds_an_export(who: str, cast: Cast, as_user: As) -> None:
    decided(cast, R.CLEAR)
    client = as_user(getattr(cast, who))
    for tail in ("", "1/", "1/package.zip", "new/"):
        assert client.get(address(cast, tail)).status_code == 404


def test_a_colleague_reads_and_does_nothing(cast: Cast, as_user: As) -> None:
    export = a_draft(cast)
    client = as_user(cast.colleague)
    assert client.get(address(cast)).status_code == 200
    assert client.get(address(cast, "1/edit/")).status_code == 403
    assert client.get(address(cast, "1/questions/")).status_code == 403
    assert client.post(address(cast, "1/submit/"), {"version": export.version}).status_code == 403


def test_nobody_finds_a_restricted_export_but_its_people(cast: Cast, as_user: As) -> None:
    cast.case.restricted = True
    cast.case.save(update_fields=["restricted"])
    a_draft(cast)
    for who, status in (("owner", 200), ("officer", 200), ("head", 200), ("colleague", 404), ("reviewer", 404)):
        assert as_user(getattr(cast, who)).get(address(cast)).status_code == status


def test_an_expert_reads_the_questions_and_fetches_no_package(cast: Cast, as_user: As) -> None:
    export = decided(cast, R.CLEAR)
    make_package(export=export, by=cast.owner, version=export.version)
    engagement = EngagementFactory.create(case_id=cast.case.pk, centre=cast.centre, state=EngagementState.ACCEPTED)
    assert engagement.expert.user is not None
    expert = as_user(engagement.expert.user)
    assert expert.get(address(cast)).status_code == 200
    assert expert.get(address(cast, "1/package.zip")).status_code == 404


def test_a_download_that_broke_off_goes_on(cast: Cast, as_user: As) -> None:
    export = decided(cast, R.CLEAR)
    make_package(export=export, by=cast.owner, version=export.version)
    answer = as_user(cast.owner).get(address(cast, "1/package.zip"), headers={"Range": "bytes=0-1"})
    assert answer.status_code == 206
    assert answer.getvalue() == b"PK"


def test_a_page_of_twelve_documents_asks_no_more_than_one_of_one(
    cast: Cast, as_user: As, django_assert_max_num_queries: Any
) -> None:
    documents = [a_plain_document(cast, str(number).encode(), f"{number}.pdf") for number in range(12)]
    in_review(cast, *documents)
    client = as_user(cast.reviewer)
    client.get(address(cast))
    with django_assert_max_num_queries(32):
        assert client.get(address(cast)).status_code == 200
    with django_assert_max_num_queries(24):
        assert client.get(address(cast, "")).status_code == 200


def test_bad_numbers_and_acts_are_told_apart(cast: Cast, as_user: As) -> None:
    export = a_draft(cast)
    owner = as_user(cast.owner)
    assert owner.get(address(cast, "7/")).status_code == 404
    assert owner.get(address(cast, "99999999999999999999/")).status_code == 404
    assert owner.post(address(cast, "1/no-such/"), {"version": 1}).status_code == 404
    assert owner.post(address(cast, "1/submit/"), {"version": "x"}).status_code == 409
    assert owner.get(address(cast, "1/submit/")).status_code == 405
    gone = {"version": export.version, "item": "9", "file": ContentFile(b"%PDF-1.7\nx", name="x.pdf")}
    refused = owner.post("/en" + address(cast, "1/redacted/"), gone)
    assert refused.status_code == 400
    assert "no longer in the export" in refused.content.decode()
