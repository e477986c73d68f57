"""The daily root: where every case's log stood, written outside the database.

Whoever can write the whole database can rewrite a log with fitting hashes. What it was on an earlier day stands in
`DATA_DIR/case-log-roots/<year>.jsonl`, one line a day: the cases whose log grew since the line before, each with
its number of events and newest hash, and a root over that line and all lines before it. Whoever keeps one root (it
is logged, and mailed to CASE_LOG_ROOT_MAIL) can tell that no earlier line was changed either.
"""

import fcntl
import hashlib
import json
import logging
import os
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db.models import Sum

from disputes.models import Case, CaseEvent
from portal.lib import clock
from portal.lib.eventchain import GENESIS
from portal.notices.actions import queue

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Root:
    """One line of the file. `changed` holds (case id, number of events, newest hash)."""

    day: str
    cases: int
    events: int
    changed: tuple[tuple[str, int, str], ...]
    previous: str
    root: str

    def computed(self) -> str:
        content = json.dumps([self.previous, self.day, self.cases, self.events, self.changed], separators=(",", ":"))
        return hashlib.sha256(content.encode()).hexdigest()


@dataclass(frozen=True)
class RootDamage:
    """What no longer agrees with a root: a case's event, or (without a case) a line of the file itself."""

    day: str
    what: str
    case_id: str = ""
    name: str = ""
    seq: int = 0


def folder() -> Path:
    return Path(settings.DATA_DIR) / "case-log-roots"


def record_root() -> Root:
    """Write today's root unless it stands already, and return it. Safe to call at any time, by several at once."""
    folder().mkdir(mode=0o700, parents=True, exist_ok=True)
    with _alone():
        day = clock.today().isoformat()
        roots = [root for root in read_roots() if isinstance(root, Root)]
        if roots and roots[-1].day >= day:
            return roots[-1]
        found = _root_of_now(day, roots)
        _append(folder() / f"{day[:4]}.jsonl", found)
    log.info("root of the case logs on %s: %s (%s cases, %s events)", day, found.root, found.cases, found.events)
    return found


def mail_root(root: Root) -> None:
    """Send a root to the mailbox that keeps them, once, when one is set."""
    if settings.CASE_LOG_ROOT_MAIL:
        queue(
            key=f"case-log-root:{root.day}",
            kind="disputes.log_root",
            recipient=None,
            address=settings.CASE_LOG_ROOT_MAIL,
            context={"day": root.day, "root": root.root, "cases": root.cases, "events": root.events},
        )


def read_roots() -> Iterator[Root | RootDamage]:
    """Every line there is, by day; a line that cannot be read or does not follow from those before as a damage."""
    previous = GENESIS
    for path in sorted(folder().glob("*.jsonl")):
        for number, line in enumerate(_whole_lines(path), start=1):
            root = _parsed(line)
            if root is None or root.previous != previous or root.root != root.computed():
                yield RootDamage(day=root.day if root else "", what=f"{path.name}:{number}")
            if root is not None:
                previous = root.root
                yield root


def verify_roots() -> list[RootDamage]:
    """Where the database of today does not extend a recorded root; empty when it extends them all."""
    damages: list[RootDamage] = []
    wanted: dict[tuple[str, int], tuple[str, str]] = {}
    for root in read_roots():
        if isinstance(root, RootDamage):
            damages.append(root)
        else:
            wanted.update({(case_id, count): (newest, root.day) for case_id, count, newest in root.changed})
    known = {case_id for case_id, _count in wanted}
    for case_id, seq, digest in CaseEvent.objects.order_by().values_list("subject_id", "seq", "hash").iterator():
        if str(case_id) in known and wanted.get((str(case_id), seq), ("",))[0] == digest:
            del wanted[str(case_id), seq]
    names = dict(Case.objects.filter(pk__in={case_id for case_id, _count in wanted}).values_list("pk", "reference"))
    damages += [
        RootDamage(day, "event", case_id, names.get(uuid.UUID(case_id)) or case_id, seq)
        for (case_id, seq), (_newest, day) in sorted(wanted.items(), key=lambda item: (item[1][1], item[0]))
    ]
    return damages


def _root_of_now(day: str, roots: list[Root]) -> Root:
    known = {case_id: (count, newest) for root in roots for case_id, count, newest in root.changed}
    now = Case.objects.filter(event_count__gt=0)
    rows = now.order_by("pk").values_list("pk", "event_count", "event_head")
    changed = tuple(
        (str(pk), count, newest) for pk, count, newest in rows.iterator() if known.get(str(pk)) != (count, newest)
    )
    events = now.aggregate(total=Sum("event_count"))["total"] or 0
    draft = Root(day, now.count(), events, changed, roots[-1].root if roots else GENESIS, "")
    return Root(**{**draft.__dict__, "root": draft.computed()})


def _parsed(line: str) -> Root | None:
    try:
        fields: dict[str, Any] = json.loads(line)
        return Root(**{**fields, "changed": tuple((str(a), int(b), str(c)) for a, b, c in fields["changed"])})
    except (ValueError, TypeError, KeyError):
        return None


def _whole_lines(path: Path) -> list[str]:
    """The lines of a file without what a crash left of a last one."""
    return path.read_text(encoding="utf-8").rpartition("\n")[0].splitlines()


def _append(path: Path, root: Root) -> None:
    line = json.dumps(root.__dict__, separators=(",", ":")) + "\n"
    with path.open("a+b") as file:
        file.seek(0)
        file.truncate(file.read().rfind(b"\n") + 1)
        file.write(line.encode())
        file.flush()
        os.fsync(file.fileno())


@contextmanager
def _alone() -> Iterator[None]:
    """One writer at a time on this host."""
    with (folder() / "lock").open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield
