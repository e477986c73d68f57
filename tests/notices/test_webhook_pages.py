"""Adding a webhook, showing its secret once, renewing it, switching it off: through the pages."""

import uuid

import pytest

from portal.accounts.models import AuditEvent
from portal.notices.models import Notice, Topic, WebhookEndpoint
from portal.notices.signing import secret_of
from tests.clients import as_user
from tests.factories.accounts import EnterpriseFactory, GuidanceCentreFactory, a_member
from tests.factories.webhooks import WebhookEndpointFactory

pytestmark = pytest.mark.django_db


def typed(**changes: object) -> dict[str, object]:
    return {
        "name": "短信网关",
        "url": "https://sms.example/hook?key=hidden",
        "topics": ["calls", "cases"],
        "language": "zh-hans",
        "form_key": str(uuid.uuid4()),
        **changes,
    }


def test_the_head_adds_a_webhook_and_sees_its_secret_once() -> None:
    centre = GuidanceCentreFactory.create()
    head = as_user(a_member("centre_head", centre=centre))
    data = typed()
    address = f"/triage/people/{centre.slug}/webhooks/"
    first = head.post(address, data)
    again = head.post(address, data)  # a doubled click
    endpoint = WebhookEndpoint.objects.get()
    assert first.headers["Location"] == again.headers["Location"] == f"/accounts/webhooks/{endpoint.pk}/"
    secret = secret_of(endpoint.salt)
    page = f"/accounts/webhooks/{endpoint.pk}/"
    assert secret not in head.get(page).content.decode()
    assert secret in head.post(f"{page}secret/").content.decode()
    assert head.post(f"{page}secret/").status_code == 409
    assert secret not in head.get(page).content.decode()
    assert "webhook.secret_shown" in AuditEvent.objects.values_list("verb", flat=True)
    assert not any(secret in str(row) for row in AuditEvent.objects.values_list("data", flat=True))


def test_an_address_inside_the_house_is_refused_and_nothing_typed_is_lost() -> None:
    centre = GuidanceCentreFactory.create()
    head = as_user(a_member("centre_head", centre=centre))
    response = head.post(f"/triage/people/{centre.slug}/webhooks/", typed(url="https://192.168.1.10/hook"))
    assert response.status_code == 400
    assert "https://192.168.1.10/hook" in response.content.decode()
    assert "短信网关" in response.content.decode()
    assert not WebhookEndpoint.objects.exists()


def test_an_enterprise_is_told_of_its_cases_alone() -> None:
    enterprise = EnterpriseFactory.create()
    owner = as_user(a_member("enterprise_owner", enterprise=enterprise))
    address = f"/accounts/people/{enterprise.pk}/webhooks/"
    assert owner.post(address, typed(topics=["calls"])).status_code == 400
    assert owner.post(address, typed(topics=["cases"])).status_code == 302
    assert WebhookEndpoint.objects.get().topics == [Topic.CASES]


def test_the_administrator_of_the_network_cannot_have_case_messages_posted_anywhere() -> None:
    centre = GuidanceCentreFactory.create()
    endpoint = WebhookEndpointFactory.create(centre=centre)
    administrator = as_user(a_member("administrator"))
    assert administrator.get(f"/triage/people/{centre.slug}/webhooks/").status_code == 404
    assert administrator.get(f"/accounts/webhooks/{endpoint.pk}/").status_code == 404


def test_a_stale_page_changes_nothing() -> None:
    endpoint = WebhookEndpointFactory.create()
    head = as_user(a_member("centre_head", centre=endpoint.centre))
    page = f"/accounts/webhooks/{endpoint.pk}/"
    assert head.post(f"{page}rotate/", {"version": "1"}).status_code == 302
    assert head.post(f"{page}rotate/", {"version": "1"}).status_code == 409
    assert head.post(f"{page}off/", {"version": "1"}).status_code == 409
    response = head.post(page, typed(version="1", name="Other"))
    assert response.status_code == 409
    assert "Other" in response.content.decode()


def test_a_test_message_is_queued_and_shows_in_the_log() -> None:
    endpoint = WebhookEndpointFactory.create()
    head = as_user(a_member("centre_head", centre=endpoint.centre))
    page = f"/accounts/webhooks/{endpoint.pk}/"
    assert head.post(f"{page}test/").status_code == 302
    assert Notice.objects.get().endpoint == endpoint
    assert "notices.webhook_test" in head.get(page).content.decode()
    assert head.post(f"{page}off/", {"version": "1"}).status_code == 302
    assert head.post(f"{page}test/").status_code == 409
    assert head.post(f"{page}on/", {"version": "2"}).status_code == 302


def test_the_pages_ask_few_questions(django_assert_max_num_queries: object) -> None:
    centre = GuidanceCentreFactory.create()
    head = as_user(a_member("centre_head", centre=centre))
    WebhookEndpointFactory.create_batch(8, centre=centre)
    with django_assert_max_num_queries(7):  # type: ignore[operator]  # the fixture carries no type
        assert head.get(f"/triage/people/{centre.slug}/webhooks/").status_code == 200
