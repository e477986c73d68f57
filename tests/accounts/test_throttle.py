"""Guessing passwords: how often, from where, and who is never locked out by others."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from axes.models import AccessFailureLog, AccessLog
from django.conf import LazySettings
from django.test import Client, RequestFactory

from portal.accounts import throttle
from portal.accounts.models import User
from portal.accounts.tasks import forget_log_ins
from portal.lib import clock
from tests.factories.accounts import PASSWORD, UserFactory

pytestmark = pytest.mark.django_db
HOME, ABROAD = "203.0.113.9", "198.51.100.7"
LIMIT = throttle.LIMITS[0]


def attempt(email: str, password: str, network: str = HOME) -> Any:
    return Client(REMOTE_ADDR=network).post("/en/accounts/login/", {"login": email, "password": password})


def guess(email: str, times: int, network: str = HOME) -> Any:
    for _n in range(times):
        answer = attempt(email, "a guess", network)
    return answer


def test_the_attempt_that_reaches_the_limit_is_told_when_to_come_back(clock_at: Callable[[str], datetime]) -> None:
    clock_at("2026-11-22T10:00+08:00")
    user = UserFactory.create()
    assert guess(user.email, LIMIT.failures - 1).status_code == 200
    answer = guess(user.email, 1)
    assert answer.status_code == 429
    assert answer.headers["Retry-After"] == "900"
    assert b"10:15" in answer.content


def test_the_right_password_does_not_help_until_then(clock_at: Callable[[str], datetime]) -> None:
    start = clock_at("2026-11-22T10:00+08:00")
    user = UserFactory.create()
    guess(user.email, LIMIT.failures)
    assert attempt(user.email, PASSWORD).status_code == 429
    clock_at((start + LIMIT.window - timedelta(seconds=1)).isoformat())
    assert attempt(user.email, PASSWORD).status_code == 429
    clock_at((start + LIMIT.window).isoformat())
    assert attempt(user.email, PASSWORD).status_code == 302


def test_knocking_on_does_not_keep_the_door_shut(clock_at: Callable[[str], datetime]) -> None:
    start = clock_at("2026-11-22T10:00+08:00")
    user = UserFactory.create()
    guess(user.email, LIMIT.failures)
    clock_at((start + timedelta(minutes=14)).isoformat())
    guess(user.email, 20)
    clock_at((start + LIMIT.window).isoformat())
    assert attempt(user.email, PASSWORD).status_code == 302


def test_an_address_nobody_has_is_answered_alike() -> None:
    user = UserFactory.create()
    known, unknown = guess(user.email, LIMIT.failures), guess("nobody@example.com", LIMIT.failures, ABROAD)
    assert known.status_code == unknown.status_code == 429


def test_a_success_starts_the_count_anew() -> None:
    user = UserFactory.create()
    guess(user.email, LIMIT.failures - 1)
    assert attempt(user.email.upper(), PASSWORD).status_code == 302
    assert guess(user.email, LIMIT.failures - 1).status_code == 200


def test_guesses_from_elsewhere_do_not_lock_the_owner_out() -> None:
    user = UserFactory.create()
    assert guess(user.email, LIMIT.failures, ABROAD).status_code == 429
    assert attempt(user.email, PASSWORD, HOME).status_code == 302


def test_another_address_in_the_same_network_is_no_way_around() -> None:
    user = UserFactory.create()
    guess(user.email, LIMIT.failures, "203.0.113.9")
    assert attempt(user.email, PASSWORD, "203.0.113.200").status_code == 429


def guesses_in_the_ledger(user: User, number: int) -> None:
    """From as many networks as there are guesses."""
    for n in range(number):
        AccessFailureLog.objects.create(username=user.email, ip_address=f"10.{n}.0.0")
    AccessFailureLog.objects.update(attempt_time=clock.now() - timedelta(minutes=5))


def test_many_networks_together_are_slowed_down_too() -> None:
    user = UserFactory.create()
    guesses_in_the_ledger(user, throttle.LIMITS[2].failures)
    assert attempt(user.email, PASSWORD, HOME).status_code == 429


def test_where_the_owner_logged_in_before_the_account_stays_open() -> None:
    user = UserFactory.create()
    attempt(user.email, PASSWORD, HOME)
    AccessLog.objects.update(attempt_time=clock.now() - timedelta(days=3))
    guesses_in_the_ledger(user, throttle.LIMITS[2].failures)
    assert attempt(user.email, PASSWORD, HOME).status_code == 302


def test_one_network_that_tries_many_accounts_is_stopped() -> None:
    user = UserFactory.create()
    for n in range(throttle.LIMITS[1].failures):
        AccessFailureLog.objects.create(username=f"person{n}@example.com", ip_address="203.0.113.0")
    AccessFailureLog.objects.update(attempt_time=clock.now() - timedelta(minutes=1))
    assert attempt(user.email, PASSWORD, HOME).status_code == 429
    assert attempt(user.email, PASSWORD, ABROAD).status_code == 302


def test_the_ledger_keeps_the_network_and_nothing_else() -> None:
    attempt("nobody@example.com", "a guess", "203.0.113.9")
    row = AccessFailureLog.objects.get()
    assert (row.username, row.ip_address) == ("nobody@example.com", "203.0.113.0")
    assert (row.user_agent, row.http_accept, row.path_info) == ("", "", "")


@pytest.mark.parametrize(
    ("address", "network"),
    [
        ("203.0.113.9", "203.0.113.0"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::"),
        ("::ffff:203.0.113.9", "203.0.113.0"),
        ("unix:", None),
    ],
)
def test_a_network_is_a_24_or_a_64(address: str, network: str | None) -> None:
    assert throttle.network_of(RequestFactory().get("/", REMOTE_ADDR=address)) == network


def test_what_a_visitor_says_about_their_address_counts_only_from_our_proxy(settings: LazySettings) -> None:
    request = RequestFactory().get("/", REMOTE_ADDR="127.0.0.1", headers={"X-Forwarded-For": "192.0.2.1, 203.0.113.9"})
    assert throttle.network_of(request) == "127.0.0.0"
    settings.BEHIND_PROXY = True
    assert throttle.network_of(request) == "203.0.113.0"


def test_the_ledger_is_emptied_of_what_is_old(settings: LazySettings) -> None:
    attempt("nobody@example.com", "a guess")
    user = UserFactory.create()
    attempt(user.email, PASSWORD)
    assert forget_log_ins() == 0
    with clock.set_to(clock.now() + timedelta(days=settings.LOGIN_LEDGER_DAYS, minutes=1)):
        assert forget_log_ins() == 2
    assert not AccessLog.objects.exists()
