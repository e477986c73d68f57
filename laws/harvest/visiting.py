"""Manners towards a publisher: a name, a pace, conditional requests, and waiting when told to wait.

robots.txt is not read: only addresses that a publisher offers to programs are in the reference file, one at a time
(docs/adr/0110).
"""

import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import BinaryIO
from urllib.parse import urlsplit

from django.conf import settings
from django.utils.translation import gettext_noop

from laws.harvest.types import Fault, Later
from portal.lib import clock, fetch

MB = 1024 * 1024
DOCUMENT_BYTES = 40 * MB
ARCHIVE_BYTES = 2048 * MB
DOCUMENT_SECONDS = 120.0
ARCHIVE_SECONDS = 3600.0
PAUSE = 1.0
FIRST_WAIT = 5.0
LONGEST_WAIT = 3600.0
BUSY = frozenset({429, 503})

NOT_HAD = gettext_noop("The document could not be fetched")
MALFORMED = gettext_noop("The address of the document is no address")
GONE = gettext_noop("The publisher no longer has this document")
REFUSED = gettext_noop("The publisher refused the request")


@dataclass(frozen=True)
class Got:
    """A document as it came. `unchanged` when the publisher says it is what we have (304)."""

    url: str
    body: bytes
    etag: str = ""
    last_modified: str = ""
    unchanged: bool = False


def user_agent() -> str:
    return f"ip-guidance-portal/1.0 (+{settings.BASE_URL}/; law texts for public information)"


class Visitor:
    """One run's requests: at most one a `pause` to each host. `beat` is called whenever bytes or time pass."""

    def __init__(
        self,
        *,
        pause: float = PAUSE,
        beat: Callable[[], None] = lambda: None,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self._pause, self._beat, self._sleep = pause, beat, sleep
        self._last: dict[str, float] = {}

    def get(
        self, url: str, *, etag: str = "", last_modified: str = "", into: BinaryIO | None = None, tries: int = 0
    ) -> Got:
        """The document at `url`. `tries` is how often it was put off already.

        Raises Later when the publisher is busy, Fault when the document cannot be had, OSError when `into` cannot be
        written.
        """
        self._keep_pace(_host(url))
        headers = {"User-Agent": user_agent(), "Accept": "*/*"}
        if etag:
            headers["If-None-Match"] = etag
        if last_modified:
            headers["If-Modified-Since"] = last_modified
        try:
            answer = fetch.get(
                url,
                headers=headers,
                max_bytes=DOCUMENT_BYTES if into is None else ARCHIVE_BYTES,
                seconds=DOCUMENT_SECONDS if into is None else ARCHIVE_SECONDS,
                into=into,
                on_bytes=lambda size: self._beat(),
            )
        except fetch.FetchError as error:
            raise Fault(NOT_HAD, str(error)) from error
        if answer.status in BUSY:
            raise Later(wait_of(answer.headers.get("retry-after", ""), tries), f"HTTP {answer.status}")
        if answer.status == 304 and (etag or last_modified):
            return Got(answer.url, b"", etag, last_modified, unchanged=True)
        if answer.status in (404, 410):
            raise Fault(GONE, f"HTTP {answer.status}")
        if answer.status != 200:
            raise Fault(REFUSED, f"HTTP {answer.status}")
        return Got(
            answer.url,
            answer.body,
            answer.headers.get("etag", "")[:200],
            answer.headers.get("last-modified", "")[:60],
        )

    def _keep_pace(self, host: str) -> None:
        left = self._last.get(host, 0.0) + self._pause - time.monotonic()
        if host in self._last and left > 0:
            self._sleep(left)
        self._last[host] = time.monotonic()
        self._beat()


def _host(url: str) -> str:
    try:
        return urlsplit(url).hostname or ""
    except ValueError as error:
        raise Fault(MALFORMED) from error


def wait_of(retry_after: str, tries: int) -> float:
    """Seconds to wait: as the publisher says (a number or a date, RFC 9110 §10.2.3), else longer each time."""
    text = retry_after.strip()
    if text.isascii() and text.isdigit() and len(text) < 9:
        return min(max(float(text), 1.0), LONGEST_WAIT)
    try:
        moment: datetime | None = parsedate_to_datetime(text)
    except (TypeError, ValueError):
        moment = None
    if moment is not None:
        if moment.tzinfo is None:
            moment = moment.replace(tzinfo=UTC)
        return min(max((moment - clock.now()).total_seconds(), 1.0), LONGEST_WAIT)
    return float(min(FIRST_WAIT * 2 ** min(tries, 10), LONGEST_WAIT))
