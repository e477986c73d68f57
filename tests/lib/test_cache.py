"""A cache server that is away keeps nobody from logging in, and is not waited for again and again."""

import logging

import pytest
from django.core.cache import cache
from django.test import Client
from pytest_django import Settings

from portal.lib.cache import _Outage
from tests.factories.accounts import UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def no_server(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(_Outage, "rest_until", 0.0)
    monkeypatch.setattr(_Outage, "logged_until", 0.0)
    # Port 1 of this machine is closed.
    settings.CACHES = {"default": {"BACKEND": "portal.lib.cache.RedisCache", "LOCATION": "redis://127.0.0.1:1/0"}}


@pytest.mark.parametrize(
    ("path", "data"),
    [
        ("/en/accounts/login/", {"login": "a@example.com", "password": "not this one"}),
        ("/en/accounts/password/reset/", {"email": "a@example.com"}),
        ("/en/accounts/signup/", {"email": "a@example.com", "password1": "x", "password2": "x"}),
    ],
)
def test_the_entrance_stays_open(client: Client, path: str, data: dict[str, str]) -> None:
    UserFactory.create(email="a@example.com")
    assert client.post(path, data).status_code in {200, 302}


def test_the_api_answers(client: Client) -> None:
    assert client.get("/api/v1/laws/").status_code == 200


def test_every_question_is_answered_as_by_an_empty_cache(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.WARNING, logger="portal.lib.cache"):
        cache.set("a", 1)
        assert cache.get("a", "none") == "none"
        assert cache.add("a", 1)
        assert cache.get_or_set("a", 2) == 2
        assert cache.get_many(["a"]) == {}
        assert "a" not in cache
        assert cache.set_many({"a": 1}) == ["a"]
        assert not cache.touch("a")
        assert not cache.delete("a")
        cache.delete_many(["a"])
        cache.clear()
        with pytest.raises(ValueError, match="not found"):
            cache.incr("a")
    assert len(caplog.records) == 1


@pytest.mark.redis
def test_a_server_that_answers_is_used(settings: Settings, redis_url: str) -> None:
    settings.CACHES = {"default": {"BACKEND": "portal.lib.cache.RedisCache", "LOCATION": redis_url}}
    cache.set("portal-test", {"a": 1}, 5)
    assert cache.get("portal-test") == {"a": 1}
    assert cache.delete("portal-test")
