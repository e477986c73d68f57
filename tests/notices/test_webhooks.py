"""The second channel of the ledger: what is posted, what follows from the answer."""

import hashlib
import hmac
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta

import pytest
from django.core.management import call_command
from pytest_django import Settings

from portal.lib import clock
from portal.notices.actions import endpoints_for, insert, prepare_post
from portal.notices.delivery import deliver_due
from portal.notices.endpoints import rotate_secret
from portal.notices.models import Channel, DisabledWhy, Notice, NoticeState, Topic, WebhookEndpoint
from portal.notices.signing import secret_of
from portal.notices.webhooks import deliver_webhooks
from tests.factories.accounts import GuidanceCentreFactory, a_member
from tests.factories.webhooks import WebhookEndpointFactory
from tests.notices.receiver import Posted, Receiver

pytestmark = pytest.mark.django_db


@pytest.fixture
def receiver(settings: Settings) -> Iterator[Receiver]:
    settings.WEBHOOK_ALLOW_PRIVATE = True
    settings.PRODUCTION = False
    with Receiver() as opened:
        yield opened


@pytest.fixture
def endpoint(receiver: Receiver) -> WebhookEndpoint:
    return WebhookEndpointFactory.create(url=receiver.url, name="Gateway")


def queued(endpoint: WebhookEndpoint, key: str = "one") -> Notice:
    insert(
        [
            prepare_post(
                endpoint=endpoint, key=key, kind="notices.webhook_test", context={"name": "x", "url": "https://p/"}
            )
        ]
    )
    return Notice.objects.get(key=f"{key}:hook:{endpoint.pk}")


def signs(secret: str, posted: Posted) -> str:
    message = posted.headers["X-Portal-Timestamp"].encode() + b"." + posted.body
    return "v1=" + hmac.new(secret.encode(), message, hashlib.sha256).hexdigest()


def test_a_message_is_posted_once_with_its_snapshot_and_a_signature(
    endpoint: WebhookEndpoint, receiver: Receiver
) -> None:
    notice = queued(endpoint)
    queued(endpoint)  # the same key again
    assert deliver_webhooks() == {"sent": 1}
    assert deliver_webhooks() == {}
    [posted] = receiver.posted
    assert posted.json["version"] == 1
    assert posted.json["kind"] == "notices.webhook_test"
    assert posted.json["data"] == {"name": "x", "url": "https://p/"}
    assert "x" in posted.json["subject"]
    assert posted.json["text"].strip()
    assert posted.headers["X-Portal-Id"] == notice.message_id.strip("<>") == posted.json["id"]
    assert posted.headers["X-Portal-Signature"] == signs(secret_of(endpoint.salt), posted)
    assert abs(int(posted.headers["X-Portal-Timestamp"]) - clock.now().timestamp()) < 60
    notice.refresh_from_db()
    assert notice.state == NoticeState.SENT
    assert notice.payload["url"] == ""
    endpoint.refresh_from_db()
    assert endpoint.last_ok_at is not None


def test_the_ledger_names_the_host_and_neither_path_nor_key(endpoint: WebhookEndpoint) -> None:
    assert queued(endpoint).address == "127.0.0.1"


def test_mails_and_posted_messages_have_sweepers_of_their_own(endpoint: WebhookEndpoint) -> None:
    queued(endpoint)
    assert deliver_due() == {}
    assert deliver_webhooks() == {"sent": 1}


@pytest.mark.parametrize("status", [301, 400, 404, 500, 503])
def test_any_other_answer_is_tried_again_with_the_same_id(
    endpoint: WebhookEndpoint, receiver: Receiver, clock_at: Callable[[str], datetime], status: int
) -> None:
    clock_at("2026-11-23T09:00+08:00")
    notice = queued(endpoint)
    receiver.status = status
    assert deliver_webhooks() == {"retry": 1}
    assert deliver_webhooks() == {}
    notice.refresh_from_db()
    assert notice.not_before == datetime.fromisoformat("2026-11-23T09:01+08:00")
    assert str(status) in notice.last_error
    endpoint.refresh_from_db()
    assert endpoint.failures == 1
    receiver.status = 200
    clock_at("2026-11-23T09:02+08:00")
    assert deliver_webhooks() == {"sent": 1}
    assert receiver.posted[0].headers["X-Portal-Id"] == receiver.posted[1].headers["X-Portal-Id"]
    endpoint.refresh_from_db()
    assert (endpoint.failures, endpoint.failing_since, endpoint.last_error) == (0, None, "")


def test_a_receiver_that_is_gone_is_switched_off_and_its_keepers_are_told(
    endpoint: WebhookEndpoint, receiver: Receiver
) -> None:
    head = a_member("centre_head", centre=endpoint.centre)
    a_member("centre_officer", centre=endpoint.centre)
    queued(endpoint, "one")
    queued(endpoint, "two")
    receiver.status = 410
    assert deliver_webhooks() == {"failed": 1, "suppressed": 1}
    endpoint.refresh_from_db()
    assert (endpoint.is_active, endpoint.disabled_why) == (False, DisabledWhy.GONE)
    [mail] = Notice.objects.filter(channel=Channel.EMAIL)
    assert (mail.recipient, mail.kind) == (head, "notices.webhook_off")
    assert len(receiver.posted) == 1
    assert deliver_due() == {"sent": 1}


def test_a_receiver_that_fails_for_five_days_is_switched_off(
    endpoint: WebhookEndpoint, receiver: Receiver, clock_at: Callable[[str], datetime]
) -> None:
    a_member("centre_head", centre=endpoint.centre)
    receiver.status = 500
    begin = clock_at("2026-11-23T09:00+08:00")
    queued(endpoint, "first")
    deliver_webhooks()
    clock_at((begin + timedelta(days=4, hours=23)).isoformat())
    queued(endpoint, "second")
    deliver_webhooks()
    endpoint.refresh_from_db()
    assert endpoint.is_active
    clock_at((begin + timedelta(days=5)).isoformat())
    queued(endpoint, "third")
    deliver_webhooks()
    endpoint.refresh_from_db()
    assert (endpoint.is_active, endpoint.disabled_why) == (False, DisabledWhy.FAILING)
    assert Notice.objects.filter(kind="notices.webhook_off").count() == 1


def test_a_receiver_that_is_away_is_asked_once_in_a_run_and_holds_up_no_other(
    endpoint: WebhookEndpoint, receiver: Receiver
) -> None:
    away = WebhookEndpointFactory.create(url="http://127.0.0.1:9/")
    for key in ("one", "two", "three"):
        queued(away, key)
        queued(endpoint, key)
    assert deliver_webhooks() == {"retry": 3, "sent": 3}
    assert sorted(Notice.objects.filter(endpoint=away).values_list("attempts", flat=True)) == [0, 0, 1]


def test_an_address_inside_the_house_is_never_reached(settings: Settings) -> None:
    with Receiver() as inner:
        endpoint = WebhookEndpointFactory.create(url=inner.url.replace("http:", "https:"))
        notice = queued(endpoint)
        assert deliver_webhooks() == {"retry": 1}
        assert inner.posted == []
    notice.refresh_from_db()
    assert "内网地址" in notice.last_error


def test_for_a_day_after_a_rotation_both_secrets_sign(
    endpoint: WebhookEndpoint, receiver: Receiver, clock_at: Callable[[str], datetime]
) -> None:
    head = a_member("centre_head", centre=endpoint.centre)
    clock_at("2026-11-23T09:00+08:00")
    old = secret_of(endpoint.salt)
    rotate_secret(endpoint=endpoint, by=head, version=endpoint.version)
    new = secret_of(endpoint.salt)
    assert new != old
    queued(endpoint, "during")
    deliver_webhooks()
    clock_at("2026-11-24T09:01+08:00")
    queued(endpoint, "after")
    deliver_webhooks()
    during, after = receiver.posted
    assert during.headers["X-Portal-Signature"] == f"{signs(new, during)},{signs(old, during)}"
    assert after.headers["X-Portal-Signature"] == signs(new, after)


def test_only_endpoints_that_are_on_and_want_the_topic_are_told() -> None:
    centre = GuidanceCentreFactory.create()
    wants = WebhookEndpointFactory.create(centre=centre, topics=[Topic.CALLS])
    WebhookEndpointFactory.create(centre=centre, topics=[Topic.CASES])
    WebhookEndpointFactory.create(centre=centre, is_active=False, disabled_why=DisabledWhy.PERSON)
    WebhookEndpointFactory.create()
    assert endpoints_for(Topic.CALLS, centre=centre.pk) == [wants]


def test_the_secret_stands_nowhere_in_the_row(endpoint: WebhookEndpoint) -> None:
    secret = secret_of(endpoint.salt).removeprefix("whsec_")
    assert all(secret not in str(value) for value in WebhookEndpoint.objects.filter(pk=endpoint.pk).values_list()[0])


def test_send_due_posts_too(endpoint: WebhookEndpoint, receiver: Receiver, capsys: pytest.CaptureFixture[str]) -> None:
    queued(endpoint)
    call_command("send_due")
    call_command("send_due")
    assert capsys.readouterr().out == "sent: 1\nNothing is due.\n"
    assert len(receiver.posted) == 1
