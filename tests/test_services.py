"""The private PostgreSQL and Redis that tests, drills and benchmarks start for themselves."""

import stat
from contextlib import closing
from pathlib import Path

import psycopg2
import pytest
import redis

from devtools import services
from devtools.console import GiveUp

pytestmark = [pytest.mark.slow, pytest.mark.redis, pytest.mark.postgres]


def test_a_pair_answers_inside_the_block_and_is_gone_after_it() -> None:
    with services.private_services() as private:
        folder = private.postgres.folder
        connection = psycopg2.connect(host=str(folder), user="postgres", dbname="postgres")  # type: ignore[no-untyped-call]  # psycopg2 ships no types
        with closing(connection), connection.cursor() as cursor:
            cursor.execute("SELECT 6 * 7")
            assert cursor.fetchone() == (42,)
        assert stat.S_IMODE(folder.stat().st_mode) == 0o700
        assert private.redis.answers()
    assert not folder.exists()
    assert not private.redis.answers()


def test_redis_comes_back_empty_on_the_same_port(tmp_path: Path) -> None:
    private = services.Redis(tmp_path)
    private.start()
    try:
        port = private.port
        with redis.Redis.from_url(private.url) as client:
            client.set("key", "value")
        private.restart_empty()
        assert private.port == port
        with redis.Redis.from_url(private.url) as client:
            assert client.get("key") is None
    finally:
        private.stop()
    assert not private.answers()


def test_missing_programs_are_named_as_packages(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(services, "find_binary", lambda name: "")
    with pytest.raises(GiveUp, match="apt-get install postgresql redis-server"), services.private_services():
        pass
