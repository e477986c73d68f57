"""Webhooks and duty shifts for tests."""

from datetime import timedelta
from typing import Any

from factory.declarations import LazyAttribute, LazyFunction, Sequence, SubFactory
from factory.django import DjangoModelFactory

from portal.lib import clock
from portal.notices.models import DutyShift, Topic, WebhookEndpoint
from portal.notices.signing import new_salt
from tests.factories.accounts import GuidanceCentreFactory, UserFactory


class WebhookEndpointFactory(DjangoModelFactory[WebhookEndpoint]):
    """A webhook of a centre that wants everything."""

    class Meta:
        model = WebhookEndpoint

    centre: Any = SubFactory(GuidanceCentreFactory)
    name: Any = Sequence(lambda n: f"Gateway {n}")
    url: Any = "https://gate.example/hook?key=hidden"
    topics: Any = LazyFunction(lambda: [topic.value for topic in Topic])
    salt = LazyFunction(new_salt)
    created_by: Any = SubFactory(UserFactory)


class DutyShiftFactory(DjangoModelFactory[DutyShift]):
    """A shift around now."""

    class Meta:
        model = DutyShift

    centre: Any = SubFactory(GuidanceCentreFactory)
    person: Any = SubFactory(UserFactory)
    starts_at: Any = LazyFunction(lambda: clock.now() - timedelta(hours=1))
    ends_at: Any = LazyAttribute(lambda row: row.starts_at + timedelta(hours=12))
    phone: Any = "13900000000"
    added_by: Any = LazyAttribute(lambda row: row.person)
