"""What is mailed, to whom, when, in which words; and what a killed worker leaves."""

from collections.abc import Callable
from datetime import datetime, timedelta
from email.message import EmailMessage
from typing import Any

import pytest
from django.core import mail
from django.core.mail import EmailMultiAlternatives
from pytest_django import DjangoAssertNumQueries, Settings

from portal.lib import clock
from portal.notices.delivery import deliver_due
from portal.notices.models import Notice
from risk_warnings import actions, digests, tasks
from risk_warnings.matching import match_pending
from risk_warnings.models import Digest, DigestState, Level, RiskWarning
from tests.factories.accounts import UserFactory
from tests.factories.warnings import a_published_warning, a_subscription, an_issuer, the_groups, the_industries

pytestmark = pytest.mark.django_db

SetClock = Callable[[str], datetime]
DAY_BEFORE, AT_EIGHT = "2026-11-22T15:00+08:00", "2026-11-23T08:00+08:00"


@pytest.fixture(autouse=True)
def reference(clock_at: SetClock) -> None:
    the_groups()
    the_industries()
    clock_at(DAY_BEFORE)


def sent() -> list[EmailMultiAlternatives]:
    """Match, close and send what is due now; the mails that went out."""
    mail.outbox.clear()
    tasks.close_digests()
    deliver_due()
    found = mail.outbox
    return [message for message in found if isinstance(message, EmailMultiAlternatives)]


def html_of(message: EmailMultiAlternatives) -> str:
    return str(message.alternatives[0][0])


def test_an_instant_subscriber_is_told_at_once_and_once() -> None:
    subscription = a_subscription(rhythm="instant")
    warning = a_published_warning(level=Level.URGENT)
    tasks.match()
    deliver_due()
    (message,) = mail.outbox
    assert message.to == [subscription.user.email]
    assert message.subject == "风险预警（紧急）：美国对光伏组件发起 337 调查"
    assert f"/warnings/{warning.ref}/" in message.body
    assert sent() == []


def test_a_daily_subscriber_gets_one_mail_at_eight_with_everything_of_the_day(clock_at: SetClock) -> None:
    a_subscription()
    a_published_warning(level=Level.GENERAL, title_zh="一般事项", places=["US"])
    a_published_warning(level=Level.URGENT, title_zh="紧急事项", places=["DE"])
    a_published_warning(level=Level.IMPORTANT, title_zh="重要事项", places=["US"])
    assert sent() == []
    clock_at("2026-11-23T07:59+08:00")
    assert sent() == []
    clock_at(AT_EIGHT)
    (message,) = sent()
    assert message.subject == "3 条风险预警，最高级别：紧急"
    text = str(message.body)
    # grouped by place, the gravest first
    assert text.index("== 德国 ==") < text.index("紧急事项") < text.index("== 美国 ==") < text.index("重要事项")
    assert text.index("重要事项") < text.index("一般事项")
    assert text.count("== 美国 ==") == 1
    assert sent() == []


def test_each_item_says_why_it_came() -> None:
    a_subscription(rhythm="instant", places=["group:EU", "US"], industries=["C38"], rights=["patent"])
    a_published_warning(places=["DE"], industries=["KEY-PV"], rights=["patent", "design"])
    (message,) = sent()
    assert "订阅范围：EU 集团 · 大类C38 · 专利" in str(message.body)
    assert "订阅范围：EU 集团 · 大类C38 · 专利" in html_of(message)


def test_the_mail_speaks_the_language_of_the_subscription() -> None:
    a_subscription(user=UserFactory.create(language="zh-hans"), rhythm="instant", language="en", places=["US"])
    warning = a_published_warning(places=["US"])
    (message,) = sent()
    assert message.subject == "Risk warning (Important): Section 337 investigation into photovoltaic modules"
    assert f"/en/warnings/{warning.ref}/" in str(message.body)
    assert "United States of America" in str(message.body)
    assert '<html lang="en">' in html_of(message)


def test_the_mail_carries_a_one_click_unsubscribe() -> None:
    a_subscription(rhythm="instant")
    a_published_warning()
    (message,) = sent()
    raw = EmailMessage()
    raw["List-Unsubscribe"] = message.extra_headers["List-Unsubscribe"]
    assert message.extra_headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    link = str(raw["List-Unsubscribe"]).strip("<>")
    assert "/unsubscribe/" in link
    assert link in str(message.body)
    assert link in html_of(message)


def test_the_html_needs_no_image_no_script_and_no_other_host(settings: Settings) -> None:
    settings.BASE_URL = "https://portal.example"
    a_subscription(rhythm="instant")
    a_published_warning()
    (message,) = sent()
    html = html_of(message)
    assert "<img" not in html
    assert "<script" not in html
    assert "width=device-width" in html
    assert html.count("https://") == html.count("https://portal.example")


def test_markup_in_a_title_stays_text() -> None:
    a_subscription(rhythm="instant")
    a_published_warning(title_zh="<b>假</b> & 真")
    (message,) = sent()
    assert "<b>假</b>" not in html_of(message)
    assert "&lt;b&gt;假&lt;/b&gt; &amp; 真" in html_of(message)
    assert "<b>假</b> & 真" in str(message.body)


def test_a_recalled_warning_is_not_mailed(clock_at: SetClock) -> None:
    a_subscription()
    warning = a_published_warning()
    match_pending()
    actions.recall_warning(warning=warning, by=an_issuer(), version=warning.version, reason_zh="误", reason_en="Wrong")
    clock_at(AT_EIGHT)
    assert sent() == []
    assert Digest.objects.get().state == DigestState.CLOSED  # an empty digest closes without a mail


def test_a_warning_recalled_before_it_was_matched_reaches_nobody() -> None:
    a_subscription(rhythm="instant")
    warning = a_published_warning()
    actions.recall_warning(warning=warning, by=an_issuer(), version=warning.version, reason_zh="误", reason_en="Wrong")
    assert sent() == []
    assert not Digest.objects.exists()


def test_a_doubled_beat_makes_no_second_mail(clock_at: SetClock) -> None:
    a_subscription()
    a_published_warning()
    match_pending()
    clock_at(AT_EIGHT)
    assert digests.close_due() == {"closed": 1, "mails": 1}
    assert digests.close_due() == {"closed": 0, "mails": 0}
    assert Notice.objects.count() == 1


def test_a_close_that_dies_leaves_the_digest_open_and_no_mail(
    clock_at: SetClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    a_subscription()
    a_published_warning()
    match_pending()
    clock_at(AT_EIGHT)

    def die(*args: Any, **kwargs: Any) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(digests, "guarded_update", die)
        with pytest.raises(KeyboardInterrupt):
            digests.close_due()
    assert (Notice.objects.count(), Digest.objects.get().state) == (0, DigestState.OPEN)
    assert digests.close_due() == {"closed": 1, "mails": 1}
    assert Digest.objects.get().notice == Notice.objects.get()


def test_a_clock_that_steps_back_loses_and_repeats_nothing(clock_at: SetClock) -> None:
    a_subscription()
    first = a_published_warning()
    match_pending()
    clock_at(AT_EIGHT)
    assert len(sent()) == 1
    clock_at("2026-11-23T07:30+08:00")  # the period that ends at eight is closed already
    second = a_published_warning()
    match_pending()
    clock_at("2026-11-24T08:00+08:00")
    (message,) = sent()
    assert second.ref in str(message.body)
    assert first.ref not in str(message.body)


def test_more_digests_than_a_batch_are_closed_in_one_go(clock_at: SetClock, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(digests, "BATCH", 2)
    for _ in range(5):
        a_subscription()
    a_published_warning()
    match_pending()
    clock_at(AT_EIGHT)
    assert digests.close_due() == {"closed": 5, "mails": 5}


def test_the_digest_hour_is_a_setting(settings: Settings, clock_at: SetClock) -> None:
    settings.DIGEST_HOUR = 18
    a_subscription()
    a_published_warning()
    match_pending()
    assert Digest.objects.get().closes_at == clock.now() + timedelta(hours=3)


def test_a_warning_past_its_day_is_expired_by_the_sweep(clock_at: SetClock) -> None:
    warning = a_published_warning(expires_on=clock.today())
    clock_at("2026-11-23T00:01+08:00")
    tasks.close_digests()
    assert RiskWarning.objects.get(pk=warning.pk).state == "expired"


def test_the_tasks_carry_the_names_the_beat_and_the_actions_use(settings: Settings) -> None:
    assert tasks.close_digests.name == settings.CELERY_BEAT_SCHEDULE["warnings-close-digests"]["task"]
    assert tasks.match.name == "warnings.match"


@pytest.mark.parametrize("number", [1, 30])
def test_closing_costs_the_same_for_few_and_for_many_but_the_guarded_updates(
    number: int, clock_at: SetClock, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for _ in range(number):
        a_subscription()
    for _ in range(3):
        a_published_warning()
    match_pending()
    clock_at(AT_EIGHT)
    with django_assert_max_num_queries(25 + 2 * number):
        assert digests.close_due()["mails"] == number
