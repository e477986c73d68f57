"""Imports as a queue: a run is taken under a lease, beats while it is worked on, and is put back or ended.

Any number of workers may look for work at once. A run whose worker was killed is free again when the lease is over; a
worker whose lease ran out changes nothing any more. Runs of the command `import_laws` are not in the queue: the
command itself works on them and nobody could take them over, because only it has the file. When it was killed, its run
is ended by `break_off`.
"""

import time
import uuid
from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.core.files.storage import default_storage
from django.db import connection, transaction
from django.db.models import F, Q
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_noop

from laws.models import ImportRun
from portal.lib import clock

State, Kind = ImportRun.State, ImportRun.Kind
OPEN = (State.WAITING, State.RUNNING)
QUEUED = (Kind.UPLOAD, Kind.HARVEST)
# More than the largest code takes to read and write.
LEASE = timedelta(minutes=5)
BEAT_SECONDS = 10.0
# A command beats between two texts; one text never takes so long.
LONG_OVER = timedelta(minutes=30)
BROKEN_OFF = gettext_noop("The command that did this import was broken off. What it had reported is in the library.")


class LeaseLost(Exception):
    """The lease ran out and the run is another worker's."""


class Stopped(Exception):
    """Somebody asked for the run to stop."""


def _free() -> Q:
    return Q(leased_until__isnull=True) | Q(leased_until__lte=clock.now())


def claim(pk: int | None = None) -> ImportRun | None:
    """The run that is next (or the one with this key), under a new lease; None when there is none to take."""
    # Uploads first: somebody waits before the page. A harvest waits a slice for them.
    wanted = ImportRun.objects.filter(_free(), state__in=OPEN, kind__in=QUEUED).order_by("-kind", "pk")
    if pk is not None:
        wanted = wanted.filter(pk=pk)
    if connection.features.has_select_for_update_skip_locked:
        wanted = wanted.select_for_update(skip_locked=True, of=("self",))
    lease = uuid.uuid4()
    now = clock.now()
    with transaction.atomic():
        chosen = wanted.values_list("pk", flat=True).first()
        if chosen is None:
            return None
        ImportRun.objects.filter(_free(), pk=chosen, state__in=OPEN).update(
            lease=lease,
            leased_until=now + LEASE,
            state=State.RUNNING,
            started_at=Coalesce(F("started_at"), now),
        )
    return ImportRun.objects.select_related("source", "by").filter(lease=lease).first()


def break_off() -> int:
    """End the runs of commands that were killed; how many. Runs without any lease are of before leases were kept."""
    now = clock.now()
    silent = Q(leased_until__lt=now - LONG_OVER) | Q(leased_until__isnull=True, started_at__lt=now - timedelta(days=1))
    dead = ImportRun.objects.filter(silent, kind=Kind.COMMAND, state=State.RUNNING)
    return dead.update(state=State.FAILED, reason=BROKEN_OFF, ended_at=now, lease=None, leased_until=None)


class Lease:
    """A run that is ours for now. Everything the worker writes about the run goes through here."""

    def __init__(self, run: ImportRun) -> None:
        self.run = run
        self._beaten = time.monotonic()

    def beat(self, *, force: bool = False, **changes: Any) -> None:
        """Prolong the lease, at most every few seconds; at once where there are changes to write.

        Raises LeaseLost, and Stopped when somebody asked for it: also where the last `write` was who learned of it,
        since writing puts off the next beat.
        """
        if force or changes or time.monotonic() - self._beaten >= BEAT_SECONDS:
            self.write(**changes)
        if self.run.stop_asked:
            raise Stopped

    def write(self, **changes: Any) -> None:
        """Write to the run and prolong the lease. Raises LeaseLost when it is no longer ours."""
        ours = ImportRun.objects.filter(pk=self.run.pk, lease=self.run.lease, state=State.RUNNING)
        if not ours.update(leased_until=clock.now() + LEASE, **changes):
            raise LeaseLost
        for name, value in changes.items():
            setattr(self.run, name, value)
        self._beaten = time.monotonic()
        self.run.stop_asked = ImportRun.objects.filter(pk=self.run.pk, stop_asked=True).exists()

    def wait(self, seconds: float, sleep: Callable[[float], None] = time.sleep) -> None:
        """Sleep and beat. Raises as `beat`."""
        left = seconds
        while left > 0:
            sleep(min(left, BEAT_SECONDS))
            left -= BEAT_SECONDS
            self.beat(force=True)

    def put_back(self, seconds: float = 0) -> None:
        """Let the next worker go on, not before `seconds` have passed."""
        self.write()
        ImportRun.objects.filter(pk=self.run.pk, lease=self.run.lease).update(
            lease=None, leased_until=clock.now() + timedelta(seconds=seconds) if seconds else None
        )

    def end(self, state: str, reason: str = "") -> None:
        """The run is over. Raises LeaseLost when it is no longer ours."""
        changes = {"state": state, "reason": reason[:2000], "ended_at": clock.now(), "lease": None}
        with transaction.atomic():
            ours = ImportRun.objects.filter(pk=self.run.pk, lease=self.run.lease, state=State.RUNNING)
            if not ours.update(**changes, leased_until=None):
                raise LeaseLost
        self.run.refresh_from_db()
        forget_files(self.run)


def forget_files(run: ImportRun) -> None:
    """Delete what a run kept to go on with: an upload, a work list, an archive. The report stays."""
    cursor = run.cursor if isinstance(run.cursor, dict) else {}
    for name in {run.file.name, *(str(cursor.get(key) or "") for key in ("list", "archive"))}:
        if name and name.startswith("imports/"):
            default_storage.delete(name)
            folder = name.rpartition("/")[0]
            if folder != "imports" and default_storage.exists(folder):  # the one an upload has for itself
                default_storage.delete(folder)
