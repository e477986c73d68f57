"""The report of a harvest: a row for every document, also for those that never reached an adapter."""

from collections.abc import Callable, Sequence

from django.db import transaction

from laws.harvest.types import Fault
from laws.importers.files import BadFile
from laws.importers.importing import import_files
from laws.importers.reporting import refused, shortened, store
from laws.importers.types import LawFile
from laws.models import ImportRow, ImportRun, SourceDocument

Outcome = ImportRow.Outcome


class Reporter:
    """Writes rows of `run` and counts them. `on_row` is shown each, for a table on a terminal."""

    def __init__(self, run: ImportRun, *, on_row: Callable[[ImportRow], None] | None = None) -> None:
        self.run, self._on_row = run, on_row

    def imported(self, files: Sequence[LawFile | BadFile]) -> dict[str, str]:
        """Import `files` and say what became of each, by its path. A file with several texts is as its worst."""
        found: dict[str, str] = {}
        paths = {shortened(file.path): file.path for file in files}

        def note(row: ImportRow) -> None:
            # The second law of a file is reported as "<path>#2".
            path = paths.get(row.path) or paths.get(row.path.rpartition("#")[0], row.path)
            if found.get(path) != Outcome.REJECTED:
                found[path] = row.outcome
            if self._on_row is not None:
                self._on_row(row)

        if files:
            # Whoever began the run had the right to; the worker acts for the portal.
            import_files(files, by=None, run=self.run, dry_run=self.run.dry_run, on_row=note)
        return found

    def unchanged(self, path: str, held: SourceDocument) -> None:
        """A document that is what was imported before: nothing was read."""
        self._write(ImportRow(run=self.run, path=shortened(path), outcome=Outcome.UNCHANGED))

    def rejected(self, path: str, fault: Fault) -> None:
        self._write(refused(self.run, path, str(fault)))

    def _write(self, row: ImportRow) -> None:
        if self.run.source is not None:
            row.jurisdiction = self.run.source.jurisdiction_id or ""
            row.language = self.run.source.language
        with transaction.atomic():
            store(self.run, [row])
        if self._on_row is not None:
            self._on_row(row)
