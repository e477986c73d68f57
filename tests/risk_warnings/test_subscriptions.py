"""A person's own subscriptions and the link that ends them."""

import uuid
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from portal.accounts.models import AuditEvent
from portal.lib.errors import Conflict, Invalid, NotAllowed
from risk_warnings import actions
from risk_warnings.actions.subscriptions import MOST
from risk_warnings.inputs import ScopeInput, SubscriptionInput
from risk_warnings.models import ANY, Subscription
from risk_warnings.tokens import unsubscribe_token
from tests.clients import as_user
from tests.factories.accounts import EnterpriseFactory, UserFactory, a_member, end_memberships
from tests.factories.warnings import a_subscription, the_groups, the_industries

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def reference() -> None:
    the_groups()
    the_industries()


def form_data(**changes: Any) -> dict[str, Any]:
    data = {
        "key": str(uuid.uuid4()),
        "places": ["group:EU", "US"],
        "industries": ["KEY-PV"],
        "rights": ["patent"],
        "least_level": "important",
        "rhythm": "daily",
        "language": "zh-hans",
    }
    return {**data, **changes}


def scope_of(subscription: Subscription) -> set[tuple[str, str]]:
    return set(subscription.scopes.values_list("dimension", "value"))


def test_a_person_subscribes_through_the_page() -> None:
    user = UserFactory.create()
    response = as_user(user).post("/subscriptions/new/", form_data())
    assert response["Location"] == "/subscriptions/"
    subscription = Subscription.objects.get()
    assert (subscription.user, subscription.active) == (user, True)
    assert scope_of(subscription) == {
        ("jurisdiction", "group:EU"),
        ("jurisdiction", "US"),
        ("industry", "KEY-PV"),
        ("right", "patent"),
        ("level", "important"),
        ("level", "urgent"),
    }


def test_nothing_chosen_is_written_as_any() -> None:
    user = UserFactory.create()
    as_user(user).post("/subscriptions/new/", form_data(places=[], industries=[], rights=[], least_level="general"))
    assert {("jurisdiction", ANY), ("industry", ANY), ("right", ANY)} <= scope_of(Subscription.objects.get())


def test_a_doubled_form_makes_one_subscription() -> None:
    client, data = as_user(UserFactory.create()), form_data()
    client.post("/subscriptions/new/", data)
    client.post("/subscriptions/new/", data)
    assert Subscription.objects.count() == 1


def test_unknown_places_are_refused_and_the_rest_is_kept() -> None:
    response = as_user(UserFactory.create()).post("/subscriptions/new/", form_data(places=["XX", "US"]))
    assert response.status_code == 400
    assert 'value="US" ' in response.content.decode()
    assert not Subscription.objects.exists()


def test_a_person_changes_stops_resumes_and_deletes_their_own() -> None:
    subscription = a_subscription(places=["US"])
    client, url = as_user(subscription.user), f"/subscriptions/{subscription.pk}/"
    page = client.get(url).content.decode()
    assert 'value="US" ' in page
    assert client.post(url, form_data(version=subscription.version, places=["DE"])).status_code == 302
    assert ("jurisdiction", "DE") in scope_of(subscription)
    client.post(f"{url}stop/")
    assert Subscription.objects.filter(active=False, ended_at__isnull=False).exists()
    client.post(f"{url}resume/")
    assert Subscription.objects.filter(active=True, ended_at__isnull=True).exists()
    client.post(f"{url}delete/")
    assert not Subscription.objects.exists()


def test_a_stale_change_is_a_conflict() -> None:
    subscription = a_subscription()
    client, url = as_user(subscription.user), f"/subscriptions/{subscription.pk}/"
    seen = subscription.version
    assert client.post(url, form_data(version=seen)).status_code == 302
    assert client.post(url, form_data(version=seen)).status_code == 409


def test_somebody_elses_subscription_is_not_found() -> None:
    subscription = a_subscription()
    stranger = as_user(UserFactory.create())
    url = f"/subscriptions/{subscription.pk}/"
    assert stranger.get(url).status_code == 404
    assert stranger.post(url, form_data(version=1)).status_code == 404
    for act in ("stop", "resume", "delete"):
        assert stranger.post(f"{url}{act}/").status_code == 404
    assert Client().get("/subscriptions/").status_code == 302
    with pytest.raises(NotAllowed):
        actions.delete_subscription(subscription=subscription, by=UserFactory.create())
    assert Subscription.objects.count() == 1


def test_one_subscribes_only_for_an_enterprise_one_is_a_member_of() -> None:
    mine, other = EnterpriseFactory.create(), EnterpriseFactory.create()
    member = a_member("enterprise_member", enterprise=mine)
    actions.subscribe(by=member, wish=SubscriptionInput(enterprise_id=mine.pk))
    with pytest.raises(Invalid) as refused:
        actions.subscribe(by=member, wish=SubscriptionInput(enterprise_id=other.pk))
    assert list(refused.value.fields) == ["enterprise"]
    end_memberships(member)
    with pytest.raises(Invalid):
        actions.subscribe(by=member, wish=SubscriptionInput(enterprise_id=mine.pk))


def test_the_form_offers_the_enterprises_of_the_reader_only() -> None:
    mine, other = EnterpriseFactory.create(), EnterpriseFactory.create()
    page = as_user(a_member("enterprise_member", enterprise=mine)).get("/subscriptions/new/").content.decode()
    assert mine.name_zh in page
    assert other.name_zh not in page


@pytest.mark.parametrize(
    ("wish", "field"),
    [
        (SubscriptionInput(least_level="terrible"), "least_level"),
        (SubscriptionInput(rhythm="hourly"), "rhythm"),
        (SubscriptionInput(language="fr"), "language"),
        (SubscriptionInput(scope=ScopeInput(rights=["magic"])), "rights"),
    ],
)
def test_the_action_checks_what_no_form_has_checked(wish: SubscriptionInput, field: str) -> None:
    with pytest.raises(Invalid) as refused:
        actions.subscribe(by=UserFactory.create(), wish=wish)
    assert list(refused.value.fields) == [field]


def test_there_is_a_limit_to_subscriptions() -> None:
    user = UserFactory.create()
    for _ in range(MOST):
        a_subscription(user=user)
    with pytest.raises(Conflict):
        a_subscription(user=user)


@pytest.mark.postgres
def test_subscriptions_of_one_person_are_counted_one_after_the_other() -> None:
    with CaptureQueriesContext(connection) as queries:
        a_subscription()
    statements = [query["sql"] for query in queries]
    locked = next(i for i, sql in enumerate(statements) if "accounts_user" in sql and "FOR NO KEY UPDATE" in sql)
    counted = next(i for i, sql in enumerate(statements) if "COUNT(*)" in sql and "warnings_subscription" in sql)
    assert locked < counted


@pytest.mark.parametrize("number", ["0", "9" * 5000])
def test_an_act_on_a_subscription_that_cannot_be_is_404(number: str) -> None:
    client = Client()
    client.force_login(UserFactory.create())
    assert client.post(f"/subscriptions/{number}/stop/").status_code == 404


# --- the link in the mails -------------------------------------------------------------------------


def test_opening_the_link_only_asks() -> None:
    subscription = a_subscription()
    response = Client().get(f"/unsubscribe/{unsubscribe_token(subscription.user)}/")
    assert response.status_code == 200
    assert "<form" in response.content.decode()
    assert subscription.user.email not in response.content.decode()  # a forwarded mail tells nobody's address
    subscription.refresh_from_db()
    assert subscription.active


def test_one_click_posts_without_cookie_or_log_in_and_ends_all_warning_mails() -> None:
    user = UserFactory.create()
    for _ in range(2):
        a_subscription(user=user)
    others = a_subscription()
    client = Client(enforce_csrf_checks=True)
    url = f"/en/unsubscribe/{unsubscribe_token(user)}/"

    def one_click() -> int:
        form = "application/x-www-form-urlencoded"
        return client.post(url, "List-Unsubscribe=One-Click", content_type=form).status_code

    assert one_click() == 200
    assert not Subscription.objects.filter(user=user, active=True).exists()
    others.refresh_from_db()
    assert others.active
    assert AuditEvent.objects.get().data == {"subscriptions": 2}
    assert one_click() == 200
    assert AuditEvent.objects.count() == 1


@pytest.mark.parametrize("token", ["1", "1:forged", "abc", "999999:x"])
def test_a_forged_link_does_nothing(token: str) -> None:
    subscription = a_subscription()
    assert Client().post(f"/unsubscribe/{token}/").status_code == 404
    subscription.refresh_from_db()
    assert subscription.active


def test_a_link_of_somebody_who_is_gone_is_not_found() -> None:
    user = UserFactory.create()
    token = unsubscribe_token(user)
    user.delete()
    assert Client().get(f"/unsubscribe/{token}/").status_code == 404
