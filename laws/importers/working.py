"""Working on queued imports: uploads and harvests, a slice at a time.

A harvest may take hours. A worker that kept it would let mails wait, so that it works for some seconds, puts the run
back and is called again (docs/adr/0111).
"""

import logging
import time
import zipfile
from collections.abc import Callable
from itertools import islice
from pathlib import Path, PurePosixPath

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext_noop

from laws.harvest.harvesting import Harvest, is_complete
from laws.harvest.types import Fault, Later
from laws.importers.files import TEXT_ENDINGS, read_path
from laws.importers.importing import import_files
from laws.importers.leases import Lease, LeaseLost, Stopped, break_off, claim
from laws.models import ImportRow, ImportRun, LawSource
from portal.lib import clock

log = logging.getLogger(__name__)
SLICE_SECONDS = 20.0
BATCH = 20
PROGRESS_SECONDS = 2.0

BROKEN = gettext_noop("The import was broken off by an error of the program; the log names it")

OnRow = Callable[[ImportRow], None]


def work_next() -> bool:
    """Work a slice on the run that waits longest; False when there is none."""
    break_off()
    run = claim()
    if run is None:
        return False
    work(run, seconds=SLICE_SECONDS)
    return True


def work(
    run: ImportRun,
    *,
    seconds: float | None = None,
    patient: bool = False,
    on_row: OnRow | None = None,
    sleep: Callable[[float], None] = time.sleep,
    language: str = "",
) -> None:
    """Work on a claimed run: for `seconds`, or to its end. Never raises for what a publisher or a file does.

    The report is written in the language of who began the run, that of the portal where it was the schedule; a command
    asks for its own by `language`.
    """
    with translation.override(language or (run.by.language if run.by else settings.LANGUAGE_CODE)):
        _work(run, seconds=seconds, patient=patient, on_row=on_row, sleep=sleep)


def _work(
    run: ImportRun,
    *,
    seconds: float | None,
    patient: bool,
    on_row: OnRow | None,
    sleep: Callable[[float], None],
) -> None:
    lease = Lease(run)
    until = None if seconds is None else time.monotonic() + seconds
    try:
        try:
            if run.kind == ImportRun.Kind.HARVEST:
                done = Harvest(lease, until=until, patient=patient, on_row=on_row, sleep=sleep).go_on()
            else:
                done = _upload(lease, until, on_row)
            if done:
                _end(lease, ImportRun.State.DONE)
            else:
                lease.put_back()
        except Later as later:
            lease.put_back(later.seconds)
        except Stopped:
            _end(lease, ImportRun.State.STOPPED)
        except Fault as fault:
            _end(lease, ImportRun.State.FAILED, str(fault))
        except LeaseLost:
            raise
        except Exception:
            log.exception("import %s was broken off", run.pk)
            _end(lease, ImportRun.State.FAILED, BROKEN)
    except LeaseLost:
        log.warning("The lease on import %s ran out while it was worked on.", run.pk)


def _end(lease: Lease, state: str, reason: str = "") -> None:
    lease.end(state, reason)
    run = lease.run
    if run.kind == ImportRun.Kind.HARVEST and is_complete(run):
        LawSource.objects.filter(pk=run.source_id).update(last_success=clock.now())


def _upload(lease: Lease, until: float | None, on_row: OnRow | None) -> bool:
    """Import the files of an upload from where the last slice stopped; True at the end."""
    run = lease.run
    at = int((run.cursor or {}).get("at", 0))

    def seen(row: ImportRow) -> None:
        lease.beat()
        if on_row is not None:
            on_row(row)

    path = Path(run.file.path)
    if run.total is None and at == 0:
        lease.write(total=_how_many(path))

    def progressed(done: int, total: int | None) -> None:
        if time.monotonic() - shown[0] > PROGRESS_SECONDS:
            shown[0] = time.monotonic()
            lease.beat(done=done, total=total)

    shown = [time.monotonic()]
    files = islice(read_path(path, run.name), at, None)
    while batch := list(islice(files, BATCH)):
        # Whoever uploaded it had the right to; the worker acts for the portal.
        import_files(batch, by=None, run=run, dry_run=run.dry_run, on_row=seen, on_progress=progressed)
        at += len(batch)
        lease.beat(cursor={"at": at})
        if until is not None and time.monotonic() >= until:
            return False
    return True


def _how_many(path: Path) -> int | None:
    """About how many lines the report of an archive will have; None where only reading would tell."""
    try:
        with zipfile.ZipFile(path) as archive:
            names = [PurePosixPath(name) for name in archive.namelist()]
    except (zipfile.BadZipFile, OSError, ValueError):
        return None
    return sum(name.suffix.lower().removeprefix(".") in TEXT_ENDINGS and name.name != "meta.json" for name in names)
