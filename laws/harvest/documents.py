"""What is remembered of each document of a source: what a conditional request needs, and what it became."""

import hashlib
from collections.abc import Iterable

from laws.models import ImportRow, LawSource, SourceDocument
from portal.lib import clock

Outcome = ImportRow.Outcome
# The text is in the library: the same bytes again need not be read. A rejected one is read again each time, because
# the adapter may have learned meanwhile.
HELD = frozenset((Outcome.NEW.value, Outcome.CHANGED.value, Outcome.UNCHANGED.value))


def fingerprint(body: bytes) -> str:
    return hashlib.sha256(body).hexdigest()


def known(source: LawSource, urls: Iterable[str]) -> dict[str, SourceDocument]:
    """Those of `urls` that were fetched before and are held."""
    rows = SourceDocument.objects.filter(source=source, url__in=list(urls), outcome__in=HELD)
    return {row.url: row for row in rows}


def remember(
    source: LawSource, url: str, *, outcome: str, sha256: str = "", etag: str = "", last_modified: str = ""
) -> None:
    """Note what a document became. One row an address, whoever writes first."""
    SourceDocument.objects.update_or_create(
        source=source,
        url=url[:500],
        defaults={
            "outcome": outcome,
            "sha256": sha256,
            "etag": etag,
            "last_modified": last_modified,
            "fetched_at": clock.now(),
        },
    )


def worst(outcomes: Iterable[str]) -> str:
    """What a document with several texts became: rejected when one was, else changed, new or unchanged."""
    found = set(outcomes)
    for outcome in (Outcome.REJECTED.value, Outcome.CHANGED.value, Outcome.NEW.value):
        if outcome in found:
            return outcome
    return Outcome.UNCHANGED.value if found else Outcome.REJECTED.value


def member_url(archive: str, path: str) -> str:
    """How a file of an archive is remembered. Long ones keep a hash of what is cut off."""
    url = f"{archive}#{path}"
    return url if len(url) <= 500 else f"{url[:430]}~{hashlib.sha256(url.encode()).hexdigest()}"
