"""Rows of the delivery ledger for tests, due at once."""

import uuid

from factory.declarations import LazyFunction, Sequence
from factory.django import DjangoModelFactory

from portal.notices.models import Notice

# A kind with templates of its own that asks nothing of its snapshot but what the factory gives.
KIND = "notices.test"


class NoticeFactory(DjangoModelFactory[Notice]):
    class Meta:
        model = Notice

    key = Sequence(lambda n: f"test:{n}")
    kind = KIND
    address = Sequence(lambda n: f"reader{n}@example.com")
    message_id = LazyFunction(lambda: f"<{uuid.uuid4().hex}@portal.example>")
    payload = LazyFunction(lambda: {"name": "Ms Li", "link": "http://127.0.0.1:8000/x/"})
