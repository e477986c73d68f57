"""A guidance case from its application to the tracking: who is told what, and what the clocks do."""

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.test import Client
from django.utils import translation

from disputes.actions.answering import ask_back, reply
from disputes.actions.deciding import accept_case, deem_withdrawn, request_supplement, supplement_case
from disputes.actions.documents import add_document
from disputes.actions.ending import reopen_case, terminate_case
from disputes.actions.guiding import begin_guidance, follow_up, set_waiting, write_message
from disputes.actions.holding import escalate_case, transfer_case
from disputes.actions.priority import set_priority
from disputes.choices import ClockKind, Priority, TerminationReason
from disputes.models import Case, CaseClock
from disputes.states import WaitingOn
from portal.accounts.models import User
from portal.lib.errors import Conflict, Invalid
from portal.lib.formats import moment_with_weekday
from portal.notices.models import Notice
from tests.clients import Program
from tests.factories.disputes import Cast

pytestmark = pytest.mark.django_db
As = Callable[[User], Client]
Clock = Callable[[str], Any]
PDF = b"%PDF-1.7\n%%EOF\n"


def moment(text: str) -> datetime:
    return datetime.fromisoformat(text)


def running(case: Case) -> dict[str, CaseClock]:
    return {row.kind: row for row in case.clocks.filter(ended_at__isnull=True)}


@pytest.fixture
def filed(clock_at: Clock) -> Cast:
    """Filed on a Monday morning; the decision is due a week later."""
    clock_at("2026-11-23T09:00+08:00")
    due = moment("2026-11-30T17:30+08:00")
    return Cast(kind="guidance", held=True, priority="P2", due_at=due)


def test_a_supplement_stops_the_centres_clock_and_starts_the_enterprises(filed: Cast, clock_at: Clock) -> None:
    clock_at("2026-11-23T11:00+08:00")
    request_supplement(case=filed.case, by=filed.officer, text="请补充送达日期。")
    clocks = running(filed.case)
    assert set(clocks) == {ClockKind.DECISION, ClockKind.SUPPLEMENT}
    assert clocks[ClockKind.DECISION].paused_at is not None
    assert clocks[ClockKind.SUPPLEMENT].paused_at is None
    first = filed.case.clocks.get(kind=ClockKind.FIRST_ANSWER)
    assert first.in_time is True
    assert filed.case.waiting_on == WaitingOn.ENTERPRISE

    clock_at("2026-11-25T11:00+08:00")
    supplement_case(case=filed.case, by=filed.owner, text="11 月 2 日送达。")
    clocks = running(filed.case)
    assert set(clocks) == {ClockKind.DECISION}
    # Two working days went by while the enterprise owed something.
    assert clocks[ClockKind.DECISION].due_at == moment("2026-12-02T17:30+08:00")
    assert filed.case.due_at == clocks[ClockKind.DECISION].due_at
    assert (filed.case.waiting_on, filed.case.paused_at) == (WaitingOn.NONE, None)


def test_the_same_supplement_sent_twice_is_one(filed: Cast) -> None:
    request_supplement(case=filed.case, by=filed.officer, text="请补充。")
    key = filed.case.pk
    one = supplement_case(case=filed.case, by=filed.owner, text="已补充。", form_key=key)
    two = supplement_case(case=filed.case, by=filed.owner, text="已补充。", form_key=key)
    assert one == two


def test_without_a_supplement_in_time_the_case_counts_as_withdrawn(filed: Cast, clock_at: Clock) -> None:
    request_supplement(case=filed.case, by=filed.officer, text="请补充。")
    clock_at("2026-12-07T17:30+08:00")
    assert not deem_withdrawn(case=filed.case)
    clock_at("2026-12-07T17:31+08:00")
    assert deem_withdrawn(case=filed.case)
    assert not deem_withdrawn(case=filed.case)
    filed.case.refresh_from_db()
    assert (filed.case.state, filed.case.due_at, filed.case.waiting_on) == ("deemed_withdrawn", None, "none")
    assert not running(filed.case)
    assert Notice.objects.filter(kind="disputes.deemed_withdrawn", recipient=filed.owner).exists()


def test_a_supplement_after_that_is_refused_with_a_way_on(filed: Cast, clock_at: Clock, as_user: As) -> None:
    request_supplement(case=filed.case, by=filed.officer, text="请补充。")
    clock_at("2026-12-08T09:00+08:00")
    deem_withdrawn(case=filed.case)
    with pytest.raises(Conflict, match="重新提交"):
        supplement_case(case=filed.case, by=filed.owner, text="终于找到了。")
    response = as_user(filed.owner).post(
        f"/cases/{filed.case.reference}/supplement/", {"supplement-text": "终于找到了。"}
    )
    assert response.status_code == 409
    assert "重新提交" in response.content.decode()
    assert not filed.case.messages.filter(text="终于找到了。").exists()


def test_acceptance_is_a_reviewers_and_begins_the_time_for_the_opinion(filed: Cast) -> None:
    accept_case(case=filed.case, by=filed.reviewer, text="予以受理。")
    assert {row.kind: row.in_time for row in filed.case.clocks.filter(ended_at__isnull=False)} == {
        ClockKind.FIRST_ANSWER: True,
        ClockKind.DECISION: True,
    }
    opinion = running(filed.case)[ClockKind.OPINION]
    assert opinion.due_at == moment("2026-12-07T17:30+08:00")
    assert filed.case.due_at == opinion.due_at
    assert filed.case.answered_in_time is True


def test_on_the_emergency_track_the_opinion_is_due_within_24_hours(clock_at: Clock) -> None:
    clock_at("2026-11-27T16:00+08:00")
    cast = Cast(kind="guidance", held=True, priority="P0")
    accept_case(case=cast.case, by=cast.reviewer, text="予以受理。")
    assert cast.case.due_at == moment("2026-11-28T16:00+08:00")
    set_waiting(case=cast.case, by=cast.officer, waiting_on=WaitingOn.EXTERNAL)
    clock_at("2026-11-27T20:00+08:00")
    set_waiting(case=cast.case, by=cast.officer, waiting_on=WaitingOn.NONE)
    assert cast.case.due_at == moment("2026-11-28T20:00+08:00")


def test_the_clock_stands_for_somebody_outside_and_runs_for_an_expert(filed: Cast, clock_at: Clock) -> None:
    accept_case(case=filed.case, by=filed.reviewer, text="予以受理。")
    due = filed.case.due_at
    set_waiting(case=filed.case, by=filed.officer, waiting_on=WaitingOn.EXPERT)
    assert (filed.case.paused_at, filed.case.due_at) == (None, due)
    set_waiting(case=filed.case, by=filed.officer, waiting_on=WaitingOn.EXTERNAL)
    clock_at("2026-11-24T09:00+08:00")
    ask_back(case=filed.case, by=filed.officer, text="还有一个问题。")
    clock_at("2026-11-25T09:00+08:00")
    reply(case=filed.case, by=filed.owner, text="答复如下。")
    assert filed.case.due_at == moment("2026-12-09T17:30+08:00")
    with pytest.raises(Invalid):
        set_waiting(case=filed.case, by=filed.officer, waiting_on=WaitingOn.ENTERPRISE)


def test_raising_to_p0_shortens_the_opinion_and_lowering_gives_nothing_back(filed: Cast) -> None:
    accept_case(case=filed.case, by=filed.reviewer, text="予以受理。")
    set_priority(case=filed.case, by=filed.officer, priority=Priority.P0, reason="资金被冻结")
    assert filed.case.due_at == moment("2026-11-24T09:00+08:00")
    set_priority(case=filed.case, by=filed.officer, priority=Priority.P2, reason="已解冻")
    assert filed.case.due_at == moment("2026-11-24T09:00+08:00")


def test_a_transferred_guidance_case_stays_where_it_got_to(filed: Cast) -> None:
    accept_case(case=filed.case, by=filed.reviewer, text="予以受理。")
    transfer_case(case=filed.case, by=filed.officer, centre=filed.other_centre, reason="由省中心办理")
    assert (filed.case.state, filed.case.holder) == ("accepted", None)


def test_an_escalated_case_opens_for_the_supervisor_alone(filed: Cast, as_user: As) -> None:
    path = f"/triage/{filed.case.reference}/"
    assert as_user(filed.supervisor).get(path).status_code == 404
    escalate_case(case=filed.case, by=filed.officer, reason="需要网络协调")
    page = as_user(filed.supervisor).get(path)
    assert page.status_code == 200
    assert page.context["acts"] == {}
    assert as_user(filed.other_officer).get(path).status_code == 404
    assert Notice.objects.filter(kind="disputes.escalated", recipient=filed.supervisor).exists()
    with pytest.raises(Conflict):
        escalate_case(case=filed.case, by=filed.officer, reason="再次上报")
    filed.case.restricted = True
    filed.case.save(update_fields=["restricted"])
    assert as_user(filed.supervisor).get(path).status_code == 404


def test_the_enterprise_sees_neither_the_escalation_nor_its_reason(filed: Cast, as_user: As) -> None:
    escalate_case(case=filed.case, by=filed.officer, reason="需要网络协调")
    page = as_user(filed.owner).get(f"/cases/{filed.case.reference}/").content.decode()
    assert "需要网络协调" not in page
    assert "上报网络" not in page


def test_counsel_and_centre_write_to_each_other(filed: Cast, as_user: As) -> None:
    response = as_user(filed.counsel).post(f"/cases/{filed.case.reference}/write/", {"write-text": "美国律师意见"})
    assert response.status_code == 302
    message = filed.case.messages.get()
    assert (message.side, message.kind) == ("counsel", "message")
    assert Notice.objects.filter(kind="disputes.replied", recipient=filed.officer).exists()
    assert running(filed.case)[ClockKind.FIRST_ANSWER]
    filed.case.refresh_from_db()
    write_message(case=filed.case, by=filed.officer, text="收到。")
    assert ClockKind.FIRST_ANSWER not in running(filed.case)


def test_follow_ups_begin_the_tracking_and_name_the_next_day(filed: Cast) -> None:
    cast = Cast(kind="guidance", state="opinion_issued", held=True)
    follow_up(case=cast.case, by=cast.officer, text="已立案。", next_on=date(2026, 12, 20))
    assert (cast.case.state, cast.case.next_follow_up) == ("tracking", date(2026, 12, 20))
    with pytest.raises(Invalid):
        follow_up(case=cast.case, by=cast.officer, text="x", next_on=date(2026, 11, 1))


def test_termination_tells_the_other_side_why(filed: Cast) -> None:
    terminate_case(case=filed.case, by=filed.owner, reason=TerminationReason.REQUESTED, text="我们已和解。")
    assert (filed.case.state, filed.case.due_at, filed.case.termination_reason) == ("terminated", None, "requested")
    assert Notice.objects.filter(kind="disputes.terminated", recipient=filed.officer).exists()
    assert {row.in_time for row in filed.case.clocks.all()} == {None}


def test_a_reopened_guidance_case_promises_an_opinion_again() -> None:
    cast = Cast(kind="guidance", state="closed", held=True)
    reopen_case(case=cast.case, by=cast.owner, reason="对方上诉")
    assert cast.case.state == "in_guidance"
    assert set(running(cast.case)) == {ClockKind.OPINION}
    assert cast.case.due_at is not None


def test_begin_shows_on_both_pages(filed: Cast, as_user: As) -> None:
    accept_case(case=filed.case, by=filed.reviewer, text="予以受理。")
    begin_guidance(case=filed.case, by=filed.officer)
    for who, path in ((filed.owner, "/cases/"), (filed.officer, "/triage/")):
        assert "指导开始" in as_user(who).get(f"{path}{filed.case.reference}/").content.decode()


def test_while_a_supplement_is_owed_it_is_the_only_reply(filed: Cast, as_user: As) -> None:
    request_supplement(case=filed.case, by=filed.officer, text="请补充。")
    with pytest.raises(Conflict):
        reply(case=filed.case, by=filed.owner, text="稍后寄出。")
    answer = Program(filed.owner, "cases:write").send(
        "POST", f"/api/v1/me/cases/{filed.case.reference}/replies/", text="已补充。"
    )
    assert answer.status_code == 201
    filed.case.refresh_from_db()
    assert filed.case.state == "submitted"
    assert set(running(filed.case)) == {ClockKind.DECISION}


def test_the_owner_sees_by_when_the_supplement_is_due_and_where_to_send_it(filed: Cast, as_user: As) -> None:
    request_supplement(case=filed.case, by=filed.officer, text="请补充。")
    owner = as_user(filed.owner)
    page = owner.get(f"/en/cases/{filed.case.reference}/").content.decode()
    assert 'href="#act-supplement"' in page
    assert 'id="act-supplement" open' in page
    assert "act-reply" not in page
    with translation.override("en"):
        due = moment_with_weekday(running(filed.case)[ClockKind.SUPPLEMENT].due_at)
    assert page.count(due) == 2
    assert due in owner.get("/en/cases/").content.decode()


def test_a_guidance_application_is_receipted_under_its_own_name(filed: Cast, as_user: As) -> None:
    page = as_user(filed.owner).get(f"/en/cases/{filed.case.reference}/receipt/").content.decode()
    assert "We have received your guidance application" in page
    assert "Decision on acceptance by" in page


def test_what_was_in_the_application_stays_there_when_it_is_sent_again(filed: Cast) -> None:
    earlier = add_document(case=filed.case, by=filed.owner, file=ContentFile(PDF, "通知.pdf"))
    message = reply(case=filed.case, by=filed.owner, text="再发一次。", files=[ContentFile(PDF, "通知.pdf")])
    earlier.refresh_from_db()
    assert earlier.message is None
    assert not message.documents.exists()
