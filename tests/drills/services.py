"""The drill of the drills: the private PostgreSQL and Redis come up, hold data, and Redis comes back empty."""

import time
from collections.abc import Iterator

import redis
from django.contrib.contenttypes.models import ContentType

from devtools.measures import Measure
from devtools.services import Services


def main(services: Services) -> Iterator[Measure]:
    tables = ContentType.objects.count()
    yield Measure("content types in the migrated database", tables, "rows", "> 0", tables > 0)
    with redis.Redis.from_url(services.redis.url) as client:
        client.set("kept", "no")
    started = time.monotonic()
    services.redis.restart_empty()
    seconds = round(time.monotonic() - started, 2)
    yield Measure("Redis crashed and answering again after", seconds, "s", "<= 5", seconds <= 5)
    with redis.Redis.from_url(services.redis.url) as client:
        left = client.dbsize()
    yield Measure("keys left after the crash", left, "keys", "= 0", left == 0)
