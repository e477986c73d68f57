"""What a recall does to mails: those on their way, those that arrived, and those of whoever wants none any more."""

from collections.abc import Callable
from datetime import datetime

import pytest
from django.core import mail

from portal.notices import delivery
from portal.notices.delivery import deliver_due
from portal.notices.models import Notice, NoticeState
from risk_warnings import actions, tasks
from risk_warnings.models import Digest, DigestState, RiskWarning
from tests.factories.accounts import UserFactory
from tests.factories.warnings import a_published_warning, a_subscription, an_issuer, the_groups, the_industries

pytestmark = pytest.mark.django_db

SetClock = Callable[[str], datetime]
AT_EIGHT = "2026-11-23T08:00+08:00"


@pytest.fixture(autouse=True)
def reference(clock_at: SetClock) -> None:
    the_groups()
    the_industries()
    clock_at("2026-11-22T15:00+08:00")


def recall(warning: RiskWarning) -> None:
    warning.refresh_from_db()
    actions.recall_warning(
        warning=warning, by=an_issuer(), version=warning.version, reason_zh="来源有误", reason_en="The source was wrong"
    )


def sent() -> list[str]:
    """Subject and text of every mail that is due now."""
    mail.outbox.clear()
    deliver_due()
    return [f"{message.subject}\n{message.body}" for message in mail.outbox]


@pytest.mark.parametrize("state", [NoticeState.PENDING, NoticeState.RETRY])
def test_an_instant_mail_that_has_not_gone_out_is_not_sent_any_more(state: NoticeState) -> None:
    a_subscription(rhythm="instant")
    warning = a_published_warning()
    tasks.match()
    Notice.objects.update(state=state)
    recall(warning)
    assert sent() == []
    assert Notice.objects.get().state == NoticeState.SUPPRESSED


def test_a_closed_digest_that_has_not_gone_out_keeps_only_the_other_warnings(clock_at: SetClock) -> None:
    a_subscription()
    wrong, right = a_published_warning(title_zh="误报事项"), a_published_warning(title_zh="属实事项")
    tasks.match()
    clock_at(AT_EIGHT)
    tasks.close_digests()
    assert Digest.objects.get().state == DigestState.CLOSED
    recall(wrong)
    (text,) = sent()
    assert right.ref in text
    assert wrong.ref not in text
    assert "误报事项" not in text


@pytest.mark.parametrize(
    ("language", "words"),
    [("zh-hans", ["预警已撤回", "来源有误"]), ("en", ["has been recalled", "The source was wrong"])],
)
def test_whoever_was_told_is_told_of_the_recall_once_in_their_language(language: str, words: list[str]) -> None:
    reader = a_subscription(rhythm="instant", language=language).user
    warning = a_published_warning()
    tasks.match()
    assert len(sent()) == 1
    recall(warning)
    notice = Notice.objects.get(kind="warnings.recalled")
    assert (notice.key, notice.recipient) == (f"warnings:recalled:{warning.pk}:{reader.pk}", reader)
    (text,) = sent()
    assert warning.ref in text
    for word in words:
        assert word in text
    assert "List-Unsubscribe" in mail.outbox[0].extra_headers
    assert sent() == []


def test_a_mail_that_is_on_the_line_is_never_tried_again_and_its_reader_is_told() -> None:
    a_subscription(rhythm="instant")
    warning = a_published_warning()
    tasks.match()
    (claimed,) = delivery.claim(1)
    recall(warning)
    with delivery.Line() as line:
        assert delivery.deliver(claimed, line) is None
    (text,) = sent()
    assert "撤回" in text


def test_whoever_ended_their_subscriptions_or_was_never_told_gets_no_word_of_it() -> None:
    gone = a_subscription(rhythm="instant")
    a_subscription(rhythm="daily")
    a_subscription(user=UserFactory.create(), places=["DE"], rhythm="instant")
    warning = a_published_warning(places=["US"])
    tasks.match()
    assert len(sent()) == 1
    actions.unsubscribe_everything(user=gone.user)
    recall(warning)
    assert not Notice.objects.filter(kind="warnings.recalled").exists()
