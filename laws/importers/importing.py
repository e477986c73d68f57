"""Importing texts: what the command, the upload page and the harvest call.

    run = start_run(ImportRun.Kind.UPLOAD, by=user, name="acts.zip")
    totals = import_files(read_path(path, "acts.zip"), by=user, run=run)
    finish_run(run)

Each law is one transaction, with its line of the report. Many laws of one file are written as a group; when a group
fails it is written again law by law, so that one bad law leaves the others whole (docs/adr/0108-bulk-loads.md).
"""

import gc
import logging
import uuid
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing, contextmanager, suppress
from itertools import chain

from django.core.files.base import File
from django.db import DatabaseError, DataError, IntegrityError, transaction
from django.utils.translation import gettext as _

from laws.importers.ahead import read_ahead
from laws.importers.apart import WORTH_IT_BYTES, read_apart
from laws.importers.batches import BATCHES_AHEAD, Found, read_batches
from laws.importers.choosing import choose
from laws.importers.files import BadFile, Given, LineFile
from laws.importers.jsonl import ADAPTER_NAME, BadLine
from laws.importers.leases import LEASE
from laws.importers.matching import Catalogue
from laws.importers.meta import with_meta
from laws.importers.preparing import Prepared, Unfit, as_refusal, ready
from laws.importers.reporting import Totals, refused, store
from laws.importers.types import LawFile, ParsedLaw, Rejected
from laws.importers.writing import write
from laws.models import ImportRow, ImportRun, LawSource, Tier
from portal.accounts.access import require
from portal.accounts.actions.audit import record
from portal.accounts.models import User
from portal.accounts.permissions import Permission
from portal.lib import clock
from portal.lib.fields import clean_text

log = logging.getLogger(__name__)

# How much is held and written at once: enough that the cost of a statement does not count, little enough to be held.
GROUP_LAWS = 200
GROUP_CHARACTERS = 4_000_000
# A file of which every line is bad would fill the report with nothing else.
BAD_LINES_SHOWN = 1000
COLLECT_AFTER = 500_000
TITLE = ImportRow._meta.get_field("title").max_length or 0

OnRow = Callable[[ImportRow], None]
OnProgress = Callable[[int, int | None], None]


def start_run(
    kind: str,
    *,
    by: User | None,
    name: str,
    source: LawSource | None = None,
    file: "File[bytes] | None" = None,
    dry_run: bool = False,
    limit: int | None = None,
) -> ImportRun:
    """Record that an import begins; `by` is None where the system does it (a command, the schedule).

    A command works in its own process, so its run is RUNNING at once and no worker takes it; others wait for one. It
    holds a lease all the same, which it prolongs while it works (laws.importers.leases.break_off).
    Raises NotAllowed when the person may not edit reference data.
    """
    if by is not None:
        require(by, Permission.EDIT_REFERENCE)
    now = clock.now()
    is_command = kind == ImportRun.Kind.COMMAND
    with transaction.atomic():
        run = ImportRun.objects.create(
            kind=kind,
            by=by,
            name=clean_text(name)[:300],
            source=source,
            dry_run=dry_run,
            limit=limit,
            created_at=now,
            state=ImportRun.State.RUNNING if is_command else ImportRun.State.WAITING,
            started_at=now if is_command else None,
            lease=uuid.uuid4() if is_command else None,
            leased_until=now + LEASE if is_command else None,
            by_command=is_command,
        )
        if file is not None:
            # In a folder of its own and under a name of ours: no upload lies beside another.
            run.file.save(f"{uuid.uuid4().hex}/upload", file)
        record("import.started", run, by=by, kind=str(kind), source=source.pk if source else "", dry_run=dry_run)
    return run


def finish_run(run: ImportRun, *, state: str = ImportRun.State.DONE, reason: str = "") -> None:
    """Mark a run as ended; gives its lease back."""
    ImportRun.objects.filter(pk=run.pk).update(
        state=state, reason=reason, ended_at=clock.now(), lease=None, leased_until=None
    )
    run.refresh_from_db()


def import_files(
    files: Iterable[Given],
    *,
    by: User | None,
    run: ImportRun,
    dry_run: bool = False,
    on_row: OnRow | None = None,
    on_progress: OnProgress | None = None,
) -> Totals:
    """Import `files` and write a line of the report for each text, rejected ones included.

    `on_row` hears of each line after it is committed; what it raises ends the import there, and all that was
    reported stays. `on_progress` hears how many lines of a JSON Lines file are done, of how many. Raises NotAllowed
    when the person may not edit reference data, DatabaseError only when the database itself is not well.
    """
    if by is not None:
        require(by, Permission.EDIT_REFERENCE)
    importer = _Importer(run, dry_run=dry_run, on_row=on_row, on_progress=on_progress)
    for given in files:
        importer.take(given)
    return importer.totals


@contextmanager
def fewer_collections() -> Iterator[None]:
    """Let Python look for reference cycles rarely: pieces and rows hang in none, and looking takes long."""
    usual = gc.get_threshold()
    gc.set_threshold(COLLECT_AFTER, usual[1], usual[2])
    try:
        yield
    finally:
        gc.set_threshold(*usual)


def texts_of(file: LawFile) -> Iterator[Prepared | Unfit]:
    """The texts of a file, each ready to be stored or unfit; at last what kept the rest of it from being read."""
    name, count = "", 0
    try:
        adapter = choose(file)
        name = adapter.name
        for count, parsed in enumerate(adapter.parse(file), start=1):
            _describe(with_meta(parsed, file.meta), file)
            path = file.path if count == 1 else f"{file.path}#{count}"
            ref = file.meta.get("ref")
            yield ready(parsed, path=path, adapter=name, ref=ref if isinstance(ref, str) else "")
        if not count:
            raise Rejected(_("0 articles found: the file holds no law."))
    except Exception as error:
        yield Unfit(file.path, name, str(as_refusal(error, path=file.path, adapter=name)))


def batches_of(file: LineFile) -> Iterator[list[Found]]:
    """The same of a JSON Lines file, in the batches in which it is read."""
    try:
        yield from read_apart(file) if _is_large(file) else read_batches(file)
    except Exception as error:
        refusal = as_refusal(error, path=file.path, adapter=ADAPTER_NAME)
        yield [Unfit(file.path, ADAPTER_NAME, str(refusal))]


def _is_large(file: LineFile) -> bool:
    with suppress(OSError):  # a file that has gone is refused where it is read
        return file.stored is not None and file.stored.stat().st_size >= WORTH_IT_BYTES
    return False


class _Importer:
    """One import as it goes on. Lines of the report are stored in the order in which things were found."""

    def __init__(self, run: ImportRun, *, dry_run: bool, on_row: OnRow | None, on_progress: OnProgress | None) -> None:
        self.totals = Totals()
        self._run = run
        self._dry_run = dry_run
        self._catalogue = Catalogue()
        self._on_row = on_row
        self._on_progress = on_progress
        self._group: list[Prepared] = []
        self._characters = 0

    def take(self, given: Given) -> None:
        """Import one file."""
        if isinstance(given, BadFile):
            self._refuse(given.path, given.reason)
        elif isinstance(given, LineFile):
            self._take_lines(given)
        else:
            for text in texts_of(given):
                self._take_text(text)
        self._flush()

    def _take_lines(self, file: LineFile) -> None:
        bad = 0
        with fewer_collections(), closing(read_ahead(batches_of(file), BATCHES_AHEAD)) as batches:
            for found in chain.from_iterable(batches):
                if isinstance(found, BadLine):
                    bad += 1
                    if bad <= BAD_LINES_SHOWN:
                        self._refuse(f"{file.path}:{found.line}", found.reason, adapter=ADAPTER_NAME)
                elif isinstance(found, Prepared | Unfit):
                    self._take_text(found)
                elif self._on_progress is not None:
                    self._on_progress(*found)
        if bad > BAD_LINES_SHOWN:
            more = _("%(count)d further lines could not be read.") % {"count": bad - BAD_LINES_SHOWN}
            self._refuse(file.path, more, adapter=ADAPTER_NAME)

    def _take_text(self, text: Prepared | Unfit) -> None:
        if isinstance(text, Unfit):
            self._refuse(text.path, text.reason, adapter=text.adapter, parsed=text.parsed)
            return
        self._group.append(text)
        self._characters += text.counts["characters"]
        if len(self._group) >= GROUP_LAWS or self._characters >= GROUP_CHARACTERS:
            self._flush()

    def _flush(self) -> None:
        group, self._group, self._characters = self._group, [], 0
        if not group:
            return
        try:
            rows = write(group, run=self._run, catalogue=self._catalogue, dry_run=self._dry_run)
        except Exception:
            # Whatever one text did to it, the others of the group are not lost.
            log.info("A group of %d texts is written again law by law", len(group), exc_info=True)
            rows = [row for text in group for row in self._write_alone(text)]
        self._tell(rows)

    def _write_alone(self, text: Prepared) -> list[ImportRow]:
        """One law in its own transaction, after its group failed."""
        try:
            try:
                return write([text], run=self._run, catalogue=self._catalogue, dry_run=self._dry_run)
            except IntegrityError:  # another import added the law since the catalogue was read
                return write([text], run=self._run, catalogue=self._catalogue, dry_run=self._dry_run)
        except DatabaseError as error:
            if not isinstance(error, IntegrityError | DataError):
                raise
            return [self._not_stored(text)]
        except Exception:
            return [self._not_stored(text)]

    def _not_stored(self, text: Prepared) -> ImportRow:
        log.exception("The text %s could not be stored", text.path)
        reason = _("This text could not be stored: the program met an error that its log names.")
        row = refused(self._run, text.path, reason, adapter=text.adapter)
        with transaction.atomic():
            store(self._run, [row])
        return row

    def _refuse(self, path: str, reason: str, *, adapter: str = "", parsed: ParsedLaw | None = None) -> None:
        self._flush()  # so that the report keeps the order of the files
        row = refused(self._run, path, reason, adapter=adapter)
        if parsed is not None:
            row.jurisdiction, row.title = clean_text(parsed.jurisdiction)[:10], clean_text(parsed.title)[:TITLE]
        with transaction.atomic():
            store(self._run, [row])
        self._tell([row])

    def _tell(self, rows: Iterable[ImportRow]) -> None:
        for row in rows:
            self.totals.count(row.outcome)
            if self._on_row is not None:
                self._on_row(row)


def _describe(parsed: ParsedLaw, file: LawFile) -> None:
    """A text whose source is named was read from the text itself, unless its adapter or meta.json says otherwise."""
    if not parsed.tier and (parsed.source or parsed.url):
        parsed.tier = Tier.READ
    parsed.is_translation = parsed.is_translation or file.meta.get("is_translation") is True
