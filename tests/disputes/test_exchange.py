"""What the two sides do to each other: question, reply, answer, refusal, transfer, and the clock between them."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from django.core.files.base import ContentFile

from disputes.actions.answering import add_note, answer_case, ask_back, refuse_case, reply
from disputes.actions.documents import add_document
from disputes.actions.ending import close_case, reopen_case, withdraw_case
from disputes.actions.holding import assign_case, release_case, take_case, transfer_case
from disputes.actions.rating import rate_case
from disputes.choices import RefusalReason
from disputes.forms.acts import TransferForm
from disputes.models import Assignment, Case, CaseEvent, CaseMessage
from portal.accounts.models import User
from portal.lib.errors import Conflict, Invalid, NotAllowed
from portal.notices.delivery import deliver_due
from portal.notices.models import Notice
from tests.factories.accounts import GuidanceCentreFactory, a_member, end_memberships
from tests.factories.disputes import Cast, ReplyTemplateFactory

pytestmark = pytest.mark.django_db
Clock = Callable[[str], datetime]


def kinds(case: Case) -> list[str]:
    return list(CaseEvent.objects.filter(subject=case).order_by("seq").values_list("kind", flat=True))


def told(user: User) -> list[str]:
    return list(Notice.objects.filter(recipient=user).order_by("pk").values_list("kind", flat=True))


def test_taking_makes_the_officer_the_holder_and_writes_one_event() -> None:
    cast = Cast()
    take_case(case=cast.case, by=cast.officer)
    assert (cast.case.holder, cast.case.state) == (cast.officer, "in_consultation")
    assert kinds(cast.case) == ["taken"]
    current = Assignment.objects.get(case=cast.case, ended_at__isnull=True)
    assert current.officer == cast.officer


def test_the_second_officer_is_told_who_took_it_and_when(clock_at: Clock) -> None:
    cast = Cast()
    seen_by_colleague = Case.objects.get(pk=cast.case.pk)
    clock_at("2026-11-23T10:15+08:00")
    take_case(case=cast.case, by=cast.officer)
    with pytest.raises(Conflict) as refusal:
        take_case(case=seen_by_colleague, by=cast.colleague)
    assert str(cast.officer) in str(refusal.value.message)
    assert "2026-11-23 10:15" in str(refusal.value.message)
    assert kinds(cast.case) == ["taken"]


def test_a_stale_page_is_refused_with_who_acted() -> None:
    cast = Cast(held=True, state="in_consultation")
    version = cast.case.version
    reply(case=cast.case, by=cast.owner, text="补充一点。")
    with pytest.raises(Conflict) as refusal:
        answer_case(case=cast.case, by=cast.officer, text="答复", version=version)
    assert str(cast.owner) in str(refusal.value.message)
    assert not CaseMessage.objects.filter(kind="answer").exists()


def test_the_clock_stands_while_the_enterprise_owes_an_answer(clock_at: Clock) -> None:
    clock_at("2026-11-23T09:00+08:00")
    due = datetime.fromisoformat("2026-11-23T11:00+08:00")
    cast = Cast(held=True, state="in_consultation", priority="P0", due_at=due)
    clock_at("2026-11-23T10:00+08:00")
    ask_back(case=cast.case, by=cast.officer, text="请提供通知。")
    late = clock_at("2026-11-25T17:00+08:00")
    assert not cast.case.is_overdue(late)
    reply(case=cast.case, by=cast.owner, text="已附上。")
    assert cast.case.paused_at is None
    assert cast.case.due_at == datetime.fromisoformat("2026-11-26T09:30+08:00")
    assert len(cast.case.clocks.get().snapshot["pauses"]) == 1


def test_a_second_question_does_not_restart_the_pause(clock_at: Clock) -> None:
    clock_at("2026-11-23T10:00+08:00")
    cast = Cast(held=True, state="in_consultation")
    ask_back(case=cast.case, by=cast.officer, text="一")
    first = cast.case.paused_at
    clock_at("2026-11-23T12:00+08:00")
    ask_back(case=cast.case, by=cast.officer, text="二")
    assert cast.case.paused_at == first


@pytest.mark.parametrize(("when", "in_time"), [("2026-11-23T10:59+08:00", True), ("2026-11-23T11:01+08:00", False)])
def test_the_first_answer_says_whether_it_was_in_time(when: str, in_time: bool, clock_at: Clock) -> None:
    clock_at("2026-11-23T09:00+08:00")
    due = datetime.fromisoformat("2026-11-23T11:00+08:00")
    cast = Cast(held=True, state="in_consultation", due_at=due)
    clock_at(when)
    answer_case(case=cast.case, by=cast.officer, text="建议提出异议。")
    assert cast.case.answered_in_time is in_time


def test_an_answer_carries_its_citations_once_and_in_order() -> None:
    cast = Cast(held=True, state="in_consultation")
    cited = [("law", "us-lanham-act"), ("rule", "us-itc-response"), ("law", "us-lanham-act")]
    message = answer_case(case=cast.case, by=cast.officer, text="见依据。", citations=cited)
    assert [str(citation) for citation in message.citations.all()] == ["law:us-lanham-act", "rule:us-itc-response"]


def test_each_side_is_mailed_about_what_the_other_did() -> None:
    cast = Cast()
    take_case(case=cast.case, by=cast.officer)
    ask_back(case=cast.case, by=cast.officer, text="请提供通知。")
    reply(case=cast.case, by=cast.owner, text="已附上。")
    add_note(case=cast.case, by=cast.officer, text="内部")
    answer_case(case=cast.case, by=cast.officer, text="建议提出异议。")
    assert told(cast.owner) == ["disputes.asked_back", "disputes.answered"]
    assert told(cast.officer) == ["disputes.replied"]
    assert told(cast.colleague) == []


def test_every_mail_renders_in_both_languages(mailoutbox: list[Any]) -> None:
    cast = Cast(priority="P0")
    cast.owner.language = "en"
    cast.owner.save()
    case = cast.case
    take_case(case=case, by=cast.officer)
    ask_back(case=case, by=cast.officer, text="?")
    reply(case=case, by=cast.owner, text="!")
    assign_case(case=case, by=cast.head, officer=cast.colleague)
    new_officer = a_member("centre_officer", centre=cast.other_centre)
    transfer_case(case=case, by=cast.colleague, centre=cast.other_centre, reason="由省中心办理")
    take_case(case=case, by=new_officer)
    answer_case(case=case, by=new_officer, text="答复")
    deliver_due()
    subjects = [mail.subject for mail in mailoutbox]
    assert len(subjects) >= 6
    assert all(case.reference in subject for subject in subjects)
    english = [mail for mail in mailoutbox if mail.to == [cast.owner.email]]
    assert any("another centre takes over" in mail.subject for mail in english)
    assert all("/en/cases/" in mail.body for mail in english)


def test_a_restricted_mail_says_nothing_but_that_there_is_a_message(mailoutbox: list[Any]) -> None:
    cast = Cast(held=True, state="in_consultation", restricted=True)
    answer_case(case=cast.case, by=cast.officer, text="秘密的答复")
    deliver_due()
    (mail,) = mailoutbox
    for secret in (cast.case.reference, "秘密", cast.enterprise.name_zh, "商标"):
        assert secret not in mail.subject + mail.body + str(mail.alternatives)


def test_an_enterprise_whose_filer_left_is_still_told() -> None:
    cast = Cast(held=True, state="in_consultation")
    end_memberships(cast.owner)
    answer_case(case=cast.case, by=cast.officer, text="答复")
    assert told(cast.owner) == []
    assert told(cast.member) == ["disputes.answered"]


def test_only_the_holder_asks_and_answers() -> None:
    cast = Cast(held=True, state="in_consultation")
    for person in (cast.colleague, cast.head, cast.hotline, cast.owner, cast.other_officer):
        with pytest.raises(NotAllowed):
            answer_case(case=cast.case, by=person, text="我来答")
    assert kinds(cast.case) == []


def test_an_assignment_goes_to_an_officer_of_the_centre_alone() -> None:
    cast = Cast()
    with pytest.raises(NotAllowed):
        assign_case(case=cast.case, by=cast.officer, officer=cast.colleague)
    with pytest.raises(Invalid):
        assign_case(case=cast.case, by=cast.head, officer=cast.other_officer)
    assign_case(case=cast.case, by=cast.head, officer=cast.colleague)
    assert (cast.case.holder, cast.case.state) == (cast.colleague, "in_consultation")
    assert told(cast.colleague) == ["disputes.assigned"]


def test_a_released_case_is_free_for_the_next() -> None:
    cast = Cast(held=True, state="in_consultation")
    release_case(case=cast.case, by=cast.officer)
    take_case(case=cast.case, by=cast.colleague)
    assert cast.case.holder == cast.colleague


def test_a_transfer_keeps_number_and_due_time_and_changes_who_sees_it() -> None:
    cast = Cast(held=True, state="in_consultation")
    number, due = cast.case.reference, cast.case.due_at
    transfer_case(case=cast.case, by=cast.officer, centre=cast.other_centre, reason="企业迁址")
    assert (cast.case.reference, cast.case.due_at) == (number, due)
    assert (cast.case.state, cast.case.holder) == ("submitted", None)
    assert Case.objects.visible_to(cast.other_officer).get() == cast.case
    assert not Case.objects.visible_to(cast.officer).exists()
    assert told(cast.owner) == ["disputes.transferred"]
    assert told(cast.other_officer) == ["disputes.arrived"]
    assert CaseMessage.objects.get().text == "企业迁址"


def test_a_transfer_needs_the_consent_of_the_enterprise() -> None:
    cast = Cast(held=True, state="in_consultation", consent_to_share=False)
    with pytest.raises(Invalid):
        transfer_case(case=cast.case, by=cast.officer, centre=cast.other_centre, reason="企业迁址")
    transfer_case(case=cast.case, by=cast.officer, centre=cast.other_centre, reason="企业迁址", consented=True)
    assert cast.case.consent_to_share
    assert CaseEvent.objects.get(kind="transferred").data["consent_recorded"] is True


@pytest.mark.parametrize("status", ["in_preparation", "category_only"])
def test_a_case_is_not_handed_to_a_centre_that_takes_none(status: str) -> None:
    cast = Cast(held=True, state="in_consultation")
    closed = GuidanceCentreFactory.create(fact_status=status)
    with pytest.raises(Invalid):
        transfer_case(case=cast.case, by=cast.officer, centre=closed, reason="试试")


def test_a_case_is_neither_offered_nor_handed_to_a_centre_where_nobody_works() -> None:
    cast = Cast(held=True, state="in_consultation")
    empty = GuidanceCentreFactory.create()
    offered = [value for value, _ in TransferForm(case=cast.case, user=cast.officer).fields["centre"].choices]  # type: ignore[attr-defined]  # a ModelChoiceField
    assert cast.other_centre.pk in offered
    assert empty.pk not in offered
    with pytest.raises(Invalid) as refused:
        transfer_case(case=cast.case, by=cast.officer, centre=empty, reason="试试")
    assert "centre" in refused.value.fields
    assert Case.objects.get(pk=cast.case.pk).centre == cast.centre


def test_an_answer_with_a_gap_of_the_template_is_refused_and_the_gap_named() -> None:
    cast = Cast(held=True, state="in_consultation")
    ReplyTemplateFactory.create(text_zh="核对送达日期：【日期】；", text_en="Check the date: [date]")
    for text, gap in [("核对送达日期：【日期】；", "【日期】"), ("Check the date: [date]", "[date]")]:
        with pytest.raises(Invalid) as refused:
            answer_case(case=cast.case, by=cast.officer, text=text)
        assert gap in str(refused.value.fields["text"])
    answer_case(case=cast.case, by=cast.officer, text="见 [2024] EWHC 12。【重要】请于 12 月 1 日前答辩。")
    assert cast.case.state == "answered"


def test_a_refusal_gives_reason_and_another_body() -> None:
    cast = Cast()
    refuse_case(
        case=cast.case,
        by=cast.officer,
        reason=RefusalReason.OTHER_BODY,
        text="请向海关咨询。",
        other_body="宁波海关",
    )
    assert (cast.case.state, cast.case.refusal_other_body) == ("refused", "宁波海关")
    assert told(cast.owner) == ["disputes.refused"]


def test_an_empty_text_is_refused_and_changes_nothing() -> None:
    cast = Cast(held=True, state="in_consultation")
    with pytest.raises(Invalid) as refusal:
        answer_case(case=cast.case, by=cast.officer, text=" \x00 ")
    assert refusal.value.fields.keys() == {"text"}
    assert (cast.case.state, kinds(cast.case)) == ("in_consultation", [])


def test_an_answer_can_be_added_to_and_keeps_its_first_time() -> None:
    cast = Cast(held=True, state="in_consultation")
    answer_case(case=cast.case, by=cast.officer, text="一")
    first = cast.case.answered_at
    reply(case=cast.case, by=cast.owner, text="还有一个问题")
    answer_case(case=cast.case, by=cast.officer, text="二")
    assert cast.case.answered_at == first
    assert kinds(cast.case) == ["answered", "replied", "answer_added"]


def test_a_case_is_rated_once_by_the_enterprise() -> None:
    cast = Cast(held=True, state="answered")
    with pytest.raises(NotAllowed):
        rate_case(case=cast.case, by=cast.officer, rating=5)
    with pytest.raises(Invalid):
        rate_case(case=cast.case, by=cast.owner, rating=6)
    rate_case(case=cast.case, by=cast.owner, rating=4, comment="很清楚")
    with pytest.raises(Conflict):
        rate_case(case=cast.case, by=cast.member, rating=1)


def test_a_closed_case_opens_again_within_the_window(clock_at: Clock) -> None:
    clock_at("2026-06-01T10:00+08:00")
    cast = Cast(held=True, state="answered")
    close_case(case=cast.case, by=cast.owner)
    clock_at("2026-11-27T10:00+08:00")
    reopen_case(case=cast.case, by=cast.owner, reason="又收到一封信")
    assert cast.case.state == "in_consultation"
    assert cast.case.due_at is not None
    assert cast.case.due_at > datetime.fromisoformat("2026-11-27T10:00+08:00")
    answer_case(case=cast.case, by=cast.officer, text="再答")
    close_case(case=cast.case, by=cast.owner)
    clock_at("2027-11-27T10:00+08:00")
    with pytest.raises(Conflict):
        reopen_case(case=cast.case, by=cast.owner, reason="太晚了")


def test_a_withdrawal_reaches_the_holder() -> None:
    cast = Cast(held=True, state="in_consultation")
    withdraw_case(case=cast.case, by=cast.owner, reason="已和解")
    assert told(cast.officer) == ["disputes.withdrawn"]
    assert CaseMessage.objects.get().kind == "withdrawal"


def test_events_are_chained_and_hold_no_text() -> None:
    cast = Cast()
    take_case(case=cast.case, by=cast.officer)
    ask_back(case=cast.case, by=cast.officer, text="非常私人的问题")
    events = list(CaseEvent.objects.filter(subject=cast.case))
    assert [event.seq for event in events] == [1, 2]
    assert events[1].prev_hash == events[0].hash
    assert all(event.hash == event.content_hash() for event in events)
    assert "私人" not in str([event.data for event in events])


PDF = b"%PDF-1.7\n%%EOF"


def test_a_paper_stays_with_the_message_and_the_side_it_came_from() -> None:
    cast = Cast(held=True, state="in_consultation")
    of_centre = add_document(case=cast.case, by=cast.officer, file=ContentFile(PDF, "意见.pdf"))
    first = reply(case=cast.case, by=cast.owner, text="一", files=[ContentFile(PDF + b"1", "a.pdf")])
    again = [ContentFile(PDF + b"1", "a.pdf"), ContentFile(PDF, "b.pdf")]
    second = reply(case=cast.case, by=cast.owner, text="二", files=again)
    assert first.documents.count() == 1
    assert not second.documents.exists()
    of_centre.refresh_from_db()
    assert of_centre.message is None


def test_a_reply_that_is_refused_keeps_no_paper_and_no_file(tmp_path: Path, settings: Any) -> None:
    settings.MEDIA_ROOT = tmp_path
    cast = Cast(held=True, state="in_consultation")
    good, bad = ContentFile(PDF, "a.pdf"), ContentFile(b"MZ", "x.exe")
    with pytest.raises(Invalid):
        reply(case=cast.case, by=cast.owner, text="附件", files=[good, bad])
    with pytest.raises(Invalid):
        reply(case=cast.case, by=cast.owner, text=" ", files=[good])
    cast.case.refresh_from_db()
    assert not cast.case.documents.exists()
    assert kinds(cast.case) == []
    assert not [path for path in tmp_path.rglob("*") if path.is_file()]
