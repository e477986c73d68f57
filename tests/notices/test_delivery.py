"""The sweeper against a real SMTP server: what it sends, tries again, gives up and never sends twice."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.core.management import call_command
from pytest_django import Settings

from portal.lib import clock
from portal.notices import delivery
from portal.notices.actions import queue
from portal.notices.delivery import BATCH, MAX_ATTEMPTS, claim, deliver, deliver_due, lease_time, wait_after
from portal.notices.models import Notice, NoticeState, Suppression
from portal.notices.tasks import deliver_due as task
from tests.factories.notices import KIND, NoticeFactory
from tests.notices.smtp import SmtpServer

pytestmark = pytest.mark.django_db

SetClock = Callable[[str], datetime]
GONE = "550 5.1.1 no such person"


def states() -> list[str]:
    return list(Notice.objects.order_by("pk").values_list("state", flat=True))


def test_everything_due_goes_out_once_over_one_connection(smtp: SmtpServer) -> None:
    notices = NoticeFactory.create_batch(BATCH + 5)
    assert deliver_due() == {"sent": BATCH + 5}
    assert sorted(str(m["Message-ID"]) for m in smtp.mails) == sorted(n.message_id for n in notices)
    assert len(smtp.keeper.sessions) == 1
    assert set(states()) == {NoticeState.SENT}
    assert deliver_due() == {}
    assert len(smtp.mails) == BATCH + 5


def test_what_is_not_yet_due_waits(smtp: SmtpServer, clock_at: SetClock) -> None:
    now = clock_at("2026-11-22T09:00+08:00")
    NoticeFactory.create(not_before=now + timedelta(hours=1))
    assert deliver_due() == {}
    clock_at("2026-11-22T10:00+08:00")
    assert deliver_due() == {"sent": 1}


def test_one_bad_address_stops_nobody_and_is_never_written_to_again(smtp: SmtpServer) -> None:
    smtp.keeper.at_rcpt["bad@example.com"] = GONE
    before, bad, after = (NoticeFactory.create(address=f"{name}@example.com") for name in ("a", "bad", "c"))
    assert deliver_due() == {"sent": 2, "suppressed": 1}
    assert [str(m["To"]) for m in smtp.mails] == [before.address, after.address]
    assert len(smtp.keeper.sessions) == 1
    bad.refresh_from_db()
    assert (bad.state, bad.last_error) == (NoticeState.SUPPRESSED, GONE)
    assert Suppression.objects.get().address == "bad@example.com"


def test_a_refusal_after_the_text_suppresses_too(smtp: SmtpServer) -> None:
    smtp.keeper.at_data["bad@example.com"] = "550 mailbox unavailable"
    NoticeFactory.create(address="bad@example.com")
    assert deliver_due() == {"suppressed": 1}


@pytest.mark.parametrize("answer", ["550 5.7.1 relaying denied", "554 5.6.0 content refused"])
def test_a_refusal_of_us_or_of_the_text_does_not_silence_the_address(smtp: SmtpServer, answer: str) -> None:
    smtp.keeper.at_data["a@example.com"] = answer
    NoticeFactory.create(address="a@example.com")
    assert deliver_due() == {"retry": 1}
    assert not Suppression.objects.exists()


def test_a_refused_sender_is_our_own_fault_and_silences_nobody(smtp: SmtpServer) -> None:
    smtp.keeper.at_mail = "553 sender not allowed"
    NoticeFactory.create_batch(2)
    assert deliver_due() == {"retry": 2}
    assert not Suppression.objects.exists()


def test_a_temporary_refusal_backs_off_and_then_succeeds(smtp: SmtpServer, clock_at: SetClock) -> None:
    now = clock_at("2026-11-22T09:00+08:00")
    smtp.keeper.at_rcpt["slow@example.com"] = "451 try later"
    notice = NoticeFactory.create(address="slow@example.com")
    assert deliver_due() == {"retry": 1}
    notice.refresh_from_db()
    assert (notice.attempts, notice.not_before, notice.last_error) == (1, now + wait_after(1), "451 try later")
    assert deliver_due() == {}
    smtp.keeper.at_rcpt.clear()
    clock_at("2026-11-22T09:02+08:00")
    assert deliver_due() == {"sent": 1}


def test_a_server_that_hangs_up_is_called_again_for_the_next(smtp: SmtpServer) -> None:
    smtp.keeper.at_rcpt["first@example.com"] = "421 closing"
    NoticeFactory.create(address="first@example.com")
    NoticeFactory.create(address="second@example.com")
    assert deliver_due() == {"retry": 1, "sent": 1}


def test_without_a_server_everything_is_kept_for_later(smtp: SmtpServer) -> None:
    smtp.stop()
    NoticeFactory.create_batch(3)
    assert deliver_due() == {"retry": 3}
    assert not Suppression.objects.exists()


def test_a_server_that_is_away_costs_one_attempt_a_run_and_not_one_a_mail(smtp: SmtpServer) -> None:
    smtp.stop()
    NoticeFactory.create_batch(BATCH + 5)
    assert deliver_due() == {"retry": BATCH}
    assert sum(Notice.objects.values_list("attempts", flat=True)) == 1
    assert not Notice.objects.filter(state=NoticeState.CLAIMED).exists()
    assert Notice.objects.filter(lease=None, not_before__lte=clock.now()).count() == BATCH + 4


def test_a_killed_sweeper_costs_an_attempt_only_where_it_was(
    smtp: SmtpServer, clock_at: SetClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    now = clock_at("2026-11-22T09:00+08:00")
    tried, waiting = NoticeFactory.create_batch(2)

    def die(*args: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(delivery.Line, "send", die)
    for n in range(MAX_ATTEMPTS):
        with clock.set_to(now + n * lease_time()), pytest.raises(KeyboardInterrupt):
            deliver_due()
    monkeypatch.undo()
    with clock.set_to(now + MAX_ATTEMPTS * lease_time()):
        assert deliver_due() == {"failed": 1, "sent": 1}
    tried.refresh_from_db()
    waiting.refresh_from_db()
    assert (tried.state, waiting.state, waiting.attempts) == (NoticeState.FAILED, NoticeState.SENT, 1)


def test_the_last_attempt_gives_up(smtp: SmtpServer) -> None:
    smtp.keeper.at_rcpt["slow@example.com"] = "451 try later"
    notice = NoticeFactory.create(address="slow@example.com", attempts=MAX_ATTEMPTS - 1)
    assert deliver_due() == {"failed": 1}
    notice.refresh_from_db()
    assert (notice.state, notice.last_error, notice.leased_until) == (NoticeState.FAILED, "451 try later", None)


def test_a_mail_without_templates_does_not_stop_the_others(smtp: SmtpServer) -> None:
    NoticeFactory.create(kind="notices.there_is_none")
    NoticeFactory.create()
    assert deliver_due() == {"retry": 1, "sent": 1}
    assert "TemplateDoesNotExist" in Notice.objects.get(state=NoticeState.RETRY).last_error


def test_an_address_suppressed_after_queueing_gets_no_mail(smtp: SmtpServer) -> None:
    Suppression.objects.create(address="reader@example.com", reason="asked for none")
    NoticeFactory.create(address="Reader@example.com")
    assert deliver_due() == {"suppressed": 1}
    assert smtp.mails == []


def test_a_claimed_row_is_left_alone_until_its_lease_runs_out(smtp: SmtpServer, clock_at: SetClock) -> None:
    now = clock_at("2026-11-22T09:00+08:00")
    (claimed,) = NoticeFactory.create_batch(1) and claim(10)
    assert deliver_due() == {}
    with clock.set_to(now + lease_time()):
        assert deliver_due() == {"sent": 1}
    assert [str(m["Message-ID"]) for m in smtp.mails] == [claimed.message_id]


def test_a_mail_repeated_after_a_kill_keeps_its_message_id(
    smtp: SmtpServer, clock_at: SetClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    now = clock_at("2026-11-22T09:00+08:00")
    notice = NoticeFactory.create()

    def die(*args: object, **changes: object) -> bool:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:  # the worker dies between sending and marking
        patch.setattr(delivery, "finish", die)
        with pytest.raises(KeyboardInterrupt):
            deliver_due()
    with clock.set_to(now + lease_time()):
        assert deliver_due() == {"sent": 1}
    assert [str(m["Message-ID"]) for m in smtp.mails] == [notice.message_id] * 2


def test_a_sweeper_whose_lease_was_taken_sends_and_marks_nothing(smtp: SmtpServer, clock_at: SetClock) -> None:
    now = clock_at("2026-11-22T09:00+08:00")
    NoticeFactory.create()
    (mine,) = claim(1)
    with clock.set_to(now + lease_time()):
        (theirs,) = claim(1)
        with delivery.Line() as line:
            assert deliver(mine, line) is None
            assert smtp.mails == []
            assert deliver(theirs, line) == NoticeState.SENT
    assert len(smtp.mails) == 1


def test_a_row_that_kills_every_sweeper_is_given_up(smtp: SmtpServer) -> None:
    notice = NoticeFactory.create(state=NoticeState.CLAIMED, leased_until=clock.now(), attempts=MAX_ATTEMPTS)
    assert deliver_due() == {"failed": 1}
    notice.refresh_from_db()
    assert "abandoned" in notice.last_error
    assert smtp.mails == []


@pytest.mark.parametrize(("answer", "kept"), [("", False), ("451 try later", True), (GONE, False)])
def test_a_link_is_kept_only_as_long_as_the_mail_may_still_go_out(smtp: SmtpServer, answer: str, kept: bool) -> None:
    if answer:
        smtp.keeper.at_rcpt["a@example.com"] = answer
    secrets = {"link": "http://x/1/", "activate_url": "http://x/2/", "url": "http://x/3/"}
    notice = NoticeFactory.create(address="a@example.com", payload={"name": "Ms Li", **secrets})
    deliver_due()
    notice.refresh_from_db()
    assert notice.payload == {"name": "Ms Li", **(secrets if kept else dict.fromkeys(secrets, ""))}


def test_a_mail_written_to_a_refused_address_keeps_no_link() -> None:
    Suppression.objects.create(address="gone@example.com", reason="550")
    notice = queue(key="a", kind=KIND, recipient=None, address="gone@example.com", context={"link": "http://x/"})
    assert notice.payload == {"link": ""}


def test_the_wait_doubles_up_to_four_hours() -> None:
    waits = [wait_after(n) for n in range(1, MAX_ATTEMPTS)]
    assert waits[:3] == [timedelta(minutes=1), timedelta(minutes=2), timedelta(minutes=4)]
    assert waits == sorted(waits)
    assert waits[-1] == timedelta(hours=4)


def test_a_limit_leaves_the_rest_for_the_next_run(smtp: SmtpServer) -> None:
    NoticeFactory.create_batch(3)
    assert deliver_due(limit=2) == {"sent": 2}
    assert deliver_due(limit=2) == {"sent": 1}


def test_the_command_and_the_task_send_what_is_due(
    smtp: SmtpServer, settings: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    call_command("send_due")
    NoticeFactory.create()
    call_command("send_due")
    assert capsys.readouterr().out == "Nothing is due.\nsent: 1\n"
    NoticeFactory.create()
    assert task() == {"sent": 1}
    assert task.name == settings.CELERY_BEAT_SCHEDULE["notices-deliver"]["task"]
