"""Append-only events, numbered and chained by hash per subject.

Each concrete model names its subject's foreign key `subject`. Rows hold ids, codes and hashes, never
personal text, so that the chain outlives erasure. Only `append` writes them.
"""

import hashlib
import json
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any, TypeVar

from django.db import connection, models, transaction
from django.utils.translation import gettext_lazy as _

from portal.lib import clock

GENESIS = "0" * 64


class Event(models.Model):
    """One act on one subject. `prev_hash` is the `hash` of the event with the number before."""

    seq = models.PositiveIntegerField()
    kind = models.CharField(_("kind"), max_length=40)
    actor_id = models.BigIntegerField(_("actor"), null=True, blank=True)
    at = models.DateTimeField(_("at"))
    old_state = models.CharField(max_length=32, blank=True, default="")
    new_state = models.CharField(max_length=32, blank=True, default="")
    data = models.JSONField(default=dict, blank=True)
    prev_hash = models.CharField(max_length=64)
    hash = models.CharField(max_length=64)

    class Meta:
        abstract = True
        ordering = ["seq"]

    def content_hash(self) -> str:
        """The hash this row must carry. The moment is taken to the millisecond, which both databases keep."""
        content = json.dumps(
            {
                "subject": str(self.subject_id),  # type: ignore[attr-defined]  # each concrete model has it
                "seq": self.seq,
                "kind": self.kind,
                "actor": self.actor_id,
                "at": self.at.astimezone(UTC).isoformat(timespec="milliseconds"),
                "old": self.old_state,
                "new": self.new_state,
                "data": self.data,
                "prev": self.prev_hash,
            },
            sort_keys=True,
            ensure_ascii=False,
            separators=(",", ":"),
        )
        return hashlib.sha256(content.encode()).hexdigest()


E = TypeVar("E", bound=Event)


def _plain(data: Mapping[str, Any]) -> dict[str, Any]:
    """`data` as both databases give it back. Raises TypeError for what one of them would change, as it does a float."""

    def check(value: Any) -> None:
        if isinstance(value, float):
            raise TypeError(f"An event holds ids, codes, hashes and whole numbers, not {value!r}.")
        for inner in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
            check(inner)

    plain: dict[str, Any] = json.loads(json.dumps(dict(data)))
    check(plain)
    return plain


def append(
    model: type[E],
    *,
    subject: models.Model,
    kind: str,
    actor_id: int | None,
    old_state: str = "",
    new_state: str = "",
    data: Mapping[str, Any] | None = None,
    at: datetime | None = None,
) -> E:
    """Write the next event of `subject`. Runs inside the caller's transaction and locks the subject's row.

    Raises TransactionManagementError outside a transaction: an event without its change would lie. Raises TypeError
    for data that the two databases would not give back alike.
    """
    if not connection.in_atomic_block:
        raise transaction.TransactionManagementError("Events are written in the transaction of their change.")
    type(subject)._default_manager.select_for_update().filter(pk=subject.pk).values_list("pk").first()
    last = model._default_manager.filter(subject=subject).order_by("-seq").values_list("seq", "hash").first()
    seq, prev_hash = last or (0, GENESIS)
    event = model(
        subject=subject,
        seq=seq + 1,
        kind=kind,
        actor_id=actor_id,
        at=at or clock.now(),
        old_state=old_state,
        new_state=new_state,
        data=_plain(data or {}),
        prev_hash=prev_hash,
    )
    event.hash = event.content_hash()
    event.save(force_insert=True)
    return event


def verify(model: type[E], subject: models.Model) -> int | None:
    """The number of the first event of `subject` that is not as it was written; None when the chain is whole.

    Finds a changed row, a missing one and one put in between. What was cut off at the end leaves no trace here: that
    is for whoever keeps the newest hash elsewhere.
    """
    prev_hash = GENESIS
    expected = 1
    for event in model._default_manager.filter(subject=subject).order_by("seq").iterator():
        if event.seq != expected or event.prev_hash != prev_hash or event.hash != event.content_hash():
            return min(event.seq, expected)
        prev_hash = event.hash
        expected += 1
    return None
