"""The demonstration: in every state, marked, not counted, and the same when made twice."""

import pytest
from pytest_django import Settings

from portal.accounts.models import User
from portal.lib.publication import PublicationState as S
from risk_warnings import stats
from risk_warnings.demo import AUTHOR, ISSUER, SUBSCRIBER, create_demo
from risk_warnings.matching import match_pending
from risk_warnings.models import Digest, RiskWarning, Subscription
from tests.factories.accounts import EnterpriseFactory, UserFactory, a_member
from tests.factories.warnings import the_groups, the_industries

pytestmark = pytest.mark.django_db


@pytest.fixture
def people() -> None:
    the_groups()
    the_industries()
    a_member("warning_author", user=UserFactory.create(email=AUTHOR, is_demo=True))
    a_member("warning_issuer", user=UserFactory.create(email=ISSUER, is_demo=True))
    a_member("enterprise_member", enterprise=EnterpriseFactory.create(), email=SUBSCRIBER, is_demo=True)


@pytest.mark.usefixtures("people")
def test_made_twice_it_is_there_once() -> None:
    create_demo(password="x")
    made = RiskWarning.objects.count()
    create_demo(password="x")
    assert RiskWarning.objects.count() == made
    assert Subscription.objects.count() == 1


@pytest.mark.usefixtures("people")
def test_it_shows_every_step_and_is_marked_and_not_counted() -> None:
    create_demo(password="x")
    assert set(RiskWarning.objects.values_list("state", flat=True)) == {S.DRAFT, S.IN_REVIEW, S.PUBLISHED}
    assert all(w.is_demo and w.title_zh.startswith("（演示）") for w in RiskWarning.objects.all())
    assert (stats.count_in_force(), stats.count_issued(), stats.count_subscriptions()) == (0, 0, 0)


@pytest.mark.usefixtures("people")
def test_its_subscriber_gets_a_mail() -> None:
    create_demo(password="x")
    match_pending()
    assert {digest.user.email for digest in Digest.objects.filter(period__startswith="RW-")} == {SUBSCRIBER}


@pytest.mark.usefixtures("people")
def test_with_three_hands_nothing_is_issued_by_two(settings: Settings) -> None:
    settings.PUBLICATION_HANDS = 3
    create_demo(password="x")
    assert not RiskWarning.objects.filter(state=S.PUBLISHED).exists()


def test_without_the_demonstration_people_nothing_is_made() -> None:
    create_demo(password="x")
    assert not RiskWarning.objects.exists()
    assert not User.objects.exists()
