"""One's own subscriptions with a token, through the same actions as the pages."""

import uuid
from typing import Any

import pytest

from risk_warnings.models import Subscription
from tests.clients import Program
from tests.factories.accounts import EnterpriseFactory, UserFactory, a_member
from tests.factories.reference import JurisdictionFactory
from tests.factories.warnings import a_subscription

pytestmark = pytest.mark.django_db
LIST = "/api/v1/me/subscriptions/"
BOTH = ("subscriptions:read", "subscriptions:write")


def test_one_is_begun_read_changed_and_deleted() -> None:
    JurisdictionFactory.create(code="DE")
    program = Program(UserFactory.create(), *BOTH)
    made = program.send("POST", LIST, places=["DE"], least_level="important", rhythm="instant", language="en")
    assert made.status_code == 201
    body = made.json()
    assert (body["places"], body["industries"], body["rhythm"]) == (["DE"], [], "instant")
    address = f"{LIST}{body['id']}/"
    changed = program.send("PUT", address, version=body["version"], rhythm="daily")
    assert (changed.status_code, changed.json()["places"], changed.json()["rhythm"]) == (200, [], "daily")
    assert program.get(LIST).json()["count"] == 1
    assert program.send("DELETE", address).status_code == 204
    assert not Subscription.objects.exists()


def test_the_same_key_again_is_the_same_subscription() -> None:
    program, key = Program(UserFactory.create(), *BOTH), str(uuid.uuid4())
    assert len({program.send("POST", LIST, key=key).json()["id"] for _n in range(2)}) == 1


def test_a_stale_version_is_refused() -> None:
    user = UserFactory.create()
    subscription = a_subscription(user=user)
    answer = Program(user, *BOTH).send("PUT", f"{LIST}{subscription.pk}/", version=subscription.version + 1)
    assert answer.status_code == 409


def test_somebody_elses_is_not_found() -> None:
    subscription = a_subscription(user=UserFactory.create())
    program = Program(UserFactory.create(), *BOTH)
    address = f"{LIST}{subscription.pk}/"
    answers = [program.get(address), program.send("PUT", address, version=1), program.send("DELETE", address)]
    assert [answer.status_code for answer in answers] == [404, 404, 404]
    assert program.get(LIST).json()["count"] == 0


def test_reading_and_writing_are_two_scopes() -> None:
    user = UserFactory.create()
    reader, writer = Program(user, "subscriptions:read"), Program(user, "subscriptions:write")
    assert reader.send("POST", LIST).status_code == 403
    assert writer.get(LIST).status_code == 403
    assert Program(user, "cases:read", "cases:write").get(LIST).status_code == 403


def test_only_an_enterprise_one_belongs_to_can_be_named() -> None:
    enterprise = EnterpriseFactory.create()
    member = a_member("enterprise_member", enterprise=enterprise)
    assert Program(member, *BOTH).send("POST", LIST, enterprise=enterprise.uscc).json()["enterprise"] == enterprise.uscc
    answer = Program(UserFactory.create(), *BOTH).send("POST", LIST, enterprise=enterprise.uscc)
    assert (answer.status_code, set(answer.json()["fields"])) == (400, {"enterprise"})


@pytest.mark.parametrize(
    ("field", "body"),
    [
        ("places", {"places": ["XX"]}),
        ("places", {"places": "DE"}),
        ("least_level", {"least_level": "mild"}),
        ("rhythm", {"rhythm": "hourly"}),
        ("language", {"language": "fr"}),
    ],
)
def test_what_does_not_fit_is_refused_with_its_field(field: str, body: dict[str, Any]) -> None:
    answer = Program(UserFactory.create(), *BOTH).send("POST", LIST, **body)
    assert answer.status_code == 400
    assert field in answer.json()["fields"]


def test_the_list_costs_the_same_with_many(django_assert_max_num_queries: Any) -> None:
    user = UserFactory.create()
    for _n in range(4):
        a_subscription(user=user)
    program = Program(user, "subscriptions:read")
    program.get(LIST)
    with django_assert_max_num_queries(4):
        assert program.get(LIST).json()["count"] == 4
