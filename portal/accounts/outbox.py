"""How this app sends mail. The delivery ledger stands above it in the order of imports, so it is handed in.

`portal.notices` calls `register` when the apps are ready; until then sending is a programming error.
"""

from collections.abc import Mapping
from typing import Any, Protocol

from portal.accounts.models import User


class Queue(Protocol):
    """`portal.notices.actions.queue`."""

    def __call__(
        self,
        *,
        key: str,
        kind: str,
        recipient: User | None,
        address: str = "",
        language: str | None = None,
        context: Mapping[str, Any] | None = None,
    ) -> object: ...


_queue: Queue | None = None


def register(queue: Queue) -> None:
    """Send through `queue` from now on."""
    global _queue  # set once, at start
    _queue = queue


def send(
    *,
    key: str,
    kind: str,
    recipient: User | None,
    address: str = "",
    language: str | None = None,
    context: Mapping[str, Any] | None = None,
) -> None:
    """Queue a mail in the caller's transaction. Raises RuntimeError when no ledger has been registered."""
    if _queue is None:
        raise RuntimeError("No delivery ledger is registered: is portal.notices installed?")
    _queue(key=key, kind=kind, recipient=recipient, address=address, language=language, context=context)
