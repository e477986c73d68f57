"""Checking the logs of cases, many at a time (docs/evidence.md)."""

import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby
from operator import itemgetter

from django.db import connection, transaction

from disputes.models import Case, CaseEvent
from disputes.querysets import CaseQuerySet
from portal.lib.appendonly import is_protected
from portal.lib.eventchain import GENESIS, Damage, Head, Row, is_whole
from portal.lib.events import verify


@dataclass(frozen=True)
class CheckedLog:
    """The log of one case. `name` is its number, of one never filed its id."""

    case_id: uuid.UUID
    name: str
    events: int
    damages: tuple[Damage, ...] = ()


def verify_cases(cases: CaseQuerySet) -> Iterator[CheckedLog]:
    """Check the logs of `cases`: whole ones as they are read, then the damaged ones with what was done to them.

    Nothing is locked while reading. A log that seems damaged because somebody wrote meanwhile is looked at again
    with its case held.
    """
    heads = {
        pk: (reference or str(pk), Head(count, newest))
        for pk, reference, count, newest in cases.order_by().values_list("pk", "reference", "event_count", "event_head")
    }
    suspects = []
    for case_id, rows in _logs(cases):
        name, head = heads.pop(case_id, (str(case_id), Head(0, GENESIS)))
        if is_whole(case_id, rows, head):
            yield CheckedLog(case_id, name, head.length)
        else:
            suspects.append(case_id)
    for case_id, (name, head) in heads.items():
        if head == (0, GENESIS):
            yield CheckedLog(case_id, name, 0)
        else:
            suspects.append(case_id)
    for case_id in suspects:
        yield _checked_again(case_id)


def _logs(cases: CaseQuerySet) -> Iterator[tuple[uuid.UUID, Iterator[Row]]]:
    """The events of each of `cases` by number, streamed."""
    events = CaseEvent.objects.filter(subject__in=cases.order_by().values("pk")).order_by("subject_id", "seq")
    rows = events.values_list("subject_id", *Row._fields).iterator()
    for case_id, group in groupby(rows, key=itemgetter(0)):
        yield case_id, (Row(*row[1:]) for row in group)


def _checked_again(case_id: uuid.UUID) -> CheckedLog:
    with transaction.atomic():
        case = Case.objects.select_for_update().get(pk=case_id)
        return CheckedLog(case_id, str(case.reference or case_id), case.event_count, tuple(verify(CaseEvent, case)))


def table_is_protected() -> bool:
    """Whether the database still refuses to change and to delete case events."""
    return is_protected(connection, CaseEvent._meta.db_table)
