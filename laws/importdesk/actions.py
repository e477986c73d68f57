"""What people do on the import desk. The schedule and commands call the same, with nobody as actor.

upload_texts / start_harvest > (a worker works on it) | stop_import
set_harvesting: whether the schedule harvests a source
"""

import uuid

from django.core.files.base import File
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from laws.harvest.layouts import LAYOUTS
from laws.importdesk.uploads import check_texts
from laws.importers.importing import start_run
from laws.importers.leases import LEASE, OPEN, forget_files
from laws.models import ImportRun, LawSource
from portal.accounts.access import require
from portal.accounts.actions.audit import record
from portal.accounts.models import User
from portal.accounts.permissions import Permission as P
from portal.lib import clock
from portal.lib.errors import Conflict, Invalid
from portal.notices.waking import wake_on_commit

State = ImportRun.State
TASK = "laws.work_imports"


def upload_texts(*, by: User, file: "File[bytes]", dry_run: bool = False) -> ImportRun:
    """Put an uploaded file of texts into the queue.

    Raises NotAllowed for whoever may not edit, Invalid for a file that is empty, too large or of no readable kind.
    """
    require(by, P.EDIT_REFERENCE)
    name = check_texts(file, field="file")
    with transaction.atomic():
        run = start_run(ImportRun.Kind.UPLOAD, by=by, name=name, file=file, dry_run=dry_run)
        wake_on_commit(TASK)
    return run


def start_harvest(
    *, source: LawSource, by: User | None, limit: int | None = None, dry_run: bool = False, own: bool = False
) -> ImportRun:
    """Put a harvest of `source` into the queue. `own`: the caller, a command, works on it and takes the lease.

    Raises NotAllowed for whoever may not edit, Conflict while another harvest of the source is under way, Invalid for
    a source whose layout the portal does not know.
    """
    if by is not None:
        require(by, P.EDIT_REFERENCE)
    if source.layout not in LAYOUTS:
        raise Invalid(_("This source names a layout that the portal does not know."), field="source")
    try:
        with transaction.atomic():
            run = start_run(
                ImportRun.Kind.HARVEST, by=by, name=source.publisher, source=source, dry_run=dry_run, limit=limit
            )
            if own:
                run.lease, run.leased_until = uuid.uuid4(), clock.now() + LEASE
                run.state, run.started_at = State.RUNNING, clock.now()
                run.by_command = True
                run.save(update_fields=["lease", "leased_until", "state", "started_at", "by_command"])
            else:
                wake_on_commit(TASK)
    except IntegrityError:
        raise Conflict(_("A harvest of this source is under way already. Wait for it or stop it.")) from None
    return run


def stop_import(*, run: ImportRun, by: User) -> None:
    """Ask the worker to stop after the text in its hands; what nobody works on stops at once.

    What was imported stays. Raises NotAllowed for whoever may not edit, Conflict for an import that has ended.
    """
    require(by, P.EDIT_REFERENCE)
    with transaction.atomic():
        locked = ImportRun.objects.select_for_update().get(pk=run.pk)
        if locked.state not in OPEN or locked.kind == ImportRun.Kind.COMMAND:
            raise Conflict(_("This import has ended already."))
        locked.stop_asked = True
        nobody = locked.lease is None or (locked.leased_until or clock.now()) <= clock.now()
        if nobody:
            locked.state, locked.ended_at = State.STOPPED, clock.now()
            locked.lease = locked.leased_until = None
            transaction.on_commit(lambda: forget_files(locked))
        locked.save(update_fields=["stop_asked", "state", "ended_at", "lease", "leased_until"])
        record("import.stopped", locked, by=by)
    run.refresh_from_db()


def set_harvesting(*, source: LawSource, by: User | None, enabled: bool) -> None:
    """Whether the schedule harvests the source. Raises NotAllowed, and Invalid for a source without a rhythm."""
    if by is not None:
        require(by, P.EDIT_REFERENCE)
    if enabled and not source.rhythm_days:
        raise Invalid(_("This source has no rhythm: harvest it by hand, or give it a rhythm first."), field="enabled")
    with transaction.atomic():
        changed = LawSource.objects.filter(pk=source.pk).exclude(enabled=enabled).update(enabled=enabled)
        if changed:
            record("source.enabled" if enabled else "source.disabled", source, by=by)
    source.refresh_from_db()
