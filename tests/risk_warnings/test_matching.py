"""Whom a warning reaches: by example, by property against a naive matcher, and under a killed worker."""

import threading
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pytest_django import DjangoAssertNumQueries

from laws.models.choices import Subject
from portal.lib import clock
from portal.notices.models import Notice
from risk_warnings import actions, digests, matching
from risk_warnings.matching import daily_period, match, match_pending, next_close
from risk_warnings.models import ANY, Digest, DigestItem, DigestState, Level, RiskWarning, Subscription
from tests.factories.accounts import UserFactory
from tests.factories.warnings import a_draft, a_published_warning, a_subscription, the_groups, the_industries

pytestmark = pytest.mark.django_db

SetClock = Callable[[str], datetime]


@pytest.fixture(autouse=True)
def reference() -> None:
    the_groups()
    the_industries()


def reached(**warning: Any) -> set[int]:
    """The people whom a warning of this scope reaches."""
    published = a_published_warning(**warning)
    match(warning_id=published.pk)
    return set(DigestItem.objects.filter(warning=published).values_list("digest__user_id", flat=True))


def reaches(subscription: Subscription, **warning: Any) -> bool:
    return subscription.user_id in reached(**warning)


@pytest.mark.parametrize(
    ("wanted", "about", "expected"),
    [
        (["DE"], ["DE"], True),
        (["DE"], ["FR"], False),
        (["DE"], ["group:EU"], True),  # a group stands for its members
        (["group:EU"], ["DE"], True),
        (["group:EU"], ["group:EU"], True),
        (["group:EEA"], ["group:EU"], True),  # they have members in common
        (["NO"], ["group:EU"], False),
        (["group:USMCA"], ["group:EU"], False),
        (["EU"], ["group:EU"], True),  # the organisation behind the group
        (["group:EU"], ["EU"], True),
        (["DE"], ["EU"], True),
        (["EU"], ["DE"], False),
        (["VE"], ["group:USMCA"], False),  # suspended
        (["NA"], [], True),  # Namibia is a place like any other, and a warning without places is about all of them
        (["group:EEA"], [], True),
        ([], ["DE"], True),  # a wish without places is for all of them
        ([], [], True),
        (["US", "NO"], ["NO", "DE"], True),
    ],
)
def test_places_meet_when_they_have_something_in_common(wanted: list[str], about: list[str], expected: bool) -> None:
    assert reaches(a_subscription(places=wanted), places=about) is expected


@pytest.mark.parametrize(
    ("wanted", "about", "expected"),
    [
        (["C38"], ["C38"], True),
        (["C38"], ["C39"], False),
        (["C"], ["C38"], True),
        (["C38"], ["C"], True),
        (["F"], ["C38"], False),
        (["KEY-PV"], ["C38"], True),  # a key industry is part of the divisions it maps to
        (["C38"], ["KEY-PV"], True),
        (["C"], ["KEY-PV"], True),
        (["KEY-PV"], ["C"], True),
        (["KEY-BATTERY"], ["KEY-PV"], False),  # two parts of one division
        (["C39"], ["KEY-PV"], False),
        (["KEY-PV"], [], True),
        ([], ["KEY-PV"], True),
    ],
)
def test_industries_meet_when_one_holds_the_other(wanted: list[str], about: list[str], expected: bool) -> None:
    assert reaches(a_subscription(industries=wanted), industries=about) is expected


@pytest.mark.parametrize(
    ("wanted", "about", "expected"),
    [
        (["patent"], ["patent"], True),
        (["patent"], ["trademark"], False),
        (["patent", "design"], ["design", "copyright"], True),
        ([], ["design"], True),
        (["design"], [], True),
    ],
)
def test_rights_meet_when_they_are_the_same(wanted: list[str], about: list[str], expected: bool) -> None:
    assert reaches(a_subscription(rights=wanted), rights=about) is expected


@pytest.mark.parametrize("least", Level.values)
@pytest.mark.parametrize("level", Level.values)
def test_a_subscription_takes_its_level_and_those_above(least: str, level: str) -> None:
    assert reaches(a_subscription(least_level=least), level=level) is (Level(level).rank >= Level(least).rank)


def test_every_dimension_must_meet() -> None:
    both = a_subscription(places=["DE"], industries=["C38"])
    assert not reaches(both, places=["DE"], industries=["C39"])
    assert not reaches(both, places=["US"], industries=["C38"])
    assert reaches(both, places=["DE"], industries=["C38"])


def test_a_person_with_two_matching_subscriptions_has_one_item_and_instant_wins() -> None:
    user = UserFactory.create()
    first = a_subscription(user=user)
    a_subscription(user=user, rhythm="instant")
    warning = a_published_warning()
    assert match(warning_id=warning.pk) == 1
    item = DigestItem.objects.get()
    assert (item.digest.period, item.subscription_id) == (warning.ref, first.pk)


def test_stopped_subscriptions_and_closed_accounts_get_nothing() -> None:
    stopped = a_subscription()
    actions.stop_subscription(subscription=stopped, by=stopped.user)
    a_subscription(user=UserFactory.create(is_active=False))
    assert reached() == set()


def test_a_second_match_of_the_same_warning_changes_nothing() -> None:
    a_subscription()
    warning = a_published_warning()
    assert match(warning_id=warning.pk) == 1
    assert match(warning_id=warning.pk) is None
    assert DigestItem.objects.count() == 1


def test_a_draft_is_never_matched() -> None:
    a_subscription()
    assert match(warning_id=a_draft().pk) is None
    assert match_pending() == {}
    assert DigestItem.objects.count() == 0


def test_two_warnings_of_one_day_go_into_one_digest(clock_at: SetClock) -> None:
    clock_at("2026-11-22T10:00+08:00")
    a_subscription()
    for _ in range(2):
        match(warning_id=a_published_warning().pk)
    digest = Digest.objects.get()
    assert (digest.period, digest.items.count()) == ("2026-11-23", 2)
    assert digest.closes_at == datetime(2026, 11, 23, 0, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("now", "period"),
    [
        ("2026-11-22T07:59:59+08:00", "2026-11-22"),
        ("2026-11-22T08:00:00+08:00", "2026-11-23"),
        ("2026-11-22T23:59:00+00:00", "2026-11-23"),
        ("2026-12-31T12:00:00+08:00", "2027-01-01"),
    ],
)
def test_a_period_closes_at_eight_in_shanghai(now: str, period: str) -> None:
    moment = datetime.fromisoformat(now)
    assert daily_period(moment) == period
    assert next_close(moment) > moment


def test_a_worker_that_dies_between_issue_and_match_loses_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    a_subscription()
    warning = a_published_warning()

    def die(warning: RiskWarning, *, period_of: datetime) -> int:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(matching, "_collect", die)
        with pytest.raises(KeyboardInterrupt):
            match(warning_id=warning.pk)
    warning.refresh_from_db()
    assert warning.matched_at is None
    assert DigestItem.objects.count() == 0
    assert match_pending() == {warning.ref: 1}


def test_a_warning_that_cannot_be_matched_does_not_stop_the_others(monkeypatch: pytest.MonkeyPatch) -> None:
    a_subscription()
    bad, good = a_published_warning(), a_published_warning()
    collect = matching._collect

    def fail(warning: RiskWarning, *, period_of: datetime) -> int:
        if warning.pk == bad.pk:
            raise RuntimeError("broken")
        return collect(warning, period_of=period_of)

    monkeypatch.setattr(matching, "_collect", fail)
    assert match_pending() == {good.ref: 1}
    assert list(RiskWarning.objects.unmatched()) == [bad]


def test_a_closed_digest_takes_nothing_more_and_the_next_period_does(clock_at: SetClock) -> None:
    clock_at("2026-11-22T10:00+08:00")
    subscription = a_subscription()
    Digest.objects.create(user=subscription.user, period="2026-11-23", closes_at=clock.now(), state=DigestState.CLOSED)
    warning = a_published_warning()
    assert match(warning_id=warning.pk) == 1
    item = DigestItem.objects.get()
    assert (item.digest.period, item.digest.state) == ("2026-11-24", DigestState.OPEN)


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_a_match_and_a_close_at_the_same_moment_lose_and_repeat_nobody(clock_at: SetClock) -> None:
    """Closing begins while the match holds uncommitted items in the digests that are to be closed."""
    now = clock_at("2026-11-22T07:59:59+08:00")
    people = [a_subscription().user_id for _ in range(20)]
    first = a_published_warning()
    match(warning_id=first.pk)
    second = a_published_warning()
    later = now + timedelta(seconds=2)
    barrier = threading.Barrier(3)

    def run(act: Callable[[], object], moment: datetime) -> None:
        try:
            with clock.set_to(moment):
                barrier.wait()
                act()
        finally:
            connection.close()

    acts = [(lambda: match(warning_id=second.pk), now), (digests.close_due, later), (digests.close_due, later)]
    threads = [threading.Thread(target=run, args=act) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with clock.set_to(later + timedelta(days=2)):
        digests.close_due()
    told = [
        (notice.recipient_id, item["ref"])
        for notice in Notice.objects.all()
        for group in notice.payload["groups"]
        for item in group["warnings"]
    ]
    assert sorted(told) == sorted((person, ref) for person in people for ref in (first.ref, second.ref))


# --- against a matcher that knows nothing of reach, rows or SQL --------------------------------------

MEMBERS = {"group:EU": {"DE", "FR", "EU"}, "group:EEA": {"DE", "FR", "NO"}, "group:USMCA": {"US", "MX"}}
PLACES = ["DE", "FR", "NO", "US", "MX", "VE", "CN", "NA", "EU", *MEMBERS]
PARENTS = {"C38": {"C"}, "C39": {"C"}, "F51": {"F"}, "KEY-PV": {"C38", "C"}, "KEY-BATTERY": {"C38", "C"}}
INDUSTRIES = ["C", "F", *PARENTS]


def test_a_digest_that_is_closed_for_good_stops_no_match(caplog: pytest.LogCaptureFixture) -> None:
    stuck, other = a_subscription(rhythm="instant"), a_subscription(rhythm="instant")
    warning = a_published_warning()
    Digest.objects.create(user=stuck.user, period=warning.ref, closes_at=clock.now(), state=DigestState.CLOSED)
    assert match(warning_id=warning.pk) == 1
    assert DigestItem.objects.get().digest.user == other.user
    assert f"{warning.ref}: 1 subscribers are not told" in caplog.text


RIGHTS = ["patent", "design", "trademark"]


def naive_places(wanted: set[str], about: set[str]) -> bool:
    told = set().union(*(MEMBERS["group:EU"] if v == "EU" else MEMBERS.get(v, {v}) for v in about))
    heard = set().union(*(MEMBERS.get(value, {value}) for value in wanted))
    return not wanted or not about or bool(told & heard)


def naive_industries(wanted: set[str], about: set[str]) -> bool:
    return (
        not wanted
        or not about
        or any(a == b or a in PARENTS.get(b, ()) or b in PARENTS.get(a, ()) for a in wanted for b in about)
    )


def naive_match(wish: tuple[set[str], set[str], set[str], str], told: tuple[set[str], set[str], set[str], str]) -> bool:
    return (
        naive_places(wish[0], told[0])
        and naive_industries(wish[1], told[1])
        and (not wish[2] or not told[2] or bool(wish[2] & told[2]))
        and Level(told[3]).rank >= Level(wish[3]).rank
    )


def some(values: list[str], most: int = 3) -> st.SearchStrategy[set[str]]:
    return st.sets(st.sampled_from(values), max_size=most)


SCOPES = st.tuples(some(PLACES), some(INDUSTRIES), some(RIGHTS), st.sampled_from(Level.values))


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(wishes=st.lists(SCOPES, min_size=1, max_size=6), told=SCOPES)
def test_the_statement_finds_whom_a_naive_matcher_finds(
    wishes: list[tuple[set[str], set[str], set[str], str]], told: tuple[set[str], set[str], set[str], str]
) -> None:
    with transaction.atomic():
        expected = set()
        for wish in wishes:
            subscription = a_subscription(
                places=sorted(wish[0]), industries=sorted(wish[1]), rights=sorted(wish[2]), least_level=wish[3]
            )
            if naive_match(wish, told):
                expected.add(subscription.user_id)
        found = reached(places=sorted(told[0]), industries=sorted(told[1]), rights=sorted(told[2]), level=told[3])
        transaction.set_rollback(True)
    assert found == expected


def test_every_warning_answers_to_any() -> None:
    warning = a_published_warning(places=["DE"], industries=["C38"], rights=["design"])
    match(warning_id=warning.pk)
    assert set(warning.reach.filter(value=ANY).values_list("dimension", flat=True)) == {
        "jurisdiction",
        "industry",
        "right",
        "level",
    }
    everywhere = a_published_warning()
    match(warning_id=everywhere.pk)
    assert everywhere.reach.filter(dimension="right").count() == len(Subject.values) + 1


@pytest.mark.parametrize("number", [1, 40])
def test_matching_costs_the_same_for_one_and_for_many(
    number: int, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for _ in range(number):
        a_subscription()
    warning = a_published_warning()
    with django_assert_max_num_queries(20):
        assert match(warning_id=warning.pk) == number
