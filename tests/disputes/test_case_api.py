"""One's own cases with a token: the enterprise's side, never a centre's."""

import uuid
from typing import Any

import pytest

from disputes.actions.answering import add_note
from disputes.models import CaseMessage
from disputes.states import CaseState
from portal.accounts.actions.audit import about
from portal.accounts.models import AuditEvent
from tests.clients import Program
from tests.factories.accounts import UserFactory
from tests.factories.disputes import CaseFactory, Cast

pytestmark = pytest.mark.django_db
LIST = "/api/v1/me/cases/"


def one(cast: Cast) -> str:
    return f"{LIST}{cast.case.reference}/"


def test_the_list_holds_the_own_sides_cases_alone(cast: Cast) -> None:
    CaseFactory.create()
    rows = Program(cast.owner, "cases:read").get(LIST).json()["results"]
    assert [row["reference"] for row in rows] == [cast.case.reference]


def test_a_draft_is_left_to_the_pages(cast: Cast) -> None:
    CaseFactory.create(state=CaseState.DRAFT, filer=cast.owner, reference=None, submitted_at=None)
    assert Program(cast.owner, "cases:read").get(LIST).json()["count"] == 1


def test_an_officers_token_gives_nothing_of_the_centre(cast: Cast) -> None:
    program = Program(cast.officer, "cases:read", "cases:write")
    assert program.get(LIST).json()["count"] == 0
    assert program.get(one(cast)).status_code == 404
    assert program.send("POST", one(cast) + "replies/", text="x").status_code == 404


def test_a_stranger_gets_404(cast: Cast) -> None:
    assert Program(UserFactory.create(), "cases:read").get(one(cast)).status_code == 404


def test_one_case_tells_what_happened_and_what_was_written_but_no_notes(cast: Cast) -> None:
    add_note(case=cast.case, by=cast.officer, text="只给中心看的备注")
    program = Program(cast.owner, "cases:read", "cases:write")
    program.send("POST", one(cast) + "replies/", text="补充一份材料。")
    response = program.get(one(cast))
    body = response.json()
    assert [message["text"] for message in body["messages"]][-1] == "补充一份材料。"
    assert body["messages"][-1]["mine"] is True
    assert len(body["timeline"]) >= 1
    assert "备注" not in response.content.decode()


def test_reading_by_counsel_is_kept_as_on_the_pages_and_the_owners_own_is_not(cast: Cast) -> None:
    Program(cast.owner, "cases:read").get(one(cast))
    Program(cast.counsel, "cases:read").get(one(cast))
    assert [row.actor_id for row in AuditEvent.objects.filter(about(cast.case))] == [cast.counsel.pk]


def test_the_scope_decides(cast: Cast) -> None:
    writer, reader = Program(cast.owner, "cases:write"), Program(cast.owner, "cases:read")
    refused: list[Any] = [
        writer.get(LIST),
        writer.get(one(cast)),
        reader.send("POST", one(cast) + "replies/", text="x"),
    ]
    assert [answer.status_code for answer in refused] == [403, 403, 403]
    assert "cases:read" in refused[0].json()["detail"]
    assert not CaseMessage.objects.filter(text="x").exists()


def test_the_same_key_again_is_the_same_message(cast: Cast) -> None:
    program, key = Program(cast.owner, "cases:write"), str(uuid.uuid4())
    ids = {program.send("POST", one(cast) + "replies/", text="一次", key=key).json()["id"] for _n in range(2)}
    assert len(ids) == 1


@pytest.mark.parametrize(
    "body", [{}, {"text": ""}, {"text": "  \u200b\x00"}, {"text": "x" * 20_001}, {"text": "x", "key": "1"}]
)
def test_what_does_not_fit_is_refused_with_its_field(cast: Cast, body: dict[str, str]) -> None:
    answer = Program(cast.owner, "cases:write").send("POST", one(cast) + "replies/", **body)
    assert answer.status_code == 400
    assert set(answer.json()["fields"]) <= {"text", "key"}


def test_a_closed_case_is_told_with_409(cast: Cast) -> None:
    closed = CaseFactory.create(state=CaseState.CLOSED, filer=cast.owner)
    answer = Program(cast.owner, "cases:write").send("POST", f"{LIST}{closed.reference}/replies/", text="x")
    assert answer.status_code == 409
    assert answer.json()["type"] == "conflict"


def test_the_list_costs_the_same_with_many_cases(cast: Cast, django_assert_max_num_queries: Any) -> None:
    for _n in range(5):
        CaseFactory.create(filer=cast.owner)
    program = Program(cast.owner, "cases:read")
    program.get(LIST)
    with django_assert_max_num_queries(4):
        assert program.get(LIST).json()["count"] == 6
