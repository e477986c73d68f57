"""Queueing a mail: one row a key, a fixed Message-ID, and a broker that may be down."""

from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.core import mail
from django.utils.translation import gettext_lazy
from pytest_django import Settings

from portal.celery import app as celery_app
from portal.notices import waking
from portal.notices.actions import queue, suppress
from portal.notices.delivery import deliver_due
from portal.notices.links import absolute
from portal.notices.mail import build_message, render_mail
from portal.notices.models import Notice, NoticeState, Suppression
from tests.factories.accounts import UserFactory
from tests.factories.notices import KIND, NoticeFactory

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def rested_broker(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(waking, "_rest_until", 0.0)


def test_a_queued_mail_goes_to_the_person_in_their_language() -> None:
    person = UserFactory.create(language="en")
    notice = queue(key="a", kind=KIND, recipient=person, context={"name": "Li"})
    assert (notice.address, notice.language, notice.state) == (person.email, "en", NoticeState.PENDING)
    deliver_due()
    assert [(m.to, m.subject) for m in mail.outbox] == [([person.email], "Hello, Li")]


def test_a_second_call_with_the_same_key_changes_nothing() -> None:
    person = UserFactory.create()
    first = queue(key="a", kind=KIND, recipient=person, context={"name": "Li"})
    second = queue(key="a", kind=KIND, recipient=person, context={"name": "Wang"})
    assert (second.pk, second.message_id, second.payload) == (first.pk, first.message_id, {"name": "Li"})


def test_a_notice_without_an_address_is_a_programming_error() -> None:
    with pytest.raises(ValueError, match="nobody"):
        queue(key="a", kind=KIND, recipient=None)


def test_the_snapshot_is_plain_text_in_the_recipients_language() -> None:
    context = {"day": date(2026, 11, 22), "at": datetime(2026, 11, 22, tzinfo=UTC), "state": gettext_lazy("Sent")}
    notice = queue(key="a", kind=KIND, recipient=None, address="a@example.com", language="zh-hans", context=context)
    assert notice.payload == {"day": "2026-11-22", "at": "2026-11-22T00:00:00Z", "state": "已发送"}


def test_a_refused_address_gets_a_suppressed_row_and_no_mail() -> None:
    suppress(address="Gone@example.com", reason="550")
    notice = queue(key="a", kind=KIND, recipient=None, address="gone@example.com", context={"name": "x"})
    assert notice.state == NoticeState.SUPPRESSED
    deliver_due()
    assert mail.outbox == []


def test_suppressing_an_address_twice_is_harmless() -> None:
    suppress(address="gone@example.com", reason="550 first")
    suppress(address="GONE@example.com", reason="550 second")
    assert [(s.address, s.reason) for s in Suppression.objects.all()] == [("gone@example.com", "550 first")]


def test_a_broken_broker_neither_breaks_the_request_nor_is_asked_again_at_once(
    monkeypatch: pytest.MonkeyPatch, django_capture_on_commit_callbacks: Any
) -> None:
    asked: list[str] = []

    def refuse(name: str, **options: object) -> None:
        asked.append(name)
        raise ConnectionRefusedError("no broker")

    monkeypatch.setattr(celery_app, "send_task", refuse)
    for key in ("a", "b"):
        with django_capture_on_commit_callbacks(execute=True):
            queue(key=key, kind=KIND, recipient=None, address="a@example.com", context={"name": "x"})
    assert asked == ["notices.deliver_due"]
    assert Notice.objects.count() == 2


def test_a_queued_mail_wakes_the_worker_once_it_is_committed(
    monkeypatch: pytest.MonkeyPatch, django_capture_on_commit_callbacks: Any
) -> None:
    asked: list[str] = []
    monkeypatch.setattr(celery_app, "send_task", lambda name, **options: asked.append(name))
    with django_capture_on_commit_callbacks(execute=True):
        queue(key="a", kind=KIND, recipient=None, address="a@example.com", context={"name": "x"})
        assert asked == []
    assert asked == ["notices.deliver_due"]


def test_every_mail_of_a_row_carries_the_same_message_id_and_its_own_headers() -> None:
    notice = NoticeFactory.build(headers={"List-Unsubscribe": "<http://127.0.0.1:8000/u/>"})
    first, second = build_message(notice).message(), build_message(notice).message()
    assert first["Message-ID"] == second["Message-ID"] == notice.message_id
    assert first["List-Unsubscribe"] == "<http://127.0.0.1:8000/u/>"
    assert first["Auto-Submitted"] == "auto-generated"


def test_markup_in_a_snapshot_stays_text_and_a_line_break_opens_no_header() -> None:
    notice = NoticeFactory.build(payload={"name": "<b>Li</b>\r\nBcc: x@example.com", "link": "http://127.0.0.1/y/"})
    subject, text, html = render_mail(notice)
    assert subject == "Hello, <b>Li</b> Bcc: x@example.com"
    assert "<b>Li</b>" in text
    assert "<b>Li</b>" not in html
    assert '<a href="http://127.0.0.1/y/"' in html


def test_the_frame_of_a_mail_is_written_in_the_language_of_the_row() -> None:
    assert "海外知识产权纠纷应对指导" in render_mail(NoticeFactory.build(language="zh-hans"))[1]
    assert "Overseas IP dispute guidance" in render_mail(NoticeFactory.build(language="en"))[1]


def test_a_link_in_a_mail_leads_to_the_page_in_the_readers_language(settings: Settings) -> None:
    settings.BASE_URL = "https://portal.example"
    assert absolute("home", language="zh-hans") == "https://portal.example/"
    assert absolute("home", language="en") == "https://portal.example/en/"
