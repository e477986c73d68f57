"""The Redis cache as this portal needs it: a help, never a condition."""

import logging
import time
from collections.abc import Callable, Iterable
from typing import Any, TypeVar

from django.core.cache.backends import redis as django_redis
from redis.backoff import NoBackoff
from redis.exceptions import RedisError
from redis.retry import Retry

logger = logging.getLogger(__name__)

T = TypeVar("T")
LOG_EVERY_SECONDS = 30.0
# After a failure the server is left alone this long, so that one request does not wait for it again and again.
REST_SECONDS = 2.0
WAIT_SECONDS = 1


class _Outage:
    """What the threads of this process know about the server being away."""

    rest_until = 0.0
    logged_until = 0.0


class RedisCache(django_redis.RedisCache):
    """Django's backend, to which an unreachable server looks like an empty cache.

    Then rate limits count nothing and pages are made anew; nobody is kept from logging in.
    """

    def __init__(self, server: str | list[str], params: dict[str, Any]) -> None:
        short = {
            "socket_timeout": WAIT_SECONDS,
            "socket_connect_timeout": WAIT_SECONDS,
            "retry": Retry(NoBackoff(), 0),
        }
        super().__init__(server, {**params, "OPTIONS": {**short, **params.get("OPTIONS", {})}})

    def add(self, key: Any, value: Any, *args: Any, **kwargs: Any) -> bool:
        return self._or(True, lambda: super(RedisCache, self).add(key, value, *args, **kwargs))

    def get(self, key: Any, default: Any = None, version: int | None = None) -> Any:
        return self._or(default, lambda: super(RedisCache, self).get(key, default, version))

    def set(self, key: Any, value: Any, *args: Any, **kwargs: Any) -> None:
        self._or(None, lambda: super(RedisCache, self).set(key, value, *args, **kwargs))

    def touch(self, key: Any, *args: Any, **kwargs: Any) -> bool:
        return self._or(False, lambda: super(RedisCache, self).touch(key, *args, **kwargs))

    def delete(self, key: Any, version: int | None = None) -> bool:
        return self._or(False, lambda: super(RedisCache, self).delete(key, version))

    def get_many(self, keys: Iterable[Any], version: int | None = None) -> dict[Any, Any]:
        return self._or({}, lambda: super(RedisCache, self).get_many(keys, version))

    def has_key(self, key: Any, version: int | None = None) -> bool:
        return self._or(False, lambda: super(RedisCache, self).has_key(key, version))

    def incr(self, key: Any, delta: int = 1, version: int | None = None) -> int:
        """Raises ValueError for a key that is not there, as every backend does."""
        value = self._or(None, lambda: super(RedisCache, self).incr(key, delta, version))
        if value is None:
            raise ValueError(f"Key {key!r} not found: the cache server is away.")
        return value

    def set_many(self, data: dict[Any, Any], *args: Any, **kwargs: Any) -> list[Any]:
        return self._or(list(data), lambda: super(RedisCache, self).set_many(data, *args, **kwargs))

    def delete_many(self, keys: Iterable[Any], version: int | None = None) -> None:
        self._or(None, lambda: super(RedisCache, self).delete_many(keys, version))

    def clear(self) -> None:
        self._or(None, super().clear)

    @staticmethod
    def _or(otherwise: T, ask: Callable[[], T]) -> T:
        """What the server says, or `otherwise` while it cannot be asked."""
        if time.monotonic() < _Outage.rest_until:
            return otherwise
        try:
            return ask()
        except (RedisError, OSError) as error:
            now = time.monotonic()
            _Outage.rest_until = now + REST_SECONDS
            if now >= _Outage.logged_until:
                _Outage.logged_until = now + LOG_EVERY_SECONDS
                logger.warning("The cache does not answer; the portal works without it: %s", error)
            return otherwise
