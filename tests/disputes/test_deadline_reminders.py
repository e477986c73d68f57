"""The reminder ladder: each rung once, to whom it concerns, whatever is killed or doubled."""

from datetime import timedelta
from typing import Any

import pytest

from disputes import deadline_mails
from disputes.actions import reminding
from disputes.actions.deadlines import mark_done, reopen_deadline
from disputes.actions.reminding import remind_due, rung_of
from disputes.choices import CaseKind
from disputes.models import Case, CaseEvent, Deadline
from disputes.states import CaseState
from portal.accounts.models import User
from portal.lib import clock
from portal.notices.delivery import deliver_due
from portal.notices.models import Notice
from tests.factories.deadlines import a_deadline, a_rule, due_in
from tests.factories.disputes import Cast
from tests.factories.emergencies import a_filing, case_of, the_ground

pytestmark = pytest.mark.django_db
MORNING = "2026-11-23T09:00+08:00"


@pytest.fixture(autouse=True)
def _morning(clock_at: Any) -> None:
    clock_at(MORNING)


@pytest.fixture
def cast(_morning: None) -> Cast:
    return Cast(held=True, kind=CaseKind.GUIDANCE, state=CaseState.IN_GUIDANCE)


def told(kind: str = "disputes.deadline_reminder") -> set[User | None]:
    return {notice.recipient for notice in Notice.objects.filter(kind=kind)}


@pytest.mark.parametrize(
    ("left", "rung"), [(31, None), (30, 30), (15, 30), (14, 14), (5, 7), (3, 3), (2, 3), (1, 1), (0, 0), (-1, 0)]
)
def test_a_deadline_stands_on_the_smallest_rung_that_is_not_below_it(left: int, rung: int | None) -> None:
    assert rung_of(left) == rung


def test_enterprise_holder_and_head_are_told_once_a_rung(cast: Cast) -> None:
    row = due_in(cast.case, 14)
    assert remind_due() == {"reminded": 1, "passed": 0}
    assert told() == {cast.owner, cast.officer, cast.head}
    row.refresh_from_db()
    assert row.reminded == 14
    assert remind_due() == {"reminded": 0, "passed": 0}
    assert Notice.objects.count() == 3


def test_a_case_with_five_days_left_gets_one_mail_and_not_three(cast: Cast) -> None:
    due_in(cast.case, 5)
    remind_due()
    assert {notice.key.split(":")[2] for notice in Notice.objects.all()} == {"7"}
    assert Notice.objects.filter(recipient=cast.owner).count() == 1


def test_every_rung_comes_on_its_day(cast: Cast, clock_at: Any) -> None:
    due_in(cast.case, 30)
    start = clock.now()
    sent = []
    for day in range(31):
        clock_at((start + timedelta(days=day)).isoformat())
        sent += [30 - day] * remind_due()["reminded"]
    assert sent == [30, 14, 7, 3, 1, 0]


def test_several_deadlines_of_a_case_are_one_mail(cast: Cast) -> None:
    due_in(cast.case, 3, act_zh="答辩", act_en="Answer")
    due_in(cast.case, 7, act_zh="听证", act_en="Hearing")
    assert remind_due()["reminded"] == 2
    notice = Notice.objects.get(recipient=cast.owner)
    assert [row["act"] for row in notice.payload["rows"]] == ["答辩", "听证"]


def test_when_nobody_holds_the_case_everybody_at_the_centre_is_told() -> None:
    cast = Cast(kind=CaseKind.GUIDANCE, state=CaseState.ACCEPTED)
    due_in(cast.case, 3)
    remind_due()
    assert told() == {cast.owner, cast.officer, cast.colleague, cast.reviewer, cast.head}


@pytest.mark.parametrize("state", [CaseState.WITHDRAWN, CaseState.CLOSED, CaseState.ARCHIVED, CaseState.TERMINATED])
def test_an_ended_case_reminds_nobody(state: CaseState) -> None:
    due_in(Cast(kind=CaseKind.GUIDANCE, state=state).case, 3)
    due_in(Cast(kind=CaseKind.GUIDANCE, state=state).case, -3)
    assert remind_due() == {"reminded": 0, "passed": 0}
    assert not Notice.objects.exists()


def test_what_is_done_and_a_demonstration_remind_nobody(cast: Cast) -> None:
    mark_done(deadline=due_in(cast.case, 3), by=cast.owner)
    demo = Cast(is_demo=True)
    due_in(demo.case, 3)
    assert remind_due() == {"reminded": 0, "passed": 0}


def test_while_the_clock_of_the_centre_stands_legal_time_runs_on(cast: Cast) -> None:
    Case.objects.filter(pk=cast.case.pk).update(waiting_on="enterprise", paused_at=clock.now())
    due_in(cast.case, 3)
    assert remind_due()["reminded"] == 1


def test_of_a_restricted_case_the_mail_says_only_that_there_is_a_message() -> None:
    cast = Cast(held=True, kind=CaseKind.GUIDANCE, state=CaseState.IN_GUIDANCE, restricted=True)
    due_in(cast.case, 3)
    remind_due()
    assert {notice.kind for notice in Notice.objects.all()} == {"disputes.restricted"}
    assert str(cast.case.reference) not in str([notice.payload for notice in Notice.objects.all()])


def test_nothing_is_sent_before_eight(cast: Cast, clock_at: Any) -> None:
    due_in(cast.case, 3)
    clock_at("2026-11-23T07:59+08:00")
    assert remind_due() == {"reminded": 0, "passed": 0}
    clock_at("2026-11-23T08:00+08:00")
    assert remind_due()["reminded"] == 1


def test_a_kill_between_rung_and_mail_leaves_neither(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    row = due_in(cast.case, 3)

    def killed(*args: Any) -> None:
        raise SystemExit

    with monkeypatch.context() as patched:
        patched.setattr(reminding, "tell_reminder", killed)
        with pytest.raises(SystemExit):
            remind_due()
    row.refresh_from_db()
    assert row.reminded is None
    assert remind_due()["reminded"] == 1
    assert Notice.objects.filter(recipient=cast.owner).count() == 1


def test_one_case_that_cannot_be_told_keeps_no_other_from_it(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    broken, whole = due_in(cast.case, 3), due_in(Cast().case, 3)
    tell = deadline_mails.tell_reminder

    def fails_once(case: Case, rows: Any) -> None:
        if case.pk == broken.case_id:
            raise RuntimeError("mail")
        tell(case, rows)

    monkeypatch.setattr(reminding, "tell_reminder", fails_once)
    assert remind_due()["reminded"] == 1
    whole.refresh_from_db()
    assert whole.reminded == 3


def test_after_the_last_minute_holder_and_head_are_asked_once(cast: Cast) -> None:
    row = due_in(cast.case, -1)
    assert remind_due() == {"reminded": 0, "passed": 1}
    assert remind_due() == {"reminded": 0, "passed": 0}
    assert told("disputes.deadline_passed") == {cast.officer, cast.head}
    row.refresh_from_db()
    assert row.reminded == -1
    assert CaseEvent.objects.filter(subject=cast.case, kind="deadline_passed").count() == 1


def test_the_day_ends_when_it_ends_at_the_forum(cast: Cast, clock_at: Any) -> None:
    clock_at("2026-11-23T10:00+08:00")
    row = a_deadline(cast, rule=a_rule(quantity=7, unit="calendar_day"), trigger=clock.today() - timedelta(days=7))
    assert row.act_by == clock.today()
    assert remind_due() == {"reminded": 1, "passed": 0}
    clock_at("2026-11-24T12:58+08:00")  # 23:58 of the day before in New York
    assert remind_due()["passed"] == 0
    clock_at("2026-11-24T13:00+08:00")
    assert remind_due()["passed"] == 1


def test_the_mail_names_the_cut_off_on_both_clocks(cast: Cast) -> None:
    a_deadline(cast, rule=a_rule(quantity=8), trigger=clock.today() - timedelta(days=5))
    remind_due()
    (row,) = Notice.objects.get(recipient=cast.owner).payload["rows"]
    assert "23:59" in row["there"]
    assert "America/New_York" in row["there"]
    assert "12:59" in row["beijing"]
    assert row["unchecked"]


def test_the_mails_can_be_read(cast: Cast, mailoutbox: list[Any]) -> None:
    due_in(cast.case, 3)
    due_in(cast.case, -1)
    remind_due()
    deliver_due()
    subjects = [mail.subject for mail in mailoutbox]
    assert len(subjects) == 5
    assert all("提交答辩" in subject for subject in subjects)


def test_reminding_costs_the_same_to_look_at_many(cast: Cast, django_assert_max_num_queries: Any) -> None:
    for _number in range(12):
        due_in(Cast().case, 40)
    with django_assert_max_num_queries(2):
        assert remind_due() == {"reminded": 0, "passed": 0}
    assert Deadline.objects.count() == 12


def test_a_reopened_deadline_is_told_anew_and_hides_no_other(cast: Cast) -> None:
    row = due_in(cast.case, 7, act_zh="答辩", act_en="Answer")
    remind_due()
    mark_done(deadline=row, by=cast.owner)
    reopen_deadline(deadline=row, by=cast.owner)
    due_in(cast.case, 14, act_zh="听证", act_en="Hearing")
    assert remind_due()["reminded"] == 2
    newest = Notice.objects.filter(recipient=cast.owner, kind="disputes.deadline_reminder").latest("pk")
    assert [one["act"] for one in newest.payload["rows"]] == ["答辩", "听证"]


def test_whoever_filed_an_emergency_without_an_account_is_told_the_day_over_the_private_link() -> None:
    the_ground()
    filing = a_filing(email="shop@example.com", phone="")
    case = case_of(filing)
    row = due_in(case, 3)
    remind_due()
    notice = Notice.objects.get(kind="disputes.emergency_deadline")
    assert (notice.address, notice.recipient) == ("shop@example.com", None)
    assert f"{row.act_by:%Y-%m-%d}" in notice.payload["day"]
    assert "rows" not in notice.payload
