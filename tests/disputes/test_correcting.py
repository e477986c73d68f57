"""What is wrong in the log is corrected by a new entry; the wrong one stays."""

import uuid
from collections.abc import Callable

import pytest
from django.test import Client

from disputes.actions.answering import add_note, ask_back
from disputes.actions.correcting import correct_event
from disputes.models import CaseEvent, CaseMessage, CaseNote
from portal.accounts.models import User
from portal.lib.errors import Invalid, NotAllowed
from portal.lib.events import verify
from portal.notices.models import Notice
from tests.factories.disputes import Cast

pytestmark = pytest.mark.django_db
As = Callable[[User], Client]


@pytest.fixture
def held() -> Cast:
    cast = Cast(held=True, state="in_consultation")
    ask_back(case=cast.case, by=cast.officer, text="请补充送达日期。")
    return cast


def test_a_correction_names_the_entry_and_both_sides_read_it(held: Cast, as_user: As) -> None:
    event = correct_event(case=held.case, by=held.officer, seq=1, text="应为签收日期。")
    assert event is not None
    message = CaseMessage.objects.latest("pk")
    assert (event.kind, event.data) == ("event_corrected", {"corrects": 1, "message": message.pk})
    assert CaseEvent.objects.get(subject=held.case, seq=1).kind == "asked_back"
    assert verify(CaseEvent, held.case) == []
    for person, page in ((held.owner, "cases"), (held.officer, "triage")):
        text = as_user(person).get(f"/{page}/{held.case.reference}/").content.decode()
        assert "应为签收日期。" in text
        assert text.count("第 1 条") >= 1
    assert Notice.objects.filter(recipient=held.owner, kind="disputes.message").count() == 1


def test_the_centres_own_business_is_corrected_among_itself(held: Cast, as_user: As) -> None:
    add_note(case=held.case, by=held.officer, text="内部备注")
    event = correct_event(case=held.case, by=held.officer, seq=2, text="备注有误")
    assert event is not None
    assert (event.kind, event.data) == ("note_corrected", {"corrects": 2, "note": CaseNote.objects.latest("pk").pk})
    page = as_user(held.owner).get(f"/cases/{held.case.reference}/").content.decode()
    assert "备注有误" not in page
    assert "备注有误" in as_user(held.officer).get(f"/triage/{held.case.reference}/").content.decode()


@pytest.mark.parametrize("who", ["owner", "counsel", "colleague", "hotline"])
def test_only_who_holds_the_case_or_assigns_corrects(who: str, held: Cast) -> None:
    with pytest.raises(NotAllowed):
        correct_event(case=held.case, by=getattr(held, who), seq=1, text="x")
    assert CaseEvent.objects.filter(subject=held.case).count() == 1


def test_an_entry_that_is_not_there_cannot_be_corrected(held: Cast) -> None:
    for seq in (0, 2, -1):
        with pytest.raises(Invalid):
            correct_event(case=held.case, by=held.officer, seq=seq, text="x")
    with pytest.raises(Invalid):
        correct_event(case=held.case, by=held.officer, seq=1, text=" ")


def test_the_page_offers_it_and_sent_twice_it_is_one(held: Cast, as_user: As) -> None:
    client, path = as_user(held.head), f"/triage/{held.case.reference}/correct/"
    data = {"correct-seq": "1", "correct-text": "更正", "correct-form_key": str(uuid.uuid4())}
    for _time in range(2):
        assert client.post(path, data).status_code == 302
    assert CaseEvent.objects.filter(kind="event_corrected").count() == 1
    assert client.post(path, {**data, "correct-seq": "9"}).status_code == 400
