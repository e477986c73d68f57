"""Append-only events, numbered and chained by hash per subject.

Each concrete model names its subject's foreign key `subject`. Rows hold ids, codes and hashes, never
personal text, so that the chain outlives erasure. Only `append` writes them.
"""

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any, TypeVar

from django.db import connection, models, transaction
from django.utils.translation import gettext_lazy as _

from portal.lib import clock
from portal.lib.eventchain import GENESIS, Damage, Head, Row, examine, hash_of


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
        """The hash this row must carry."""
        row = Row(*(getattr(self, name) for name in Row._fields))
        return hash_of(self.subject_id, row)  # type: ignore[attr-defined]  # each concrete model has it


class Logged(models.Model):
    """A subject that keeps how long its log is and how it ends, so that an end cut off is noticed.

    Both columns are written by `append` alone.
    """

    event_count = models.PositiveIntegerField(_("number of events"), default=0, editable=False)
    event_head = models.CharField(_("hash of the newest event"), max_length=64, default=GENESIS, editable=False)

    class Meta:
        abstract = True


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
    last = _locked_head(model, subject)
    event = model(
        subject=subject,
        seq=last.length + 1,
        kind=kind,
        actor_id=actor_id,
        at=at or clock.now(),
        old_state=old_state,
        new_state=new_state,
        data=_plain(data or {}),
        prev_hash=last.hash,
    )
    event.hash = event.content_hash()
    event.save(force_insert=True)
    if isinstance(subject, Logged):
        subject.event_count, subject.event_head = event.seq, event.hash
        type(subject)._base_manager.filter(pk=subject.pk).update(event_count=event.seq, event_head=event.hash)
    return event


def _locked_head(model: type[E], subject: models.Model) -> Head:
    """The end of the log, read from the subject's locked row or, where it keeps none, from the newest event."""
    row = type(subject)._base_manager.select_for_update().filter(pk=subject.pk)
    if isinstance(subject, Logged):
        return Head(*row.values_list("event_count", "event_head").get())
    row.values_list("pk").first()
    newest = model._default_manager.filter(subject=subject).order_by("-seq").values_list("seq", "hash").first()
    return Head(*newest) if newest else Head(0, GENESIS)


def rows_of(model: type[E], subject_id: object) -> list[Row]:
    """The log of one subject as it stands, by number."""
    rows = model._default_manager.filter(subject=subject_id).order_by("seq").values_list(*Row._fields)
    return [Row(*row) for row in rows.iterator()]


def verify(model: type[E], subject: models.Model) -> list[Damage]:
    """What was done to the log of `subject`: which event was changed, removed, inserted or put elsewhere.

    Whether something was cut off or added at the end is known of a `Logged` subject only. While others write, hold
    the subject's row: its head and its events must be of one moment.
    """
    head = None
    if isinstance(subject, Logged):
        head = Head(*type(subject)._base_manager.values_list("event_count", "event_head").get(pk=subject.pk))
    return examine(subject.pk, rows_of(model, subject.pk), head)
